"""Asks the user what a file is: offers first, then a search on the platform; or to leave it alone."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from modstead.domain.identity import Unknown, title
from modstead.domain.instance import ContentKind, InstalledMod
from modstead.domain.project import Project, SearchPage, SearchQuery
from modstead.services.library import LibraryService
from modstead.services.projects import ProjectService
from modstead.services.search import SearchService
from modstead.ui.images import ImageLoader
from modstead.ui.installed.candidates import Candidate, CandidateList, CandidateModel, found, offered
from modstead.ui.kit.buttons import Button
from modstead.ui.kit.fields import SearchField
from modstead.ui.kit.labels import Label
from modstead.ui.tasks import Failure, TaskScope
from modstead.ui.theme import Theme

_TYPED_MS = 300
_HITS = 20


class Chooser(QWidget):
    """`decided` says that the user's word is remembered, `closed` that there is none."""

    decided = Signal()
    closed = Signal()

    def __init__(
        self,
        theme: Theme,
        library: LibraryService,
        search: SearchService,
        projects: ProjectService,
        *,
        images: ImageLoader,
        scope: TaskScope,
    ) -> None:
        super().__init__()
        self.theme = theme
        self._library, self._search, self._projects = library, search, projects
        self.scope = scope
        self._mod: InstalledMod | None = None
        self._content = ContentKind.MOD
        self._offers: dict[str, Project] = {}
        self.model = CandidateModel(self)
        self.list = CandidateList(theme, self.model, images)
        self.heading = Label(theme, role="heading", elide=True)
        self.detail = Label(theme, role="caption", colour="text_2", elide=True)
        self.field = SearchField(theme, "Search Modrinth")
        self.state = Label(theme, colour="text_3")
        self.back = Button(theme, icon="chevron-left", kind="quiet", name="Back to the list")
        self.forget = Button(theme, "Forget what I said", icon="undo", kind="quiet")
        self.leave = Button(theme, "Leave it alone", icon="disabled")
        self._typed = QTimer(self)
        self._typed.setSingleShot(True)
        self._typed.setInterval(_TYPED_MS)
        self._lay_out()
        self._typed.timeout.connect(self._start_search)
        self.field.textEdited.connect(self._begin_search)
        self.field.returnPressed.connect(self._start_search)
        self.list.chosen.connect(self._choose)
        self.back.clicked.connect(self.closed)
        self.leave.clicked.connect(lambda: self._decide(None))
        self.forget.clicked.connect(self._forget)
        self.setFocusProxy(self.field)

    def ask(self, mod: InstalledMod, content: ContentKind) -> None:
        """Ask about this file."""
        self._mod, self._content = mod, content
        self._offers = {project.project_id: project for project in mod.offers}
        self.heading.set_text(f"What is {mod.file.jar_name}?")
        self.detail.set_text("What you say is remembered for this very file, wherever it lies.")
        self.forget.setVisible(mod.chosen)
        self.leave.setVisible(not mod.left_alone)
        self._show(())
        self.field.setText(title(Unknown(mod.file.sha1, mod.file.jar_name, mod.manifests, content)))
        self._start_search()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
            return
        super().keyPressEvent(event)

    def _lay_out(self) -> None:
        px = self.theme.px
        words = QVBoxLayout()
        words.setSpacing(px(2))
        words.addWidget(self.heading)
        words.addWidget(self.detail)
        head = QHBoxLayout()
        head.setContentsMargins(px(14), px(10), px(16), px(10))
        head.setSpacing(px(8))
        head.addWidget(self.back)
        head.addLayout(words, 1)
        head.addWidget(self.forget)
        head.addWidget(self.leave)
        line = QHBoxLayout()
        line.setContentsMargins(px(20), 0, px(16), px(4))
        line.setSpacing(px(12))
        self.field.setMaximumWidth(px(420))
        line.addWidget(self.field, 1)
        line.addWidget(self.state, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addLayout(line)
        column.addWidget(self.list, 1)

    def _begin_search(self, _text: str) -> None:
        self._typed.start()

    def _start_search(self) -> None:
        self._typed.stop()
        words = self.field.text().strip()
        if not words:
            self.scope.cancel("search")
            self.state.set_text("")
            self._show(())
            return
        self.state.set_text("Searching …")
        query = SearchQuery(words, (self._content.value,), limit=_HITS)
        self.scope.start("search", lambda: self._search.search(query), done=self._found)

    def _found(self, page: SearchPage) -> None:
        self.state.set_text("" if page.hits else "Nothing found; other words may help.")
        self._show(tuple(found(hit) for hit in page.hits))

    def _show(self, hits: tuple[Candidate, ...]) -> None:
        self.model.show((offered(project) for project in self._offers.values()), hits)

    def _choose(self, candidate: Candidate) -> None:
        project = self._offers.get(candidate.project_id)
        if project:
            self._decide(project)
            return
        self.scope.start("project", lambda: self._projects.page(candidate.project_id), done=self._decide)

    def _decide(self, project: Project | None) -> None:
        mod = self._mod
        if mod is not None:
            self.scope.start(
                "choose",
                lambda: self._library.choose(mod.file.sha1, project),
                done=lambda _: self.decided.emit(),
            )

    def _forget(self) -> None:
        mod = self._mod
        if mod is not None:
            self.scope.start(
                "choose",
                lambda: self._library.forget_choice(mod.file.sha1),
                done=lambda _: self.decided.emit(),
            )

    def show_failure(self, failure: Failure) -> None:
        """Why nothing was found or remembered."""
        self.state.set_text(failure.error.title)
