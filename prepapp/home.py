"""Where the candidate's things live, and what they set."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from prepapp.errors import PrepError


@dataclass(frozen=True, slots=True)
class Home:
    """The folder that holds everything of one candidate on one machine."""

    path: Path

    @property
    def settings_file(self) -> Path:
        """What the candidate set."""
        return self.path / "settings.toml"

    @property
    def database(self) -> Path:
        """The event log, where no other database is named."""
        return self.path / "prepapp.db"

    @property
    def device_file(self) -> Path:
        """The name of this machine; outside the database, since a copy of that would clone it."""
        return self.path / "device"

    @property
    def decks(self) -> Path:
        """The candidate's own decks, one folder each."""
        return self.path / "decks"

    @property
    def labs(self) -> Path:
        """The candidate's own labs, one folder a deck."""
        return self.path / "labs"

    @property
    def data(self) -> Path:
        """Data sets that labs read and that are too large to ship."""
        return self.path / "data"

    @property
    def runs(self) -> Path:
        """What each run of a lab said, one file a run."""
        return self.path / "runs"

    @property
    def transcripts(self) -> Path:
        """Mock interviews as pages of Markdown, where they were asked for."""
        return self.path / "transcripts"

    @property
    def tapes(self) -> Path:
        """Recorded answers, one folder a mock; only ever read by the candidate's own player."""
        return self.path / "tapes"

    @property
    def trust_file(self) -> Path:
        """Content hashes of foreign code that may run here; never in the log, which travels."""
        return self.path / "trusted"

    @property
    def backups(self) -> Path:
        """Copies of the database, newest last by name."""
        return self.path / "backups"

    @property
    def cache(self) -> Path:
        """What can be made again at any time."""
        return self.path / "cache"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a candidate's things are, as the command line names them."""

    home: Home
    database: str | None = None
    """A database URL; None: SQLite in the home."""
    decks: tuple[Path, ...] = ()
    """Deck folders beside the shipped and the candidate's own."""

    @property
    def sqlite_file(self) -> Path | None:
        """The database file, where it is one."""
        if self.database is None:
            return self.home.database
        path = self.database.removeprefix("sqlite:///")
        return Path(path) if path != self.database and path else None


@dataclass(frozen=True, slots=True)
class Settings:
    """What the candidate set, with the defaults of what they did not."""

    rollover: int = 4
    """Hour of local time at which a study day ends, 0 to 12."""
    minutes: int = 30
    """Minutes a day of a new plan, 5 to 480."""
    theme: str = "prepapp-dark"
    name: str = ""
    editor: str = ""
    recorder: str = ""
    """Empty: nothing is recorded; ``auto``, the name of a recorder, or a command with ``{file}``."""
    keys: Mapping[str, str] = field(default_factory=dict)
    """Other keys by binding id, such as ``review.flip = "f2"``."""


def default_home() -> Path:
    """Return the platform's folder for a user's data."""
    # Only this branch needs platformdirs, which costs a few milliseconds to import.
    from platformdirs import user_data_path

    return user_data_path("prepapp", appauthor=False)


def shipped_folder(name: str) -> Path:
    """Return the shipped ``decks`` or ``labs``: inside an installed package, or beside it in a checkout."""
    inside = Path(__file__).parent / name
    return inside if inside.is_dir() else Path(__file__).parent.parent / name


def deck_folders(home: Home, more: tuple[Path, ...] = ()) -> list[Path]:
    """Return every deck folder: the shipped ones, the candidate's, and ``more``.

    A folder of ``more`` is a deck itself, or holds decks.
    """
    roots = [shipped_folder("decks"), home.decks, *more]
    folders: list[Path] = []
    for root in roots:
        if (root / "deck.toml").is_file():
            folders.append(root)
        elif root.is_dir():
            folders += sorted(each for each in root.iterdir() if (each / "deck.toml").is_file())
        elif root in more:
            raise PrepError("no such folder", str(root), "--decks takes a deck or a folder of decks")
    return list(dict.fromkeys(folders))


