"""A list of projects that is known as a whole, to read about and to install from."""

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from modstead.domain.project import Project, SearchHit, SearchPage
from modstead.ui.images import ImageLoader
from modstead.ui.kit.pages import EmptyState
from modstead.ui.kit.states import LoadedPart
from modstead.ui.project_states import ProjectStates
from modstead.ui.results.listing import ResultsList
from modstead.ui.results.model import ResultsModel
from modstead.ui.theme import Theme


class ProjectsPanel(LoadedPart):
    project_opened = Signal(str)
    install_requested = Signal(str)
    cancel_requested = Signal(str)

    def __init__(
        self,
        theme: Theme,
        states: ProjectStates,
        images: ImageLoader,
        empty: EmptyState,
        *,
        name: str,
        now: Callable[[], datetime],
        parent: QWidget | None = None,
    ) -> None:
        model = ResultsModel(states, now)
        shown = ResultsList(theme, model, states, images)
        shown.setAccessibleName(name)
        super().__init__(theme, shown, empty, parent)
        model.setParent(self)
        self.model, self.list = model, shown
        self.list.opened.connect(lambda hit: self.project_opened.emit(hit.ref.project_id))
        self.list.pressed_button.connect(lambda hit: self.install_requested.emit(hit.ref.project_id))
        self.list.cancelled.connect(lambda hit: self.cancel_requested.emit(hit.ref.project_id))
        self.setFocusProxy(self.list)

    def show_projects(self, projects: Sequence[Project]) -> None:
        """Show these; the row that one stood on stays the current one."""
        current = self.list.currentIndex().row()
        before = self.model.hits[current].ref.project_id if 0 <= current < len(self.model.hits) else ""
        hits = tuple(_hit(project) for project in projects)
        self.model.replace(SearchPage(hits, len(hits), limit=max(1, len(hits))))
        row = self.model.row_of(before) if before else 0
        self.list.setCurrentIndex(self.model.index(max(row, 0)))
        self.show_content(empty=not hits)


def _hit(project: Project) -> SearchHit:
    """A project as a row of results has it."""
    return SearchHit(
        ref=project.ref,
        slug=project.slug,
        title=project.title,
        summary=project.summary,
        project_type=project.project_type,
        categories=project.categories,
        loaders=project.loaders,
        game_versions=project.game_versions,
        client_side=project.client_side,
        server_side=project.server_side,
        icon_url=project.icon_url,
        color=project.color,
        downloads=project.downloads,
        followers=project.followers,
        published=project.published,
        updated=project.updated,
        license_id=project.license.id,
    )
