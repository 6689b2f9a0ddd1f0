"""A mock interview as a fold: settings, questions and the answers so far say what is asked now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from prepapp.core.card import FollowUp
from prepapp.core.event import Sureness
from prepapp.core.formats import Format
from prepapp.core.mock_items import Item

Mode = Literal["spoken", "typed", "skipped", "silent"]
Listener = Literal["peer", "novice", "sceptic"]
Why = Literal["finished", "time"]

LISTENERS: tuple[Listener, ...] = ("peer", "novice", "sceptic")

DEPTH: Mapping[Format, int] = {
    "hotseat": 2, "opening": 3, "short": 1, "quickfire": 1, "talk": 1, "discussion": 3
}  # fmt: skip
"""How many follow-ups a question can have; in a quickfire only what a red flag brings."""

INTERRUPTED = 20
"""Minutes of the talk that is interrupted; shorter ones have no follow-ups."""

HOT_SEAT_S = 180
FOLLOW_UP_S = 45
"""Seconds in which a follow-up should be answered."""

SIGNALS = ("headline first", "structure", "time", "honest limits")
"""What a listener can tell of a talk as a whole."""

FRAMING: Mapping[Listener, tuple[str, str]] = {
    "peer": ("A colleague asks you across the desk.", ""),
    "novice": ("Someone who has never trained a network asks you.", "In plain words, please."),
    "sceptic": ("Someone who does not believe a word of it asks you.", "I am not convinced."),
}
"""What a listener of the hot seat says before the question, and before each follow-up."""


@dataclass(frozen=True, slots=True)
class MockSettings:
    """All that a mock was begun with; each of its answers keeps it."""

    format: Format
    seed: int
    script: str
    """Revision of what is asked."""
    budget_s: int
    """Seconds of speech that the whole may take."""
    order: tuple[str, ...]
    """Ids of the questions in the order in which they are asked."""
    planned: int
    """How many of them the time is meant for; the others fill what is left."""
    profile: str | None = None
    listener: Listener = "peer"
    interviewer: str | None = None
    """Who sits at the keyboard and ticks, where it is not the candidate."""
    length: int | None = None
    """Minutes of a talk."""


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer, to a question or to a follow-up."""

    question: str
    follow_up: int | None
    """None for the question itself; a red flag's own question has the flag's number, negative."""
    wording: str
    mode: Mode
    seconds: float = 0.0
    said: str = ""
    ticked: tuple[int, ...] = ()
    red_flags: tuple[int, ...] = ()
    held: bool = False
    """Of a follow-up: whether it was answered."""
    sure: Sureness | None = None


@dataclass(frozen=True, slots=True)
class Interview:
    """What does not change while it is held."""

    settings: MockSettings
    items: tuple[Item, ...]
    """In the order of the settings."""
    opener: str = ""
    """What the interviewer says first, by the profile."""
    asked: Mapping[str, date] = field(default_factory=dict)
    """Day on which each follow-up was last asked before, by its wording."""


@dataclass(frozen=True, slots=True)
class Ask:
    """What is asked now."""

    step: int
    item: Item
    follow_up: FollowUp | None
    depth: int
    """0 for the question, 1 to 3 for its follow-ups."""
    opener: str
    """Said before the first question; else empty."""
    scene: str
    wording: str
    target_s: int
    seconds_left: float
    unseen: bool
    """A follow-up that was never asked before."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a mock stands after so many answers."""

    step: int
    ask: Ask | None
    """None when it is over."""
    seconds_left: float
    why: Why | None
    """Why it is over; None while it is not."""


def stand(interview: Interview, replies: Sequence[Reply]) -> Standing:
    """Return where a mock stands after its answers."""
    settings = interview.settings
    left = settings.budget_s - sum(reply.seconds for reply in replies)
    answered = {reply.question for reply in replies}
    waiting = [item for item in interview.items if item.id not in answered]
    if left <= 0:
        # A discussion goes deep rather than far: when its time is up, it is finished.
        cut = bool(waiting) and settings.format != "discussion"
        return Standing(len(replies), None, 0.0, "time" if cut else "finished")
    ask = _follow_up(interview, replies, waiting, left) or _question(interview, replies, waiting, left)
    return Standing(len(replies), ask, left, None if ask else "finished")


