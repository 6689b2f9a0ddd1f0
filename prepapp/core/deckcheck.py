"""What only shows across cards and decks: ids used twice, links to nothing."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from prepapp.core.card import Card, Checkpoint, Deck, Fault
from prepapp.core.cardread import PlacedCard
from prepapp.core.decktoml import DeckHead, PlacedCheckpoint
from prepapp.core.faults import suggestion
from prepapp.core.scriptcheck import Ids, linked_scripts, unique_scripts
from prepapp.core.scriptread import PlacedScript


class DeckDraft(NamedTuple):
    """A deck with its parts still in their places."""

    head: DeckHead
    toml: str
    """Path of its deck.toml."""
    cards: tuple[PlacedCard, ...]
    checkpoints: tuple[PlacedCheckpoint, ...]
    scripts: tuple[PlacedScript, ...] = ()

    @property
    def deck(self) -> Deck:
        """The deck without its cards and checkpoints."""
        return self.head.deck


def unique(drafts: Iterable[DeckDraft]) -> tuple[tuple[DeckDraft, ...], list[Fault]]:
    """The decks without anything whose id another has first."""
    ids = Ids()
    kept: list[DeckDraft] = []
    faults: list[Fault] = []
    for draft in drafts:
        fault = ids.take("deck", draft.deck.id, draft.toml, (0, 0))
        if fault is not None:
            faults.append(fault)
            continue
        cards = tuple(_unique_cards(draft.cards, ids, faults))
        checkpoints = tuple(_unique_checkpoints(draft, ids, faults))
        kept.append(draft._replace(cards=cards, checkpoints=checkpoints))
    return tuple(_scripted(draft, ids, faults) for draft in kept), faults


def _scripted(draft: DeckDraft, ids: Ids, faults: list[Fault]) -> DeckDraft:
    """The deck with its scripts linked to its cards; the ids of all decks' cards are taken by now."""
    scripts = tuple(unique_scripts(draft.scripts, ids, faults))
    cards = [placed.card for placed in draft.cards]
    return draft._replace(scripts=linked_scripts(scripts, cards, faults))


def _unique_cards(cards: Iterable[PlacedCard], ids: Ids, faults: list[Fault]) -> Iterator[PlacedCard]:
    for placed in cards:
        card = placed.card
        fault = ids.take("card", card.id, card.file, placed.id_place)
        if fault is not None:
            faults.append(fault)
            continue
        claims = []
        for claim in card.claims:
            fault = ids.take("claim", claim.id, card.file, (claim.line - 1, 0))
            if fault is None:
                claims.append(claim)
            else:
                faults.append(fault)
        sound = card if len(claims) == len(card.claims) else replace(card, claims=tuple(claims))
        yield placed._replace(card=sound)


def _unique_checkpoints(draft: DeckDraft, ids: Ids, faults: list[Fault]) -> Iterator[PlacedCheckpoint]:
    for placed in draft.checkpoints:
        fault = ids.take("checkpoint", placed.checkpoint.id, draft.toml, placed.id_place)
        if fault is None:
            yield placed
        else:
            faults.append(fault)


def linked(drafts: Sequence[DeckDraft]) -> tuple[tuple[DeckDraft, ...], list[Fault]]:
    """The decks without links to cards that none of them has, and with a primer of lessons only."""
    known = frozenset(placed.card.id for draft in drafts for placed in draft.cards)
    faults: list[Fault] = []
    kept = []
    for draft in drafts:
        cards = tuple(placed._replace(card=_paired(placed, known, faults)) for placed in draft.cards)
        checkpoints = tuple(
            placed._replace(checkpoint=_reachable(placed, draft.toml, known, faults))
            for placed in draft.checkpoints
        )
        head = draft.head._replace(deck=replace(draft.deck, primer=_taught(draft, faults)))
        kept.append(draft._replace(head=head, cards=cards, checkpoints=checkpoints))
    return tuple(kept), faults


def _taught(draft: DeckDraft, faults: list[Fault]) -> tuple[str, ...]:
    """The primer without what teaches nothing, or stands in it already."""
    lessons = {placed.card.id: bool(placed.card.learn) for placed in draft.cards}
    line, column = draft.head.primer_place
    kept: list[str] = []
    for name in draft.deck.primer:
        wrong = _primer_fault(name, lessons, kept)
        if wrong is None:
            kept.append(name)
        else:
            what, hint = wrong
            faults.append(Fault(draft.toml, line + 1, column + 1, f"the primer names `{name}`{what}", hint))
    return tuple(kept)


def _primer_fault(name: str, lessons: Mapping[str, bool], kept: Sequence[str]) -> tuple[str, str] | None:
    """What is wrong with a card of the primer, and how to mend it; ``lessons`` says which cards have one."""
    if name not in lessons:
        return ", which is no card of this deck", suggestion(name, lessons)
    if not lessons[name]:
        return ", which has no lesson", "give the card a `### Learn` section"
    return (" twice", "name a card once") if name in kept else None


def _paired(placed: PlacedCard, known: frozenset[str], faults: list[Fault]) -> Card:
    card = placed.card
    if card.pair is None or (card.pair in known and card.pair != card.id):
        return card
    what = "the card is its own pair" if card.pair == card.id else f"pair `{card.pair}` is no card"
    line, column = placed.pair_place
    faults.append(Fault(card.file, line + 1, column + 1, what, suggestion(card.pair, known - {card.id})))
    return replace(card, pair=None)


def _reachable(placed: PlacedCheckpoint, file: str, known: frozenset[str], faults: list[Fault]) -> Checkpoint:
    line, column = placed.cards_place
    for name in placed.checkpoint.cards:
        if name not in known:
            what = f"checkpoint `{placed.checkpoint.id}` names `{name}`, which is no card"
            faults.append(Fault(file, line + 1, column + 1, what, suggestion(name, known)))
    cards = tuple(name for name in placed.checkpoint.cards if name in known)
    return replace(placed.checkpoint, cards=cards)


def assembled(draft: DeckDraft) -> Deck:
    """The deck with its cards in order."""
    cards = tuple(replace(placed.card, order=n) for n, placed in enumerate(draft.cards))
    checkpoints = tuple(placed.checkpoint for placed in draft.checkpoints)
    scripts = tuple(placed.script for placed in draft.scripts if placed.questions)
    statements = tuple(each.statement for placed in draft.scripts for each in placed.statements)
    return replace(draft.deck, cards=cards, checkpoints=checkpoints, scripts=scripts, statements=statements)
