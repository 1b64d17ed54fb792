"""The answers of Guizhan Resources as msgspec structs, read generously: see `catalogs.decoding`."""

from typing import Any, ClassVar

from msgspec import Struct

from modstead.catalogs.decoding import Texts
from modstead.catalogs.lenience import Needing, Whole


class OwnerAnswer(Struct):
    """A user has a username, an organization a slug."""

    id: str | None = None
    name: str | None = None
    username: str | None = None
    slug: str | None = None


class TagAnswer(Struct):
    id: str | None = None
    slug: str | None = None
    name: str | None = None


class ListedProjectAnswer(Struct):
    """A project as lists have it."""

    id: str
    name: str | None = None
    slug: str | None = None
    summary: str | None = None
    type: str | None = None
    icon_url: str | None = None
    downloads: int | None = None
    minecraft_versions: Texts = None
    platforms: Texts = None
    created_at: str | None = None
    updated_at: str | None = None
    owner_type: str | None = None
    owner: OwnerAnswer | None = None
    tags: list[TagAnswer | None] | None = None
    status: str | None = None
    visibility: str | None = None


class ProjectAnswer(ListedProjectAnswer):
    """A project as its own page has it; the last four fields, status and visibility are for those who manage it."""

    description: str | None = None
    license_type: str | None = None
    license_url: str | None = None
    homepage_url: str | None = None
    wiki_url: str | None = None
    issues_url: str | None = None
    source_url: str | None = None
    moderator_message: str | None = None
    last_slug_updated_at: str | None = None


class KeywordAnswer(Struct):
    id: str
    keyword: str | None = None


class DependencyAnswer(Whole):
    type: str | None = None
    version_id: str | None = None
    project_id: str | None = None
    name: str | None = None
    url: str | None = None


class ChannelAnswer(Whole):
    id: str | None = None
    name: str | None = None
    slug: str | None = None
    is_default: bool | None = None
    last_slug_updated_at: str | None = None


class FileAnswer(Whole):
    """`name` is an address where the file lies elsewhere. A `checksum` of another form is none."""

    id: str
    name: str | None = None
    checksum: Any = None
    size: int | None = None
    external_url: str | None = None
    is_primary: bool | None = None
    created_at: str | None = None


class VersionAnswer(Needing):
    """A list of versions has no `files`; only a version that is asked for directly names its project."""

    NEEDED: ClassVar[frozenset[str]] = frozenset(
        {"minecraft_versions", "platforms", "dependencies", "channel", "files", "project_id"}
    )

    id: str
    version: str | None = None
    name: str | None = None
    changelog: str | None = None
    minecraft_versions: Texts = None
    platforms: Texts = None
    dependencies: list[DependencyAnswer | None] | None = None
    downloads: int | None = None
    created_at: str | None = None
    channel: ChannelAnswer | None = None
    files: list[FileAnswer | None] | None = None
    project_id: str | None = None