def _question(
    interview: Interview, replies: Sequence[Reply], waiting: Sequence[Item], left: float
) -> Ask | None:
    if not waiting:
        return None
    item, settings = waiting[0], interview.settings
    framing = FRAMING[settings.listener][0] if settings.format == "hotseat" else ""
    return Ask(
        step=len(replies),
        item=item,
        follow_up=None,
        depth=0,
        opener="" if replies else interview.opener,
        scene="\n\n".join(filter(None, (framing, item.scene))),
        wording=item.wording,
        target_s=item.target_s,
        seconds_left=left,
        unseen=False,
    )


def _follow_up(
    interview: Interview, replies: Sequence[Reply], waiting: Sequence[Item], left: float
) -> Ask | None:
    """What the answer at hand opens, up to the depth of the format."""
    item = next((each for each in interview.items if replies and each.id == replies[-1].question), None)
    if item is None:
        return None
    said = [reply for reply in replies if reply.question == item.id]
    depth = len(said)
    if depth > _depth(interview.settings) or said[-1].mode == "skipped":
        return None
    chosen = _chosen(interview, item, replies, said, left - _needed(interview, waiting))
    if chosen is None:
        return None
    settings = interview.settings
    return Ask(
        step=len(replies),
        item=item,
        follow_up=chosen,
        depth=depth,
        opener="",
        scene=FRAMING[settings.listener][1] if settings.format == "hotseat" else "",
        wording=chosen.question,
        target_s=FOLLOW_UP_S,
        seconds_left=left,
        unseen=chosen.question not in interview.asked,
    )


def _depth(settings: MockSettings) -> int:
    return 0 if settings.length not in (None, INTERRUPTED) else DEPTH[settings.format]


def _needed(interview: Interview, waiting: Sequence[Item]) -> float:
    """Seconds that the questions to come are meant to have; a discussion would rather go deeper."""
    if interview.settings.format == "discussion":
        return 0.0
    return sum(item.target_s for item in waiting)


def _chosen(
    interview: Interview, item: Item, replies: Sequence[Reply], said: Sequence[Reply], spare: float
) -> FollowUp | None:
    """The follow-up that an answer opens: a red flag's own question first, then the least recently asked."""
    put = {reply.wording for reply in replies}
    flags = [flag for flag in item.red_flags if any(flag.n in reply.red_flags for reply in said)]
    if item.asks_on:
        for flag in flags:
            if flag.why and flag.why not in put:
                return FollowUp(-flag.n, flag.why, item.say, "flag")
    weak = bool(flags) or not _holds(item, said[0]) or not all(reply.held for reply in said[1:])
    fits = {
        "flag": bool(flags),
        "weak": weak and spare > 0,
        "strong": not weak and spare > 0,
        "time": spare >= FOLLOW_UP_S,
        None: spare > 0,
    }
    open_ones = [each for each in item.follow_ups if each.question not in put]
    matching = [each for each in open_ones if fits[each.when]]
    if interview.settings.format == "quickfire":
        matching = [each for each in matching if each.when == "flag"]
    if not matching and interview.settings.format == "hotseat":
        matching = [each for each in open_ones if each.when != "flag"]
    return min(matching, key=lambda each: _priority(interview, each), default=None)


def _priority(interview: Interview, each: FollowUp) -> tuple[int, date, bool, int]:
    last = interview.asked.get(each.question, date.min)
    return ({"flag": 0, "time": 2}.get(each.when or "", 1), last, each.when is None, each.n)


def _holds(item: Item, reply: Reply) -> bool:
    """Whether an answer had every must-point, or, where there is none, any point."""
    return item.musts <= set(reply.ticked) if item.musts else bool(reply.ticked)
