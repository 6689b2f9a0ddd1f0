"""A zip file from anywhere, read within bounds: what is in it is known before anything is unpacked."""

import stat
import sys
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from prepapp.errors import PrepError
from prepapp.exchange import bounds

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

MAGIC = b"PK\x03\x04"
END = b"PK\x05\x06"
"""What the list of a zip file's members ends with."""
LARGE_END = b"PK\x06\x07"
"""The same for files of more than 65,535 members or 4 GiB, which no deck is."""
CHUNK = 2**16
WINDOW = 27
"""Binary logarithm of the bytes that Zstandard may look back."""
EXPORT = "export the deck again"


class Archive:
    """The members of a zip file by name."""

    def __init__(self, opened: zipfile.ZipFile, file: Path) -> None:
        self.zip = opened
        self.where = str(file)
        self.members = {member.filename: member for member in opened.infolist()}
        self.unpacked = 0

    def read(self, name: str, limit: int, packed: bool = False) -> bytes:
        """Return the bytes of a member; ``packed`` where it is a Zstandard frame."""
        return b"".join(self.chunks(name, limit, packed))

    def unpack(self, name: str, to: Path, limit: int, packed: bool = False) -> None:
        """Write a member to a file."""
        with to.open("wb") as out:
            for chunk in self.chunks(name, limit, packed):
                out.write(chunk)

    def chunks(self, name: str, limit: int, packed: bool) -> Iterator[bytes]:
        """Walk the bytes of a member, counting them."""
        size = 0
        try:
            with self.zip.open(self.members[name]) as source:
                for chunk in _inflated(source) if packed else iter(lambda: source.read(CHUNK), b""):
                    size += len(chunk)
                    self.count(name, size, len(chunk), limit)
                    yield chunk
        except (zipfile.BadZipFile, zlib.error, zstd.ZstdError, EOFError, OSError, RuntimeError) as error:
            raise PrepError(f"`{name}` in it is damaged: {error}", self.where, EXPORT) from error

    def count(self, name: str, size: int, more: int, limit: int) -> None:
        """Refuse a member that grows too large."""
        self.unpacked += more
        if size > limit or self.unpacked > bounds.TOTAL:
            raise PrepError(f"`{name}` in it is too large", self.where, f"at most {limit >> 20} MiB are read")
        if size > bounds.SMALL and size > bounds.RATIO * max(self.members[name].compress_size, 1):
            raise PrepError(
                f"`{name}` in it grows too much when unpacked", self.where, "it looks like a bomb"
            )


@contextmanager
def opened(file: Path) -> Iterator[Archive]:
    """Open an archive that is sound by its list of members."""
    _check_end(file)
    try:
        with zipfile.ZipFile(file) as inside:
            _check_members(inside.infolist(), str(file))
            yield Archive(inside, file)
    except (zipfile.BadZipFile, NotImplementedError, UnicodeDecodeError, ValueError) as error:
        raise PrepError(f"a damaged archive: {error}", str(file), EXPORT) from error


def is_archive(file: Path) -> bool:
    """Return whether a file begins as a zip file does."""
    with file.open("rb") as source:
        return source.read(len(MAGIC)) in (MAGIC, END)


def _check_end(file: Path) -> None:
    """Refuse a list of members that is too long, before it is read as a whole."""
    size = file.stat().st_size
    if size > bounds.FILE:
        raise PrepError("too large", str(file), f"at most {bounds.FILE >> 20} MiB are read")
    with file.open("rb") as source:
        source.seek(max(size - CHUNK - 64, 0))
        tail = source.read()
    at = tail.rfind(END)
    if at < 0 or len(tail) - at < 22:
        raise PrepError("a damaged archive: its end is missing", str(file), EXPORT)
    members, length = int.from_bytes(tail[at + 10 : at + 12], "little"), tail[at + 12 : at + 16]
    listed = int.from_bytes(length, "little") > bounds.INDEX
    if members > bounds.MEMBERS or listed or tail[max(at - 20, 0) : at].startswith(LARGE_END):
        raise PrepError("too many files in it", str(file), f"at most {bounds.MEMBERS:,} are read")


def _check_members(members: list[zipfile.ZipInfo], where: str) -> None:
    names = [member.filename for member in members]
    if len(set(names)) < len(names):
        raise PrepError("two files of one name in it", where, EXPORT)
    if len(names) > bounds.MEMBERS:
        raise PrepError("too many files in it", where, f"at most {bounds.MEMBERS:,} are read")
    if sum(member.file_size for member in members) > bounds.TOTAL:
        raise PrepError("too large when unpacked", where, f"at most {bounds.TOTAL >> 20} MiB are read")
    for member in members:
        _check_member(member, where)


def _check_member(member: zipfile.ZipInfo, where: str) -> None:
    name = member.filename
    if not is_plain_name(name) or name != member.orig_filename:
        raise PrepError(f"a file in it would land elsewhere: {name!r}", where, "it is no deck: leave it")
    kind = stat.S_IFMT(member.external_attr >> 16)
    if kind and kind != stat.S_IFREG:
        raise PrepError(f"`{name}` in it is no plain file", where, "it is no deck: leave it")
    if member.flag_bits & 0x1:
        raise PrepError("it is encrypted", where, "export it without a password")
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise PrepError(f"`{name}` in it is packed in an unknown way", where, EXPORT)
    if member.file_size > bounds.SMALL and member.file_size > bounds.RATIO * max(member.compress_size, 1):
        raise PrepError(f"`{name}` in it grows too much when unpacked", where, "it looks like a bomb")


def is_plain_name(name: str) -> bool:
    """Return whether a name stays in the folder that it is written to."""
    return bool(name) and not set(name) & set("/\\:\0") and name not in (".", "..")


def _inflated(source: IO[bytes]) -> Iterator[bytes]:
    decompressor = zstd.ZstdDecompressor(options={zstd.DecompressionParameter.window_log_max: WINDOW})
    while not decompressor.eof:
        data = source.read(CHUNK) if decompressor.needs_input else b""
        if decompressor.needs_input and not data:
            raise EOFError("it ends too early")
        yield decompressor.decompress(data, CHUNK)