def lab_folders(home: Home) -> list[tuple[Path, bool]]:
    """Return every folder of labs, and whether it is a shipped one."""
    roots = [(shipped_folder("labs"), True), (home.labs, False)]
    found = [(root, shipped) for root, shipped in roots if root.is_dir()]
    return [
        (each, shipped)
        for root, shipped in found
        for each in sorted(root.iterdir())
        if each.is_dir() and not each.name.startswith((".", "_"))
    ]


def device_id(home: Home) -> str:
    """Return the id of this machine, minted at the first call."""
    if not home.device_file.exists():
        mint_device(home)
    return home.device_file.read_text(encoding="utf-8").strip()


def mint_device(home: Home) -> str:
    """Give this machine a new id, as after a restore, which would else speak for another machine."""
    import uuid

    name = str(uuid.uuid4())
    write_atomically(home.device_file, name + "\n")
    return name


def write_atomically(path: Path, content: str | bytes) -> None:
    """Write a file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(path.name + ".new")
    beside.write_bytes(content.encode() if isinstance(content, str) else content)
    beside.replace(path)


def read_settings(home: Home) -> Settings:
    """Return the candidate's settings; what they did not set keeps its default."""
    if not home.settings_file.exists():
        return Settings()
    import tomllib

    try:
        written = tomllib.loads(home.settings_file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        hint = "mend the line, or delete the file to start from the defaults"
        raise PrepError(f"cannot be read as TOML: {error}", str(home.settings_file), hint) from error
    settings = Settings()
    for key, value in written.items():
        settings = _with_value(settings, key, value, str(home.settings_file))
    return settings


def write_setting(home: Home, key: str, text: str) -> Settings:
    """Set one value, keeping the rest of the file as it stands; ``keys.ID`` remaps a key."""
    import tomlkit

    settings = read_settings(home)
    name, _, binding = key.partition(".")
    value: Any = _typed(name, text)
    if name == "keys":
        if not binding:
            raise PrepError("which key binding?", "keys", 'say for example: config set keys.review.flip "f2"')
        value = {**settings.keys, binding: text}
    settings = _with_value(settings, name, value, "config set")
    document = tomlkit.parse(
        home.settings_file.read_text(encoding="utf-8") if home.settings_file.exists() else ""
    )
    document[name] = value
    write_atomically(home.settings_file, tomlkit.dumps(document))
    return settings


def _typed(name: str, text: str) -> object:
    if name in {"rollover", "minutes"}:
        try:
            return int(text)
        except ValueError:
            raise PrepError(f"{text!r} is not a whole number", name, "say for example: 30") from None
    return text


def _with_value(settings: Settings, key: str, value: object, where: str) -> Settings:
    names = [each.name for each in fields(Settings)]
    if key not in names:
        raise PrepError(f"unknown setting {key!r}", where, f"there are {', '.join(names)}")
    if key == "keys":
        return replace(settings, keys=_flat(value, where))
    wanted = type(getattr(settings, key))
    if not isinstance(value, wanted) or isinstance(value, bool):
        kind = "a whole number" if wanted is int else "text"
        raise PrepError(f"{key} must be {kind}", where, f"not {value!r}")
    limits = {"rollover": (0, 12), "minutes": (5, 480)}
    if key in limits and isinstance(value, int):
        low, high = limits[key]
        if not low <= value <= high:
            raise PrepError(f"{key} must be from {low} to {high}", where, f"not {value}")
    changes: dict[str, Any] = {key: value}
    return replace(settings, **changes)


def _flat(value: object, where: str, prefix: str = "") -> dict[str, str]:
    """Return ``[keys]`` by dotted id, whether it was written dotted or as tables."""
    if not isinstance(value, dict):
        raise PrepError("keys must be a table", where, 'such as [keys] and "review.flip" = "f2"')
    flat: dict[str, str] = {}
    for name, key in value.items():
        if isinstance(key, dict):
            flat |= _flat(key, where, f"{prefix}{name}.")
        elif isinstance(key, str):
            flat[prefix + name] = key
        else:
            raise PrepError(f"the key of {prefix}{name} must be text", where, f"not {key!r}")
    return flat
