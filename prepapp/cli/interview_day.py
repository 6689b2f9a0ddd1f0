"""Around a real interview: the warm-up before it, the page to print, the debrief after it."""

from argparse import Namespace
from collections.abc import Iterator
from datetime import date, datetime
from typing import Literal

from prepapp.cli.context import Context
from prepapp.cli.text import count, day_name, long_day, one_line, prose, wrap
from prepapp.errors import PrepError
from prepapp.session import debrief as debriefing
from prepapp.session import sheet as sheets
from prepapp.session.debrief import Debrief, Kept
from prepapp.session.desk import Desk
from prepapp.session.looks import look
from prepapp.session.mistakes import Lesson
from prepapp.session.planning import interview_date
from prepapp.session.sheet import Line, Part, Sheet
from prepapp.session.warmup import ALOUD_S, Page, Warmup, warmup

HEADS = {
    "mistake": "Your open mistakes",
    "number": "Numbers",
    "sentence": "One sentence a skill",
    "aloud": f"The first {ALOUD_S} seconds, aloud",
}


def show_warmup(context: Context, args: Namespace) -> int:
    """Print the warm-up of the day; its answers count as read."""
    now = context.clock()
    with context.desk(now) as desk:
        day = warmup(desk, args.minutes, now, args.deck)
        look(desk, {page.card.id: page.card for page in day.pages}.values(), now)
    return context.answer(_warmup(day), _warmup_lines(day))


def print_sheet(context: Context, args: Namespace) -> int:
    """Print the page in the candidate's own words, or write it to a file."""
    now = context.clock()
    with context.desk(now) as desk:
        page = sheets.sheet(desk, desk.decks(args.deck)[0].id, now)
    if args.output is None:
        return context.answer(_sheet(page), sheets.markdown(page).splitlines())
    file = sheets.write_sheet(page, args.output)
    borrowed = f", {page.borrowed} in the cards' words" if page.borrowed else ""
    lines = sum(len(part.lines) for part in page.parts)
    return context.answer({**_sheet(page), "file": str(file)}, [f"{file}: {count(lines, 'line')}{borrowed}"])


def debrief(context: Context, args: Namespace) -> int:
    """Keep what an interview asked; without a word of it, print those kept so far."""
    now = context.clock()
    told = (args.date, args.profile, args.company, args.asked, args.stalled, args.text)
    with context.desk(now) as desk:
        if all(each is None for each in (*told, args.next)):
            return _list(context, desk, args.deck, now)
        if all(each is None for each in told):
            raise PrepError("nothing is told of the interview", "debrief", "`prepapp plan` sets a date alone")
        kept = debriefing.keep(desk, _told(desk, args, now), now, _next(args.next, desk.day(now)))
    document = {
        **_debrief(kept),
        "mistakes": list(kept.mistakes),
        "plan": kept.plan.id if kept.plan else None,
    }
    return context.answer(document, _kept_lines(kept))


def _list(context: Context, desk: Desk, deck: str | None, now: datetime) -> int:
    found = debriefing.debriefs(desk, now, deck)
    lines = [line for each in found for line in _debrief_lines(each)]
    return context.answer([_debrief(each) for each in found], lines or ["No interview has been told of."])


def _told(desk: Desk, args: Namespace, now: datetime) -> Debrief:
    asked, stalled = tuple(args.asked or ()), tuple(args.stalled or ())
    usual = debriefing.suggestion(desk, _deck(desk, args.deck, (*asked, *stalled)), now)
    return Debrief(
        usual.deck,
        args.date or usual.date,
        args.profile or usual.profile,
        args.company or "",
        asked,
        stalled,
        args.text or "",
    )


def _deck(desk: Desk, deck: str | None, cards: tuple[str, ...]) -> str:
    """The deck that is named, else that of the cards, else the one that is studied."""
    if deck is None and cards:
        return desk.card(cards[0]).deck
    decks = desk.decks(deck)
    if len(decks) > 1:
        names = " or ".join(f"--deck {each.id}" for each in decks)
        raise PrepError("you study more than one deck: which one?", "debrief", f"say {names}")
    return decks[0].id


