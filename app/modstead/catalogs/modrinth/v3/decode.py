"""v3's answers: other names than v2's, and what only some loaders have laid flat beside the rest."""

from typing import ClassVar

from msgspec import Struct

from modstead.catalogs.decoding import Texts
from modstead.catalogs.lenience import Needing
from modstead.catalogs.modrinth.decode import LicenseAnswer, VersionAnswer


class LinkAnswer(Struct):
    platform: str | None = None
    donation: bool | None = None
    url: str | None = None


class GalleryAnswer(Struct):
    url: str | None = None
    raw_url: str | None = None
    name: str | None = None
    description: str | None = None
    featured: bool | None = None
    ordering: int | None = None
    created: str | None = None


class ProjectAnswer(Struct):
    id: str
    slug: str | None = None
    project_types: Texts = None
    team_id: str | None = None
    organization: str | None = None
    name: str | None = None
    summary: str | None = None
    description: str | None = None
    published: str | None = None
    updated: str | None = None
    status: str | None = None
    requested_status: str | None = None
    license: LicenseAnswer | None = None
    downloads: int | None = None
    followers: int | None = None
    categories: Texts = None
    additional_categories: Texts = None
    loaders: Texts = None
    versions: Texts = None
    icon_url: str | None = None
    color: int | None = None
    link_urls: dict[str, LinkAnswer | None] | None = None
    gallery: list[GalleryAnswer | None] | None = None
    thread_id: str | None = None
    game_versions: Texts = None
    environment: Texts = None
    mrpack_loaders: Texts = None


class HitAnswer(Struct):
    project_id: str
    version_id: str | None = None
    project_types: Texts = None
    slug: str | None = None
    author: str | None = None
    name: str | None = None
    summary: str | None = None
    categories: Texts = None
    display_categories: Texts = None
    downloads: int | None = None
    follows: int | None = None
    icon_url: str | None = None
    date_created: str | None = None
    date_modified: str | None = None
    license: str | None = None
    gallery: Texts = None
    featured_gallery: str | None = None
    color: int | None = None
    loaders: Texts = None
    game_versions: Texts = None
    environment: Texts = None
    mrpack_loaders: Texts = None


class SearchAnswer(Needing):
    NEEDED: ClassVar[frozenset[str]] = frozenset({"hits"})

    hits: list[HitAnswer | None] | None = None
    page: int | None = None
    hits_per_page: int | None = None
    total_hits: int | None = None


class DependenciesAnswer(Needing):
    NEEDED: ClassVar[frozenset[str]] = frozenset({"projects", "versions"})

    projects: list[ProjectAnswer | None] | None = None
    versions: list[VersionAnswer | None] | None = None
