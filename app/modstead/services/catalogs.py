"""All platforms that are on, as one catalogue: what is asked of a project goes to the platform that its ID names."""

from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from functools import partial
from typing import TypeVar

from modstead.domain.catalog import (
    Capabilities,
    Catalog,
    CategoryTag,
    GameVersionTag,
    LicenseTag,
    LoaderTag,
    ProjectDependencies,
)
from modstead.domain.project import Member, Project, SearchPage, SearchQuery, provider_in
from modstead.domain.version import Channel, Version
from modstead.errors import NotFound
from modstead.services.together import together

T = TypeVar("T")


class Catalogs:
    """A `Catalog` over several. The `main` one stands for all in what has no platform of its own: the order of game
    versions, and what files are of which nothing is known.
    """

    def __init__(self, main: Catalog, *others: Catalog) -> None:
        self.main = main
        self.all: tuple[Catalog, ...] = (main, *others)

    def of(self, provider: str) -> Catalog:
        """The platform of that name; the main one where it is empty.

        Raises:
            NotFound: there is no such platform, or it is off.
        """
        if not provider:
            return self.main
        found = next((catalog for catalog in self.all if catalog.id == provider), None)
        if found is None:
            named = ", ".join(catalog.id for catalog in self.all)
            raise NotFound(
                f"No platform called {provider[:40]} is on.",
                remedy=f"Set its address in the settings, or take one of these: {named}.",
            )
        return found

    def owner(self, name: str) -> Catalog:
        """The platform that an ID or slug is qualified with.

        Raises:
            NotFound: it is off.
        """
        return self.of(provider_in(name))

    # -- the catalogue itself

    @property
    def id(self) -> str:
        return self.main.id

    @property
    def title(self) -> str:
        return self.main.title

    @property
    def capabilities(self) -> Capabilities:
        return self.main.capabilities

    def project_url(self, project: Project) -> str:
        return self.of(project.ref.provider).project_url(project)

    def project_in_url(self, text: str) -> str | None:
        return next((found for catalog in self.all if (found := catalog.project_in_url(text))), None)

    def version_in_url(self, text: str) -> str:
        return next((found for catalog in self.all if (found := catalog.version_in_url(text))), "")

    async def search(self, query: SearchQuery) -> SearchPage:
        return await self.main.search(query)

    async def project(self, id_or_slug: str) -> Project:
        return await self.owner(id_or_slug).project(id_or_slug)

    async def projects(self, ids: Collection[str]) -> Mapping[str, Project]:
        return await self._batch(ids, lambda catalog, own: catalog.projects(own))

    async def versions(
        self,
        id_or_slug: str,
        *,
        loaders: Sequence[str] = (),
        game_versions: Sequence[str] = (),
        changelogs: bool = True,
    ) -> tuple[Version, ...]:
        return await self.owner(id_or_slug).versions(
            id_or_slug, loaders=loaders, game_versions=game_versions, changelogs=changelogs
        )

    async def version(self, version_id: str) -> Version:
        return await self.owner(version_id).version(version_id)

    async def version_by_number(self, id_or_slug: str, id_or_number: str) -> Version:
        return await self.owner(id_or_slug).version_by_number(id_or_slug, id_or_number)

    async def versions_by_id(self, ids: Collection[str]) -> Mapping[str, Version]:
        return await self._batch(ids, lambda catalog, own: catalog.versions_by_id(own))

    async def versions_by_hash(self, hashes: Collection[str]) -> Mapping[str, Version]:
        """Where several platforms know a file, the first of them has the word."""
        asked = [catalog for catalog in self.all if catalog.capabilities.hash_lookup]
        found = await together(partial(catalog.versions_by_hash, hashes) for catalog in asked)
        return {sha1: version for answer in reversed(found) for sha1, version in answer.items()}

    async def latest_of(
        self,
        files: Mapping[str, Version],
        *,
        loaders: Sequence[str],
        game_versions: Sequence[str],
        channels: Sequence[Channel] = (),
    ) -> Mapping[str, Version]:
        """As `Catalog.latest_of` says.

        Raises:
            NotFound: what one of the files is from is off by now.
        """

        async def ask(catalog: Catalog, own: Mapping[str, Version]) -> Mapping[str, Version]:
            return await catalog.latest_of(
                own, loaders=loaders, game_versions=game_versions, channels=channels
            )

        return await self._of_files(files, ask)

    async def latest_of_each(
        self,
        files: Mapping[str, Version],
        channels: Mapping[str, Sequence[Channel]],
        *,
        loaders: Sequence[str],
        game_versions: Sequence[str],
    ) -> Mapping[str, Version]:
        """As `Catalog.latest_of_each` says.

        Raises:
            NotFound: what one of the files is from is off by now.
        """

        async def ask(catalog: Catalog, own: Mapping[str, Version]) -> Mapping[str, Version]:
            return await catalog.latest_of_each(own, channels, loaders=loaders, game_versions=game_versions)

        return await self._of_files(files, ask)

    async def _of_files(
        self,
        files: Mapping[str, Version],
        ask: Callable[[Catalog, Mapping[str, Version]], Awaitable[Mapping[str, Version]]],
    ) -> Mapping[str, Version]:
        """What the platform of each file answers."""
        for version in files.values():
            self.of(version.provider)

        async def ask_for(catalog: Catalog, own: Collection[str]) -> Mapping[str, Version]:
            return await ask(catalog, {sha1: files[sha1] for sha1 in own})

        return await self._asked(
            (
                (catalog, [sha1 for sha1, file in files.items() if file.provider == catalog.id])
                for catalog in self.all
            ),
            ask_for,
        )

    async def dependencies(self, id_or_slug: str) -> ProjectDependencies:
        return await self.owner(id_or_slug).dependencies(id_or_slug)

    async def members(self, id_or_slug: str) -> tuple[Member, ...]:
        return await self.owner(id_or_slug).members(id_or_slug)

    async def game_versions(self) -> tuple[GameVersionTag, ...]:
        return await self.main.game_versions()

    async def categories(self) -> tuple[CategoryTag, ...]:
        return await self.main.categories()

    async def loaders(self) -> tuple[LoaderTag, ...]:
        return await self.main.loaders()

    async def licenses(self) -> tuple[LicenseTag, ...]:
        return await self.main.licenses()

    async def _batch(
        self, ids: Collection[str], ask: Callable[[Catalog, Collection[str]], Awaitable[Mapping[str, T]]]
    ) -> Mapping[str, T]:
        """IDs of platforms that are off are unknown like any other."""
        return await self._asked(
            ((catalog, [one for one in ids if self._is_of(one, catalog)]) for catalog in self.all), ask
        )

    def _is_of(self, name: str, catalog: Catalog) -> bool:
        return (provider_in(name) or self.main.id) == catalog.id

    async def _asked(
        self,
        shares: Iterable[tuple[Catalog, Collection[str]]],
        ask: Callable[[Catalog, Collection[str]], Awaitable[Mapping[str, T]]],
    ) -> Mapping[str, T]:
        answers = await together(partial(ask, catalog, own) for catalog, own in shares if own)
        return {name: value for answer in answers for name, value in answer.items()}
