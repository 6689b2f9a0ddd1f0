"""HTML as cards of other programs hold it, as Markdown with formulas between dollars."""

import re
from collections.abc import Callable, Mapping
from html import escape, unescape
from urllib.parse import unquote

from bs4 import Tag
from markdownify import MarkdownConverter

from prepapp.tex import TexError, check

MATH = {
    r"\(": (r"\)", False),
    "[$]": ("[/$]", False),
    r"\[": (r"\]", True),
    "[$$]": ("[/$$]", True),
    "[latex]": ("[/latex]", False),
}
"""What begins a formula, what ends it, and whether it stands alone."""
BEGINS = re.compile("|".join(map(re.escape, MATH)))
WRAPPED = re.compile(
    r"\$\$?(.+?)\$\$?|\\begin\{(?:displaymath|equation\*?|math)\}(.+?)\\end\{\w+\*?\}", re.DOTALL
)
SOUND = re.compile(r"\[sound:([^\[\]]+)\]")
TAG = re.compile(r"<(/?)([a-zA-Z][\w:-]*)[^<>]*>")
OPEN = re.compile(r"<(?![a-zA-Z/][^<>]*>)")
"""A sign below that begins no tag."""
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ue000-\ue002\ufeff]")
"""Signs that no text needs; the private ones mark formulas here."""
HELD = re.compile("\ue000(\\d+)\ue001")
END = "\ue002"
"""The end of a line, until it is known what follows it."""
VOID = ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")

DEEP, MANY, LONG = 60, 2_000, 4_096
"""Tags within each other, tags in a field, characters of a tag: beyond these only the words are kept."""
FORMULA = 2_000
"""Characters of a formula that is drawn."""

Media = Callable[[str], str | None]
"""Gives the path of a picture or sound in the deck, None where the file has no such."""


