"""The values of a deck: cards, skills, checkpoints, profiles, and the faults found while reading."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

PLAN = (0, 3, 7, 14, 21)
"""Offsets of the rungs in days, where a deck names none."""

TARGET_S = 90
"""Seconds in which a card should be answered, where it names none."""


@dataclass(frozen=True, slots=True)
class Point:
    """One thing that a good answer says."""

    n: int
    """Position on the card, from 1."""
    text: str
    must: bool
    terms: tuple[str, ...] = ()
    """Phrases that typed text is searched for."""


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A question that an interviewer asks next, with its answer."""

    n: int
    question: str
    answer: str
    when: Literal["weak", "strong", "flag", "time"] | None = None
    """The answer after which it is asked, or, with ``time``, once time is left; None: after any."""


@dataclass(frozen=True, slots=True)
class RedFlag:
    """A sentence that costs the candidate the interviewer's trust, and why."""

    n: int
    text: str
    why: str = ""
    terms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Variant:
    """A check with one set of its numbers and names."""

    values: Mapping[str, int | float | str]
    """By name, as in the ``vary`` table."""
    prompt: str
    spec: Mapping[str, Any]
    """As of a check that does not vary."""


@dataclass(frozen=True, slots=True)
class Check:
    """A fenced ``check`` block: what to verify, as written in the deck."""

    n: int
    type: Literal["number", "derivation", "drawing", "code"]
    prompt: str
    spec: Mapping[str, Any]
    """Every key of the block, ``type`` and ``prompt`` included; of one that varies, the first variant's."""
    line: int
    variants: tuple[Variant, ...] = ()
    """All of them, the first included; empty where nothing varies."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A fenced ``claim`` block: a statement with a number, and what settles it."""

    id: str
    text: str
    value: int | float | str
    """As it is written: 3 stays 3."""
    unit: str
    basis: Literal["lab", "computed", "cited", "pending"]
    source: str
    """Lab id, expression, citation, or the id of the lab that is still to come, by ``basis``."""
    protocol: str
    chapter: int | float | str | None
    """What the chapter says, where it differs."""
    line: int


@dataclass(frozen=True, slots=True)
class Card:
    """One question with everything that is taught and asked about it; texts are Markdown."""

    id: str
    deck: str
    title: str
    skill: str
    day: int
    """The latest plan day on which the card enters."""
    revision: str
    """Content hash; the id alone is the identity."""
    question: str = ""
    """Text between the heading and the first section."""
    answer: str = ""
    learn: str = ""
    points: tuple[Point, ...] = ()
    often_taught: str = ""
    say: str = ""
    red_flags: tuple[RedFlag, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()
    source: str = ""
    notes: str = ""
    lab: str | None = None
    target_s: int = TARGET_S
    weight: float = 1.0
    tags: tuple[str, ...] = ()
    pair: str | None = None
    """Id of a card that it is often confused with."""
    checks: tuple[Check, ...] = ()
    claims: tuple[Claim, ...] = ()
    file: str = ""
    line: int = 0
    order: int = 0
    """Position in the deck, from 0."""

    @property
    def musts(self) -> frozenset[int]:
        """Numbers of the must-points."""
        return frozenset(point.n for point in self.points if point.must)

    @property
    def measured_by(self) -> str | None:
        """Id of the lab that it names, or else of the first that settles a claim of it."""
        return self.lab or next((claim.source for claim in self.claims if claim.basis == "lab"), None)


@dataclass(frozen=True, slots=True)
class Skill:
    """One thing that the candidate scores themselves on from 1 to 5."""

    id: str
    title: str
    levels: tuple[str, ...] = ()
    """What 1 to 5 mean here; empty or five texts."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A task of a plan day: done when its cards pass, its mock is held, or it is ticked."""

    id: str
    day: int
    text: str
    cards: tuple[str, ...] = ()
    mock: str | None = None


@dataclass(frozen=True, slots=True)
class Profile:
    """The kind of interviewer: which skills weigh more, and how they open."""

    id: str
    title: str
    weights: Mapping[str, float] = field(default_factory=dict)
    """Factor by skill id; 1 where absent."""
    opening: str = ""


@dataclass(frozen=True, slots=True)
class ScriptQuestion:
    """One question of an interview script; what it lacks of its own, its card has."""

    id: str
    wording: str
    skill: str
    target_s: int
    scene: str = ""
    """What the interviewer says before it."""
    card: str | None = None
    part: str | None = None
    """The part of a talk that it is."""
    length: int | None = None
    """Minutes of the talk that it belongs to; None: of every one."""
    profiles: tuple[str, ...] = ()
    """The profiles that it is only for; empty: for all."""
    check: int | None = None
    """The check of its card that is done at the whiteboard."""
    weight: float = 1.0
    points: tuple[Point, ...] = ()
    red_flags: tuple[RedFlag, ...] = ()
    """Here ``why`` is the question that the interviewer asks next."""
    follow_ups: tuple[FollowUp, ...] = ()
    say: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Script:
    """The questions of one format of mock interview, in their order."""

    interview: str
    title: str
    minutes: int | None
    questions: tuple[ScriptQuestion, ...]
    file: str


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence that the candidate defends, rejects, or makes conditional."""

    id: str
    text: str
    card: str
    verdict: Literal["true", "false", "only-if"]
    answer: str
    """Why; for ``only-if`` it begins with the condition."""
    file: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Deck:
    """A folder of cards on one subject."""

    id: str
    title: str
    path: str
    source: str = ""
    plan: tuple[int, ...] = PLAN
    skills: tuple[Skill, ...] = ()
    checkpoints: tuple[Checkpoint, ...] = ()
    profiles: tuple[Profile, ...] = ()
    cards: tuple[Card, ...] = ()
    primer: tuple[str, ...] = ()
    """Ids of cards with a lesson, in the order of the primer; empty where it is composed."""
    scripts: tuple[Script, ...] = ()
    """One a format of mock interview."""
    statements: tuple[Statement, ...] = ()

    def script(self, interview: str) -> Script | None:
        """The script of a format of mock interview."""
        return next((each for each in self.scripts if each.interview == interview), None)


@dataclass(frozen=True, slots=True)
class Fault:
    """One mistake in a deck, for its author: where it is, what is wrong, what would be right."""

    file: str
    line: int
    """From 1; 0 where the whole file is meant."""
    column: int
    """From 1."""
    message: str
    hint: str = ""
    warning: bool = False


@dataclass(frozen=True, slots=True)
class Library:
    """All decks that could be read, and all that is wrong with them."""

    decks: tuple[Deck, ...] = ()
    faults: tuple[Fault, ...] = ()

    def cards(self) -> Iterator[Card]:
        """Every card, deck by deck."""
        return (card for deck in self.decks for card in deck.cards)

    def card(self, card_id: str) -> Card | None:
        """The card of an id."""
        return next((card for card in self.cards() if card.id == card_id), None)

    def deck(self, deck_id: str) -> Deck | None:
        """The deck of an id."""
        return next((deck for deck in self.decks if deck.id == deck_id), None)
