"""What is sent to Guizhan Resources in the body of a request, with the bounds that its documents state.

A field that is left out stays as it is; None, where a field admits it, clears it.
"""

import re
from typing import Annotated

from msgspec import UNSET, Struct, UnsetType

from modstead.catalogs.operations import Bounds, Rule

PLATFORMS = (
    *("bukkit", "spigot", "paper", "folia", "purpur", "forge", "fabric", "quilt", "neoforge"),
    *("resourcepack", "datapack", "other"),
)
TYPES = ("project", "plugin", "mod", "resource")
LICENSES = (
    *("ARR", "Custom", "Apache-2.0", "Zlib", "BSD-2-Clause", "BSD-3-Clause", "MIT", "ISC"),
    *("AGPL-3.0", "LGPL-2.1", "LGPL-3.0", "GPL-2.0", "GPL-3.0"),
    *("CC0-1.0", "CC-BY-4.0", "CC-BY-NC-4.0", "CC-BY-NC-SA-4.0"),
)
DEPENDENCY_TYPES = ("required", "optional", "incompatible", "embedded")

_NAME = re.compile(r"[\w _\-()]+")


def _unusable_in_name(value: str) -> str:
    """The documents admit letters and numbers of any script, spaces, `_`, `-` and brackets."""
    if _NAME.fullmatch(value):
        return ""
    odd = next(mark for mark in f"{value}\N{REPLACEMENT CHARACTER}" if not _NAME.fullmatch(mark))
    return f"“{odd}” cannot be in it." if value else "It is empty."


SLUG = Bounds(pattern=r"(?i:[a-z\d](?:[a-z\d]|-(?=[a-z\d])){0,38})")
NAME = Bounds(rule=Rule("letters, numbers, spaces and _-()", _unusable_in_name))
UPDATED_NAME = Bounds(least=1, most=64, rule=NAME.rule)
SUMMARY_AT_CREATION = Bounds(most=128)
SUMMARY = Bounds(most=256)
KEYWORD = Bounds(least=1, most=64)
LABEL = Bounds(least=1, most=64)
MADE_FOR = Bounds(each=Bounds(choices=PLATFORMS))

Text = str | UnsetType
Cleared = str | None | UnsetType
Texts = tuple[str, ...] | UnsetType


class NewProject(Struct, frozen=True, kw_only=True):
    slug: Annotated[str, SLUG]
    name: Annotated[str, NAME]
    summary: Annotated[Text, SUMMARY_AT_CREATION] = UNSET


class ProjectEdit(Struct, frozen=True, kw_only=True):
    """`license_url` must be there where `license_type` is Custom."""

    slug: Annotated[Text, SLUG] = UNSET
    name: Annotated[Text, UPDATED_NAME] = UNSET
    summary: Annotated[Text, SUMMARY] = UNSET
    type: Annotated[Text, Bounds(choices=TYPES)] = UNSET
    visibility: Annotated[Text, Bounds(choices=("public", "unlisted", "private"))] = UNSET
    description: Text = UNSET
    license_type: Annotated[Text, Bounds(choices=LICENSES)] = UNSET
    license_url: Cleared = UNSET
    homepage_url: Cleared = UNSET
    wiki_url: Cleared = UNSET
    issues_url: Cleared = UNSET
    source_url: Cleared = UNSET
    tags: Texts = UNSET


class Keyword(Struct, frozen=True, kw_only=True):
    keyword: Annotated[str, KEYWORD]


class VersionDependency(Struct, frozen=True, kw_only=True):
    """Exactly one of version, project and name is told."""

    type: Annotated[str, Bounds(choices=DEPENDENCY_TYPES)]
    version_id: Text = UNSET
    project_id: Text = UNSET
    name: Text = UNSET
    url: Text = UNSET


Dependencies = tuple[VersionDependency, ...] | UnsetType


class VersionFile(Struct, frozen=True, kw_only=True):
    """`name` is that of the part that brings the file, or the address where it lies elsewhere."""

    name: Annotated[str, Bounds(least=1)]


class FileChange(Struct, frozen=True, kw_only=True):
    """A file to add, replace or remove.

    Assumption, since the documents say no more than that: one with an `id` is replaced, or removed with `remove`.
    """

    name: Text = UNSET
    id: Text = UNSET
    remove: bool | UnsetType = UNSET


class NewVersion(Struct, frozen=True, kw_only=True):
    channel: Annotated[str, Bounds(least=1)]
    version: Annotated[str, LABEL]
    name: Annotated[str, LABEL]
    files: Annotated[tuple[VersionFile, ...], Bounds(least=1)]
    changelog: Text = UNSET
    minecraft_versions: Texts = UNSET
    platforms: Annotated[Texts, MADE_FOR] = UNSET
    dependencies: Dependencies = UNSET


class VersionEdit(Struct, frozen=True, kw_only=True):
    channel: Annotated[Text, Bounds(least=1)] = UNSET
    version: Annotated[Text, LABEL] = UNSET
    name: Annotated[Text, LABEL] = UNSET
    changelog: Text = UNSET
    minecraft_versions: Texts = UNSET
    platforms: Annotated[Texts, MADE_FOR] = UNSET
    dependencies: Dependencies = UNSET
    files: tuple[FileChange, ...] | UnsetType = UNSET


class VersionsEdit(Struct, frozen=True, kw_only=True):
    """The same change to several versions. What is set cannot be added to or removed from at once."""

    versions: Annotated[tuple[str, ...], Bounds(least=1)]
    channel: Text = UNSET
    name: Text = UNSET
    changelog: Text = UNSET
    minecraft_versions: Texts = UNSET
    add_minecraft_versions: Texts = UNSET
    remove_minecraft_versions: Texts = UNSET
    platforms: Annotated[Texts, MADE_FOR] = UNSET
    add_platforms: Annotated[Texts, MADE_FOR] = UNSET
    remove_platforms: Annotated[Texts, MADE_FOR] = UNSET
    dependencies: Dependencies = UNSET
    add_dependencies: Dependencies = UNSET
    remove_dependencies: Dependencies = UNSET


class VersionsToDelete(Struct, frozen=True, kw_only=True):
    versions: Annotated[tuple[str, ...], Bounds(least=1)]
