"""Markdown of strangers becomes HTML that may be shown: no scripts, styles, forms, frames or local files.

Everything here is plain computing and belongs in a worker thread.
"""

import gc
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from html.parser import HTMLParser

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.tasklists import tasklists_plugin

MAX_SOURCE = 400_000
"""Characters of a body that are rendered; the rest is cut off and said so."""
CHUNK = 3_000
_MAX_NESTING = 40
_GROUP = 120
"""Tokens cleaned at once."""
_MOST_WRAPPERS = 8
_WIDEST = 640
_VOID = frozenset({"br", "hr", "img"})

_TAGS = frozenset(
    [
        "a",
        "abbr",
        "b",
        "blockquote",
        "br",
        "center",
        "cite",
        "code",
        "dd",
        "del",
        "details",
        "dfn",
        "div",
        "dl",
        "dt",
        "em",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "i",
        "img",
        "ins",
        "kbd",
        "li",
        "mark",
        "ol",
        "p",
        "pre",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "summary",
        "sup",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "tt",
        "u",
        "ul",
        "var",
    ]
)
_DROPPED_WITH_CONTENT = frozenset(
    [
        "script",
        "style",
        "iframe",
        "object",
        "embed",
        "form",
        "svg",
        "math",
        "template",
        "noscript",
        "title",
        "textarea",
        "select",
        "video",
        "audio",
        "canvas",
    ]
)
_ALIGNED = frozenset(["div", "p", "h1", "h2", "h3", "h4", "h5", "h6", "td", "th", "img", "table"])
_ATTRIBUTES: dict[str, set[str]] = {
    "a": {"href", "title"},
    "img": {"src", "alt", "title", "width", "height"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
}
_NUMBER = re.compile(r"\d{1,5}(?:px)?|\d{1,3}%")
_ADDRESS = re.compile(r"https?://[^\s\"'<>\\]+", re.IGNORECASE)
_MAIL = re.compile(r"mailto:[^\s\"'<>\\]+", re.IGNORECASE)
_CELL_ALIGN = re.compile(r'<(td|th) style="text-align:(left|center|right)">')
_RAW_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)\b[^<>]*?(/?)>")
_TASK = re.compile(r"<input\b[^>]*>", re.IGNORECASE)
_EMPTY_PARAGRAPH = re.compile(r"<p>\s*</p>")


@dataclass(frozen=True, slots=True)
class Rendered:
    """A body in pieces of some thousand characters, each well-formed on its own, to be inserted one after another."""

    chunks: tuple[str, ...] = ()
    images: tuple[str, ...] = ()
    cut: bool = False
    """The source was longer than what is shown."""


def rendered(source: str) -> Rendered:
    """The body, sanitised and cut into pieces."""
    splitter = _Splitter()
    with _no_collection():
        for part in _parts(source[:MAX_SOURCE]):
            splitter.feed(part)
        splitter.close()
    images = tuple(dict.fromkeys(splitter.images))
    return Rendered(splitter.finished(), images, cut=len(source) > MAX_SOURCE)


@contextmanager
def _no_collection() -> Iterator[None]:
    """A long body is tens of thousands of objects, none in a circle: collecting among them only stops the window.

    Whoever finds collection switched off leaves it so; the one who did it switches it on again.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def to_html(source: str) -> str:
    """GitHub's Markdown, with the HTML in it, as HTML of harmless tags whose links are http, https or mailto."""
    return "".join(_parts(source))


def _parts(source: str) -> Iterator[str]:
    """The HTML in parts that are whole by themselves: cleaning is quick then, and never holds other threads up long."""
    parser = _parser()
    group: list[Token] = []
    open_tags = 0
    for token in parser.parse(source.replace("\0", "")):
        group.append(token)
        open_tags = max(0, open_tags + _balance(token))
        if len(group) >= _GROUP and token.level == 0 and token.nesting <= 0 and not open_tags:
            yield sanitised(parser.renderer.render(group, parser.options, {}))
            group = []
    if group:
        yield sanitised(parser.renderer.render(group, parser.options, {}))


def _balance(token: Token) -> int:
    """How many tags of raw HTML the token opens beyond those it closes."""
    if token.type in ("html_block", "html_inline"):
        tags = [found for found in _RAW_TAG.finditer(token.content) if found[2].lower() not in _VOID]
        return sum(-1 if found[1] else 1 for found in tags if not found[3])
    return sum(_balance(child) for child in token.children or ())


def sanitised(html: str) -> str:
    """Keep the tags that make text, drop everything that runs, loads, styles or asks for input."""
    html = _TASK.sub(_tick, html)
    html = _CELL_ALIGN.sub(r'<\1 align="\2">', html)
    clean = nh3.clean(
        html,
        tags=set(_TAGS),
        clean_content_tags=set(_DROPPED_WITH_CONTENT),
        attributes=_allowed_attributes(),
        attribute_filter=_kept_attribute,
        strip_comments=True,
        link_rel=None,
        url_schemes={"http", "https", "mailto"},
    )
    clean = clean.replace("<summary>", "<p><b>").replace("</summary>", "</b></p>")
    clean = clean.replace("<details>", "<div>").replace("</details>", "</div>")
    return _EMPTY_PARAGRAPH.sub("", clean)


