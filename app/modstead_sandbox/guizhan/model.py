"""What Guizhan Resources holds: frozen values, without addresses."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from modstead_sandbox.guizhan.assumptions import APPROVED


@dataclass(frozen=True, slots=True)
class Content:
    """Bytes, in memory or on disk, with their lower-case digests and their size."""

    sha1: str
    sha256: str
    size: int
    data: bytes = b""
    path: Path | None = None

    def read(self) -> bytes:
        return self.data if self.path is None else self.path.read_bytes()


@dataclass(frozen=True, slots=True)
class Owner:
    """A user, or an organization with what each of its members may do there; `handle` is a username or a slug."""

    id: str
    handle: str
    name: str
    members: tuple[tuple[str, frozenset[str]], ...] = ()
    is_organization: bool = False


@dataclass(frozen=True, slots=True)
class Tag:
    id: str
    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class Keyword:
    id: str
    keyword: str


@dataclass(frozen=True, slots=True)
class Dependency:
    """What a version names: exactly one of a version, a project, or something outside by its name."""

    type: str
    version_id: str | None = None
    project_id: str | None = None
    name: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel of a project; its defaults fill what a new version leaves out."""

    id: str
    name: str
    slug: str
    is_default: bool
    minecraft_versions: tuple[str, ...] = ()
    platforms: tuple[str, ...] = ()
    dependencies: tuple[Dependency, ...] = ()
    last_slug_updated: int | None = None


@dataclass(frozen=True, slots=True)
class File:
    """A file of a version: bytes with digests, or an address elsewhere, of which nothing is known."""

    id: str
    name: str
    is_primary: bool
    created: int
    content: Content | None = None
    external_url: str | None = None


@dataclass(frozen=True, slots=True)
class Version:
    id: str
    project_id: str
    version: str
    name: str
    changelog: str | None
    minecraft_versions: tuple[str, ...]
    platforms: tuple[str, ...]
    dependencies: tuple[Dependency, ...]
    channel_id: str
    files: tuple[File, ...]
    created: int
    downloads: int = 0


@dataclass(frozen=True, slots=True)
class Project:
    """One project with its channels and keywords; times in seconds since 1970."""

    id: str
    slug: str
    name: str
    summary: str
    owner: Owner
    created: int
    updated: int
    type: str = "project"
    description: str = ""
    license_type: str = "ARR"
    license_url: str | None = None
    homepage_url: str | None = None
    wiki_url: str | None = None
    issues_url: str | None = None
    source_url: str | None = None
    tags: tuple[str, ...] = ()
    status: str = APPROVED
    visibility: str = "public"
    moderator_message: str | None = None
    last_slug_updated: int | None = None
    channels: tuple[Channel, ...] = ()
    keywords: tuple[Keyword, ...] = ()
