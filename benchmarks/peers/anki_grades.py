"""The same in Anki's backend: a collection of the same cards, half of them met; answer and next card."""

import json
import random
import sys
import time
from pathlib import Path
from typing import Any

REVIEWS, DAY_MS = 5, 86_400_000
LIMIT = 9_999
"""Cards a day: none is held back."""


def open_collection(file: str) -> Any:
    """Open a collection; its module is only in Anki's environment."""
    from anki.collection import Collection

    return Collection(file)


def build(file: str, questions: str) -> None:
    """Make a collection of the questions in a JSON file; half of them are due, with five reviews each."""
    from anki.collection import AddNoteRequest

    collection = open_collection(file)
    deck = collection.decks.id("bench")
    model = collection.models.by_name("Basic")
    requests = []
    for front, back in json.loads(Path(questions).read_text(encoding="utf-8")):
        note = collection.new_note(model)
        note.fields = [front, back]
        requests.append(AddNoteRequest(note, deck))
    collection.add_notes(requests)
    config = collection.decks.config_dict_for_deck_id(deck)
    config["new"]["perDay"] = config["rev"]["perDay"] = LIMIT
    collection.decks.save(config)
    cards = sorted(collection.find_cards(""))
    met = random.Random(len(cards)).sample(cards, len(cards) // 2)
    collection.sched.set_due_date(met, "0")
    now = int(time.time() * 1000)
    rows = [
        (now - ago * DAY_MS * 4 - n, card, -1, 3, 4, 3, 2500, 61_500, 1)
        for n, card in enumerate(met)
        for ago in range(1, REVIEWS + 1)
    ]
    collection.db.executemany("INSERT OR IGNORE INTO revlog VALUES (?,?,?,?,?,?,?,?,?)", rows)
    collection.close()


def answer(file: str) -> None:
    """Answer a card Good for each line that comes in; print milliseconds, with and without the next text."""
    collection = open_collection(file)
    collection.decks.select(collection.decks.id("bench"))
    card, states = _next(collection)
    for _ in sys.stdin:
        card.start_timer()
        started = time.perf_counter()
        collection.sched.answer_card(collection.sched.build_answer(card=card, states=states, rating=2))
        card, states = _next(collection)
        bare = 1e3 * (time.perf_counter() - started)
        text = card.question()
        whole = 1e3 * (time.perf_counter() - started)
        assert text
        print(json.dumps({"bare": bare, "whole": whole}), flush=True)
    collection.close()


def _next(collection: Any) -> tuple[Any, Any]:
    from anki.cards import Card

    (queued,) = collection.sched.get_queued_cards(fetch_limit=1).cards
    card = Card(collection)
    card._load_from_backend_card(queued.card)
    return card, queued.states


if __name__ == "__main__":
    if sys.argv[1] == "build":
        build(sys.argv[2], sys.argv[3])
    else:
        answer(sys.argv[2])