def _next(text: str | None, today: date) -> date | Literal["keep"] | None:
    return "keep" if text is None else interview_date(text, today)


def _warmup(day: Warmup) -> dict[str, object]:
    return {
        "study_day": day.study_day,
        "minutes": day.minutes,
        "mistakes": [
            {"card": each.card.id, "ask": each.ask, "holds": each.tell, "tell": each.how}
            for each in day.of("mistake")
        ],
        "numbers": [
            {"card": each.card.id, "text": each.ask, "value": each.tell} for each in day.of("number")
        ],
        "sentences": [
            {"card": each.card.id, "skill": each.card.skill, "title": each.skill, "say": each.tell}
            for each in day.of("sentence")
        ],
        "aloud": [
            {"card": each.card.id, "question": each.ask, "say": each.tell, "seconds": ALOUD_S}
            for each in day.of("aloud")
        ],
    }


def _warmup_lines(day: Warmup) -> Iterator[str]:
    if not day.pages:
        yield "Nothing has been met yet: a warm-up brings nothing new."
        return
    yield f"{day_name(day.study_day)} · {count(day.minutes, 'minute')} · nothing is graded"
    for kind, head in HEADS.items():
        pages = day.of(kind)  # type: ignore[arg-type]
        if pages:
            yield from ("", head)
        for page in pages:
            yield from _page_lines(page)


def _page_lines(page: Page) -> Iterator[str]:
    if page.kind == "number":
        yield from wrap(f"{one_line(page.ask)}: {page.tell}", "    ", "  ")
        return
    yield from wrap(one_line(page.ask), "    ", "  ")
    yield from prose(page.tell, "    ")
    if page.how:
        yield from prose(page.how, "    ")


def _sheet(page: Sheet) -> dict[str, object]:
    return {
        "deck": page.deck.id,
        "study_day": page.study_day,
        "interview": page.interview,
        "borrowed": page.borrowed,
        "skills": [_part(part) for part in page.parts],
        "mistakes": [_mistake(each) for each in page.mistakes],
        "numbers": [{"card": card.id, "text": text, "value": value} for card, text, value in page.numbers],
    }


def _part(part: Part) -> dict[str, object]:
    return {"skill": part.skill, "title": part.title, "lines": [_line(line) for line in part.lines]}


def _line(line: Line) -> dict[str, object]:
    return {"card": line.card.id, "text": line.text, "source": line.source}


def _mistake(each: Lesson) -> dict[str, object]:
    return {"card": each.card.id, "said": each.said, "holds": each.holds, "tell": each.tell}


def _debrief(kept: Kept) -> dict[str, object]:
    told = kept.told
    return {
        "event": kept.event.id,
        "deck": told.deck,
        "date": told.date,
        "profile": told.profile,
        "company": told.company,
        "asked": list(told.asked),
        "stalled": list(told.stalled),
        "text": told.text,
    }


def _kept_lines(kept: Kept) -> Iterator[str]:
    yield from _debrief_lines(kept)
    if kept.mistakes:
        names = ", ".join(kept.mistakes)
        yield from wrap(f"To be asked again, as mistakes: {names}.", "  ", "  ")
    if kept.plan:
        following = kept.plan.payload["interview"]
        yield f"  The next interview: {long_day(date.fromisoformat(following)) if following else 'none'}."


def _debrief_lines(kept: Kept) -> Iterator[str]:
    told = kept.told
    about = [long_day(told.date), told.deck, *filter(None, (told.company, told.profile))]
    yield from wrap(" · ".join(about))
    for label, cards in (("asked", told.asked), ("stalled", told.stalled)):
        if cards:
            yield from wrap(f"{label}: {', '.join(cards)}", "    ", "  ")
    if told.text:
        yield from wrap(told.text, "  ", "  ")
