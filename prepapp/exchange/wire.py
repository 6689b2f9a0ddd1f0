"""Protocol Buffers, as far as Anki's packages use them: the numbered fields of one message."""

from collections.abc import Iterator

from prepapp.errors import PrepError

VARINT, WORD, BYTES, HALF = 0, 1, 2, 5
WIDTHS = {WORD: 8, HALF: 4}


def message(data: bytes, where: str) -> Iterator[tuple[int, int | bytes]]:
    """Walk the fields of a message: its number, and a whole number or bytes."""
    at = 0
    while at < len(data):
        key, at = _varint(data, at, where)
        kind = key & 7
        if kind == VARINT:
            value, at = _varint(data, at, where)
            yield key >> 3, value
            continue
        size, at = _varint(data, at, where) if kind == BYTES else (WIDTHS.get(kind, len(data)), at)
        if size > len(data) - at:
            raise broken(where)
        yield key >> 3, data[at : at + size]
        at += size


def text(value: int | bytes, where: str) -> str:
    """Return a field that must be text."""
    if isinstance(value, int):
        raise broken(where)
    try:
        return value.decode()
    except UnicodeDecodeError:
        raise broken(where) from None


def broken(where: str) -> PrepError:
    """Return what is said of a message that cannot be read."""
    return PrepError("the package is damaged: a message in it cannot be read", where, "export it again")


def _varint(data: bytes, at: int, where: str) -> tuple[int, int]:
    value = 0
    for shift in range(0, 70, 7):
        if at >= len(data):
            break
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
    raise broken(where)
