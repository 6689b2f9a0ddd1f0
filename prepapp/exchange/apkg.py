"""Cards as an Anki package: the same ids at every export, so that an import updates and doubles nothing."""

import hashlib
import itertools
import json
import shutil
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import datetime
from html import escape
from pathlib import Path

import genanki

from prepapp.core.card import Card, Deck, FollowUp, Point, RedFlag
from prepapp.exchange.cardhtml import html, inline
from prepapp.exchange.cardtext import FIELDS
from prepapp.exchange.sheet import NOTE_TYPE, guid, tags

MODEL = 1_894_306_173
"""The id of our note type; a change of its fields needs another one."""
FIRST = 1 << 30
"""Where the ids of decks begin, as Anki's own libraries make them."""
CSS = Path(__file__).with_name("note.css")
WHEN = {"weak": "after a weak answer", "strong": "after a strong answer", "flag": "after a red flag"}


def write_package(decks: Iterable[Deck], file: Path, now: datetime) -> None:
    """Write the cards of decks, newer than every earlier export of them."""
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        media = Pictures(scratch)
        model = _model()
        package = genanki.Package([_deck(deck, model, media) for deck in decks])
        database, packed = scratch / "collection", scratch / "package"
        with closing(sqlite3.connect(database)) as connection:
            moment = now.timestamp()
            package.write_to_db(connection.cursor(), moment, itertools.count(int(moment * 1000)))
            connection.commit()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.write(database, "collection.anki2")
            archive.writestr("media", json.dumps(dict(enumerate(media.names))))
            for n, name in enumerate(media.names):
                archive.write(scratch / name, str(n))
        beside = file.with_name(f"{file.name}.new")
        shutil.copyfile(packed, beside)
        beside.replace(file)


class Pictures:
    """The pictures that cards show, gathered under names of their own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.names: list[str] = []

    def take(self, deck: Deck, source: str) -> str | None:
        """Return the name under which a picture of a deck travels; None where there is no such file."""
        home = Path(deck.path).resolve()
        path = (home / source).resolve()
        if not path.is_relative_to(home) or not path.is_file():
            return None
        name = f"{deck.id}-{path.name}"
        if name not in self.names:
            shutil.copyfile(path, self.folder / name)
            self.names.append(name)
        return name


def _deck(deck: Deck, model: genanki.Model, pictures: Pictures) -> genanki.Deck:
    number = FIRST + int.from_bytes(hashlib.blake2b(deck.id.encode(), digest_size=8).digest()) % FIRST
    made = genanki.Deck(number, deck.title, escape(deck.source, quote=False))
    for card in deck.cards:
        fields = fields_of(card, deck, pictures)
        made.add_note(genanki.Note(model, fields, guid=guid(card), tags=tags(card), due=card.order))
    return made


def fields_of(card: Card, deck: Deck, pictures: Pictures) -> list[str]:
    """Return the fields of a card's note."""

    def rendered(markdown: str) -> str:
        return html(markdown, lambda source: pictures.take(deck, source))

    return [
        card.id,
        f"<p>{rendered(f'## {card.title}')[4:-5]}</p>\n{rendered(card.question)}".rstrip(),
        rendered(card.answer),
        _list(map(_point, card.points)),
        rendered(card.often_taught),
        rendered(card.say),
        _list(map(_follow_up, card.follow_ups)),
        _list(map(_red_flag, card.red_flags)),
        rendered(card.source),
    ]


def _list(items: Iterable[str]) -> str:
    joined = "\n".join(f"<li>{item}</li>" for item in items)
    return f"<ul>\n{joined}\n</ul>" if joined else ""


def _point(point: Point) -> str:
    must = '<span class="must">must</span> ' if point.must else ""
    return must + inline(point.text)


def _follow_up(follow_up: FollowUp) -> str:
    when = f' <span class="when">({WHEN[follow_up.when]})</span>' if follow_up.when in WHEN else ""
    return f"<b>{inline(follow_up.question)}</b>{when}<br>{inline(follow_up.answer)}"


def _red_flag(flag: RedFlag) -> str:
    why = f'<br><span class="why">{inline(flag.why)}</span>' if flag.why else ""
    return f"“{inline(flag.text)}”{why}"


def _model() -> genanki.Model:
    front = '<div class="question">{{Question}}</div>'
    template = {"name": "Card", "qfmt": front, "afmt": "\n".join(_back())}
    css = CSS.read_text(encoding="utf-8")
    return genanki.Model(
        MODEL, NOTE_TYPE, [{"name": name} for name in FIELDS], [template], css, sort_field_index=1
    )


def _back() -> Iterator[str]:
    yield "{{FrontSide}}\n<hr id=answer>"
    for name in FIELDS[2:-1]:
        head = "" if name == "Answer" else f"<h2>{name}</h2>\n"
        kind = ' class="flags"' if name == "Red flags" else ""
        yield f"{{{{#{name}}}}}\n{head}<div{kind}>{{{{{name}}}}}</div>\n{{{{/{name}}}}}"
    yield '{{#Source}}<div class="source">{{Source}}</div>{{/Source}}\n<p class="id">{{ID}}</p>'
