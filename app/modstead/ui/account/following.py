"""The followed projects, as a list to install from."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Signal

from modstead.domain.project import Project
from modstead.services.community import CommunityService
from modstead.ui.images import ImageLoader
from modstead.ui.kit.pages import EmptyState
from modstead.ui.parts import Part
from modstead.ui.project_states import ProjectStates
from modstead.ui.results.panel import ProjectsPanel
from modstead.ui.theme import Theme


class Following(Part):
    project_opened = Signal(str)
    install_requested = Signal(str)
    cancel_requested = Signal(str)

    def __init__(
        self,
        theme: Theme,
        community: CommunityService,
        states: ProjectStates,
        images: ImageLoader,
        now: Callable[[], datetime],
    ) -> None:
        empty = EmptyState(
            theme,
            "follow",
            "You follow no projects yet",
            "Follow on a project's page brings it here, and tells you of its new versions.",
        )
        panel = ProjectsPanel(theme, states, images, empty, name="Followed projects", now=now)
        super().__init__(theme, panel, self._start)
        self._community = community
        self._stop_listening = community.follows_changed.listen(lambda _none: self._renew())
        self.panel = panel
        panel.project_opened.connect(self.project_opened)
        panel.install_requested.connect(self.install_requested)
        panel.cancel_requested.connect(self.cancel_requested)

    async def close_tasks(self) -> None:
        self._stop_listening()
        await super().close_tasks()

    def forget(self) -> None:
        self.panel.show_projects(())
        super().forget()

    def _start(self) -> None:
        self.scope.start("load", self._community.followed, done=self._took)

    def _renew(self) -> None:
        """Other projects are followed than those shown: ask again, now or when it is looked at."""
        if self._community.followed_ids is not None and self.loaded.loaded:
            self.counted.emit(len(self._community.followed_ids))
        shown = {hit.ref.project_id for hit in self.panel.model.hits}
        known = self._community.followed_ids
        if not self.loaded.loaded or self.scope.running("load") or known is None or known == shown:
            return
        if self.isVisible():
            self.refresh()
        else:
            self.loaded.show_waiting()

    def _took(self, projects: tuple[Project, ...]) -> None:
        self.arrived()
        self.panel.show_projects(projects)
        self.counted.emit(len(projects))
