"""What the catalogue holds: frozen values, without addresses and without the bytes of any file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import IntFlag
from pathlib import Path


@dataclass(frozen=True, slots=True)
class User:
    number: int
    id: str
    username: str
    name: str | None
    bio: str
    created: int
    role: str = "developer"
    email: str | None = None
    avatar: str | None = None


class Permission(IntFlag):
    """What a member of a team may do, by the platform's bits."""

    UPLOAD_VERSION = 1
    DELETE_VERSION = 2
    EDIT_DETAILS = 4
    EDIT_BODY = 8
    MANAGE_INVITES = 16
    REMOVE_MEMBER = 32
    EDIT_MEMBER = 64
    DELETE_PROJECT = 128
    VIEW_ANALYTICS = 256
    VIEW_PAYOUTS = 512


ALL_PERMISSIONS = 0b11_1111_1111


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of a team; `permissions` are the platform's ten bits, from uploading versions to seeing payouts."""

    user: User
    role: str
    ordering: int
    permissions: int = 0
    accepted: bool = True
    payouts_split: float = 0.0
    is_owner: bool = False


@dataclass(frozen=True, slots=True)
class Team:
    id: str
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class Dependency:
    """What a version names; all three of its ids may be None, as on the platform."""

    kind: str
    project_id: str | None = None
    version_id: str | None = None
    file_name: str | None = None


@dataclass(frozen=True, slots=True)
class Stored:
    """Bytes that were uploaded: where they lie, their lower-case digests, their size in bytes."""

    number: int
    path: Path
    sha1: str
    sha256: str
    sha512: str
    size: int


@dataclass(frozen=True, slots=True)
class VersionFile:
    """A file of a version; its bytes are those of `made_from`, a version number within the project, or `stored`."""

    filename: str
    primary: bool
    file_type: str | None
    made_from: int
    sources: bool = False
    stored: Stored | None = None


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a project; `number` is its place in the project's history, oldest 0."""

    id: str
    number: int
    project_id: str
    project_number: int
    author_id: str
    name: str
    version_number: str
    core: str
    channel: str
    status: str
    loaders: tuple[str, ...]
    game_versions: tuple[str, ...]
    published: int
    downloads: int
    featured: bool
    dependencies: tuple[Dependency, ...]
    files: tuple[VersionFile, ...]
    old_address: bool = False
    requested_status: str | None = None
    environment: str | None = None
    has_own_changelog: bool = False
    own_changelog: str | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of a gallery: the file that is shown, the file behind it, and what is said of it."""

    name: str
    raw_name: str
    featured: bool
    title: str | None
    description: str | None
    created: int
    ordering: int


@dataclass(frozen=True, slots=True)
class Donation:
    id: str
    platform: str
    url: str


@dataclass(frozen=True, slots=True)
class Details:
    """The rest of a project's page; a `body` of None is made from the project's own words."""

    body: str | None
    issues_url: str | None
    source_url: str | None
    wiki_url: str | None
    discord_url: str | None
    donations: tuple[Donation, ...]
    licence_url: str | None
    icon: str | None
    gallery: tuple[Picture, ...]
    approved: int | None
    queued: int | None = None
    requested_status: str | None = "approved"
    moderator_message: str | None = None
    moderator_message_body: str | None = None


@dataclass(frozen=True, slots=True)
class Project:
    """One project but for its versions and its text, which are made when asked for."""

    number: int
    id: str
    slug: str
    title: str
    description: str
    kind: str
    loaders: tuple[str, ...]
    categories: tuple[str, ...]
    additional_categories: tuple[str, ...]
    client_side: str
    server_side: str
    licence: str
    author: User
    team: str
    published: int
    updated: int
    downloads: int
    followers: int
    motif: str
    palette: str
    has_icon: bool
    pictures: int
    status: str = "approved"
    hostile: bool = False
    words: tuple[str, ...] = ()
    details: Details | None = None

    @property
    def mod_id(self) -> str:
        """The identifier that the project's manifests carry; valid for every loader."""
        return self.slug.replace("-", "_").replace("'", "")


def iso(seconds: int, *, offset: bool = False) -> str:
    """Write a time as the platform does: `Z` in projects and versions, `+00:00` in search hits."""
    micros = seconds * 7919 % 1_000_000
    moment = datetime.fromtimestamp(seconds, UTC).replace(microsecond=micros)
    text = moment.strftime("%Y-%m-%dT%H:%M:%S.%f")
    return text + ("+00:00" if offset else "Z")


def seconds(day: str) -> int:
    """Return the time of an ISO 8601 day or moment as seconds since 1970."""
    moment = datetime.fromisoformat(day)
    return int(moment.replace(tzinfo=moment.tzinfo or UTC).timestamp())
