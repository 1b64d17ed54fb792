"""What may be said on Modrinth of projects, versions, pictures and members, as fields, and as the bodies that are sent.

The bounds are those of the bodies: they are stated there alone.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from msgspec import Struct

from modstead.catalogs.modrinth.studio_bodies import (
    IMAGE_TEXT,
    IMAGE_TITLE,
    DonationLink,
    NewProject,
    ProjectChanges,
    VersionChanges,
    VersionDependency,
)
from modstead.catalogs.operations import Kind, fields_of
from modstead.domain.catalog import CategoryTag, LoaderTag
from modstead.domain.project import Donation, GalleryImage, Member, Project
from modstead.domain.publishing import DEPENDENCIES, Content, Field, FieldKind, Section, Value
from modstead.domain.version import Dependency, Version
from modstead.errors import FieldRefused

CHOSEN_STATUSES = ("approved", "unlisted", "private", "archived")
"""What creators choose between once their project was approved."""

PERMISSIONS = (
    "upload_version",
    "delete_version",
    "edit_details",
    "edit_body",
    "manage_invites",
    "remove_member",
    "edit_member",
    "delete_project",
    "view_analytics",
    "view_payouts",
)
"""By their bits, from the first on, as the document lists them."""

_LINKS = ("issues_url", "source_url", "wiki_url", "discord_url")
_CLEARED_BY_NOTHING = frozenset((*_LINKS, "license_url", "changelog", "requested_status"))
_LONGEST_NUMBER = 18
"""Digits that any server can hold."""
_LICENSE_HINT = "An SPDX licence, such as MIT, or LicenseRef-All-Rights-Reserved."

PROJECT = (
    Field("project_type", "Type"),
    Field("title", "Title"),
    Field("slug", "Slug", hint="What its address ends in."),
    Field("description", "Summary", hint="One or two sentences, without formatting."),
    Field("client_side", "On the client", FieldKind.CHOICE),
    Field("server_side", "On the server", FieldKind.CHOICE),
    Field("status", "Visibility", FieldKind.CHOICE, choices=CHOSEN_STATUSES),
    Field("requested_status", "Visibility once approved", FieldKind.CHOICE),
    Field("body", "Description", FieldKind.TEXT, Section.DESCRIPTION),
    Field("issues_url", "Issues", FieldKind.LINK, Section.LINKS),
    Field("source_url", "Source code", FieldKind.LINK, Section.LINKS),
    Field("wiki_url", "Wiki", FieldKind.LINK, Section.LINKS),
    Field("discord_url", "Discord", FieldKind.LINK, Section.LINKS),
    Field(
        "donation_urls",
        "Donations",
        FieldKind.NAMES,
        Section.LINKS,
        hint="The platform's short name, then the address: ko-fi https://ko-fi.com/you",
    ),
    Field("license_id", "Licence", section=Section.LICENSE, hint=_LICENSE_HINT),
    Field("license_url", "Licence's address", FieldKind.LINK, Section.LICENSE),
    Field("categories", "Categories", FieldKind.NAMES, Section.CATEGORIES),
    Field("additional_categories", "More categories", FieldKind.NAMES, Section.CATEGORIES),
)
VERSION = (
    Field("name", "Name"),
    Field("version_number", "Number"),
    Field("version_type", "Channel", FieldKind.CHOICE),
    Field("loaders", "Loaders", FieldKind.NAMES),
    Field("game_versions", "Minecraft versions", FieldKind.NAMES),
    Field(
        DEPENDENCIES,
        "Dependencies",
        FieldKind.NAMES,
        hint="required, optional, incompatible or embedded, then a project's slug: required lantern",
    ),
    Field("changelog", "Changelog", FieldKind.TEXT),
    Field("featured", "Featured", FieldKind.FLAG),
    Field("status", "Visibility", FieldKind.CHOICE, choices=("listed", "unlisted", "archived", "draft")),
)
PICTURE = (
    Field("title", "Title", most=IMAGE_TITLE.most),
    Field("description", "Description", most=IMAGE_TEXT.most),
    Field("featured", "Featured", FieldKind.FLAG),
    Field("ordering", "Place", hint="A whole number; the lowest comes first."),
)
MEMBER = (
    Field("role", "Role"),
    Field("permissions", "Permissions", FieldKind.NAMES, choices=PERMISSIONS),
    Field("payouts_split", "Share of payouts", hint="A share of all members' shares together."),
    Field("ordering", "Place", hint="A whole number; the lowest comes first."),
)
BULK = ("categories", "additional_categories", *_LINKS)

NEW_PROJECT: Content = {
    "project_type": "mod",
    "title": "",
    "slug": "",
    "description": "",
    "body": "",
    "client_side": "optional",
    "server_side": "optional",
    "license_id": "LicenseRef-All-Rights-Reserved",
    "categories": (),
}


def project_fields(
    project: Project | None, tags: Iterable[CategoryTag], donation_places: Sequence[str]
) -> tuple[Field, ...]:
    """Of an existing project the type follows from its versions; before it was approved it has no visibility."""
    listed = list(tags)
    kind = _tagged_as(project.project_type) if project else ""
    categories = tuple(dict.fromkeys(tag.name for tag in listed if not kind or tag.project_type == kind))
    left_out = {"status"} if project is None or project.status not in CHOSEN_STATUSES else set()
    left_out |= set() if project is None else {"project_type"}
    named = {"categories": categories, "additional_categories": categories}
    body = NewProject if project is None else ProjectChanges
    fields = (_bounded(field, body, named) for field in PROJECT if field.name not in left_out)
    return tuple(
        _of_places(field, donation_places) if field.name == "donation_urls" else field for field in fields
    )


def _of_places(field: Field, places: Sequence[str]) -> Field:
    """The field of donations with the short names of those places, if any are known."""
    if not places:
        return field
    hint = f"One of {', '.join(places)}; then the address, as in: ko-fi https://ko-fi.com/you"
    return replace(field, starts=tuple(places), hint=hint)


def version_fields(loaders: Iterable[LoaderTag], game_versions: Sequence[str]) -> tuple[Field, ...]:
    named = {"loaders": tuple(tag.name for tag in loaders), "game_versions": tuple(game_versions)}
    return tuple(_bounded(field, VersionChanges, named) for field in VERSION)


def project_content(project: Project) -> Content:
    links = {
        "issues_url": "Issues",
        "source_url": "Source code",
        "wiki_url": "Wiki",
        "discord_url": "Discord",
    }
    return {
        "title": project.title,
        "slug": project.slug,
        "description": project.summary,
        "client_side": project.client_side.value,
        "server_side": project.server_side.value,
        "status": project.status,
        "requested_status": project.requested_status,
        "body": project.body,
        **{name: project.links.get(title, "") for name, title in links.items()},
        "donation_urls": tuple(map(_donation_line, project.donations)),
        "license_id": project.license.id,
        "license_url": project.license.url,
        "categories": project.categories,
        "additional_categories": project.additional_categories,
    }


def version_content(version: Version) -> Content:
    return {
        "name": version.name,
        "version_number": version.number,
        "version_type": version.channel.value,
        "loaders": version.loaders,
        "game_versions": version.game_versions,
        "changelog": version.changelog or "",
        "featured": version.featured,
        "status": version.status,
    }


def picture_content(picture: GalleryImage) -> Content:
    return {
        "title": picture.title,
        "description": picture.description,
        "featured": picture.featured,
        "ordering": str(picture.ordering),
    }


def member_content(member: Member) -> Content:
    bits = member.permissions or 0
    return {
        "role": member.role,
        "permissions": tuple(name for place, name in enumerate(PERMISSIONS) if bits >> place & 1),
        "payouts_split": f"{member.payouts_split or 0:g}",
        "ordering": str(member.ordering),
    }


def body_values(content: Content, names: Mapping[str, str], prefix: str = "") -> dict[str, Any]:
    """The values as a body has them, by their names with `prefix` before them.

    `names` are those of the platform's places for donations, by their short names; where there are none, any will do.

    Raises:
        FieldRefused: a place for donations is none.
    """
    return {
        prefix + name: _sent(name, value, names) for name, value in content.items() if name != DEPENDENCIES
    }


def member_values(content: Content) -> dict[str, Any]:
    """The same of a member.

    Raises:
        FieldRefused: a number is none.
    """
    values: dict[str, Any] = dict(content)
    for name in ("payouts_split", "ordering"):
        if name in values:
            values[name] = whole(name, values[name])
    if "permissions" in values:
        values["permissions"] = sum(1 << PERMISSIONS.index(name) for name in values["permissions"])
    return values


def whole(name: str, value: Value) -> int:
    """The whole number that a field says.

    Raises:
        FieldRefused: it says none.
    """
    text = str(value).strip()
    if not text.removeprefix("-").isdecimal() or len(text) > _LONGEST_NUMBER:
        title = f"The {name.replace('_', ' ')} must be a whole number."
        raise FieldRefused(title, f"It is “{text[:40]}”.", field=name)
    return int(text)


def dependencies(found: Iterable[Dependency]) -> tuple[VersionDependency, ...]:
    return tuple(
        VersionDependency(
            dependency_type=one.kind.value,
            project_id=one.project_id,
            version_id=one.version_id,
            file_name=one.file_name,
        )
        for one in found
    )


def _sent(name: str, value: Value, donations: Mapping[str, str]) -> Any:
    if name == "donation_urls" and isinstance(value, tuple):
        return tuple(_donation(line, donations) for line in value)
    if value == "" and name in _CLEARED_BY_NOTHING:
        return None
    return value


def _donation_line(donation: Donation) -> str:
    return f"{donation.id} {donation.url}"


def _donation(line: str, names: Mapping[str, str]) -> DonationLink:
    short, _, url = line.strip().partition(" ")
    if names and short not in names:
        raise FieldRefused(
            f"{short[:40]!r} is no place for donations.",
            f"There are: {', '.join(names)}.",
            field="donation_urls",
        )
    return DonationLink(id=short, platform=names.get(short, short), url=url.strip())


def _bounded(field: Field, body: type[Struct], named: Mapping[str, tuple[str, ...]]) -> Field:
    """The field with the bounds that the body states."""
    for parameter in fields_of(body):
        if parameter.name == field.name:
            bounds = parameter.bounds
            choices = named.get(field.name) or field.choices or bounds.choices
            kind = FieldKind.CHOICE if choices and parameter.kind is Kind.TEXT else field.kind
            return replace(field, kind=kind, choices=choices, most=bounds.most)
    return field


def _tagged_as(project_type: str) -> str:
    """Plugins and data packs have the categories of mods."""
    return "mod" if project_type in {"plugin", "datapack", "project"} else project_type
