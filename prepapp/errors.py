"""The one exception family: what went wrong, where, and how to mend it."""


class PrepError(Exception):
    """A failure that the candidate can read and act on."""

    exit_code = 2
    """The request or its input is unusable; nothing was changed."""

    def __init__(self, what: str, where: str = "", hint: str = "") -> None:
        super().__init__(what, where, hint)
        self.what = what
        self.where = where
        self.hint = hint

    def __str__(self) -> str:
        """One line: what, where, how to mend it."""
        place = f"{self.where}: " if self.where else ""
        mend = f" ({self.hint})" if self.hint else ""
        return f"{place}{self.what}{mend}"


class BrokenError(PrepError):
    """Something that should work does not: a database cannot be read, a child process crashed."""

    exit_code = 3
