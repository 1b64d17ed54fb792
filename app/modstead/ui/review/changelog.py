"""Opened changelogs: fetched one project at a time, shown as text that can be selected."""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from html import escape
from typing import Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QTextDocument

from modstead.domain.instance import InstalledMod
from modstead.domain.plan import Operation
from modstead.domain.version import Version
from modstead.ui import text
from modstead.ui.changelogs import NOTHING_WRITTEN, plain_lines
from modstead.ui.kit.versions import short_version
from modstead.ui.review.items import Offer, ReviewItem
from modstead.ui.tasks import Failure, TaskScope
from modstead.ui.theme import Theme

_AT_ONCE = 4
_MOST_VERSIONS = 20
_MOST_LINES = 40
LEFT, TOP, RIGHT, BOTTOM = 80, 2, 24, 12


class Changelogs(Protocol):
    """The part of the update service that knows changelogs."""

    async def changelogs(self, mod: InstalledMod, version: Version) -> tuple[Version, ...]: ...

    async def changelogs_of(self, operation: Operation) -> tuple[Version, ...]: ...


@dataclass(frozen=True, slots=True)
class ChangelogPart:
    """One version's changelog, as lines of plain text."""

    number: str
    published: datetime | None
    lines: tuple[str, ...]


class ChangelogTexts(QObject):
    """What is known of each item's changelogs. `arrived` names the item whose text is new."""

    arrived = Signal(str)

    def __init__(self, theme: Theme, changelogs: Changelogs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._changelogs = changelogs
        self.scope = TaskScope(self._failed)
        self._parts: dict[str, tuple[ChangelogPart, ...]] = {}
        self._problems: dict[str, str] = {}
        self._documents: dict[str, QTextDocument] = {}
        self._spare: list[QTextDocument] = []
        self._width = 0
        self._limit = asyncio.Semaphore(_AT_ONCE)
        theme.changed.connect(self._write_all)

    def forget(self) -> None:
        """Another plan is reviewed."""
        self.scope.cancel_all()
        self.keep(())

    def keep(self, keys: Collection[str]) -> None:
        """Forget all but what is known of these items."""
        for key in {*self._parts, *self._problems, *self._documents} - set(keys):
            self.scope.cancel(key)
            self._parts.pop(key, None)
            self._problems.pop(key, None)
            if document := self._documents.pop(key, None):
                self._spare.append(document)

    def want(self, item: ReviewItem) -> None:
        """Fetch an item's changelogs unless they are known or on their way."""
        wanted = item.changelogs
        if wanted is None or item.key in self._parts or self.scope.running(item.key):
            return
        self._problems.pop(item.key, None)
        self._write(item.key)
        self.scope.start(item.key, partial(self._read, wanted), done=partial(self._take, item.key))

    def words(self, key: str) -> str:
        """What the opener says: the number once it is known."""
        parts = self._parts.get(key)
        return "Changelogs" if parts is None else text.plural(len(parts), "changelog")

    def height(self, key: str, width: int) -> int:
        """How high the gap for this item is in a list `width` wide."""
        px = self._theme.px
        document = self.document(key, width)
        return int(document.size().height() + 0.99) + px(TOP + BOTTOM)

    def document(self, key: str, width: int) -> QTextDocument:
        """The text for a list `width` wide."""
        inner = max(self._theme.px(200), width - self._theme.px(LEFT + RIGHT))
        if inner != self._width:
            self._width = inner
            for known in self._documents.values():
                known.setTextWidth(inner)
        document = self._documents.get(key)
        if document is None:
            # Text views hold on to their document, so documents are written anew and never deleted.
            document = self._documents[key] = self._spare.pop() if self._spare else QTextDocument(self)
            self._write(key)
        return document

    def _write_all(self) -> None:
        for key in self._documents:
            self._write(key)

    def _write(self, key: str) -> None:
        document = self._documents.get(key)
        if document is not None:
            document.setDocumentMargin(0)
            document.setDefaultFont(self._theme.font("caption"))
            document.setHtml(self._html(key))
            document.setTextWidth(self._width)

    async def _read(self, wanted: Offer | Operation) -> tuple[ChangelogPart, ...]:
        async with self._limit:
            if isinstance(wanted, Offer):
                versions = await self._changelogs.changelogs(wanted.mod, wanted.version)
            else:
                versions = await self._changelogs.changelogs_of(wanted)
        return await asyncio.to_thread(_parts, versions)

    def _take(self, key: str, parts: tuple[ChangelogPart, ...]) -> None:
        self._parts[key] = parts
        self._write(key)
        self.arrived.emit(key)

    def _failed(self, failure: Failure) -> None:
        self._problems[failure.key] = f"{failure.error.title} {failure.error.remedy}".strip()
        self._write(failure.key)
        self.arrived.emit(failure.key)

    def _html(self, key: str) -> str:
        colours = self._theme.palette
        problem, parts = self._problems.get(key), self._parts.get(key)
        if problem:
            return f'<span style="color:{colours.bad.name()}">{escape(problem)}</span>'
        if parts is None:
            return f'<span style="color:{colours.text_3.name()}">Reading …</span>'
        return html_table(parts[:_MOST_VERSIONS], len(parts) - _MOST_VERSIONS, self._style())

    def _style(self) -> Mapping[str, str]:
        px, colours = self._theme.px, self._theme.palette
        return {
            "number": f"color:{colours.text.name()};font-weight:600",
            "date": f"color:{colours.text_3.name()}",
            "words": f"color:{colours.text_2.name()}",
            "number_width": str(px(56)),
            "date_width": str(px(84)),
            "gap": str(px(2)),
        }


def html_table(parts: Sequence[ChangelogPart], more: int, style: Mapping[str, str]) -> str:
    """Version, date and text side by side; all of it plain text of strangers, escaped."""
    now = datetime.now().astimezone()
    rows = [_row(part, now, style) for part in parts]
    if more > 0:
        rows.append(f'<tr><td></td><td></td><td style="{style["date"]}">and {more} older ones</td></tr>')
    return f'<table cellspacing="0" cellpadding="{style["gap"]}">{"".join(rows)}</table>'


def _row(part: ChangelogPart, now: datetime, style: Mapping[str, str]) -> str:
    when = text.days_ago((now.date() - part.published.astimezone().date()).days) if part.published else ""
    shown = [escape(line) for line in part.lines[:_MOST_LINES]] or [NOTHING_WRITTEN]
    if len(part.lines) > _MOST_LINES:
        shown.append("…")
    return (
        f'<tr><td width="{style["number_width"]}" style="{style["number"]}">{escape(short_version(part.number))}</td>'
        f'<td width="{style["date_width"]}" style="{style["date"]}">{escape(when)}</td>'
        f'<td style="{style["words"]}">{"<br>".join(shown)}</td></tr>'
    )


def _parts(versions: Sequence[Version]) -> tuple[ChangelogPart, ...]:
    return tuple(
        ChangelogPart(
            version.number, version.published, _body(version.number, plain_lines(version.changelog))
        )
        for version in versions
    )


def _body(number: str, lines: tuple[str, ...]) -> tuple[str, ...]:
    """Without a first line that only repeats the version."""
    if len(lines) > 1 and lines[0].casefold().strip(" .:-–[]()v") in {
        number.casefold().strip("v"),
        "changelog",
    }:
        return lines[1:]
    return lines
