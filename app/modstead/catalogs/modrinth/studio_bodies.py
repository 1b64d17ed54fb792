"""What creators send to Modrinth, with the bounds that its documents and its published source state.

A field that is left out stays as it is; None, where a field admits it, clears it.
"""

from datetime import datetime
from typing import Annotated

from msgspec import UNSET, Struct, UnsetType

from modstead.catalogs.modrinth.bodies import STATUSES
from modstead.catalogs.operations import Bounds, Rule

KIB, MIB = 1 << 10, 1 << 20

IMAGES = ("png", "jpg", "jpeg", "bmp", "gif", "webp", "svg", "svgz", "rgb")
LARGEST_ICON = 256 * KIB
LARGEST_GALLERY_IMAGE = 5 * MIB
LARGEST_AVATAR = 2 * MIB

VERSION_FILES = ("mrpack", "jar", "zip", "litemod")
ADDED_FILES = ("mrpack", "jar")
LARGEST_VERSION_FILE = 500 * MIB


def _not_spdx(license_id: str) -> str:
    from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression

    try:
        canonicalize_license_expression(license_id)
    except InvalidLicenseExpression as error:
        return f"It is no SPDX licence, such as MIT or LicenseRef-All-Rights-Reserved: {error}."
    return ""


def _no_address(link: str) -> str:
    from urllib.parse import urlsplit

    try:
        parts = urlsplit(link)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        usable = False
    return "" if usable else "It is no address that begins with https:// or http://."


SLUG = Bounds(pattern=r"""[\w!@$()`.+,"\-']{3,64}""")
TITLE = Bounds(3, 64)
SUMMARY = Bounds(3, 256)
LONG = Bounds(most=65_536)
CATEGORIES = Bounds(most=3)
MORE_CATEGORIES = Bounds(most=256)
LICENSE = Bounds(1, 2_048, rule=Rule("spdx", _not_spdx))
LINK = Bounds(most=2_048, rule=Rule("address", _no_address))
SIDES = Bounds(choices=("required", "optional", "unsupported"))
REQUESTED_STATUSES = Bounds(choices=("approved", "archived", "unlisted", "private", "draft"))
IMAGE_TITLE = Bounds(1, 255)
IMAGE_TEXT = Bounds(1, 2_048)
PROJECT_TYPES = Bounds(choices=("mod", "modpack"))

SOME = Bounds(least=1)
CHANNEL = Bounds(choices=("release", "beta", "alpha"))
VERSION_NUMBER = Bounds(1, 32)
VERSION_NAME = Bounds(1, 64)
DEPENDENCIES = Bounds(most=4_096)
DEPENDENCY_KINDS = Bounds(choices=("required", "optional", "incompatible", "embedded"))
VERSION_STATUSES = Bounds(choices=("listed", "archived", "draft", "unlisted", "scheduled", "unknown"))
REQUESTED_VERSION_STATUSES = Bounds(choices=("listed", "archived", "draft", "unlisted"))
ENVIRONMENTS = Bounds(
    choices=(
        "client_and_server",
        "client_only",
        "client_only_server_optional",
        "singleplayer_only",
        "server_only",
        "server_only_client_optional",
        "dedicated_server_only",
        "client_or_server",
        "client_or_server_prefers_both",
    )
)
FILE_TYPES = Bounds(
    choices=(
        "required-resource-pack",
        "optional-resource-pack",
        "sources-jar",
        "dev-jar",
        "javadoc-jar",
        "unknown",
        "signature",
    )
)
ALGORITHMS = Bounds(choices=("sha1", "sha512"))
PAYOUTS_SPLIT = Bounds(0, 5_000)

Link = Annotated[str | UnsetType | None, LINK]
Names = tuple[str, ...] | UnsetType


class DonationLink(Struct, frozen=True, kw_only=True):
    """`id` is one of the platform's donation platforms, and `platform` its name."""

    id: str
    platform: str
    url: Annotated[str, LINK]


class ProjectChanges(Struct, frozen=True, kw_only=True):
    slug: Annotated[str | UnsetType, SLUG] = UNSET
    title: Annotated[str | UnsetType, TITLE] = UNSET
    description: Annotated[str | UnsetType, SUMMARY] = UNSET
    body: Annotated[str | UnsetType, LONG] = UNSET
    categories: Annotated[Names, CATEGORIES] = UNSET
    additional_categories: Annotated[Names, MORE_CATEGORIES] = UNSET
    status: Annotated[str | UnsetType, STATUSES] = UNSET
    requested_status: Annotated[str | UnsetType | None, REQUESTED_STATUSES] = UNSET
    issues_url: Link = UNSET
    source_url: Link = UNSET
    wiki_url: Link = UNSET
    discord_url: Link = UNSET
    donation_urls: tuple[DonationLink, ...] | UnsetType = UNSET
    client_side: Annotated[str | UnsetType, SIDES] = UNSET
    server_side: Annotated[str | UnsetType, SIDES] = UNSET
    license_id: Annotated[str | UnsetType, LICENSE] = UNSET
    license_url: Link = UNSET
    moderation_message: str | UnsetType | None = UNSET
    moderation_message_body: str | UnsetType | None = UNSET


class VersionDependency(Struct, frozen=True, kw_only=True):
    dependency_type: Annotated[str, DEPENDENCY_KINDS]
    version_id: str | UnsetType | None = UNSET
    project_id: str | UnsetType | None = UNSET
    file_name: str | UnsetType | None = UNSET


class TypeOfFile(Struct, frozen=True, kw_only=True):
    """What a file of a version is, beside the primary one; None says nothing of it."""

    algorithm: Annotated[str, ALGORITHMS]
    hash: str
    file_type: Annotated[str | None, FILE_TYPES]