@lru_cache(maxsize=1)
def _allowed_attributes() -> dict[str, set[str]]:
    allowed = {tag: set(names) for tag, names in _ATTRIBUTES.items()}
    for tag in _ALIGNED:
        allowed.setdefault(tag, set()).add("align")
    return allowed


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    parser = MarkdownIt("gfm-like", {"html": True, "linkify": True, "maxNesting": _MAX_NESTING})
    if parser.linkify is not None:
        parser.linkify.set({"fuzzy_link": False, "fuzzy_email": False, "fuzzy_ip": False})
    return parser.use(tasklists_plugin)


def _kept_attribute(tag: str, name: str, value: str) -> str | None:
    value = value.strip()
    if name == "href":
        return value if _ADDRESS.fullmatch(value) or _MAIL.fullmatch(value) else None
    if name == "src":
        return value if _ADDRESS.fullmatch(value) else None
    if name in {"width", "height", "colspan", "rowspan", "start"}:
        return value if _NUMBER.fullmatch(value) else None
    if name == "align":
        return value.lower() if value.lower() in {"left", "center", "right"} else None
    return value


def _tick(found: re.Match[str]) -> str:
    text = found.group().lower()
    if 'type="checkbox"' not in text:
        return ""
    return "☑ " if "checked" in text else "☐ "


_OPENED = {
    "blockquote": '<table class="quote" width="100%" cellspacing="0" cellpadding="0"><tr>'
    '<td class="bar" width="3"></td><td class="quoted">',
    "pre": '<table class="code" width="100%" cellspacing="0" cellpadding="0"><tr><td class="code"><pre>',
}
_CLOSED = {"blockquote": "</td></tr></table>", "pre": "</pre></td></tr></table>"}
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_WRAPPERS = frozenset({"div", "center"})
_BLOCKS = _WRAPPERS | {
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "dl",
    "table",
    "blockquote",
    "pre",
    "hr",
}


class _Splitter(HTMLParser):
    """Cuts clean HTML at the ends of blocks, and dresses it for Qt's rich text.

    Quotes and code get a table of their own for bar and ground; headings become paragraphs, since Qt would enlarge
    them beyond the size it is told.
    """

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.images: list[str] = []
        self._chunks: list[str] = []
        self._parts: list[str] = []
        self._length = 0
        self._open: list[tuple[str, str]] = []

    def finished(self) -> tuple[str, ...]:
        self._cut()
        return tuple(chunk for chunk in self._chunks if chunk.strip())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "img":
            self._add(self._picture({name: value or "" for name, value in attrs}))
            return
        text = _OPENED.get(tag) or self.get_starttag_text() or ""
        if tag in _HEADINGS:
            text = f'<p class="{tag}"{text[3:]}'
        self._add(text)
        if tag in _VOID:
            self._maybe_cut(tag)
        else:
            self._open.append((tag, text))

    def handle_endtag(self, tag: str) -> None:
        if tag == "pre" and self._parts[-1:] == ["</code>"]:
            self._parts[-2] = self._parts[-2].rstrip("\n")
        self._add("</p>" if tag in _HEADINGS else _CLOSED.get(tag, f"</{tag}>"))
        while self._open and self._open.pop()[0] != tag:
            pass
        self._maybe_cut(tag)

    def handle_data(self, data: str) -> None:
        self._add(data)

    def handle_entityref(self, name: str) -> None:
        self._add(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._add(f"&#{name};")

    def _add(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)

    def _picture(self, attributes: dict[str, str]) -> str:
        """One measure is enough: Qt keeps the proportions; what is wider than the column is left to its own size."""
        source = attributes.get("src", "")
        if not source:
            return escape(attributes.get("alt", ""))
        self.images.append(source)
        measure = ""
        for name in ("width", "height"):
            number = attributes.get(name, "").removesuffix("px")
            if not measure and number.isdecimal() and 0 < int(number) <= _WIDEST:
                measure = f' {name}="{number}"'
        kept = "".join(
            f' {name}="{escape(attributes[name])}"'
            for name in ("alt", "title", "align")
            if attributes.get(name)
        )
        return f'<img src="{escape(source)}"{measure}{kept}>'

    def _maybe_cut(self, tag: str) -> None:
        if self._length >= CHUNK and tag in _BLOCKS and all(above in _WRAPPERS for above, _ in self._open):
            self._cut()

    def _cut(self) -> None:
        closing = "".join(f"</{tag}>" for tag, _ in reversed(self._open))
        self._chunks.append("".join(self._parts) + closing)
        self._open = self._open[-_MOST_WRAPPERS:]
        self._parts = [text for _, text in self._open]
        self._length = 0
