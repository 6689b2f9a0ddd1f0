"""What the report says of each skill: self-score beside proof, the way there, and what to do next."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping

from prepapp.core.plain import plain_text
from prepapp.core.readiness import Action, Evidence, Readiness, SkillReady
from prepapp.report.evidence import Proof, SkillLine, Step, Trust
from prepapp.report.model import Next


def skills(ready: Readiness, titles: Mapping[str, str]) -> tuple[SkillLine, ...]:
    """Return every skill; ``titles`` are those of the cards."""
    return tuple(_line(each, ready, titles) for each in ready.skills)


def trust(ready: Readiness) -> Trust:
    """Return how far the candidate's own judgement can be trusted."""
    known = ready.calibration
    return Trust(known.ticks_held, known.ticks_asked, known.sure_right, known.sure, known.open_mistakes)


def next_actions(ready: Readiness) -> tuple[Next, ...]:
    """Return the best things to do next."""
    titles = {each.skill: plain_text(each.title) for each in ready.skills}
    return tuple(_next(each, titles.get(each.skill, each.skill)) for each in ready.actions)


def _line(each: SkillReady, ready: Readiness, titles: Mapping[str, str]) -> SkillLine:
    return SkillLine(
        skill=each.skill,
        title=plain_text(each.title),
        cards=each.cards,
        met=each.met,
        score=each.score,
        proven=each.proven,
        cold=each.cold,
        rests_on=plain_text(each.rests_on),
        path=tuple(_path(each, ready)),
        evidence=tuple(_proof(one, titles) for one in each.evidence),
    )


def _path(each: SkillReady, ready: Readiness) -> Iterator[Step]:
    """Walk the days on which its level or its self-score became another."""
    levels = sorted(ready.levels)
    scores = sorted(each.scores, key=lambda score: score.study_day)
    scored = [score.study_day for score in scores]
    before: tuple[int | None, int] = (None, 0)
    for day in sorted({*levels, *scored}):
        given, at = bisect_right(scored, day), bisect_right(levels, day)
        score = scores[given - 1].score if given else None
        proven = ready.levels[levels[at - 1]].get(each.skill, 0) if at else 0
        if (score, proven) != before:
            yield Step(day, score, proven)
        before = (score, proven)


def _proof(one: Evidence, titles: Mapping[str, str]) -> Proof:
    return Proof(
        event=one.event,
        study_day=one.study_day,
        card=one.card,
        title=titles.get(one.card, one.card),
        rank=one.rank,
        passed=one.passed,
        cold=one.cold,
        hinted=one.hinted,
        words=one.words,
    )


def _next(each: Action, title: str) -> Next:
    return Next(
        each.skill, title, plain_text(each.words), each.minutes, each.now, each.then, plain_text(each.reason)
    )
