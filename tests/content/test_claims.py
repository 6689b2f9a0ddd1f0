"""What the shipped deck claims, and what settles it."""

from collections import Counter
from decimal import Decimal

from prepapp.core.card import Claim, Deck
from prepapp.core.claims import claim_counts, compute, written


def claims(deck: Deck) -> list[Claim]:
    """Every claim of a deck."""
    return [claim for card in deck.cards for claim in card.claims]


def test_every_computed_claim_is_its_value(resnet: Deck) -> None:
    """The reader has held each value to its last written digit; a float has forgotten its last zeros."""
    computed = [claim for claim in claims(resnet) if claim.basis == "computed"]
    assert computed
    for claim in computed:
        exact = isinstance(claim.value, int)
        said = written(str(claim.value) if exact else f"{Decimal(str(claim.value)).normalize():e}")
        assert said is not None and said.holds(compute(claim.source)), claim.id


def test_every_cited_claim_names_source_and_protocol(resnet: Deck) -> None:
    cited = [claim for claim in claims(resnet) if claim.basis == "cited"]
    assert cited
    assert [claim.id for claim in cited if not claim.source.strip() or not claim.protocol.strip()] == []


def test_ids_are_unique_and_texts_stand_alone(resnet: Deck) -> None:
    found = claims(resnet)
    assert [name for name, times in Counter(claim.id for claim in found).items() if times > 1] == []
    assert [claim.id for claim in found if len(claim.text.split()) < 3] == []


def test_a_pending_claim_names_a_lab_of_its_kind(resnet: Deck) -> None:
    """A claim that waits names the lab by its id, as a card does."""
    labs = {card.lab for card in resnet.cards if card.lab}
    waiting = [claim for claim in claims(resnet) if claim.basis in ("pending", "lab")]
    assert [claim.id for claim in waiting if claim.source not in labs] == []


def test_a_claim_differs_from_the_chapter_that_it_corrects(resnet: Deck) -> None:
    assert [claim.id for claim in claims(resnet) if claim.chapter == claim.value] == []


def test_every_claim_is_counted(resnet: Deck) -> None:
    counts = claim_counts([resnet])
    assert list(counts) == ["computed", "cited", "lab", "pending"]
    assert sum(counts.values()) == len(claims(resnet))
