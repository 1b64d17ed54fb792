"""One's own projects, to be opened one by one or chosen several at a time."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Signal

from modstead.domain.project import Project
from modstead.services.publishing import PublishingService
from modstead.ui.images import ImageLoader
from modstead.ui.kit.action_list import ActionList, ActionModel, ActionRow
from modstead.ui.kit.buttons import Button
from modstead.ui.kit.pages import EmptyState, Line, PageHeader, PlanFooter
from modstead.ui.kit.painting import Tone
from modstead.ui.kit.states import LoadedPart
from modstead.ui.parts import Part
from modstead.ui.text import ago, count, plural, spelled
from modstead.ui.theme import Theme

_TONES: dict[str, Tone] = {
    "processing": "warn",
    "scheduled": "warn",
    "rejected": "bad",
    "withheld": "bad",
}


def tone_of(status: str) -> Tone:
    return _TONES.get(status, "neutral")


class ProjectsView(Part):
    opened = Signal(str)
    """A project's ID."""
    new_wanted = Signal()
    several_chosen = Signal(object)
    """A tuple of Projects that are to be changed alike."""

    def __init__(
        self, theme: Theme, publishing: PublishingService, images: ImageLoader, now: Callable[[], datetime]
    ) -> None:
        model = ActionModel()
        shown = ActionList(
            theme, model, lambda url, side, ratio: images.pixmap(url, side, ratio=ratio), "Your projects"
        )
        empty = EmptyState(
            theme,
            "packs",
            "You have no project yet",
            "A new one is a draft that only you see, until you submit it.",
        )
        super().__init__(theme, LoadedPart(theme, shown, empty), self._start)
        model.setParent(self)
        self.list, self.model = shown, model
        self._publishing, self._now = publishing, now
        self.projects: tuple[Project, ...] = ()
        self._chosen: set[str] = set()
        self._several = False
        self.reload = Button(theme, icon="refresh", name="Load again")
        self.several = Button(theme, "Change several …")
        self.new = Button(theme, "New project", icon="plus", kind="primary")
        first = Button(theme, "New project", icon="plus", kind="primary")
        empty.add_button(first)
        self.header = PageHeader(theme, "Studio", actions=[self.reload, self.several, self.new])
        self.footer = PlanFooter(theme, "Change them")
        self.column.insertWidget(0, self.header)
        self.column.insertWidget(1, Line(theme))
        self.column.addWidget(self.footer)
        self.footer.hide()
        self.several.setVisible(bool(publishing.abilities.bulk))
        self.list.acted.connect(self._acted)
        self.list.opened.connect(self._open)
        self.reload.clicked.connect(self.refresh)
        self.several.clicked.connect(lambda: self._set_several(several=True))
        self.footer.cancelled.connect(lambda: self._set_several(several=False))
        self.footer.accepted.connect(self._go_on)
        for button in (self.new, first):
            button.clicked.connect(self.new_wanted)
        images.ready.connect(self._pictures_came)

    def forget(self) -> None:
        self.projects, self._chosen, self._several = (), set(), False
        self.model.show([])
        self.header.set_title("Studio")
        super().forget()

    def _start(self) -> None:
        self.scope.start("load", self._publishing.projects, done=self._took)

    def _took(self, projects: tuple[Project, ...]) -> None:
        self.arrived()
        self.projects = projects
        self._chosen &= {one.project_id for one in projects}
        told = f"{plural(len(projects), 'project')} on {self._publishing.platform}"
        self.header.set_title("Studio", told)
        self.loaded.show_content(empty=not projects)
        self._show()

    def _show(self) -> None:
        current = max(self.list.currentIndex().row(), 0)
        self.model.show([self._row(one) for one in self.projects])
        if self.projects:
            self.list.setCurrentIndex(self.model.index(min(current, len(self.projects) - 1)))
        self.several.setEnabled(len(self.projects) > 1 and not self._several)
        self.footer.setVisible(self._several)
        self.footer.set_plan(
            f"{plural(len(self._chosen), 'project')} chosen",
            "They are changed alike, after a look at what that means for each",
            "Change them …",
            ready=bool(self._chosen),
        )

    def _row(self, one: Project) -> ActionRow:
        when = f"changed {ago(one.updated, self._now())}" if one.updated else ""
        downloads = f"{count(one.downloads)} downloads" if one.downloads else ""
        return ActionRow(
            key=one.project_id,
            title=one.title,
            detail=" · ".join(part for part in (one.summary, downloads, when) if part),
            chip="" if one.status == "approved" else spelled(one.status or "unknown"),
            tone=tone_of(one.status),
            button="" if self._several else "Edit",
            icon_url=one.icon_url,
            ticked=one.project_id in self._chosen if self._several else None,
        )

    def _open(self, key: str) -> None:
        if not self._several:
            self.opened.emit(key)

    def _acted(self, key: str) -> None:
        if not self._several:
            self.opened.emit(key)
            return
        self._chosen ^= {key}
        self._show()

    def _set_several(self, *, several: bool) -> None:
        self._several = several
        self._chosen = set()
        self._show()
        self.list.setFocus()

    def _pictures_came(self, _urls: object) -> None:
        self.list.viewport().update()

    def _go_on(self) -> None:
        self.several_chosen.emit(tuple(one for one in self.projects if one.project_id in self._chosen))
        self._set_several(several=False)
