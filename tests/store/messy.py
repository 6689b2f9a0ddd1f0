"""A log as nobody would wish it."""

from prepapp.core.event import Draft, Event
from tests.builders import DECK, Diary


def messy() -> list[Event]:
    """Two devices, another deck, voids across them, payloads of other shapes."""
    laptop, phone = Diary(), Diary("phone")
    laptop.plan(0, 20)
    laptop.review(0, "rn-001", "good", points=[1, 2], missed=[3], seconds=61.5)
    wrong = laptop.review(0, "rn-001", "again", points=[], missed=[1, 2, 3], seconds=12)
    laptop.void(1, wrong)
    laptop.add(Draft("practice", DECK, "rn-001", "r1", {"grade": "easy", "points": [1], "missed": []}), 1)
    phone.review(1, "rn-002", "hard", seconds=100_000.0, said="die Identität\x00 ∂ \\u0000")
    phone.review(2, "rn-002", "easy", points="two", missed=[1], seconds="long", said="\\\x00")
    phone.review(2, "rn-003", "good", points=[], missed=[], seconds=True)
    phone.add(Draft("review", "other", "ot-1", "r1", {"grade": "good", "seconds": 5}), 2)
    phone.void(3, phone.review(3, "rn-001", "again"))
    phone.add(
        Draft("mock_end", DECK, payload={"mock": "m", "format": "short", "why": "time", "seconds": 7200}), 3
    )
    laptop.write("suspend", 3, "rn-003", suspended=True)
    return laptop.events + phone.events
