"""What Modstead asks of a mod platform, in its own terms."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from modstead.domain.plan import Download
from modstead.domain.project import Member, Project, SearchPage, SearchQuery, Sort
from modstead.domain.version import Channel, Version


@dataclass(frozen=True, slots=True)
class CategoryTag:
    """`header` groups categories ("categories", "features", "resolutions" ...); `icon` is hostile SVG."""

    name: str
    project_type: str
    header: str = "categories"
    icon: str = ""


@dataclass(frozen=True, slots=True)
class LoaderTag:
    name: str
    project_types: tuple[str, ...] = ()
    icon: str = ""


@dataclass(frozen=True, slots=True)
class GameVersionTag:
    """`kind` is release, snapshot, alpha or beta; `major` marks the versions that most mods target."""

    version: str
    kind: str = "release"
    date: datetime | None = None
    major: bool = False


@dataclass(frozen=True, slots=True)
class LicenseTag:
    """`id` is the SPDX identifier."""

    id: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class ProjectDependencies:
    """All projects and versions that any version of a project names as a dependency."""

    projects: tuple[Project, ...] = ()
    versions: tuple[Version, ...] = ()


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a platform can do, as data: pages build their controls from it.

    Without `hash_lookup` it knows no file by its hash: what comes from it is remembered. Without `follows` nobody can
    follow a project, and there is no number of those who do. The flags from
    `negative_categories` on are what a search can be narrowed by, beside type, loader, game version and category.
    """

    sorts: tuple[Sort, ...]
    project_types: tuple[str, ...]
    hash_lookup: bool = True
    follows: bool = True
    negative_categories: bool = True
    sides: bool = True
    licenses: bool = True
    open_source: bool = True


class Catalog(Protocol):
    """A mod platform, batch first. Errors are `modstead.errors.CatalogError`s.

    Maps leave out what the platform does not know. Hashes are sha1 in lower-case hex.
    """

    @property
    def id(self) -> str:
        """The provider's name in every `ProjectRef`, such as "modrinth"."""

    @property
    def title(self) -> str:
        """The platform's name for people."""

    @property
    def capabilities(self) -> Capabilities: ...

    def project_url(self, project: Project) -> str:
        """The project's page on the platform's site."""

    def project_in_url(self, text: str) -> str | None:
        """The slug or ID that a pasted address, `modrinth://` link or `#id` names, if it is one of this platform's."""

    def version_in_url(self, text: str) -> str:
        """The version's ID or number that such an address names too; empty where it names none."""

    async def search(self, query: SearchQuery) -> SearchPage: ...

    async def project(self, id_or_slug: str) -> Project: ...

    async def projects(self, ids: Collection[str]) -> Mapping[str, Project]:
        """By project ID."""

    async def versions(
        self,
        id_or_slug: str,
        *,
        loaders: Sequence[str] = (),
        game_versions: Sequence[str] = (),
        changelogs: bool = True,
    ) -> tuple[Version, ...]:
        """A project's versions, newest first; empty filters admit everything."""

    async def version(self, version_id: str) -> Version: ...

    async def version_by_number(self, id_or_slug: str, id_or_number: str) -> Version:
        """The project's version of that ID or number, the oldest where several have the number."""

    async def versions_by_id(self, ids: Collection[str]) -> Mapping[str, Version]: ...

    async def versions_by_hash(self, hashes: Collection[str]) -> Mapping[str, Version]:
        """The version that each file belongs to."""

    async def latest_of(
        self,
        files: Mapping[str, Version],
        *,
        loaders: Sequence[str],
        game_versions: Sequence[str],
        channels: Sequence[Channel] = (),
    ) -> Mapping[str, Version]:
        """The newest version that matches, of the project of each file. It may be older than the file itself.

        Files are told by their sha1, with the version that each belongs to. Never answered from the cache.
        """

    async def latest_of_each(
        self,
        files: Mapping[str, Version],
        channels: Mapping[str, Sequence[Channel]],
        *,
        loaders: Sequence[str],
        game_versions: Sequence[str],
    ) -> Mapping[str, Version]:
        """The same where each file, by its sha1, takes versions from channels of its own."""

    async def dependencies(self, id_or_slug: str) -> ProjectDependencies: ...

    async def members(self, id_or_slug: str) -> tuple[Member, ...]: ...

    async def game_versions(self) -> tuple[GameVersionTag, ...]:
        """Newest first: the one true order of game versions."""

    async def categories(self) -> tuple[CategoryTag, ...]: ...

    async def loaders(self) -> tuple[LoaderTag, ...]: ...

    async def licenses(self) -> tuple[LicenseTag, ...]: ...


class Downloads(Protocol):
    """Fetches files and pictures from a platform's hosts."""

    async def fetch(
        self,
        source: Download,
        target: Path,
        progress: Callable[[int], None],
        waiting: Callable[[str, float], None] | None = None,
        *,
        resumes: bool = False,
    ) -> bool:
        """Write the file to `target`, which must not exist, calling `progress` with the bytes written so far.

        Where a failure is made up for by trying again, `waiting` is told of it before: in two words what failed, and
        in how many seconds it goes on.

        On any failure nothing is left at `target`. With `resumes` what arrived stays there, perhaps with a small file
        beside it whose name goes on with `.tag`; and what lies there is gone on with, if the host still has that file.

        Returned is whether the file was put together from more than one answer: then a wrong hash may come of just
        that, so that it is worth fetching once more, whole. Hashes are not compared: that is for who takes the file
        into use, from what then lies on the disk.

        Raises:
            DamagedDownload: the size differs from what `source` says, or it names no hash to verify the file by.
            HostRefused: the address, or a redirect, leads to a host that files must not come from.
            CatalogError: the host cannot be reached or refuses.
            DiskFull, FolderReadOnly: the target cannot be written.
        """

    async def picture(self, url: str) -> bytes:
        """A picture's bytes, from the cache where possible; at most 8 MiB."""
