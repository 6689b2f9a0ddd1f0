"""What is wrong with a formula, and at which of its characters."""

from prepapp.errors import PrepError


class TexError(PrepError):
    """A formula that cannot be drawn without losing a symbol."""

    def __init__(self, what: str, column: int, hint: str = "") -> None:
        super().__init__(what, f"column {column} of the formula", hint)
        self.column = column
        """From 1, in the TeX source without its dollars."""
