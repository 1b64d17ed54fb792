"""The side panel: about one mod, about several, or about the folder."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from modstead.domain.instance import IdentifiedBy, InstalledMod
from modstead.domain.problems import RemedyKind
from modstead.ui import text
from modstead.ui.content_words import can_need_each_other
from modstead.ui.installed import reasons, summary
from modstead.ui.installed.about import About, ChangelogLine
from modstead.ui.installed.icons import ModIcons
from modstead.ui.installed.pieces import (
    Change,
    ChangelogRow,
    ConfidenceRow,
    Icon,
    Icons,
    Indented,
    ModLink,
    Pictured,
    VersionLine,
)
from modstead.ui.installed.policy_words import NO_WORD
from modstead.ui.installed.problem_looks import LOOKS, REMEDY_ICONS
from modstead.ui.installed.rows import ModRow
from modstead.ui.kit.buttons import Button
from modstead.ui.kit.labels import Label, Link
from modstead.ui.kit.panel import FactRow, ListRow, SectionLabel, SidePanel
from modstead.ui.kit.versions import short_version
from modstead.ui.theme import Theme

_LISTED = 8
_UPDATE_WORDS = 152
"""So wide are the words that an update's button has room for beside Pin and Snooze."""
_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


class ModPanel(SidePanel):
    update_asked = Signal(object)
    remedy_asked = Signal(object)
    toggle_asked = Signal(object, bool)
    remove_asked = Signal(object)
    page_asked = Signal(object)
    changelogs_asked = Signal(object)
    reveal_asked = Signal(object)
    select_asked = Signal(str)
    menu_asked = Signal(object)
    identify_asked = Signal(str)
    problems_asked = Signal()
    compare_asked = Signal()
    """What the lock file has otherwise is to be shown."""
    pin_asked = Signal(object, bool)
    snooze_asked = Signal(object, object)
    """The button to open the menu at, and the row."""
    word_asked = Signal(object)
    """What is to be said of the folder or of mods in it: a function that takes a Policing."""

    def __init__(self, theme: Theme, icons: ModIcons) -> None:
        super().__init__(theme)
        self._icons = icons
        self._tiles: list[QWidget] = []
        self._changelog = QWidget()
        icons.ready.connect(self._repaint)
        self._scroll.verticalScrollBar().rangeChanged.connect(self._fit_scroll_bar)

    def set_room(self, page_width: int) -> None:
        """Wider where the page is: 292 up to 340."""
        wide = page_width / self.theme.scale
        width = 340 if wide >= 1500 else 292
        if width != self._width:
            self._width = width
            self._renew()

    def show_folder(self, about: About, rows: Sequence[ModRow]) -> None:
        """Nothing is selected: how the folder is."""
        self._clear()
        health = summary.health(about, rows)
        self._add(Label(self.theme, about.library.instance.name, role="heading", elide=True))
        words = summary.instance_words(about.library)
        self._add(Label(self.theme, words, role="caption", colour="text_3", elide=True))
        self._space(10)
        self._add(Label(self.theme, health.verdict, colour="text_2", wrap=True))
        if health.attention or health.failures:
            self.add_section("Needs attention")
            for row in health.attention[:_LISTED]:
                words, tone = summary.attention_words(row)
                self._add_mod(row.mod, words, tone)
            self._more(len(health.attention))
            if health.attention:
                link = Link(self.theme, "Show all problems", caption=True)
                link.clicked.connect(self.problems_asked)
                self._space(4)
                self._add(link)
            for name, reason in health.failures[:_LISTED]:
                fact = ListRow(self.theme, name, trailing="unreadable", trailing_colour="bad")
                fact.setToolTip(text.tip(reason))
                self._add(fact)
        self.add_line()
        self._facts(
            (health.words.short, text.grouped(health.mods)),
            ("Disabled", text.grouped(health.disabled)),
            ("Updates", text.grouped(health.updates)),
            ("Held back", text.grouped(health.held_back)),
            ("Size", text.size(health.size)),
        )
        if about.drift or about.said:
            from modstead.ui.installed.policy_facts import FactList, drift_line, facts_of_folder

            self._add(FactList(self.theme, facts_of_folder(about.said, about.today), self.word_asked.emit))
            if about.drift:
                self.add_line()
                self._add(drift_line(self.theme, about.drift, self.compare_asked.emit))
        self._foot((("Show folder", "folder", lambda: self.reveal_asked.emit(())),))

    def show_one(self, row: ModRow, about: About) -> None:
        self._clear()
        self._head(row)
        words = summary.description(row)
        if words:
            self._space(10)
            label = Label(self.theme, words, colour="text_2", wrap=True)
            self._add(label)
        for problem in row.problems:
            self._space(8)
            tone = LOOKS[problem.kind].tone
            colour = tone if tone in {"bad", "warn"} else "text_2"
            self._add(Label(self.theme, problem.detail, colour=colour, wrap=True))
        self._actions_for(row)
        self._update_of(row)
        if row.word is not NO_WORD:
            from modstead.ui.installed.policy_facts import FactList, facts_of_mod

            self._add(FactList(self.theme, facts_of_mod(row), self.word_asked.emit))
        self._requirements(row, about)
        self._reasons(row, about)
        self.add_line()
        self._facts(("File", row.name), ("Size", text.size(row.mod.file.size)))
        self._add(ConfidenceRow(self.theme, "Identified", summary.sureness(row.mod)))
        self._facts(("Side", row.side), ("Licence", summary.licence(row)))
        asked = row.remedy is not None and row.remedy.kind is RemedyKind.IDENTIFY
        if row.mod.identified_by is not IdentifiedBy.HASH and not asked:
            self._space(4)
            words = "Change what you said of it …" if row.mod.chosen else "Say what this is …"
            link = Link(self.theme, words, caption=True)
            link.clicked.connect(lambda: self.identify_asked.emit(row.name))
            self._add(link)
        self._foot_of(row)

    def show_several(self, rows: Sequence[ModRow], about: About) -> None:
        self._clear()
        self._add(Icons(self.theme, self._icons, rows))
        self._space(12)
        head = Label(self.theme, f"{about.words.counted(len(rows))} selected", role="heading")
        more = Button(self.theme, icon="more", kind="quiet", name="More for these")
        more.clicked.connect(lambda: self.menu_asked.emit(more))
        self._add(_side_by_side(self.theme, head, more))
        self._add(Label(self.theme, summary.in_common(rows), role="caption", colour="text_3", wrap=True))
        updates = [row for row in rows if row.update]
        if updates:
            self._space(10)
            names = tuple(row.name for row in updates)
            button = self._wide(f"Update {about.words.counted(len(updates))}", "arrow-up", primary=True)
            button.clicked.connect(lambda: self.update_asked.emit(names))
            self.add_section("Changes")
            for row in updates[:_LISTED]:
                self._add(Change(self.theme, self._icons, row))
            self._more(len(updates))
        sentences = summary.dependents_sentences(rows, about.findings.graph)
        if sentences:
            self.add_line()
            self._section_below_line("Depends on these")
            for sentence in sentences[:_LISTED]:
                self._add(Label(self.theme, sentence, role="caption", colour="text_2", wrap=True))
                self._space(4)
            self._more(len(sentences))
        names = tuple(row.name for row in rows)
        enable = not any(row.enabled for row in rows)
        wrong = tuple(row.name for row in rows if row.enabled is not enable)
        self._foot(
            (
                ("Enable", "check-circle", lambda: self.toggle_asked.emit(wrong, enable))
                if enable
                else ("Disable", "disabled", lambda: self.toggle_asked.emit(wrong, enable)),
                ("Show files", "folder", lambda: self.reveal_asked.emit(names)),
            ),
            lambda: self.remove_asked.emit(names),
        )

    def show_changelog(self, row: ModRow, lines: Sequence[ChangelogLine]) -> None:
        """What the update brings, in the place that was kept for it."""
        column = self._changelog.layout()
        if not isinstance(column, QVBoxLayout) or column.count():
            return
        for line in lines[:3]:
            column.addWidget(ChangelogRow(self.theme, line))
        written = sum(1 for line in lines if line.written)
        if written:
            number = _WORDS[written] if written < len(_WORDS) else str(written)
            words = "The whole changelog" if written == 1 else f"All {number} changelogs"
            link = Link(self.theme, words, caption=True)
            link.clicked.connect(lambda: self.changelogs_asked.emit(row))
            column.addSpacing(self.theme.px(4))
            column.addWidget(link)

    def _clear(self) -> None:
        self.empty()
        while (item := self.foot.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def _add(self, widget: QWidget) -> None:
        self.body.addWidget(widget)

    def _space(self, length: float) -> None:
        self.body.addSpacing(self.theme.px(length))

    def _section_below_line(self, title: str) -> None:
        label = SectionLabel(self.theme, title)
        label.setContentsMargins(0, self.theme.px(3) - self.theme.px(16), 0, 0)
        self._add(label)

    def _more(self, number: int) -> None:
        if number > _LISTED:
            words = f"and {text.grouped(number - _LISTED)} more"
            self._add(Label(self.theme, words, role="caption", colour="text_3"))

    def _wide(self, words: str, icon: str, *, primary: bool) -> Button:
        button = Button(self.theme, words, icon=icon, kind="primary" if primary else "default")
        button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._add(button)
        return button

    def _head(self, row: ModRow) -> None:
        head = QWidget()
        head.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        line = QHBoxLayout(head)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(self.theme.px(12))
        line.addWidget(Icon(self.theme, self._icons, row, 44))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Label(self.theme, row.title, role="heading", elide=True))
        below = summary.byline(row) or (row.version if row.title != row.name else "")
        words.addWidget(Label(self.theme, below, role="caption", colour="text_3", elide=True))
        words.addStretch(1)
        line.addLayout(words, 1)
        more = Button(self.theme, icon="more", kind="quiet", name="More")
        more.clicked.connect(lambda: self.menu_asked.emit(more))
        line.addWidget(more, 0, Qt.AlignmentFlag.AlignTop)
        self._add(head)

    def _actions_for(self, row: ModRow) -> None:
        if row.update:
            self._space(10)
            number = short_version(row.new_version)
            words = f"Update to {number}"
            fits = self.theme.advance(words, "body", 600) <= self.theme.px(_UPDATE_WORDS)
            button = self._wide(words if fits else number, "arrow-up", primary=True)
            button.setAccessibleName(words)
            button.clicked.connect(lambda: self.update_asked.emit((row.name,)))
            pin = Button(self.theme, icon="pin", name="Pin: stay at this version")
            pin.clicked.connect(lambda: self.pin_asked.emit((row.name,), True))  # noqa: FBT003
            snooze = Button(self.theme, icon="snooze", name="Snooze")
            snooze.clicked.connect(lambda: self.snooze_asked.emit(snooze, row))
            self._add(_side_by_side(self.theme, button, pin, snooze))
        if row.remedy and (row.needless or not row.update):
            self._space(10)
            icon = REMEDY_ICONS[row.remedy.kind]
            button = self._wide(row.remedy.text, icon, primary=False)
            button.clicked.connect(lambda: self.remedy_asked.emit(row))

    def _update_of(self, row: ModRow) -> None:
        version = row.update.version if row.update else row.held_back.version if row.held_back else None
        if version is None:
            return
        self._space(12)
        self._add(VersionLine(self.theme, row.mod.version_number, version.number, version.channel))
        if row.held_back and not row.update:
            if row.news_of_word:
                return  # said below, with the way back
            self._space(4)
            self._add(Label(self.theme, row.held_back.reason, role="caption", colour="text_2", wrap=True))
            return
        self._changelog = QWidget()
        column = QVBoxLayout(self._changelog)
        column.setContentsMargins(0, self.theme.px(6), 0, 0)
        column.setSpacing(self.theme.px(3))
        self._add(self._changelog)

    def _requirements(self, row: ModRow, about: About) -> None:
        graph = about.findings.graph
        requires = graph.requires(row.name)
        if not requires:
            return
        self.add_line()
        self._section_below_line("Requires")
        for edge in requires[:_LISTED]:
            mod = graph.mods.get(edge.target)
            if mod is None:
                words = graph.title(edge)
                self._add(
                    ListRow(
                        self.theme, words, trailing="missing", trailing_colour="bad", trailing_icon="error"
                    )
                )
            elif edge.met:
                self._add_mod(mod, short_version(edge.present or mod.version_number), "good", "check")
            elif mod.file.enabled:
                self._add_mod(mod, f"{short_version(mod.version_number)} does not do", "bad", "error")
            else:
                self._add_mod(mod, "disabled", "bad", "error")
        self._more(len(requires))

    def _reasons(self, row: ModRow, about: About) -> None:
        if not can_need_each_other(about.library.instance.content):
            return
        graph = about.findings.graph
        if row.name not in graph.mods or not (row.mod.manifests or row.mod.version):
            return
        self.add_line()
        self._section_below_line("Why is this here?")
        self._answer(reasons.why(graph, row.name))
        breaks = reasons.breaks_without(graph, row.name)
        if breaks is not None:
            self.add_section("What would break without it?")
            self._answer(breaks)

    def _answer(self, answer: reasons.Answer) -> None:
        if answer.words:
            self._add(Label(self.theme, answer.words, role="caption", colour="text_2", wrap=True))
        for line in answer.lines:
            link = ModLink(self.theme, self._icons, line.mod)
            link.clicked.connect(lambda name=line.mod.file.name: self.select_asked.emit(name))
            self._add(Indented(self.theme, link, line.depth) if line.depth else link)
        if answer.more:
            words = f"and {text.grouped(answer.more)} more"
            self._add(Label(self.theme, words, role="caption", colour="text_3"))

    def _add_mod(self, mod: InstalledMod, trailing: str = "", colour: str = "text_3", icon: str = "") -> None:
        row = ModLink(self.theme, self._icons, mod, trailing=trailing, colour=colour, icon=icon)
        row.clicked.connect(lambda: self.select_asked.emit(mod.file.name))
        self._add(row)

    def _facts(self, *facts: tuple[str, str]) -> None:
        for key, value in facts:
            if value:
                self._add(FactRow(self.theme, key, value))

    def _foot_of(self, row: ModRow) -> None:
        buttons: list[tuple[str, str, Callable[[], None]]] = []
        if row.mod.project:
            buttons.append(("Page", "browse", lambda: self.page_asked.emit(row)))
        buttons.append(("Show file", "folder", lambda: self.reveal_asked.emit((row.name,))))
        self._foot(tuple(buttons), lambda: self.remove_asked.emit((row.name,)))

    def _foot(
        self,
        buttons: Sequence[tuple[str, str, Callable[[], None]]],
        remove: Callable[[], None] | None = None,
    ) -> None:
        for words, icon, act in buttons:
            button = Button(self.theme, words, icon=icon, kind="quiet")
            button.clicked.connect(act)
            self.foot.addWidget(button)
        self.foot.addStretch(1)
        if remove:
            trash = Button(self.theme, icon="trash", kind="quiet", name="Remove")
            trash.clicked.connect(remove)
            self.foot.addWidget(trash)

    def _fit_scroll_bar(self) -> None:
        """The scroll bar stands in the margin: what is beside it does not move."""
        bar = self._scroll.verticalScrollBar()
        taken = bar.sizeHint().width() if bar.maximum() > 0 else 0
        margin = self.theme.px(16)
        self.body.setContentsMargins(margin, margin, max(0, margin - taken), margin)

    def _repaint(self) -> None:
        for part in self.findChildren(Pictured):
            part.update()


def _side_by_side(theme: Theme, wide: QWidget, *others: QWidget) -> QWidget:
    box = QWidget()
    line = QHBoxLayout(box)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(theme.px(6))
    line.addWidget(wide, 1)
    for widget in others:
        line.addWidget(widget)
    return box
