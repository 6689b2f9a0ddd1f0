"""Decks of any size with a history, alike for the same seed, in homes of their own."""

import random
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from prepapp.core.card import Card, Deck
from prepapp.core.deckfile import read_deck
from prepapp.core.event import Draft
from prepapp.store.log import EventLog
from prepapp.store.opening import open_log, sqlite_url

SEED = 20261012
NOW = datetime(2026, 10, 12, 9, 0, tzinfo=UTC)
"""The fixed clock of every run."""

MINUTES, LONG_MINUTES = 30, 240
"""Minutes of a usual day, and of one with enough cards for a long loop."""

PLAN_DAYS = 40
"""Days since the plan started: every card's day has come."""

HISTORY = (22, 21, 19, 15, 8)
"""Days before now on which a met card was reviewed, first with Again; half of the cards a day later each."""

FILE_CARDS = 45
"""Cards of one Markdown file."""

SKILLS = ("gradients", "blocks", "normalisation", "initialisation", "attention")
WORDS = (
    "residual",
    "block",
    "norm",
    "shortcut",
    "gradient",
    "depth",
    "width",
    "stride",
    "channel",
    "loss",
    "ReLU",
)
CARD = """
## Why does {words} keep the signal level, question {n}? {{#bench-{n:05} skill={skill} day={day} time=90}}

Name the assumption behind it, and the case in which it fails.

### Answer
Let $x_{{l+1}} = x_l + F_{{{n}}}(x_l)$, where {words} is {more}. Unrolled over the blocks,

$$x_L = x_l + \\sum_{{i=l}}^{{L-1}} F_{{{n}}}(x_i)$$

| net | factor | depth |
|---|---|---|
| plain | product of Jacobians | {depth} |
| residual | product of $(I + J_i)$ | {deeper} |

### Key points
- [!] The factor of {words} is a product of (I + J)
- [!] Multiplied out it holds the identity, number {n}
- [ ] Without {more} it explodes

### Follow-ups
- What holds without {more}? -> Each block about doubles the squared gradient.
- And for {deeper} layers? -> The product grows with them.
"""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A home with one deck of so many cards, half of them met."""

    cards: int
    home: Path
    """A usual day."""
    long_home: Path
    """The same candidate with hours a day."""

    @property
    def deck(self) -> Path:
        """The folder of the deck."""
        return self.home / "decks" / "bench"


def make_candidate(folder: Path, cards: int) -> Candidate:
    """Write a deck and a history into fresh homes below ``folder``."""
    made = Candidate(cards, folder / f"home-{cards}", folder / f"home-{cards}-long")
    chance = random.Random(SEED + cards)
    write_deck(made.deck, cards, chance)
    deck, faults = read_deck(made.deck)
    assert deck is not None and not faults, faults[:3]
    log = _open(made.home)
    _write_history(log, deck, chance)
    log.close()
    shutil.copytree(made.home, made.long_home)
    log = _open(made.long_home)
    log.append([_plan(deck, LONG_MINUTES)], NOW - timedelta(hours=1))
    log.close()
    return made


def _open(home: Path) -> EventLog:
    return open_log(sqlite_url(home / "prepapp.db"), "bench", 4, NOW, home / "backups")


def write_deck(folder: Path, cards: int, chance: random.Random) -> None:
    """Write a deck into a folder that is not there yet."""
    folder.mkdir(parents=True)
    skills = "".join(f'\n[[skill]]\nid = "{skill}"\ntitle = "{skill.title()}"\n' for skill in SKILLS)
    head = f'format = 1\nid = "bench"\ntitle = "Bench"\n{skills}'
    (folder / "deck.toml").write_text(head, encoding="utf-8")
    for first in range(0, cards, FILE_CARDS):
        rows = [_card(n, chance) for n in range(first, min(cards, first + FILE_CARDS))]
        (folder / f"{first:05}.md").write_text("# Bench\n" + "".join(rows), encoding="utf-8")


def _card(n: int, chance: random.Random) -> str:
    words, more = " ".join(chance.sample(WORDS, 3)), " ".join(chance.sample(WORDS, 4))
    skill, day = chance.choice(SKILLS), chance.choice((0, 3, 7, 14, 21))
    depth = chance.randrange(18, 152)
    return CARD.format(n=n, words=words, more=more, skill=skill, day=day, depth=depth, deeper=2 * depth)


def _write_history(log: EventLog, deck: Deck, chance: random.Random) -> None:
    log.append([_plan(deck, MINUTES)], NOW - timedelta(days=PLAN_DAYS))
    met = chance.sample(deck.cards, len(deck.cards) // 2)
    days = {card.id: chance.randrange(2) for card in met}
    for ago in range(max(HISTORY), 0, -1):
        asked = [card for card in met if ago + days[card.id] in HISTORY]
        drafts = [_review(card, ago + days[card.id] == HISTORY[0], chance) for card in asked]
        if drafts:
            log.append(drafts, NOW - timedelta(days=ago))


def _review(card: Card, first: bool, chance: random.Random) -> Draft:
    later = chance.choices((("good", []), ("easy", []), ("hard", [3])), (80, 12, 8))[0]
    grade, missed = ("again", [1]) if first else later
    points = [n for n in (1, 2, 3) if n not in missed]
    payload = {"grade": grade, "proposed": grade, "points": points, "missed": missed, "seconds": 61.5}
    return Draft("review", "bench", card.id, card.revision, {**payload, "sure": "think"})


def _plan(deck: Deck, minutes: int) -> Draft:
    start = (NOW - timedelta(days=PLAN_DAYS)).date()
    payload = {"start": start.isoformat(), "interview": None, "offsets": list(deck.plan), "minutes": minutes}
    return Draft("plan", deck.id, payload={**payload, "profile": None})


def questions(candidate: Candidate) -> Iterator[tuple[str, str]]:
    """Walk the deck as plain pairs of question and answer, for a peer that reads no decks."""
    deck, _ = read_deck(candidate.deck)
    assert deck is not None
    for card in deck.cards:
        yield f"{card.title} {card.question}", card.answer
