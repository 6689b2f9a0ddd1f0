"""A second opinion on formulas in named quantities, over the same prime field."""

import random
from collections.abc import Mapping

from prepapp.answers.derive.tree import Name, Node
from tests.answers.dual import Dual, NoOpinionError, P, Value
from tests.answers.oracle import Net, agree


class Point(Net):
    """Named quantities at a random point; defined ones are worked out from those before them."""

    def __init__(self, names: list[str], defined: Mapping[str, Node], seed: str) -> None:
        source = random.Random(seed)
        self.kind, self.n, self.bent = "point", 1, None
        self.known = {name: Dual(source.randrange(1, P)) for name in names}
        for name, node in defined.items():
            value = self.value(node, {})
            assert isinstance(value, Dual)
            self.known[name] = value

    def named(self, node: Name, scope: Mapping[str, int]) -> Value:
        if node.index is None and node.name in scope:
            return Dual(scope[node.name] % P)
        if node.index is not None or node.name not in self.known:
            raise NoOpinionError
        return self.known[node.name]


def points_agree(names: list[str], defined: Mapping[str, Node], sides: tuple[Node, ...], seed: str) -> bool:
    """Whether sides agree at several points."""
    return all(agree(Point(names, defined, f"{seed} {n}"), sides) for n in range(4))
