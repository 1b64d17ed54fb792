"""Changelogs as plain lines: what strangers wrote in Markdown, without its markup, pictures and HTML."""

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

MAX_SOURCE = 12_000
"""Characters of a changelog that are read."""
NOTHING_WRITTEN = "No changelog was written."
_TAG = re.compile(r"<[^>]{0,400}>")


def plain_lines(source: str | None) -> tuple[str, ...]:
    """The changelog line by line, list items with a bullet. Takes milliseconds: call it in a worker for many."""
    lines: list[str] = []
    bullet = ""
    for token in _parser().parse((source or "")[:MAX_SOURCE]):
        if token.type == "list_item_open":
            bullet = "• "
        elif token.type == "inline":
            for line in _inline(token).split("\n"):
                words = " ".join(line.split())
                if words:
                    lines.append(bullet + words)
                    bullet = ""
        elif token.type in {"fence", "code_block"}:
            lines.extend(line.rstrip() for line in token.content.splitlines() if line.strip())
        elif token.type == "html_block":
            lines.extend(_without_tags(token.content))
    return tuple(lines)


def summary_line(lines: tuple[str, ...], version_number: str) -> str:
    """The first line that says something: not a heading that repeats the version."""
    for line in lines:
        words = line.removeprefix("• ").strip()
        bare = words.casefold().strip(" .:-–[]()v")
        if bare and bare not in {version_number.casefold().strip("v"), "changelog", "changes", "what's new"}:
            return words
    return lines[0] if lines else NOTHING_WRITTEN


@lru_cache(maxsize=1)
def _parser() -> "MarkdownIt":
    """Made when the first changelog is read: the window's first picture needs none."""
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark").disable(["reference", "entity"]).enable("strikethrough")


def _inline(token: "Token") -> str:
    parts = []
    for child in token.children or ():
        if child.type in {"text", "code_inline"}:
            parts.append(child.content)
        elif child.type in {"softbreak", "hardbreak"}:
            parts.append("\n" if child.type == "hardbreak" else " ")
    return "".join(parts)


def _without_tags(html: str) -> list[str]:
    from html import unescape

    plain = unescape(_TAG.sub(" ", html))
    return [words for line in plain.splitlines() if (words := " ".join(line.split()))]
