"""A project's versions and their files."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Channel(StrEnum):
    """How stable a version is said to be, from the most stable on."""

    RELEASE = "release"
    BETA = "beta"
    ALPHA = "alpha"

    @property
    def risk(self) -> int:
        """0 for a release, more for less stable ones."""
        return tuple(Channel).index(self)

    def admits(self, other: "Channel") -> bool:
        """Whether someone who follows this channel takes a version of `other`: it is as stable or more so."""
        return other.risk <= self.risk


@dataclass(frozen=True, slots=True)
class Hashes:
    """In lower-case hex. sha1 looks files up, sha512 verifies downloads."""

    sha1: str
    sha512: str = ""


@dataclass(frozen=True, slots=True)
class VersionFile:
    """A file of a version. `filename` is the server's word: it is checked before it names anything on disk."""

    url: str
    filename: str
    size: int
    hashes: Hashes
    primary: bool = False
    file_type: str = ""


class DependencyKind(StrEnum):
    REQUIRED = "required"
    OPTIONAL = "optional"
    INCOMPATIBLE = "incompatible"
    EMBEDDED = "embedded"


@dataclass(frozen=True, slots=True)
class Dependency:
    """What a version says of another project. Each of the three names may be missing."""

    kind: DependencyKind
    project_id: str | None = None
    version_id: str | None = None
    file_name: str | None = None


@dataclass(frozen=True, slots=True)
class Version:
    """A published version of a project. `changelog` is None where the answer left it out."""

    provider: str
    id: str
    project_id: str
    number: str
    name: str = ""
    channel: Channel = Channel.RELEASE
    loaders: tuple[str, ...] = ()
    game_versions: tuple[str, ...] = ()
    published: datetime | None = None
    files: tuple[VersionFile, ...] = ()
    dependencies: tuple[Dependency, ...] = ()
    changelog: str | None = None
    downloads: int = 0
    featured: bool = False
    status: str = "listed"
    author_id: str = ""

    @property
    def primary_file(self) -> VersionFile | None:
        """The first file marked primary, else the first: many versions mark none."""
        return next((file for file in self.files if file.primary), self.files[0] if self.files else None)

    def has_file(self, sha1: str) -> bool:
        return any(file.hashes.sha1 == sha1 for file in self.files)