class VersionChanges(Struct, frozen=True, kw_only=True):
    """`primary_file` is an algorithm and the hash of the file by it."""

    name: Annotated[str | UnsetType, VERSION_NAME] = UNSET
    version_number: Annotated[str | UnsetType, VERSION_NUMBER] = UNSET
    changelog: Annotated[str | UnsetType | None, LONG] = UNSET
    dependencies: Annotated[tuple[VersionDependency, ...] | UnsetType, DEPENDENCIES] = UNSET
    game_versions: Annotated[Names, SOME] = UNSET
    version_type: Annotated[str | UnsetType, CHANNEL] = UNSET
    loaders: Annotated[Names, SOME] = UNSET
    featured: bool | UnsetType = UNSET
    status: Annotated[str | UnsetType, VERSION_STATUSES] = UNSET
    requested_status: Annotated[str | UnsetType | None, REQUESTED_VERSION_STATUSES] = UNSET
    primary_file: Annotated[Names, Bounds(2, 2)] = UNSET
    file_types: tuple[TypeOfFile, ...] | UnsetType = UNSET


class GalleryItem(Struct, frozen=True, kw_only=True):
    """`item` is the name of the part that holds the picture."""

    item: str
    featured: bool
    title: Annotated[str | UnsetType | None, IMAGE_TITLE] = UNSET
    description: Annotated[str | UnsetType | None, IMAGE_TEXT] = UNSET
    ordering: int | UnsetType = UNSET


class NewProject(Struct, frozen=True, kw_only=True):
    """A project that is to be a draft first: versions and gallery come after it, as the document advises."""

    project_type: Annotated[str, PROJECT_TYPES]
    slug: Annotated[str, SLUG]
    title: Annotated[str, TITLE]
    description: Annotated[str, SUMMARY]
    body: Annotated[str, LONG]
    categories: Annotated[tuple[str, ...], CATEGORIES]
    client_side: Annotated[str, SIDES]
    server_side: Annotated[str, SIDES]
    license_id: Annotated[str, LICENSE]
    license_url: Link = UNSET
    additional_categories: Annotated[Names, MORE_CATEGORIES] = UNSET
    status: Annotated[str | UnsetType, STATUSES] = UNSET
    requested_status: Annotated[str | UnsetType | None, REQUESTED_STATUSES] = UNSET
    issues_url: Link = UNSET
    source_url: Link = UNSET
    wiki_url: Link = UNSET
    discord_url: Link = UNSET
    donation_urls: tuple[DonationLink, ...] | UnsetType = UNSET
    initial_versions: tuple[VersionChanges, ...] = ()
    is_draft: bool = True
    gallery_items: tuple[GalleryItem, ...] | UnsetType = UNSET


class BulkChanges(Struct, frozen=True, kw_only=True):
    """The same change of several projects: a field is set, or what is named is added or removed."""

    categories: Annotated[Names, CATEGORIES] = UNSET
    add_categories: Annotated[Names, CATEGORIES] = UNSET
    remove_categories: Annotated[Names, CATEGORIES] = UNSET
    additional_categories: Annotated[Names, MORE_CATEGORIES] = UNSET
    add_additional_categories: Annotated[Names, MORE_CATEGORIES] = UNSET
    remove_additional_categories: Annotated[Names, MORE_CATEGORIES] = UNSET
    donation_urls: tuple[DonationLink, ...] | UnsetType = UNSET
    add_donation_urls: tuple[DonationLink, ...] | UnsetType = UNSET
    remove_donation_urls: tuple[DonationLink, ...] | UnsetType = UNSET
    issues_url: Link = UNSET
    source_url: Link = UNSET
    wiki_url: Link = UNSET
    discord_url: Link = UNSET


class NewVersion(Struct, frozen=True, kw_only=True):
    """`file_parts` name the parts that hold the files, `primary_file` one of them, `file_types` what others are."""

    project_id: str
    name: Annotated[str, VERSION_NAME]
    version_number: Annotated[str, VERSION_NUMBER]
    game_versions: Annotated[tuple[str, ...], SOME]
    version_type: Annotated[str, CHANNEL]
    loaders: Annotated[tuple[str, ...], SOME]
    featured: bool
    dependencies: Annotated[tuple[VersionDependency, ...], DEPENDENCIES]
    file_parts: Annotated[tuple[str, ...], Bounds(least=1)]
    changelog: Annotated[str | UnsetType | None, LONG] = UNSET
    status: Annotated[str | UnsetType, VERSION_STATUSES] = UNSET
    requested_status: Annotated[str | UnsetType | None, REQUESTED_VERSION_STATUSES] = UNSET
    primary_file: str | UnsetType = UNSET
    environment: Annotated[str | UnsetType, ENVIRONMENTS] = UNSET
    file_types: dict[str, str] | UnsetType = UNSET


class AddedFiles(Struct, frozen=True, kw_only=True):
    """Says nothing of the files that come with it: the document states an empty object."""


class Schedule(Struct, frozen=True, kw_only=True):
    time: datetime
    requested_status: Annotated[str, REQUESTED_STATUSES]


class TheUser(Struct, frozen=True, kw_only=True):
    user_id: Annotated[str, Bounds(least=1)]


class MemberChanges(Struct, frozen=True, kw_only=True):
    """`permissions` is a field of bits, and `payouts_split` a share of all members' together."""

    role: str | UnsetType = UNSET
    permissions: Annotated[int | UnsetType, Bounds(least=0)] = UNSET
    payouts_split: Annotated[int | UnsetType, PAYOUTS_SPLIT] = UNSET
    ordering: int | UnsetType = UNSET
