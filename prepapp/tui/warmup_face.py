"""What the warm-up says, as text: pure functions of the page at hand."""

from rich.console import Group, RenderableType
from rich.text import Text
from textual.content import Content

from prepapp.session.warmup import ALOUD_S, Page, WarmupSession
from prepapp.tui.face import block, inline
from prepapp.tui.words import clock, count

NAMES = {
    "mistake": "a mistake of yours",
    "number": "a number",
    "sentence": "one sentence",
    "aloud": f"the first {ALOUD_S} seconds, aloud",
}

PROMPTS = {
    "mistake": "What holds, and how do you tell?",
    "number": "Which number?",
    "sentence": "Say one sentence on it.",
    "aloud": f"Begin your answer: {ALOUD_S} seconds. space starts the clock.",
}


def title(session: WarmupSession) -> tuple[Content, str]:
    """Return the two ends of the title bar."""
    pages, minutes = session.warmup.pages, count(session.warmup.minutes, "minute")
    left = Content.assemble(("Warm-up", "bold $accent"))
    if not pages or session.is_done:
        return left, "done" if pages else ""
    where = f"  {session.position} of {len(pages)} · {NAMES[session.page.kind]}"
    return left + Content(where), f"{minutes} · no grades"


def ask(page: Page) -> Content:
    """Return what is to be recalled."""
    asked = Content.styled(inline(page.ask), "bold")
    return asked if page.kind == "sentence" else Content.assemble((page.skill, "$muted"), "\n\n", asked)


def prompt(page: Page, is_open: bool, speaking_s: float | None, spoken_s: float | None) -> Content:
    """Return what is asked of the candidate now."""
    if speaking_s is not None:
        return Content.assemble(
            ("●", "$accent"),
            f" Speaking {clock(speaking_s)} of {clock(ALOUD_S)}",
            ("     space when you have begun", "$muted"),
        )
    if is_open and spoken_s is not None:
        return Content.styled(f"Spoken {clock(spoken_s)} of {clock(ALOUD_S)}", "$muted")
    return Content.styled(PROMPTS[page.kind], "$muted")


def told(page: Page, width: int) -> RenderableType:
    """Return what it is."""
    if page.kind == "number":
        return Text(page.tell, style="bold")
    if not page.how:
        return block(page.tell, width)
    return Group(block(page.tell, width), Text(""), block(page.how, width))


def closing(session: WarmupSession) -> Content:
    """Return the last words."""
    if not session.warmup.pages:
        rest = "It brings nothing new: it begins once a first card has been answered."
        return Content.assemble(("There is nothing to warm up with yet.", "bold"), "\n\n", (rest, "$muted"))
    things = count(len(session.warmup.pages), "thing")
    rest = "Nothing was graded. Now breathe, and let them ask."
    return Content.assemble((f"You are warm: {things}.", "bold"), "\n\n", (rest, "$muted"))
