"""What v3 takes in the body of a request; the bounds are those of its document.

A field that is left out stays as it is; None, where a field admits it, clears it.
"""

from typing import Annotated

from msgspec import UNSET, Struct, UnsetType

from modstead.catalogs.modrinth.bodies import STATUSES
from modstead.catalogs.modrinth.studio_bodies import (
    CATEGORIES,
    LICENSE,
    LINK,
    LONG,
    MORE_CATEGORIES,
    SUMMARY,
    TITLE,
)
from modstead.catalogs.operations import Bounds

SLUG = Bounds(3, 64)
LINKS = Bounds(each=LINK)

Links = dict[str, str | None] | UnsetType
Names = tuple[str, ...] | UnsetType


class ProjectChanges(Struct, frozen=True, kw_only=True):
    """`link_urls` maps the names of platforms to addresses; None takes one away."""

    name: Annotated[str | UnsetType, TITLE] = UNSET
    summary: Annotated[str | UnsetType, SUMMARY] = UNSET
    description: Annotated[str | UnsetType, LONG] = UNSET
    categories: Annotated[Names, CATEGORIES] = UNSET
    additional_categories: Annotated[Names, MORE_CATEGORIES] = UNSET
    license_id: Annotated[str | UnsetType, LICENSE] = UNSET
    license_url: Annotated[str | UnsetType | None, LINK] = UNSET
    slug: Annotated[str | UnsetType, SLUG] = UNSET
    status: Annotated[str | UnsetType, STATUSES] = UNSET
    link_urls: Annotated[Links, LINKS] = UNSET


class BulkChanges(Struct, frozen=True, kw_only=True):
    """The same change of several projects."""

    categories: Annotated[Names, CATEGORIES] = UNSET
    add_categories: Annotated[Names, CATEGORIES] = UNSET
    remove_categories: Annotated[Names, CATEGORIES] = UNSET
    additional_categories: Annotated[Names, MORE_CATEGORIES] = UNSET
    add_additional_categories: Annotated[Names, MORE_CATEGORIES] = UNSET
    remove_additional_categories: Annotated[Names, MORE_CATEGORIES] = UNSET
    link_urls: Annotated[Links, LINKS] = UNSET
