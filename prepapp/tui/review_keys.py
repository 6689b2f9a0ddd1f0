"""The keys of a review, and when each of them does something."""

from textual.binding import Binding

from prepapp.session.question import Phase
from prepapp.session.review import ReviewSession

BINDINGS = (
    Binding(
        "enter",
        "accept",
        "accept",
        key_display="enter",
        tooltip="take the proposed grade",
        id="review.accept",
    ),
    Binding(
        "space",
        "speak",
        "speak",
        key_display="space",
        tooltip="start and stop the clock",
        id="review.speak",
    ),
    Binding("w", "write", "type", tooltip="type the answer", id="review.write"),
    Binding("i", "give_up", "I don't know", id="review.unknown"),
    Binding("s", "sure('sure')", "sure", id="review.sure"),
    Binding("t", "sure('think')", "I think so", id="review.think"),
    Binding("g", "sure('guess')", "a guess", id="review.guess"),
    Binding("y", "tick(True)", "yes", id="review.yes"),
    Binding("n", "tick(False)", "no", id="review.no"),
    Binding(
        "backspace",
        "untick",
        "back",
        key_display="bksp",
        tooltip="take the last point back",
        id="review.back",
    ),
    Binding("a", "grade('AGAIN')", "again", id="review.again", show=False),
    Binding("h", "grade('HARD')", "hard", id="review.hard", show=False),
    Binding("g", "grade('GOOD')", "good", id="review.good", show=False),
    Binding("e", "grade('EASY')", "easy", id="review.easy", show=False),
    Binding("f", "follow_up", "follow-up", tooltip="the answer to the follow-up", id="review.follow"),
    Binding("c", "check", "check", tooltip="derive, draw or compute it", id="review.check"),
    Binding("l", "lab", "lab", tooltip="measure what the card claims", id="review.lab"),
    Binding("u", "undo", "undo", tooltip="take back the last grade", id="review.undo"),
    Binding("o", "note", "note", tooltip="a note in your own words", id="review.note", show=False),
    Binding(
        "z", "set_aside", "set aside", tooltip="never ask this card again", id="review.aside", show=False
    ),
    Binding("down,j", "scroll('down')", "down", id="review.down", show=False),
    Binding("up,k", "scroll('up')", "up", id="review.up", show=False),
    Binding("space,pagedown", "scroll('page_down')", "page down", id="review.page_down", show=False),
    Binding("pageup", "scroll('page_up')", "page up", id="review.page_up", show=False),
    Binding("escape", "leave", "today", tooltip="back to Today; all is saved", id="review.leave"),
)


def offered(action: str, session: ReviewSession, speaking: bool) -> bool:
    """Return whether an action is offered now; those of the screen itself always are."""
    phase = session.phase
    if phase is Phase.DONE:
        return action in {"accept", "undo", "leave"}
    asked, mistake = session.current, session.is_mistake
    is_open = phase is Phase.ANSWER
    is_to_make = phase is Phase.ASKED and asked.turn.part == "make" and not speaking
    follow_up = is_open and asked.follow_up is not None
    when = {
        "speak": phase is Phase.ASKED,
        "write": phase is Phase.ASKED and not speaking,
        "give_up": phase is Phase.ASKED and not speaking,
        "sure": phase is Phase.COMMITTED,
        "tick": phase is Phase.POINTS or (follow_up and asked.follow_up_open) or (is_open and mistake),
        "untick": phase in {Phase.POINTS, Phase.ANSWER} and session.can_untick,
        "grade": is_open and not mistake and not session.is_practice,
        "accept": is_open and not mistake,
        "follow_up": follow_up and not asked.follow_up_open,
        "note": is_open,
        "check": bool(asked.card.checks) and not mistake and (is_open or is_to_make),
        "lab": is_open and not mistake and asked.card.measured_by is not None,
    }
    return when.get(action, True)
