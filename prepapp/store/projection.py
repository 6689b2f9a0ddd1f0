"""The current states, written in the transaction of the event that changed them."""

from typing import Any

from sqlalchemy import BindParameter, Connection, bindparam, delete, insert, select, update

from prepapp.core.state import CardState, DeckState, Study
from prepapp.store.codec import card_state, deck_state, to_json
from prepapp.store.prepared import execute
from prepapp.store.schema import card_states, deck_states, meta
from prepapp.store.versions import PROJECTION

KEY: BindParameter[str] = bindparam("key")

STATES = select(
    select(deck_states.c.state).where(deck_states.c.deck == bindparam("of_deck")).scalar_subquery(),
    select(card_states.c.state).where(card_states.c.card == bindparam("of_card")).scalar_subquery(),
)

SET_CARD = (
    update(card_states)
    .where(card_states.c.card == KEY)
    .values(deck=bindparam("deck"), state=bindparam("state"))
)
ADD_CARD = insert(card_states)

SET_DECK = update(deck_states).where(deck_states.c.deck == KEY).values(state=bindparam("state"))
ADD_DECK = insert(deck_states)


def read(connection: Connection) -> Study:
    """Return every state."""
    cards = [card_state(text) for text in connection.execute(select(card_states.c.state)).scalars()]
    decks = [deck_state(text) for text in connection.execute(select(deck_states.c.state)).scalars()]
    return Study({each.card: each for each in cards}, {each.deck: each for each in decks})


def read_states(
    connection: Connection, deck: str | None, card: str | None
) -> tuple[DeckState | None, CardState | None]:
    """Return the states of one deck and one of its cards."""
    row: Any = execute(connection, STATES, of_deck=deck, of_card=card).fetchone()
    return row[0] and deck_state(row[0]), row[1] and card_state(row[1])


def write_card(connection: Connection, card: CardState, fresh: bool = False) -> None:
    """Put the state of one card; ``fresh`` spares the look for an earlier one."""
    values = {"deck": card.deck, "state": to_json(card)}
    if fresh or not execute(connection, SET_CARD, key=card.card, **values).rowcount:
        execute(connection, ADD_CARD, card=card.card, **values)


def write_deck(connection: Connection, deck: DeckState, fresh: bool = False) -> None:
    """Put the state of one deck; ``fresh`` spares the look for an earlier one."""
    values = {"state": to_json(deck)}
    if fresh or not execute(connection, SET_DECK, key=deck.deck, **values).rowcount:
        execute(connection, ADD_DECK, deck=deck.deck, **values)


def drop_card(connection: Connection, card: str) -> None:
    """Forget the state of a card of which no event stands."""
    connection.execute(delete(card_states).where(card_states.c.card == card))


def rebuild(connection: Connection, study: Study) -> None:
    """Replace every state by those of a replay."""
    connection.execute(delete(card_states))
    connection.execute(delete(deck_states))
    for card in study.cards.values():
        write_card(connection, card, fresh=True)
    for deck in study.decks.values():
        write_deck(connection, deck, fresh=True)
    current = {"value": str(PROJECTION)}
    if not connection.execute(update(meta).where(meta.c.key == "projection").values(current)).rowcount:
        connection.execute(insert(meta).values(key="projection", **current))
