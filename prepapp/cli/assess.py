"""What the candidate says of each skill, beside what is proven."""

from argparse import Namespace
from collections.abc import Iterator

from prepapp.cli.context import Context
from prepapp.cli.text import count, day_name, in_days, minutes, one_line, table, wrap
from prepapp.core.card import Deck
from prepapp.core.readiness import Action, Evidence, Readiness, SkillReady
from prepapp.errors import PrepError
from prepapp.session.assess import TARGET, assess, target_share, total
from prepapp.session.desk import Desk
from prepapp.session.ready import ready

RESULTS = {True: "●", False: "○", None: "–"}
"""A cold result: held, missed, none."""


def show_assess(context: Context, args: Namespace) -> int:
    """Print the scores of the candidate; with new ones, take them down first."""
    now = context.clock()
    with context.desk(now) as desk:
        deck = _deck(desk, args.deck, bool(args.set))
        event = assess(desk, deck.id, dict(map(_score, args.set)), now) if args.set else None
        found = ready(desk, deck.id, now)
    document = {
        "total": total(found.skills),
        "target_share": round(target_share(found.skills), 3),
        "skills": [_scored(each) for each in found.skills],
        "deck": deck.id,
        "event": event.id if event else None,
    }
    return context.answer(document, _lines(deck, found))


def show_ready(context: Context, args: Namespace) -> int:
    """Print where each skill stands, and what to do next."""
    now = context.clock()
    with context.desk(now) as desk:
        deck = _deck(desk, args.deck, False)
        found = ready(desk, deck.id, now)
    known = found.calibration
    document = {
        "deck": deck.id,
        "study_day": found.study_day,
        "interview": found.interview,
        "skills": [_skill(each) for each in found.skills],
        "calibration": {
            "ticks_held": known.ticks_held,
            "ticks_asked": known.ticks_asked,
            "sure_right": known.sure_right,
            "sure": known.sure,
            "open_mistakes": known.open_mistakes,
        },
        "actions": [_action(each) for each in found.actions],
    }
    return context.answer(document, [*_lines(deck, found), "", *_next(found)])


def _deck(desk: Desk, deck_id: str | None, asked: bool) -> Deck:
    """Return the deck that is meant; scores must not guess among several."""
    decks = desk.decks(deck_id)
    if asked and len(decks) > 1:
        names = " or ".join(f"--deck {deck.id}" for deck in decks)
        raise PrepError("you study more than one deck: which one?", "assess", f"say {names}")
    return decks[0]


def _score(text: str) -> tuple[str, int]:
    skill, found, score = text.partition("=")
    if not found or not score.strip().isdecimal():
        raise PrepError(f"{text!r} is no score", "--set", "say SKILL=1 to SKILL=5")
    return skill.strip(), int(score)


def _scored(skill: SkillReady) -> dict[str, object]:
    return {
        "skill": skill.skill,
        "title": skill.title,
        "self": skill.score,
        "proven": skill.proven,
        "previous": skill.scores[-2].score if len(skill.scores) > 1 else None,
        "evidence": [_evidence(each) for each in skill.evidence],
    }


def _skill(skill: SkillReady) -> dict[str, object]:
    return {
        **_scored(skill),
        "cold": list(skill.cold),
        "rests_on": skill.rests_on,
        "cards": skill.cards,
        "met": skill.met,
        "action": _action(skill.action) if skill.action else None,
    }


def _evidence(one: Evidence) -> dict[str, object]:
    return {
        "event": one.event,
        "at": one.at,
        "study_day": one.study_day,
        "card": one.card or None,
        "rank": one.rank,
        "passed": one.passed,
        "cold": one.cold,
        "hinted": one.hinted,
        "words": one.words,
    }


def _action(action: Action) -> dict[str, object]:
    return {
        "kind": action.kind,
        "skill": action.skill,
        "card": action.card,
        "check": action.check,
        "minutes": round(action.minutes, 1),
        "now": action.now,
        "then": action.then,
        "words": action.words,
        "reason": action.reason,
    }


def _lines(deck: Deck, found: Readiness) -> Iterator[str]:
    days = (found.interview - found.study_day).days if found.interview else None
    until = "no interview set" if days is None else f"interview {in_days(days)}"
    yield from wrap(f"{one_line(deck.title)} · {day_name(found.study_day)} · {until}")
    yield ""
    rows: list[tuple[object, ...]] = [("skill", "say", "proven", "last 3", "rests on")]
    rows += [
        (
            each.skill,
            each.score or "–",
            f"{each.proven or '–'}{' ▼' if each.gap > 0 else ' ▲' if each.gap < 0 else ''}",
            " ".join(RESULTS[one] for one in each.cold),
            each.rests_on,
        )
        for each in found.skills
    ]
    yield from table(rows, right={1})
    yield ""
    yield from wrap(_sum(found))


def _sum(found: Readiness) -> str:
    scored = [each for each in found.skills if each.score is not None]
    if not scored:
        return "You have not scored yourself yet: `prepapp assess --set SKILL=1`, from 1 to 5."
    reached = sum((each.score or 0) >= TARGET for each in scored)
    share = f"{reached} of {count(len(found.skills), 'skill')} at 4 or 5"
    words = f"You say {total(found.skills)} of {5 * len(found.skills)}, {share}."
    return f"{words} ▼ you say more than is proven, ▲ less."


def _next(found: Readiness) -> Iterator[str]:
    known = found.calibration
    ticks = f"Asked again, {known.ticks_held} of {known.ticks_asked} of your ticks held."
    parts = [
        ticks if known.ticks_asked else "No tick of yours was asked again yet.",
        f"Sure and right {known.sure_right} of {known.sure}." if known.sure else "Never sure yet.",
        f"{count(known.open_mistakes, 'mistake')} open.",
    ]
    yield from wrap(" ".join(parts))
    if found.actions:
        yield ""
    for n, each in enumerate(found.actions, 1):
        gist = f"{one_line(each.words)} ({minutes(each.minutes)}, {each.now or '–'} → {each.then})"
        yield from wrap(f"{gist}: {each.reason}", "     ", f"  {n}  ")
