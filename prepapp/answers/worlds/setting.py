"""The worlds that a check asks for, from its ``world`` key."""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from prepapp.answers.derive.tree import Diff, Name, number
from prepapp.answers.derive.vocabulary import Vocabulary
from prepapp.answers.worlds import euler, gaussian, network, polynomial
from prepapp.answers.worlds.grid import Grid, Value
from prepapp.answers.worlds.network import KINDS, SCALAR_ONLY, Frame, Kind, Layout, Network
from prepapp.answers.worlds.world import World
from prepapp.core.faults import suggestion
from prepapp.errors import PrepError

DEPTHS = ((2, 6), (1, 5), (3, 8))
"""Pairs of l and L; four units at least, so that no bound of a usual sum is empty by chance."""

WIDTHS = (3, 4, 5, 7)
POINTS = 4
TRIES = 5000
TAME = (1e-3, 1e3)
"""Between which the gradients and states of a network lie."""

NOUNS = {"polynomial": "points", "gaussian": "layers", "euler": "solutions"}
KEYS: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(KINDS, frozenset({"vectors", "l", "L"})),
    "polynomial": frozenset({"names", "let"}),
    "gaussian": frozenset({"gain"}),
    "euler": frozenset(),
}


@dataclass(frozen=True, slots=True)
class Worlds:
    """The worlds of one seed."""

    plain: tuple[World, ...]
    """In which names are numbers, or whatever the kind has."""
    vectors: Mapping[Layout, tuple[World, ...]] = field(default_factory=dict)
    """In which x is a column, by how gradients are laid out; empty where a kind has none."""

    @property
    def count(self) -> int:
        """How many different ones."""
        return len(self.plain) + len(next(iter(self.vectors.values()), ()))


@dataclass(frozen=True, slots=True)
class Setting:
    """A kind of world with its names."""

    kind: str
    words: Vocabulary
    make: Callable[[int], Worlds]

    @property
    def noun(self) -> str:
        """What its worlds are called."""
        return NOUNS.get(self.kind, "networks")


def read_setting(spec: str | Mapping[str, Any]) -> Setting:
    """The setting of a ``world`` key: a kind, or a table with ``kind`` and options."""
    table: Mapping[str, Any] = {"kind": spec} if isinstance(spec, str) else spec
    kind = table.get("kind")
    if not isinstance(kind, str) or kind not in KEYS:
        raise PrepError(f"unknown world `{kind}`", hint=suggestion(str(kind), KEYS))
    unknown = sorted(table.keys() - KEYS[kind] - {"kind"})
    if unknown:
        raise PrepError(f"the world `{kind}` has no `{unknown[0]}`", hint=suggestion(unknown[0], KEYS[kind]))
    if kind == "polynomial":
        return _polynomial(table)
    if kind == "gaussian":
        return _layer(table.get("gain"))
    if kind == "euler":
        return Setting(kind, euler.WORDS, lambda seed: _euler(seed))
    return _network(cast(Kind, kind), table)


def _polynomial(table: Mapping[str, Any]) -> Setting:
    names, let = table.get("names", []), table.get("let", {})
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise PrepError("`names` of the world is not a list of texts")
    if not isinstance(let, Mapping) or not all(isinstance(text, str) for text in let.values()):
        raise PrepError("`let` of the world is not a table of texts")
    words = polynomial.vocabulary(names, [*let])
    defined = polynomial.definitions(let, words)

    def make(seed: int) -> Worlds:
        seeds = [f"{seed} {n}" for n in range(POINTS)]
        return Worlds(tuple(polynomial.Polynomial(names, defined, words, s) for s in seeds))

    return Setting("polynomial", words, make)


def _layer(gain: object) -> Setting:
    if gain is not None and (not isinstance(gain, int | float) or not 0 < gain < 100):
        raise PrepError("`gain` of the world is not a number above 0", hint="2: n Var[w] = 2")

    def make(seed: int) -> Worlds:
        return Worlds(tuple(gaussian.Gaussian(width, f"{seed} {width}", gain) for width in WIDTHS))

    return Setting("gaussian", gaussian.WORDS, make)


def _euler(seed: int) -> Worlds:
    return Worlds(tuple(euler.Euler(f"{seed} {n}") for n in range(POINTS)))