class _Converter(MarkdownConverter):
    """The library's converter, for a deck: no headings, dollars are signs, media lie in the deck."""

    def __init__(self, media: Media) -> None:
        super().__init__(
            escape_misc=True,
            bullets="-",
            table_infer_header=True,
            autolinks=False,
            code_language_callback=_language,
        )
        self.media = media

    def escape(self, text: str, parent_tags: set[str]) -> str:
        """Escape what Markdown, and a deck, would read as more than text."""
        escaped: str = super().escape(text, parent_tags)  # type: ignore[misc]  # its stub leaves it out
        return re.sub(r"([${])", r"\\\1", escaped)

    def convert_br(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """End a line."""
        return " " if "_inline" in parent_tags else "\n" if "pre" in parent_tags else f"{END}\n"

    def convert_hN(self, n: int, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write a heading in bold: in a deck headings open cards and sections."""
        words = " ".join(text.split())
        return f"\n\n**{words}**\n\n" if words and "_inline" not in parent_tags else words

    def convert_img(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Point to a picture in the deck; one that is elsewhere is named only."""
        name = unquote(str(el.get("src") or ""))
        path = self.media(name)
        alt = self.escape(" ".join(str(el.get("alt") or "").split()), parent_tags)
        return f"![{alt}]({path})" if path else alt or "(picture missing)"

    def convert_a(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Keep a link to the web; of any other only the words."""
        target = str(el.get("href") or "")
        words = text.strip()
        sound = re.fullmatch(r"https?://[^\s<>()\\\"$]+", target)
        return f"[{words}]({target})" if sound and words and "_noformat" not in parent_tags else text


def _language(pre: Tag) -> str:
    """The language of a block of code, where its class names one."""
    names = " ".join(str(tag.get("class") or "") for tag in (pre, *pre.find_all("code")))
    found = re.search(r"language-([a-z0-9+#]+)", names)
    return found[1] if found else ""


def markdown(html: str, media: Media) -> str:
    """Return HTML as Markdown."""
    held: list[str] = []

    def hold(source: str) -> str:
        held.append(source)
        return f"\ue000{len(held) - 1}\ue001"

    text = CONTROL.sub("", html.replace("\r\n", "\n").replace("\r", "\n"))
    text = _with_formulas(text, hold)
    text = SOUND.sub(lambda found: hold(_sound(found[1], media)), text)
    converted = _Converter(media).convert(_tame(text))
    return HELD.sub(lambda found: held[int(found[1])], _with_ends(converted)).strip("\n").rstrip()


def _with_ends(text: str) -> str:
    """A text with the ends of its lines as Markdown has them: two in a row part paragraphs."""
    lines = text.split("\n")
    bare = [line.rstrip(f" \t{END}") for line in lines]
    ended = [
        f"{here}  " if line.rstrip().endswith(END) and here.strip() and after.strip() else here
        for line, here, after in zip(lines, bare, [*bare[1:], ""], strict=True)
    ]
    whole = "\n".join(ended).replace(END, "")
    return whole if "```" in whole else re.sub(r"\n{3,}", "\n\n", whole)


def as_html(text: str) -> str:
    """Return plain text as HTML that shows it as it is; what marks formulas goes on marking them."""
    return escape(text, quote=False).replace("\n", "<br>")


def _with_formulas(text: str, hold: Callable[[str], str]) -> str:
    """A text with what ``hold`` gives in the place of each formula."""
    kept: list[str] = []
    at, open_ended = 0, set()
    for begin in BEGINS.finditer(text):
        close, alone = MATH[begin[0]]
        if begin.start() < at or close in open_ended:
            continue
        end = text.find(close, begin.end())
        if end < 0:
            open_ended.add(close)
            continue
        kept += (
            text[at : begin.start()],
            hold(_formula(text[begin.end() : end], alone, begin[0] == "[latex]")),
        )
        at = end + len(close)
    return "".join([*kept, text[at:]])


def _formula(html: str, alone: bool, latex: bool) -> str:
    """A formula between dollars; as code where it cannot be drawn."""
    source = re.sub(r"<br\s*/?>|</?div>", "\n", html, flags=re.IGNORECASE)
    tex = " ".join(unescape(re.sub(r"<[^<>]*>", "", source)).split())
    wrapped = WRAPPED.fullmatch(tex) if latex else None
    if wrapped:
        alone = not re.match(r"\$[^$]|\\begin\{math\}", tex)
        tex = (wrapped[1] or wrapped[2]).strip()
    if not tex or len(tex) > FORMULA or "$" in tex or "`" in tex or tex.endswith("\\"):
        return code(tex)
    try:
        check(tex)
    except TexError:
        return code(tex)
    return f"$${tex}$$" if alone else f"${tex}$"


def code(text: str) -> str:
    """Return a line of text as a code span."""
    ticks = "`" * (max(map(len, re.findall("`+", text)), default=0) + 1)
    return f"{ticks} {text} {ticks}" if text.strip() else ""


def _sound(name: str, media: Media) -> str:
    path = media(unescape(name))
    return f"[{path.rpartition('/')[2]}]({path})" if path else "(sound missing)"


def _tame(html: str) -> str:
    """HTML that the parser and the converter take in a time that grows with its length."""
    text = OPEN.sub("&lt;", _without_comments(html))
    text = re.sub(rf"<[^<>]{{{LONG},}}>", "", text)
    if _deep(text):
        text = escape(unescape(TAG.sub(" ", text)), quote=False)
    return text


def _without_comments(html: str) -> str:
    kept, at = [], 0
    while (start := html.find("<!--", at)) >= 0 and (end := html.find("-->", start)) >= 0:
        kept.append(html[at:start])
        at = end + 3
    return "".join([*kept, html[at:]])


def _deep(html: str) -> bool:
    """Whether tags stand too deep within each other, or are too many."""
    within: list[str] = []
    for n, tag in enumerate(TAG.finditer(html)):
        name = tag[2].lower()
        if tag[1] and name in within:
            del within[len(within) - 1 - within[::-1].index(name) :]
        elif not tag[1] and name not in VOID:
            within.append(name)
        if len(within) > DEEP or n >= MANY:
            return True
    return False


def media_by(names: Mapping[str, str]) -> Media:
    """Return what finds the path of a picture by the name that a note gives it."""
    folded = {name.casefold(): path for name, path in names.items()}
    return lambda name: folded.get(name.casefold())
