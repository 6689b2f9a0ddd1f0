"""What the events of a mock carry: an answer with all that it was asked and judged by, and the way back."""

from prepapp.core.event import Event
from prepapp.core.interview import Ask, MockSettings, Reply


def answer_payload(mock: str, settings: MockSettings, ask: Ask, reply: Reply) -> dict[str, object]:
    """Return what is kept of an answer, so that the mock can be read without its script."""
    kept: dict[str, object] = {
        "mock": mock,
        "format": settings.format,
        "step": ask.step,
        "question": ask.item.id,
        "kind": "question" if ask.follow_up is None else "follow_up",
        "follow_up": reply.follow_up,
        "wording": ask.wording,
        "skill": ask.item.skill,
        "mode": reply.mode,
        "seconds": round(reply.seconds, 1),
        "target_s": ask.target_s,
        "said": reply.said,
        "sure": reply.sure,
        "red_flags": list(reply.red_flags),
        "flags": [flag.text for flag in ask.item.red_flags if flag.n in reply.red_flags],
        "held": reply.held,
        "unseen": ask.unseen,
        "witness": settings.interviewer,
        "settings": _settings(settings),
    }
    return kept | (_judged(ask, reply) if ask.follow_up is None else _NOTHING)


_NOTHING: dict[str, object] = {"ticked": [], "missed": [], "must_missed": []}


def _judged(ask: Ask, reply: Reply) -> dict[str, object]:
    item = ask.item
    missed = [point for point in item.points if point.n not in reply.ticked]
    return {
        "ticked": sorted(reply.ticked),
        "missed": [point.n for point in missed],
        "must_missed": [point.n for point in missed if point.must],
        "rubric": [{"n": point.n, "must": point.must, "text": point.text} for point in item.points],
        "own_points": item.own_points,
        "part": item.part,
        "say": item.say,
    }


def _settings(settings: MockSettings) -> dict[str, object]:
    return {
        "profile": settings.profile,
        "seed": settings.seed,
        "listener": settings.listener,
        "interviewer": settings.interviewer,
        "script": settings.script,
        "budget_s": settings.budget_s,
        "order": list(settings.order),
        "planned": settings.planned,
        "length": settings.length,
    }


def settings_of(event: Event) -> MockSettings:
    """Return what a mock was begun with, from one of its answers."""
    said = event.payload
    known = said["settings"]
    return MockSettings(
        format=said["format"],
        seed=known["seed"],
        script=known["script"],
        budget_s=known["budget_s"],
        order=tuple(known.get("order", ())),
        planned=known.get("planned", 0),
        profile=known["profile"],
        listener=known["listener"],
        interviewer=known["interviewer"],
        length=known.get("length"),
    )


def reply_of(event: Event) -> Reply:
    """Return the answer that an event keeps."""
    said = event.payload
    return Reply(
        question=said["question"],
        follow_up=said["follow_up"],
        wording=said["wording"],
        mode=said["mode"],
        seconds=said["seconds"],
        said=said["said"],
        ticked=tuple(said["ticked"]),
        red_flags=tuple(said["red_flags"]),
        held=said["held"],
        sure=said.get("sure"),
    )
