"""The changelogs of all versions as one text, rendered as far as one reads."""

import asyncio
import re
from collections.abc import Callable, Sequence
from datetime import datetime
from html import escape

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from modstead.domain.version import Version
from modstead.ui.images import ImageLoader
from modstead.ui.kit.painting import CHANNEL_WORDS
from modstead.ui.markdown import Rendered, rendered
from modstead.ui.project.words import days_words
from modstead.ui.prose import Prose, joined
from modstead.ui.theme import Theme

_AT_ONCE = 10
_SHAPES = {"release": "●", "beta": "◆", "alpha": "▲"}


class Changelog(Prose):
    """`wanted` asks the page to run `render_more` as a task, when the reader comes near the end."""

    wanted = Signal()

    def __init__(
        self, theme: Theme, images: ImageLoader, now: Callable[[], datetime], parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, images, parent)
        self._now = now
        self._versions: tuple[Version, ...] = ()
        self._made_for: Callable[[Version], str] = _nothing
        self._rendered = 0
        self.setAccessibleName("Changelog")
        self.near_end.connect(self._ask)

    def set_versions(self, versions: Sequence[Version], made_for: Callable[[Version], str]) -> None:
        """Begin anew with these, newest first; `made_for` names loaders and game versions in words."""
        self._versions = tuple(versions)
        self._made_for = made_for
        self._rendered = 0
        self.clear_text()

    def start(self) -> None:
        """The reader is here: render the first ones, if none are yet."""
        if not self._rendered:
            self._ask()

    @property
    def complete(self) -> bool:
        return self._rendered >= len(self._versions)

    async def render_more(self) -> Rendered:
        """The next versions' texts, computed in a worker thread."""
        part = self._versions[self._rendered : self._rendered + _AT_ONCE]
        now = self._now()
        notes = [
            (version, f"{self._made_for(version)} · {days_words(version.published, now)}") for version in part
        ]
        return await asyncio.to_thread(_render, notes)

    def show_more(self, texts: Rendered) -> None:
        self._rendered += _AT_ONCE
        self.append_text(texts)

    def _ask(self) -> None:
        if not self.complete and not self.busy and self.isVisible():
            self.wanted.emit()


def _nothing(_version: Version) -> str:
    return ""


def _render(notes: Sequence[tuple[Version, str]]) -> Rendered:
    return joined(_section(version, words) for version, words in notes)


def _without_own_heading(version: Version) -> str:
    """Many changelogs begin with the number that stands above them already."""
    number = re.escape(version.number)
    return re.sub(rf"\A\s*#{{1,6}}\s*v?{number}\s*\n", "", version.changelog or "")


def _section(version: Version, words: str) -> Rendered:
    channel = version.channel.value
    heading = (
        f'<p class="h2">{escape(version.number)} '
        f'<span class="{channel}">&nbsp;{_SHAPES[channel]} {CHANNEL_WORDS[channel]}</span> '
        f'<span class="caption">&nbsp;{escape(words)}</span></p>'
    )
    body = rendered(_without_own_heading(version))
    if not body.chunks:
        body = Rendered(('<p><span class="caption">No changelog.</span></p>',))
    return Rendered((heading, *body.chunks), body.images, body.cut)
