"""What the chapters get wrong."""

from argparse import Namespace
from collections.abc import Iterator, Sequence
from itertools import groupby

from prepapp.cli.context import Context
from prepapp.cli.text import one_line, table, wrap
from prepapp.core.card import Deck
from prepapp.session.errata import Erratum, deck_errata


def show_errata(context: Context, args: Namespace) -> int:
    """Print what differs from the chapters, as text or as Markdown."""
    with context.desk(context.clock()) as desk:
        decks = [(deck, deck_errata(deck)) for deck in desk.decks(args.deck)]
    found = [each for _, errata in decks for each in errata]
    if args.markdown:
        lines = [line for deck, errata in decks for line in _markdown(deck, errata)]
    else:
        lines = list(_lines(found)) or ["No claim differs from the chapter."]
    return context.answer([_document(each) for each in found], lines)


def _document(each: Erratum) -> dict[str, object]:
    claim = each.claim
    return {
        "claim": claim.id,
        "deck": each.card.deck,
        "card": each.card.id,
        "also": list(each.also),
        "text": claim.text,
        "chapter": claim.chapter,
        "holds": claim.value,
        "unit": claim.unit,
        "basis": claim.basis,
        "source": claim.source,
        "protocol": claim.protocol,
    }


def _lines(found: Sequence[Erratum]) -> Iterator[str]:
    for card, errata in groupby(found, lambda each: each.card):
        yield from wrap(f"{card.id} · {one_line(card.title)}")
        for each in errata:
            yield ""
            yield from wrap(one_line(each.claim.text), "  ")
            yield from table(_rows(each))
        yield ""


def _rows(each: Erratum) -> list[tuple[str, str]]:
    rows = [("chapter", each.chapter), ("holds", each.holds), ("evidence", each.evidence)]
    return [*rows, ("also on", ", ".join(each.also))] if each.also else rows


def _markdown(deck: Deck, found: Sequence[Erratum]) -> Iterator[str]:
    yield f"# Errata: {deck.title}"
    yield ""
    yield "What the chapter says, what holds, and what settles it, card by card."
    yield f"Written by `prepapp errata --deck {deck.id} --markdown` from the claims of the deck."
    for card, errata in groupby(found, lambda each: each.card):
        yield from ("", f"## {card.title}", "")
        yield "| what | chapter | holds | evidence | cards |"
        yield "|---|---|---|---|---|"
        for each in errata:
            cards = ", ".join((card.id, *each.also))
            cells = (each.claim.text, each.chapter, each.holds, _proof(each), cards)
            yield f"| {' | '.join(map(_cell, cells))} |"


def _proof(each: Erratum) -> str:
    """The evidence; an expression as code, since Markdown means something by its stars."""
    return f"computed: `{each.claim.source}`" if each.claim.basis == "computed" else each.evidence


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
