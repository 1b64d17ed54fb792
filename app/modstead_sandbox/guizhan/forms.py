"""What requests may say, with the bounds that the documents of Guizhan Resources state."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

Slug = Annotated[str, Meta(pattern=r"^[A-Za-z\d](?:[A-Za-z\d]|-(?=[A-Za-z\d])){0,38}\Z")]
Name = Annotated[str, Meta(pattern=r"^(?:[^\W_]|[ _\-()])+\Z", max_length=64)]
Address = Annotated[str, Meta(pattern="^https?://", max_length=2_048)]
MaybeAddress = Address | None | UnsetType
KeywordText = Annotated[str, Meta(min_length=1, max_length=64)]
VersionText = Annotated[str, Meta(min_length=1, max_length=64)]
Licence = Literal[
    "ARR",
    "Custom",
    "Apache-2.0",
    "Zlib",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "MIT",
    "ISC",
    "AGPL-3.0",
    "LGPL-2.1",
    "LGPL-3.0",
    "GPL-2.0",
    "GPL-3.0",
    "CC0-1.0",
    "CC-BY-4.0",
    "CC-BY-NC-4.0",
    "CC-BY-NC-SA-4.0",
]
Platform = Literal[
    "bukkit",
    "spigot",
    "paper",
    "folia",
    "purpur",
    "forge",
    "fabric",
    "quilt",
    "neoforge",
    "resourcepack",
    "datapack",
    "other",
]


class NewProject(Struct, frozen=True):
    slug: Slug
    name: Name
    summary: Annotated[str, Meta(max_length=128)] = ""


class ProjectPatch(Struct, frozen=True):
    """All of it is optional; a null takes an address away."""

    slug: Slug | UnsetType = UNSET
    name: Name | UnsetType = UNSET
    summary: Annotated[str, Meta(max_length=256)] | UnsetType = UNSET
    type: Literal["project", "plugin", "mod", "resource"] | UnsetType = UNSET
    visibility: Literal["public", "unlisted", "private"] | UnsetType = UNSET
    description: str | UnsetType = UNSET
    license_type: Licence | UnsetType = UNSET
    license_url: MaybeAddress = UNSET
    homepage_url: MaybeAddress = UNSET
    wiki_url: MaybeAddress = UNSET
    issues_url: MaybeAddress = UNSET
    source_url: MaybeAddress = UNSET
    tags: list[str] | UnsetType = UNSET


class KeywordForm(Struct, frozen=True):
    keyword: KeywordText


class DependencyForm(Struct, frozen=True):
    type: Literal["required", "optional", "incompatible", "embedded"]
    version_id: str | None = None
    project_id: str | None = None
    name: str | None = None
    url: Address | None = None


class FileForm(Struct, frozen=True):
    """A file: the name of an uploaded part, or an address elsewhere in `name` or `external_url`.

    Assumed for updates, which are to "add, replace, or remove": an `id` names the file to replace, and with
    `remove` the one to take away.
    """

    name: str = ""
    external_url: Address | None = None
    is_primary: bool = False
    id: str | None = None
    remove: bool = False


class NewVersion(Struct, frozen=True):
    channel: str
    version: VersionText
    name: VersionText
    files: Annotated[list[FileForm], Meta(min_length=1)]
    changelog: str | None = None
    minecraft_versions: list[str] | None = None
    platforms: list[Platform] | None = None
    dependencies: list[DependencyForm] | None = None


class VersionPatch(Struct, frozen=True):
    channel: str | UnsetType = UNSET
    version: VersionText | UnsetType = UNSET
    name: VersionText | UnsetType = UNSET
    changelog: str | UnsetType | None = UNSET
    minecraft_versions: list[str] | UnsetType = UNSET
    platforms: list[Platform] | UnsetType = UNSET
    dependencies: list[DependencyForm] | UnsetType = UNSET
    files: list[FileForm] = []


class VersionsPatch(Struct, frozen=True):
    """The same for several versions; what is replaced cannot also be added to or taken from."""

    versions: Annotated[list[str], Meta(min_length=1)]
    channel: str | UnsetType = UNSET
    name: VersionText | UnsetType = UNSET
    changelog: str | UnsetType | None = UNSET
    minecraft_versions: list[str] | UnsetType = UNSET
    add_minecraft_versions: list[str] = []
    remove_minecraft_versions: list[str] = []
    platforms: list[Platform] | UnsetType = UNSET
    add_platforms: list[Platform] = []
    remove_platforms: list[Platform] = []
    dependencies: list[DependencyForm] | UnsetType = UNSET
    add_dependencies: list[DependencyForm] = []
    remove_dependencies: list[DependencyForm] = []


class Versions(Struct, frozen=True):
    versions: Annotated[list[str], Meta(min_length=1)]


class NewChannel(Struct, frozen=True):
    name: VersionText
    slug: Slug
    is_default: bool = False
    minecraft_versions: list[str] = []
    platforms: list[Platform] = []
    dependencies: list[DependencyForm] = []
