"""The names that a check knows, and how each is read."""

from dataclasses import dataclass

COUNTERS = frozenset("ijkmpq")
"""Letters that a sum or a product may run over, where they mean nothing else."""

ALIASES = {
    "lambda": "λ",
    "sigma": "σ",
    "pi": "π",
    "Sigma": "Σ",
    "ReLU": "relu",
    "Relu": "relu",
    "ln": "log",
    "Sum": "sum",
    "product": "prod",
    "Prod": "prod",
    "V": "Var",
    "var": "Var",
    "ℒ": "E",
    "𝔼": "E",
}
"""Other spellings of a word; a spelling that is itself a name of the check keeps its meaning."""

ELEMENTARY = frozenset({"sqrt", "exp", "log", "relu", "sigmoid", "tanh"})


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What may be named in a check."""

    symbols: frozenset[str]
    """Names that stand for a value, ``n_in`` with its index included."""
    functions: frozenset[str] = ELEMENTARY
    """Names that stand before arguments."""
    moments: bool = False
    """Whether ``E[...]`` is an expectation; else E is the loss."""
    thousands: bool = False
    """Whether ``1,000`` is one number."""
    by: frozenset[str] = frozenset("x")
    """Names that are differentiated by."""
    bare: frozenset[str] = frozenset()
    """Functions that may stand without arguments: x for x(t)."""
    bounds: tuple[str, str] = ("l", "L")
    """The first and the last index, between which all others lie."""

    @property
    def words(self) -> frozenset[str]:
        """All that a run of letters may be cut into."""
        own = {part for name in self.symbols for part in name.split("_")} | self.functions
        moments = {"E", "Var"} if self.moments else set()
        counters = COUNTERS - own
        return frozenset(own | moments | counters | {"sum", "prod", "D", "T"})

    def canonical(self, word: str) -> str:
        """The one spelling of a word."""
        return word if word in self.words else ALIASES.get(word, word)
