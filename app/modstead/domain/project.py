"""What a platform says of a project, and how projects are searched for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class ProjectRef:
    """A project on a platform. `project_id` never changes, unlike a slug.

    IDs differ over all platforms: those of the main one stand as they are, the others' are qualified.
    """

    provider: str
    project_id: str


def qualified(provider: str, name: str) -> str:
    """An ID, number or slug of a platform that is not the main one: no name on the main one has a colon."""
    return f"{provider}:{name}"


def provider_in(name: str) -> str:
    """The platform that an ID or slug is qualified with; empty for those of the main one."""
    provider, colon, _ = name.partition(":")
    return provider if colon else ""


def _handle(ref: ProjectRef, slug: str) -> str:
    provider = provider_in(ref.project_id)
    named = slug or ref.project_id
    return qualified(provider, named) if provider and not provider_in(named) else named


@dataclass(frozen=True, slots=True)
class Freshness:
    """When an answer came from the platform, and whether it is shown because the platform is out of reach."""

    fetched_at: datetime
    offline: bool = False


class SideSupport(StrEnum):
    """Whether a side (client or server) needs a project."""

    REQUIRED = "required"
    OPTIONAL = "optional"
    UNSUPPORTED = "unsupported"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class GalleryImage:
    """`url` may be scaled down; `raw_url` is the picture as uploaded."""

    url: str
    raw_url: str = ""
    title: str = ""
    description: str = ""
    featured: bool = False
    ordering: int = 0
    created: datetime | None = None


@dataclass(frozen=True, slots=True)
class License:
    """`id` is an SPDX expression, or `LicenseRef-...` where there is none."""

    id: str = ""
    name: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Donation:
    """A place at which a project takes donations; `id` is one of the platform's, `platform` its name."""

    id: str
    platform: str
    url: str


@dataclass(frozen=True, slots=True)
class Project:
    """A project as its own page shows it. `links` maps a title ("Source code") to an address."""

    ref: ProjectRef
    slug: str
    title: str
    summary: str = ""
    body: str = ""
    project_type: str = "mod"
    loaders: tuple[str, ...] = ()
    game_versions: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    additional_categories: tuple[str, ...] = ()
    client_side: SideSupport = SideSupport.UNKNOWN
    server_side: SideSupport = SideSupport.UNKNOWN
    icon_url: str | None = None
    color: int | None = None
    downloads: int = 0
    followers: int = 0
    published: datetime | None = None
    updated: datetime | None = None
    license: License = License()
    gallery: tuple[GalleryImage, ...] = ()
    links: Mapping[str, str] = field(default_factory=dict)
    team_id: str = ""
    organization_id: str = ""
    version_ids: tuple[str, ...] = ()
    status: str = ""
    requested_status: str = ""
    thread_id: str = ""
    donations: tuple[Donation, ...] = ()
    freshness: Freshness | None = None

    @property
    def project_id(self) -> str:
        return self.ref.project_id

    @property
    def handle(self) -> str:
        """What people name it by: its slug, with its platform where that is not the main one."""
        return _handle(self.ref, self.slug)


@dataclass(frozen=True, slots=True)
class User:
    id: str
    username: str
    name: str = ""
    avatar_url: str | None = None
    bio: str = ""
    created: datetime | None = None
    role: str = ""


@dataclass(frozen=True, slots=True)
class Member:
    """A user in a project's team. `ordering` sorts them as the team wants.

    `permissions` (a field of bits) and `payouts_split` are told only to members.
    """

    user: User
    role: str = ""
    is_owner: bool = False
    accepted: bool = True
    ordering: int = 0
    team_id: str = ""
    permissions: int | None = None
    payouts_split: float | None = None


class Sort(StrEnum):
    RELEVANCE = "relevance"
    DOWNLOADS = "downloads"
    FOLLOWS = "follows"
    NEWEST = "newest"
    UPDATED = "updated"


class SideFilter(StrEnum):
    CLIENT = "client"
    SERVER = "server"


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """What to search for. Empty filters admit everything.

    Loaders, game versions and types are any-of each. Every category in `with_categories` must be there, none of
    `without_categories` may. `limit` is at most 100; `offset` counts whole pages (a multiple of `limit`), since
    platforms round it down.
    """

    text: str = ""
    project_types: tuple[str, ...] = ("mod",)
    loaders: tuple[str, ...] = ()
    game_versions: tuple[str, ...] = ()
    with_categories: tuple[str, ...] = ()
    without_categories: tuple[str, ...] = ()
    sides: tuple[SideFilter, ...] = ()
    licenses: tuple[str, ...] = ()
    open_source: bool = False
    sort: Sort = Sort.RELEVANCE
    offset: int = 0
    limit: int = 20


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A project as search answers show it. `gallery` holds addresses of thumbnails."""

    ref: ProjectRef
    slug: str
    title: str
    author: str = ""
    summary: str = ""
    project_type: str = "mod"
    categories: tuple[str, ...] = ()
    loaders: tuple[str, ...] = ()
    game_versions: tuple[str, ...] = ()
    client_side: SideSupport = SideSupport.UNKNOWN
    server_side: SideSupport = SideSupport.UNKNOWN
    icon_url: str | None = None
    color: int | None = None
    downloads: int = 0
    followers: int = 0
    published: datetime | None = None
    updated: datetime | None = None
    latest_version_id: str | None = None
    license_id: str = ""
    gallery: tuple[str, ...] = ()
    featured_gallery: str | None = None

    @property
    def handle(self) -> str:
        """As `Project.handle`."""
        return _handle(self.ref, self.slug)


@dataclass(frozen=True, slots=True)
class SearchPage:
    """Where a platform does not tell how many there are, `total` is what is known, and `more` that it is not all."""

    hits: tuple[SearchHit, ...]
    total: int
    offset: int = 0
    limit: int = 20
    freshness: Freshness | None = None
    more: bool = False
