"""Checks that vary: the values of a block's names, the block filled with them, and what a day asks."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from difflib import get_close_matches
from typing import Any
from zlib import crc32

from prepapp.core.card import Check, Variant
from prepapp.core.claims import Number
from prepapp.core.faults import Faults
from prepapp.core.toml import TABLE, VALUE, Place

Values = Mapping[str, int | float | str]

KEY = "vary"
NAME = re.compile(r"[a-z][a-z0-9_]+")
"""Two letters at least: ``{l}`` and ``{C}`` mean something in formulas."""
SLOT = re.compile(rf"\{{({NAME.pattern})\}}")
MOST = 20
"""Variants of a check."""
DEPTH = 4
"""Of the tables and lists of a block that its schema knows."""
NONE: Sequence[Values] = ({},)


def fill(item: Any, values: Values, depth: int = DEPTH) -> Any:
    """A part of a block with each ``{name}`` replaced; a text that is one slot becomes its value."""
    if isinstance(item, str):
        whole = SLOT.fullmatch(item)
        if whole and whole[1] in values:
            return values[whole[1]]
        return SLOT.sub(lambda found: str(values.get(found[1], found[0])), item)
    if depth and isinstance(item, list):
        return [fill(each, values, depth - 1) for each in item]
    if depth and isinstance(item, Mapping):
        return {key: fill(each, values, depth - 1) for key, each in item.items()}
    return item


def origin(template: str, values: Values, column: int) -> int:
    """The column of a template from which a column of the filled text comes; both from 0."""
    grown = 0
    for found in SLOT.finditer(template):
        if found[1] not in values or found.start() + grown > column:
            continue
        size = len(str(values[found[1]]))
        if column < found.start() + grown + size:
            return found.start()
        grown += size - len(found[0])
    return column - grown


def read_values(table: Mapping[str, Any], place: Place, faults: Faults) -> Sequence[Values]:
    """The values of each variant, which has none where nothing varies; none at all where they are unsound."""
    if KEY not in table:
        return NONE
    named = table[KEY]
    if not TABLE.fits(named) or not named:
        faults.add(*place.key(KEY), f"`{KEY}` is no table of lists", "vary = {channels = [256, 192]}")
        return ()
    known = len(faults.found)
    for name, found in named.items():
        _look_at(name, found, table, place, faults)
    if len(faults.found) > known:
        return ()
    counts = {name: len(found) for name, found in named.items()}
    first, count = next(iter(counts.items()))
    for name, other in counts.items():
        if other != count:
            what = f"`{name}` has {other} values, `{first}` has {count}"
            faults.add(*_named(place, name), what, "one value of each belongs to a variant")
            return ()
    return [{name: found[n] for name, found in named.items()} for n in range(count)]


def _look_at(name: str, found: Any, table: Mapping[str, Any], place: Place, faults: Faults) -> None:
    """Note what is wrong with one name and its values."""
    where = _named(place, name)
    if not NAME.fullmatch(name):
        hint = "two small letters at least: {l} and {C} mean something in formulas"
        faults.add(*where, f"`{name}` cannot be varied under this name", hint)
    elif name in table:
        faults.add(*where, f"`{name}` is a key of the check", "give what varies another name")
    elif not isinstance(found, list) or not 2 <= len(found) <= MOST or not all(map(_is_value, found)):
        faults.add(*where, f"`{name}` is no list of two to {MOST} values", f"{name} = [256, 192]")
    elif name not in _slots(table):
        near = get_close_matches(name, sorted(_slots(table)), n=1)
        hint = f"did you mean `{{{near[0]}}}`?" if near else f"write {{{name}}} where it belongs"
        faults.add(*where, f"`{{{name}}}` stands nowhere in the check", hint)


def _is_value(value: Any) -> bool:
    return VALUE.fits(value) or value == ""  # a factor that one variant lacks


def _named(place: Place, name: str) -> tuple[int, int]:
    """Where a varied name stands; the table where it is written in one line."""
    found = place.key(name)
    if found != (place.start, place.header):
        return found
    line, column = place.key(KEY)
    inside = re.search(rf"\b{re.escape(name)}\s*=", place.lines[line][column:])
    return line, column + inside.start() if inside else column


def _slots(item: Any, depth: int = DEPTH) -> set[str]:
    if isinstance(item, str):
        return set(SLOT.findall(item))
    inner = item.values() if isinstance(item, Mapping) else item if isinstance(item, list) else ()
    return {name for each in inner for name in _slots(each, depth - 1)} if depth else set()


def alike(variants: Sequence[Variant]) -> tuple[int, int] | None:
    """Two variants, by number, that cannot be told apart by their prompts."""
    seen: dict[str, int] = {}
    for n, variant in enumerate(variants, 1):
        if variant.prompt in seen:
            return seen[variant.prompt], n
        seen[variant.prompt] = n
    return None


def value_of(number: Number) -> int | float:
    """A computed answer as a deck would write it."""
    return int(number) if number == int(number) else float(number)


def checks_of(check: Check) -> Iterator[Check]:
    """A check in each of its variants, the deck's own first."""
    yield from (_as(check, variant) for variant in check.variants) if check.variants else (check,)


def asked(check: Check, card_id: str, day: date) -> Check:
    """The check as it is to be proved on a study day: another than yesterday, and not what practice asks.

    With only two variants they take turns, so that practice and proof are the same on every other day.
    """
    others = check.variants if len(check.variants) < 3 else check.variants[1:]
    if not others:
        return check
    turn = day.toordinal() + crc32(f"{card_id} {check.n}".encode())
    return _as(check, others[turn % len(others)])


def values_of(check: Check) -> Values | None:
    """What varies, in the variant that this check is; None where nothing does."""
    return next((each.values for each in check.variants if each.spec == check.spec), None)


def as_asked(check: Check, values: Mapping[str, Any] | None) -> Check:
    """The check in the variant of these values, as an event names it; the deck's own where there is none."""
    return next((_as(check, each) for each in check.variants if each.values == values), check)


def _as(check: Check, variant: Variant) -> Check:
    return replace(check, prompt=variant.prompt, spec=variant.spec)
