"""Versions: by project, by ID, and the newest ones for files."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from modstead.catalogs.api import by_channels, in_chunks
from modstead.catalogs.decoding import present
from modstead.catalogs.guizhan import convert, operations
from modstead.catalogs.guizhan.assumptions import MOST_PAGES, PAGE_SIZE
from modstead.catalogs.guizhan.convert import own
from modstead.catalogs.guizhan.decode import VersionAnswer
from modstead.catalogs.guizhan.projects import ProjectOperations
from modstead.domain.catalog import ProjectDependencies
from modstead.domain.project import Freshness
from modstead.domain.version import Channel, Version
from modstead.errors import NotFound

_EVER = datetime.min.replace(tzinfo=UTC)


class VersionOperations(ProjectOperations):
    """Operations on versions that change nothing.

    A list of versions leaves out their files: those that are likely to be chosen are asked for one by one.
    """

    async def versions(
        self,
        id_or_slug: str,
        *,
        loaders: Sequence[str] = (),
        game_versions: Sequence[str] = (),
        changelogs: bool = True,
    ) -> tuple[Version, ...]:
        """A project's versions, newest first; empty filters admit everything.

        With a filter the newest of each loader and channel come with their files. It is filtered here, since the
        documents do not say whether a list of values means all or any of them.
        """
        project = await self.project(id_or_slug)
        listed = await self._listed(own(project.project_id))
        fitting = [version for version in listed if _is_for(version, loaders, game_versions)]
        if not changelogs:
            fitting = [replace(version, changelog=None) for version in fitting]
        if not (loaders or game_versions):
            return tuple(fitting)
        whole = await self.versions_by_id(_likely(fitting, loaders))
        return tuple(_with_files(version, whole.get(version.id)) for version in fitting)

    async def managed_versions(self, id_or_slug: str) -> tuple[Version, ...]:
        """All versions of a project as those see them who manage it, be it a draft; without their files."""
        project = await self.project(id_or_slug)
        return await self._listed(own(project.project_id), signed=True)

    async def version(self, version_id: str) -> Version:
        about = f"the version {own(version_id)}"
        return await self._api.ask(
            operations.GET_DIRECTLY, self._whole(""), {"versionId": own(version_id)}, about=about
        )

    async def version_by_number(self, id_or_slug: str, id_or_number: str) -> Version:
        """The project's version of that ID or number."""
        project_id = own((await self.project(id_or_slug)).project_id)
        return await self._api.ask(
            operations.GET_VERSION,
            self._whole(project_id),
            {"projectId": project_id, "versionId": own(id_or_number)},
            about=f"version {own(id_or_number)} of {own(id_or_slug)}",
        )

    async def versions_by_id(self, ids: Collection[str]) -> Mapping[str, Version]:
        return await in_chunks((one for one in ids if own(one)), 1, self._versions)

    async def versions_by_hash(self, _hashes: Collection[str]) -> Mapping[str, Version]:
        """The platform looks no file up."""
        return {}

    async def latest_of(
        self,
        files: Mapping[str, Version],
        *,
        loaders: Sequence[str],
        game_versions: Sequence[str],
        channels: Sequence[Channel] = (),
    ) -> Mapping[str, Version]:
        """As `Catalog.latest_of` says: from each project's list, by channel and date."""
        wanted = {version.project_id for version in files.values()}

        async def ask(ids: Sequence[str]) -> Mapping[str, Version]:
            found = {}
            for project_id in ids:
                listed = await self._newest_listed(project_id, loaders, game_versions, channels)
                if listed is not None:
                    found[project_id] = await self.version(listed.id)
            return found

        newest = await in_chunks(wanted, 1, ask)
        return {
            sha1: newest[version.project_id]
            for sha1, version in files.items()
            if version.project_id in newest
        }

    async def latest_of_each(
        self,
        files: Mapping[str, Version],
        channels: Mapping[str, Sequence[Channel]],
        *,
        loaders: Sequence[str],
        game_versions: Sequence[str],
    ) -> Mapping[str, Version]:
        async def ask(share: Mapping[str, Version], admitted: Sequence[Channel]) -> Mapping[str, Version]:
            return await self.latest_of(
                share, loaders=loaders, game_versions=game_versions, channels=admitted
            )

        return await by_channels(files, channels, ask)

    async def dependencies(self, id_or_slug: str) -> ProjectDependencies:
        """What the versions of a project name, each asked for by itself."""
        versions = await self.versions(id_or_slug)
        named = [dependency for version in versions for dependency in version.dependencies]
        projects = await self.projects({item.project_id for item in named if item.project_id})
        found = await self.versions_by_id({item.version_id for item in named if item.version_id})
        return ProjectDependencies(tuple(projects.values()), tuple(found.values()))

    async def _newest_listed(
        self,
        project_id: str,
        loaders: Sequence[str],
        game_versions: Sequence[str],
        channels: Sequence[Channel],
    ) -> Version | None:
        """None where nothing fits, or the project is gone."""
        try:
            listed = await self._listed(own(project_id), operations.LIST_VERSIONS_NOW)
        except NotFound:
            return None
        return next(
            (
                version
                for version in listed
                if _is_for(version, loaders, game_versions) and (not channels or version.channel in channels)
            ),
            None,
        )

    async def _listed(
        self,
        project_id: str,
        operation: operations.VersionList = operations.LIST_VERSIONS,
        *,
        signed: bool = False,
    ) -> tuple[Version, ...]:
        """All versions, newest first, page by page; what stands on two of them counts once."""

        def page(answer: operations.Versions, _freshness: Freshness) -> tuple[int, list[Version]]:
            found = (convert.version(one, project_id, self._base) for one in present(answer))
            return len(answer), [replace(version, files=(), files_known=False) for version in found]

        versions: dict[str, Version] = {}
        for number in range(1, MOST_PAGES + 1):
            arguments: dict[str, Any] = {"projectId": project_id, "page": number, "page_size": PAGE_SIZE}
            about = f"the versions of {project_id}"
            amount, found = await self._api.ask(operation, page, arguments, about=about, signed=signed)
            versions |= {version.id: version for version in found}
            if amount < PAGE_SIZE:
                break
        return tuple(sorted(versions.values(), key=_published, reverse=True))

    async def _versions(self, ids: Sequence[str]) -> Mapping[str, Version]:
        try:
            found = [await self.version(one) for one in ids]
        except NotFound:
            return {}
        return {version.id: version for version in found}

    def _whole(self, project_id: str) -> "_Whole":
        return _Whole(project_id, self._base)


class _Whole:
    """Converts a version that was asked for by itself."""

    def __init__(self, project_id: str, base: str) -> None:
        self._project_id = project_id
        self._base = base

    def __call__(self, answer: VersionAnswer, _freshness: Freshness) -> Version:
        return replace(convert.version(answer, self._project_id, self._base), files_known=True)


def _is_for(version: Version, loaders: Sequence[str], game_versions: Sequence[str]) -> bool:
    return (not loaders or not set(loaders).isdisjoint(version.loaders)) and (
        not game_versions or not set(game_versions).isdisjoint(version.game_versions)
    )


def _likely(versions: Iterable[Version], loaders: Sequence[str]) -> set[str]:
    """The IDs of the newest of each loader and channel: one of them will be chosen, if nothing speaks against it."""
    found: dict[tuple[str, Channel], str] = {}
    for version in versions:
        for loader in set(version.loaders) & set(loaders) if loaders else version.loaders:
            found.setdefault((loader, version.channel), version.id)
    return set(found.values())


def _with_files(version: Version, whole: Version | None) -> Version:
    return replace(version, files=whole.files, files_known=True) if whole else version


def _published(version: Version) -> datetime:
    return version.published or _EVER
