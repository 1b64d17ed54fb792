"""What the window knows of the sections of the game that are not open: what lies there, and what is newer."""

from collections.abc import Mapping, Sequence

from modstead.domain.instance import Instance, Library
from modstead.errors import CatalogError, FolderError
from modstead.services.bundle import Services
from modstead.ui.project_states import ProjectStates
from modstead.ui.tasks import TaskScope

_WITH_BUTTONS = frozenset({"browse", "project", "account", "user"})
"""Pages that say of any project whether it is installed."""
_Found = tuple[Library, Mapping[str, str]]


class OtherSections:
    """They are read when a page is shown that tells of them, and no sooner: opening a folder does not wait for it."""

    def __init__(self, services: Services, states: ProjectStates, scope: TaskScope) -> None:
        self._services = services
        self._states = states
        self._scope = scope
        self._unread: tuple[Instance, ...] = ()
        self._page = ""

    def look(self, here: Instance, places: Sequence[Instance]) -> None:
        """These are the places of the open game now; anything may have changed in them."""
        kinds = {here.content}
        others = []
        for place in places:
            if place.content not in kinds:
                kinds.add(place.content)
                others.append(place)
        self._states.set_sections(others)
        self._unread = tuple(others)
        self._read()

    def shown(self, page: str) -> None:
        """The window shows this page."""
        self._page = page
        self._read()

    def _read(self) -> None:
        if self._unread and self._page in _WITH_BUTTONS:
            sections, self._unread = self._unread, ()
            self._scope.start("other sections", lambda: self._found(sections), done=self._tell)

    async def _found(self, sections: Sequence[Instance]) -> Sequence[_Found]:
        found: list[_Found] = []
        for section in sections:
            try:
                library = await self._services.library.scan(section, titles=False)
            except FolderError:
                continue  # opening it says what is wrong with it
            found.append((library, await self._newer(library) if library.mods else {}))
        return found

    async def _newer(self, library: Library) -> Mapping[str, str]:
        try:
            check = await self._services.updates.check(library)
        except CatalogError:
            return {}
        return {item.version.project_id: item.version.number for item in check.updates}

    def _tell(self, found: Sequence[_Found]) -> None:
        for library, newer in found:
            self._states.set_other_library(library, newer)
