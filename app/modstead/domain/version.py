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
    """In lower-case hex. sha1 looks files up, sha512 verifies downloads, and sha256 those of which it alone is told."""

    sha1: str
    sha512: str = ""
    sha256: str = ""

    @property
    def verify(self) -> bool:
        """Whether a file can be verified by them at all."""
        return bool(self.sha1 or self.sha512 or self.sha256)

    def refuse(self, found: "Hashes") -> str:
        """The algorithm by which a file is not the announced one, having these hashes; empty where it is the one."""
        pairs = {
            "sha1": (self.sha1, found.sha1),
            "sha512": (self.sha512, found.sha512),
            "sha256": (self.sha256, found.sha256),
        }
        return next((name for name, (told, is_) in pairs.items() if told not in {"", is_}), "")

    def contradict(self, others: "Hashes") -> bool:
        """Whether no one file can have both these hashes and the others; what either does not tell fits."""
        pairs = ((self.sha1, others.sha1), (self.sha512, others.sha512), (self.sha256, others.sha256))
        return any(one and other and one != other for one, other in pairs)


@dataclass(frozen=True, slots=True)
class VersionFile:
    """A file of a version. `filename` is the server's word: it is checked before it names anything on disk.

    One that lies `elsewhere` is merely linked to: nobody vouches for its bytes, so that only the browser opens it.
    """

    url: str
    filename: str
    size: int
    hashes: Hashes
    primary: bool = False
    file_type: str = ""
    elsewhere: bool = False


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
    """A published version of a project. `changelog` is None where the answer left it out.

    Without `files_known` the answer left out its files: they are told where it is asked for by its ID.
    """

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
    files_known: bool = True

    @property
    def primary_file(self) -> VersionFile | None:
        """The first file marked primary, else the first: many versions mark none."""
        return next((file for file in self.files if file.primary), self.files[0] if self.files else None)

    def has_file(self, sha1: str) -> bool:
        return any(file.hashes.sha1 == sha1 for file in self.files)
