"""The primer as text: every stop with its guess, its lesson and the cards that it prepares."""

from argparse import Namespace
from collections.abc import Iterator

from prepapp.cli.context import Context
from prepapp.cli.text import count, minutes, one_line, prose, table, wrap
from prepapp.core.primer import Stop
from prepapp.session.primer import PrimerSession


def show_primer(context: Context, args: Namespace) -> int:
    """Print the chain of lessons; nothing is written to the log."""
    with context.desk(context.clock()) as desk:
        session = PrimerSession(desk.decks(args.deck)[0], args.minutes)
    return context.answer(_document(session), _lines(session))


def _document(session: PrimerSession) -> dict[str, object]:
    return {
        "deck": session.deck.id,
        "minutes": round(session.minutes, 2),
        "stops": [_stop(stop) for stop in session.stops],
    }


def _stop(stop: Stop) -> dict[str, object]:
    return {
        "card": stop.card.id,
        "title": stop.card.title,
        "skill": stop.card.skill,
        "guess": _guess(stop),
        "lesson": stop.card.learn,
        "minutes": round(stop.minutes, 2),
        "cards": [card.id for card in stop.cards],
    }


def _guess(stop: Stop) -> str:
    return "\n\n".join(part for part in (stop.card.title, stop.card.question) if part)


def _lines(session: PrimerSession) -> Iterator[str]:
    if not session.stops:
        yield f"No card of {session.deck.title} has a lesson."
        return
    stops = count(len(session.stops), "stop")
    yield f"{session.deck.title}: {stops}, {minutes(max(1, session.minutes))}. Guess before you read on."
    for n, stop in enumerate(session.stops, 1):
        yield from ("", *_stop_lines(session, stop, n))


def _stop_lines(session: PrimerSession, stop: Stop, n: int) -> Iterator[str]:
    yield from wrap(f"{n}  {one_line(stop.card.title)}", "   ", "")
    yield from wrap(f"{stop.card.id} · {session.skill(stop.card)}", "   ")
    if stop.card.question:
        yield from ("", *prose(stop.card.question, "   "))
    yield from ("", *prose(stop.card.learn, "   "))
    if stop.cards:
        yield from ("", "   It prepares")
        yield from (f"   {line}" for line in table([(card.id, one_line(card.title)) for card in stop.cards]))
