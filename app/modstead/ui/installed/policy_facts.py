"""What the panel says of how a mod, or the folder, is kept up to date, each with its way back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from modstead.domain.policies import FolderPolicies, Snooze
from modstead.ui import text
from modstead.ui.installed.policing import Policing
from modstead.ui.installed.policy_words import day_words
from modstead.ui.installed.rows import ModRow
from modstead.ui.kit.labels import Label, Link
from modstead.ui.kit.pages import IconMark, Line
from modstead.ui.kit.panel import SectionLabel
from modstead.ui.kit.versions import short_version
from modstead.ui.theme import Theme

_NAMED_AT_MOST = 2


@dataclass(frozen=True, slots=True)
class Fact:
    """`act` takes it back, which the link says in `back`; without it there is no way back from here."""

    icon: str
    words: str
    back: str = ""
    act: Callable[[Policing], object] = lambda _policing: None


def facts_of_mod(row: ModRow) -> tuple[Fact, ...]:
    word, names = row.word, (row.name,)
    facts = []
    if word.pinned:
        at = f"Pinned at {row.version}" if row.version else "Pinned"
        words = at if word.own.pinned else "Pinned with the whole folder"
        facts.append(Fact("pin", words, "Unpin", lambda said: said.pin(names, pinned=False)))
    if word.asleep and word.policy.snooze:
        words = _snoozed(word.policy.snooze, word.today)
        back = "Wake up" if word.own.snooze else ""
        facts.append(Fact("snooze", words, back, lambda said: said.wake(names)))
    if word.own.channel:
        words = f"Follows {word.own.channel}s"
        facts.append(Fact("filter", words, "As the folder", lambda said: said.follow(names, None)))
    if word.together:
        words = f"Only together with {_listed(word.together)}"
        facts.append(Fact("link", words, "Part", lambda said: said.part(names)))
    return tuple(facts)


def facts_of_folder(said: FolderPolicies, today: date) -> tuple[Fact, ...]:
    policy = said.folder
    facts = []
    if policy.pinned:
        facts.append(Fact("pin", "All is pinned", "Unpin", lambda to: to.pin(None, pinned=False)))
    if policy.snooze:
        words = _snoozed(policy.snooze, today)
        facts.append(Fact("snooze", words, "Wake all", lambda to: to.wake(None)))
    if policy.channel:
        words = f"All follows {policy.channel}s"
        facts.append(Fact("filter", words, "As each mod", lambda to: to.follow(None, None)))
    return tuple(facts)


class FactLine(QWidget):
    """The icon, the words, and the link at the right."""

    def __init__(self, theme: Theme, fact: Fact, take_back: Callable[[], object]) -> None:
        super().__init__()
        line = QHBoxLayout(self)
        line.setContentsMargins(0, theme.px(3), 0, theme.px(3))
        line.setSpacing(theme.px(6))
        top = Qt.AlignmentFlag.AlignTop
        mark = IconMark(theme, fact.icon, size=14, colour="text_3")
        mark.setFixedHeight(theme.line("caption"))
        line.addWidget(mark, 0, top)
        line.addWidget(Label(theme, fact.words, role="caption", colour="text_2", wrap=True), 1)
        if fact.back:
            link = Link(theme, fact.back, caption=True)
            link.clicked.connect(take_back)
            line.addWidget(link, 0, top)


class FactList(QWidget):
    """A line, a section label and the facts; nothing where there are none. `say` takes what takes one back."""

    def __init__(
        self, theme: Theme, facts: Sequence[Fact], say: Callable[[Callable[[Policing], object]], object]
    ) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        if facts:
            column.addSpacing(theme.px(12))
            column.addWidget(Line(theme))
            label = SectionLabel(theme, "How it is updated")
            label.setContentsMargins(0, theme.px(10 + 3 - 16), 0, 0)
            column.addWidget(label)
        for fact in facts:
            column.addWidget(FactLine(theme, fact, partial(say, fact.act)))


def drift_line(theme: Theme, differences: int, compare: Callable[[], object]) -> FactLine:
    """That a game is not what its lock file says."""
    words = f"Lock file: {text.plural(differences, 'difference')}"
    return FactLine(theme, Fact("lock", words, "Compare"), compare)


def _snoozed(snooze: Snooze, today: date) -> str:
    if snooze.until is not None:
        return f"Snoozed until {day_words(snooze.until, today)}"
    if snooze.game_version:
        return f"Snoozed until Minecraft {snooze.game_version}"
    return f"Skips {short_version(snooze.version_number)}" if snooze.version_number else "Skips a version"


def _listed(titles: tuple[str, ...]) -> str:
    if len(titles) <= _NAMED_AT_MOST:
        return " and ".join(titles)
    return f"{', '.join(titles[:_NAMED_AT_MOST])} and {len(titles) - _NAMED_AT_MOST} more"