def _network(kind: Kind, table: Mapping[str, Any]) -> Setting:
    frames = _frames(kind, table.get("l"), table.get("L"))
    vectors = bool(table.get("vectors", kind not in SCALAR_ONLY))
    if vectors and kind in SCALAR_ONLY:
        raise PrepError(f"the world `{kind}` has no vectors")
    words = network.vocabulary(kind, frames[0].bounds)
    return Setting(kind, words, lambda seed: _networks(frames, vectors, seed))


def _frames(kind: Kind, first: object, last: object) -> tuple[Frame, ...]:
    """Networks between ``l`` and ``L``: numbers fix their depth, letters are what it is called."""
    if (first is None) != (last is None):
        raise PrepError("`l` and `L` of the world come together")
    if isinstance(first, str) and isinstance(last, str):
        return tuple(Frame(kind, *pair, bounds=_bounds(kind, first, last)) for pair in DEPTHS)
    if first is None or last is None:
        return tuple(Frame(kind, *pair) for pair in DEPTHS)
    if not isinstance(first, int) or not isinstance(last, int) or not 1 <= first <= last - 4 <= 120:
        raise PrepError("`l` and `L` of the world are whole numbers, four units apart at least, or letters")
    return (Frame(kind, first, last),) * len(DEPTHS)


def _bounds(kind: Kind, first: str, last: str) -> tuple[str, str]:
    known = network.vocabulary(kind)
    taken = known.symbols - {"l", "L"} | known.functions | {"D", "T", "i"}
    for name in (first, last):
        if not re.fullmatch("[A-Za-z]", name) or name in taken or first == last:
            raise PrepError(
                f"`{name}` cannot be the name of a bound", hint="two free letters, such as k and K"
            )
    return first, last


def _networks(frames: Sequence[Frame], vectors: bool, seed: int) -> Worlds:
    plain = [_tame(frame, f"{seed} {n}", None) for n, frame in enumerate(frames)]
    whole = frames[-1]
    dead = {"v1": (whole.l + 1, whole.L), "pre-activation": (whole.l,)}.get(whole.kind, ())
    plain += [_tame(whole, f"{seed} off {n}", n) for n in dead]
    if not vectors:
        return Worlds(tuple(plain))
    wide = [frame._replace(size=size) for size, frame in zip((2, 3), frames, strict=False)]
    layouts: tuple[Layout, ...] = ("row", "column", "denominator")
    first_ones = [_tame(frame, f"{seed} {frame.size}", None) for frame in wide]
    return Worlds(
        tuple(plain),
        {layout: tuple(Network(w.frame, w.seed, layout) for w in first_ones) for layout in layouts},
    )


def _tame(frame: Frame, seed: str, dead: int | None) -> Network:
    """A random network in which nothing vanishes or explodes; ``dead``: the one place where a ReLU is off."""
    for n in range(TRIES):
        found = Network(frame, f"{seed} {n}")
        if _is_tame(found, dead):
            return found
    raise PrepError(f"no {frame.kind} network of this depth is tame", hint="take l and L closer together")


def _is_tame(world: Network, dead: int | None) -> bool:
    first, last = world.frame.l, world.frame.L
    gradient = world.value(Diff(Name("E"), Name("x", number(first))), {})
    above = world.value(Diff(Name("E"), Name("x", number(last))), {})
    between = [state for i, state in enumerate(world.states) if first < i <= last]
    idle = [i for i in range(first, last) if not _size(world.units[i].branch(world.states[i]))]
    if world.frame.kind == "pre-activation":
        return idle == ([] if dead is None else [dead]) and all(map(_lies, (gradient, above, *between)))
    if _has_masks(world):
        return _is_masked(between) and all(map(_lies, (gradient, above, *between)))
    if dead is not None:
        off = [i for i in range(first + 1, last + 1) if _size(world.states[i]) == 0]
        return off == [dead] and _lies(above)
    return all(map(_lies, (gradient, above, *between)))


def _has_masks(world: Network) -> bool:
    return world.frame.kind == "v1" and world.frame.size > 1


def _is_masked(between: list[Value]) -> bool:
    """Whether some entries are cut off, in the first unit too, and never all of one unit."""
    off = [sum(v == 0 for row in state.rows for v in row) for state in between if isinstance(state, Grid)]
    return off[0] > 0 and sum(off) > 1


def _lies(value: Value) -> bool:
    return TAME[0] <= _size(value) <= TAME[1]


def _size(value: Value) -> float:
    if isinstance(value, Grid):
        return math.hypot(*(abs(v) for row in value.rows for v in row))
    return abs(value)
