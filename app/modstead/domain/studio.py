"""What Modstead asks of a platform that one can publish on, in its own terms."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from modstead.domain.project import GalleryImage, Member, Project, User
from modstead.domain.publishing import BulkStep, Content, Field
from modstead.domain.version import Dependency, Version, VersionFile
from modstead.domain.version_prefill import Prefill
from modstead.errors import FieldRefused


@dataclass(frozen=True, slots=True)
class Published:
    """A project of one's own with what may be said of it."""

    project: Project
    content: Content


@dataclass(frozen=True, slots=True)
class FileBounds:
    """Which files a platform takes: their extensions, without the dot, and at most so many bytes."""

    extensions: tuple[str, ...] = ()
    most: int = 0

    def check(self, path: Path, size: int, field: str) -> None:
        """Raises FieldRefused for a file that the platform would not take."""
        if path.suffix.lower().removeprefix(".") not in self.extensions:
            wanted = f"It must be one of {', '.join(self.extensions)}."
            raise FieldRefused(f"{path.name} has the wrong extension.", wanted, field=field)
        if size == 0:
            raise FieldRefused(f"{path.name} is empty.", field=field)
        if size > self.most:
            most = f"{self.most >> 20} MiB" if self.most >= 1 << 20 else f"{self.most >> 10} KiB"
            raise FieldRefused(f"{path.name} is larger than {most}.", f"It has {size:,} bytes.", field=field)


@dataclass(frozen=True, slots=True)
class Abilities:
    """What a platform takes of files, and the fields that can be changed of several projects at once.

    Where it `names_anything`, a dependency may be on what it does not have itself. `added` are the files that may come
    into a version that is there. With `submits_versions`, a project without any version cannot be submitted.
    """

    files: FileBounds
    added: FileBounds = FileBounds()
    icons: FileBounds = FileBounds()
    pictures: FileBounds = FileBounds()
    bulk: tuple[str, ...] = ()
    names_anything: bool = False
    submits_versions: bool = False


class Progress(Protocol):
    def __call__(self, sent: int, /) -> None:
        """`sent` bytes of an upload are on their way."""


class Publishing(Protocol):
    """A platform that one can publish on. All that is asked is asked in the name of who is signed in.

    Every `Content` is held against the platform's bounds before anything is sent.

    Raises, from all its methods:
        FieldRefused: a value is out of the platform's bounds; nothing was sent.
        CatalogError: the platform does not do it.
    """

    @property
    def id(self) -> str: ...

    @property
    def title(self) -> str:
        """The platform's name for people."""

    @property
    def abilities(self) -> Abilities: ...

    def page(self, project: Project) -> str:
        """The address of the project's page."""

    async def fields(self, project: Project | None) -> tuple[Field, ...]:
        """What may be said of a project; with None of one that is to be made."""

    async def version_fields(self, project: Project) -> tuple[Field, ...]: ...

    def new_project(self) -> Content:
        """What a new project is, as far as nobody says anything else."""

    def refused(
        self, content: Content, *, new: bool, there: Content | None = None
    ) -> tuple[FieldRefused, ...]:
        """All that the platform would refuse of what is said of a project that says what is `there`."""

    def refused_version(self, content: Content, *, new: bool) -> tuple[FieldRefused, ...]: ...

    async def mine(self, user: User) -> tuple[Project, ...]: ...

    async def published(self, id_or_slug: str) -> Published: ...

    async def create(self, content: Content, icon: Path | None, progress: Progress) -> Project:
        """Make a draft."""

    async def edit(self, project: Project, content: Content) -> None:
        """Change those fields; what is left out stays."""

    async def submit(self, project: Project) -> None:
        """Have the platform's moderators look at a draft."""

    async def delete(self, project: Project) -> None: ...

    async def versions(self, project: Project) -> tuple[Version, ...]:
        """All versions, also those that only the team sees, newest first."""

    def version_content(self, version: Version) -> Content:
        """What is said of a version, but for its dependencies."""

    def new_version(self, project: Project, prefill: Prefill) -> Content:
        """The same of one that is to be made, from what its file says of itself."""

    async def create_version(
        self,
        project: Project,
        content: Content,
        dependencies: Sequence[Dependency],
        files: Sequence[Path],
        progress: Progress,
    ) -> Version:
        """Publish a version; the first of the files is the primary one."""

    async def edit_version(
        self, version: Version, content: Content, dependencies: Sequence[Dependency] | None
    ) -> None:
        """Change those fields; with None the dependencies stay."""

    async def delete_version(self, version: Version) -> None: ...


class Pictures(Protocol):
    """A platform whose projects have icons and galleries."""

    @property
    def picture_fields(self) -> tuple[Field, ...]: ...

    def picture_content(self, picture: GalleryImage) -> Content: ...

    def refused_picture(self, content: Content, *, new: bool) -> tuple[FieldRefused, ...]:
        """All that the platform would refuse of what is said of a picture."""

    async def set_icon(self, project: Project, icon: Path, progress: Progress) -> None: ...

    async def delete_icon(self, project: Project) -> None: ...

    async def add_picture(
        self, project: Project, picture: Path, content: Content, progress: Progress
    ) -> None: ...

    async def edit_picture(self, project: Project, picture: GalleryImage, content: Content) -> None: ...

    async def delete_picture(self, project: Project, picture: GalleryImage) -> None: ...


class Teams(Protocol):
    """A platform whose projects have teams."""

    @property
    def member_fields(self) -> tuple[Field, ...]: ...

    def member_content(self, member: Member) -> Content: ...

    def refused_member(self, content: Content) -> tuple[FieldRefused, ...]:
        """All that the platform would refuse of what is said of a member."""

    async def team(self, project: Project) -> tuple[Member, ...]:
        """All members, also those who have not joined yet, in the team's order."""

    async def user(self, name_or_id: str) -> User: ...

    async def invite(self, project: Project, user: User) -> None: ...

    async def edit_member(self, project: Project, member: Member, content: Content) -> None: ...

    async def remove_member(self, project: Project, member: Member) -> None: ...

    async def join(self, project: Project) -> None:
        """Accept an invitation into its team."""

    async def transfer(self, project: Project, member: Member) -> None:
        """Make a member the owner, for good."""


class VersionFiles(Protocol):
    """A platform that lets files be added to a version that is there, and be taken out of it."""

    async def add_files(self, version: Version, files: Sequence[Path], progress: Progress) -> None: ...

    async def delete_file(self, version: Version, file: VersionFile) -> None: ...


class Bulk(Protocol):
    """A platform that makes the same change to several projects in one go."""

    def refused_steps(self, steps: Sequence[BulkStep]) -> tuple[FieldRefused, ...]:
        """All that the platform would refuse of the change, whatever the projects are like."""

    async def edit_all(self, projects: Sequence[Project], steps: Sequence[BulkStep]) -> None: ...


@dataclass(frozen=True, slots=True)
class Studio:
    """A platform for creators, with what of it there is."""

    publishing: Publishing
    pictures: Pictures | None = None
    teams: Teams | None = None
    files: VersionFiles | None = None
    bulk: Bulk | None = None
