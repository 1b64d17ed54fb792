"""Modrinth's answers as msgspec structs, read generously.

Fields that are missing, unknown or null never fail: real answers differ from the published document in all three ways.
Enumerations are read as text. What has another type than documented fails only where it is needed.
"""

from typing import ClassVar

from msgspec import Struct

from modstead.catalogs.decoding import Texts
from modstead.catalogs.lenience import Needing, Whole


class HashesAnswer(Whole):
    sha1: str | None = None
    sha512: str | None = None


class FileAnswer(Whole):
    url: str | None = None
    filename: str | None = None
    size: int | None = None
    primary: bool | None = None
    file_type: str | None = None
    hashes: HashesAnswer | None = None


class DependencyAnswer(Whole):
    dependency_type: str | None = None
    project_id: str | None = None
    version_id: str | None = None
    file_name: str | None = None


class VersionAnswer(Needing):
    """What it is made for, of which kind and what it needs decides what is installed, as its files do."""

    NEEDED: ClassVar[frozenset[str]] = frozenset(
        {"project_id", "version_type", "loaders", "game_versions", "files", "dependencies", "status"}
    )

    id: str
    project_id: str | None = None
    version_number: str | None = None
    name: str | None = None
    version_type: str | None = None
    loaders: Texts = None
    game_versions: Texts = None
    date_published: str | None = None
    files: list[FileAnswer | None] | None = None
    dependencies: list[DependencyAnswer | None] | None = None
    changelog: str | None = None
    downloads: int | None = None
    featured: bool | None = None
    status: str | None = None
    author_id: str | None = None


class GalleryAnswer(Struct):
    url: str | None = None
    raw_url: str | None = None
    title: str | None = None
    description: str | None = None
    featured: bool | None = None
    ordering: int | None = None
    created: str | None = None


class LicenseAnswer(Struct):
    id: str | None = None
    name: str | None = None
    url: str | None = None


class DonationAnswer(Struct):
    id: str | None = None
    platform: str | None = None
    url: str | None = None


class ProjectAnswer(Struct):
    id: str
    slug: str | None = None
    title: str | None = None
    description: str | None = None
    body: str | None = None
    project_type: str | None = None
    all_project_types: Texts = None
    loaders: Texts = None
    game_versions: Texts = None
    categories: Texts = None
    additional_categories: Texts = None
    client_side: str | None = None
    server_side: str | None = None
    icon_url: str | None = None
    color: int | None = None
    downloads: int | None = None
    followers: int | None = None
    published: str | None = None
    updated: str | None = None
    license: LicenseAnswer | None = None
    gallery: list[GalleryAnswer | None] | None = None
    issues_url: str | None = None
    source_url: str | None = None
    wiki_url: str | None = None
    discord_url: str | None = None
    donation_urls: list[DonationAnswer | None] | None = None
    team: str | None = None
    organization: str | None = None
    versions: Texts = None
    status: str | None = None
    requested_status: str | None = None
    thread_id: str | None = None


class HitAnswer(Struct):
    """`gallery` holds addresses here, unlike a project's; `icon_url` is empty where there is none."""

    project_id: str
    slug: str | None = None
    title: str | None = None
    author: str | None = None
    description: str | None = None
    project_type: str | None = None
    all_project_types: Texts = None
    categories: Texts = None
    display_categories: Texts = None
    versions: Texts = None
    client_side: str | None = None
    server_side: str | None = None
    icon_url: str | None = None
    color: int | None = None
    downloads: int | None = None
    follows: int | None = None
    date_created: str | None = None
    date_modified: str | None = None
    latest_version: str | None = None
    license: str | None = None
    gallery: Texts = None
    featured_gallery: str | None = None


class SearchAnswer(Needing):
    NEEDED: ClassVar[frozenset[str]] = frozenset({"hits"})

    hits: list[HitAnswer | None] | None = None
    offset: int | None = None
    limit: int | None = None
    total_hits: int | None = None


class DependenciesAnswer(Needing):
    NEEDED: ClassVar[frozenset[str]] = frozenset({"projects", "versions"})

    projects: list[ProjectAnswer | None] | None = None
    versions: list[VersionAnswer | None] | None = None


class IdentifierAnswer(Struct):
    id: str


class UserAnswer(Struct):
    id: str
    username: str | None = None
    name: str | None = None
    avatar_url: str | None = None
    bio: str | None = None
    created: str | None = None
    role: str | None = None


class PayoutAnswer(Struct):
    created: str | None = None
    amount: float | str | None = None
    status: str | None = None


class PayoutsAnswer(Struct):
    """Amounts are told as texts or as numbers."""

    all_time: float | str | None = None
    last_month: float | str | None = None
    payouts: list[PayoutAnswer | None] | None = None


class MemberAnswer(Struct):
    user: UserAnswer
    team_id: str | None = None
    role: str | None = None
    is_owner: bool | None = None
    accepted: bool | None = None
    ordering: int | None = None
    permissions: int | None = None
    payouts_split: float | None = None


class CategoryAnswer(Struct):
    name: str
    project_type: str | None = None
    header: str | None = None
    icon: str | None = None


class LoaderAnswer(Struct):
    name: str
    supported_project_types: Texts = None
    icon: str | None = None


class GameVersionAnswer(Struct):
    version: str
    version_type: str | None = None
    date: str | None = None
    major: bool | None = None


class LicenseTagAnswer(Struct):
    short: str
    name: str | None = None


class LicenseTextAnswer(Struct):
    title: str | None = None
    body: str | None = None


class DonationPlatformAnswer(Struct):
    short: str
    name: str | None = None


class ForgeUpdatesAnswer(Struct):
    homepage: str | None = None
    promos: dict[str, str | None] | None = None


class StatisticsAnswer(Struct):
    projects: int | None = None
    versions: int | None = None
    files: int | None = None
    authors: int | None = None


class NotificationAnswer(Struct):
    id: str
    type: str | None = None
    title: str | None = None
    text: str | None = None
    link: str | None = None
    read: bool | None = None
    created: str | None = None


class ReportAnswer(Struct):
    id: str
    report_type: str | None = None
    item_id: str | None = None
    item_type: str | None = None
    body: str | None = None
    created: str | None = None
    closed: bool | None = None
    thread_id: str | None = None


class MessageBodyAnswer(Struct):
    type: str | None = None
    body: str | None = None
    old_status: str | None = None
    new_status: str | None = None


class MessageAnswer(Struct):
    id: str
    author_id: str | None = None
    body: MessageBodyAnswer | None = None
    created: str | None = None


class ThreadAnswer(Struct):
    id: str
    messages: list[MessageAnswer | None] | None = None
    members: list[UserAnswer | None] | None = None
