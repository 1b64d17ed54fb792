"""Modrinth with search and projects' pages by v3, where that is chosen."""

from collections.abc import Callable

from modstead.catalogs.api import PlatformApi
from modstead.catalogs.http.client import HttpClient
from modstead.catalogs.modrinth.catalog import ModrinthCatalog
from modstead.catalogs.modrinth.v3.projects import V3Projects
from modstead.domain.project import Project, SearchPage, SearchQuery
from modstead.settings import Endpoints


class ModrinthV3Catalog(ModrinthCatalog):
    """v2 for everything but search and single projects, and for those too unless v3 is `chosen` at the time."""

    def __init__(self, client: HttpClient, endpoints: Endpoints, chosen: Callable[[], bool]) -> None:
        super().__init__(client, endpoints)
        self.v3 = V3Projects(PlatformApi(client, endpoints.modrinth_url))
        self._chosen = chosen

    async def search(self, query: SearchQuery) -> SearchPage:
        return await (self.v3.search(query) if self._chosen() else super().search(query))

    async def project(self, id_or_slug: str, *, signed: bool = False) -> Project:
        ask = self.v3.project if self._chosen() else super().project
        return await ask(id_or_slug, signed=signed)
