"""What requests may say, with the bounds that the documents and the platform's source state."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

Slug = Annotated[str, Meta(pattern=r"""^[\w!@$()`.+,"\-']{3,64}\Z""")]
Title = Annotated[str, Meta(min_length=3, max_length=64)]
Summary = Annotated[str, Meta(min_length=3, max_length=256)]
Text = Annotated[str, Meta(max_length=65_536)]
Address = Annotated[str, Meta(pattern="^https?://", max_length=2_048)]
Categories = Annotated[list[str], Meta(max_length=3)]
MoreCategories = Annotated[list[str], Meta(max_length=256)]
Side = Literal["required", "optional", "unsupported", "unknown"]
Status = Literal[
    "approved",
    "archived",
    "rejected",
    "draft",
    "unlisted",
    "processing",
    "withheld",
    "scheduled",
    "private",
    "unknown",
]
Requested = Literal["approved", "archived", "unlisted", "private", "draft"]
Channel = Literal["release", "beta", "alpha"]
VersionStatus = Literal["listed", "archived", "draft", "unlisted", "scheduled", "unknown"]
RequestedVersion = Literal["listed", "archived", "draft", "unlisted"]
Environment = Literal[
    "client_and_server",
    "client_only",
    "client_only_server_optional",
    "singleplayer_only",
    "server_only",
    "server_only_client_optional",
    "dedicated_server_only",
    "client_or_server",
    "client_or_server_prefers_both",
]
FileType = Literal[
    "required-resource-pack",
    "optional-resource-pack",
    "sources-jar",
    "dev-jar",
    "javadoc-jar",
    "unknown",
    "signature",
]
VersionName = Annotated[str, Meta(min_length=1, max_length=64)]
VersionNumber = Annotated[str, Meta(min_length=1, max_length=32, pattern=r"""^[A-Za-z0-9!@$()`.+,_"-]*\Z""")]
Maybe = Address | None | UnsetType


class DonationForm(Struct, frozen=True):
    id: str
    platform: str
    url: Address


Donations = Annotated[list[DonationForm], Meta(max_length=16)]


class ProjectPatch(Struct, frozen=True):
    """EditableProject: what is absent stays."""

    slug: Slug | UnsetType = UNSET
    title: Title | UnsetType = UNSET
    description: Summary | UnsetType = UNSET
    body: Text | UnsetType = UNSET
    categories: Categories | UnsetType = UNSET
    additional_categories: MoreCategories | UnsetType = UNSET
    status: Status | UnsetType = UNSET
    requested_status: Requested | UnsetType | None = UNSET
    issues_url: Maybe = UNSET
    source_url: Maybe = UNSET
    wiki_url: Maybe = UNSET
    discord_url: Maybe = UNSET
    donation_urls: Donations | UnsetType = UNSET
    client_side: Side | UnsetType = UNSET
    server_side: Side | UnsetType = UNSET
    license_id: str | UnsetType = UNSET
    license_url: Maybe = UNSET
    moderation_message: Annotated[str, Meta(max_length=2000)] | UnsetType | None = UNSET
    moderation_message_body: Text | UnsetType | None = UNSET


class GalleryItem(Struct, frozen=True):
    item: str
    featured: bool = False
    title: Annotated[str, Meta(min_length=1, max_length=255)] | None = None
    description: Annotated[str, Meta(min_length=1, max_length=2_048)] | None = None
    ordering: int = 0


class Dependency(Struct, frozen=True):
    dependency_type: Literal["required", "optional", "incompatible", "embedded"]
    version_id: str | None = None
    project_id: str | None = None
    file_name: Annotated[str, Meta(max_length=2_048)] | None = None


Dependencies = Annotated[list[Dependency], Meta(max_length=4_096)]
Names = Annotated[list[str], Meta(min_length=1)]


class InitialVersion(Struct, frozen=True):
    """A version that comes along with its project: one that names no project."""

    file_parts: list[str]
    name: VersionName
    version_number: VersionNumber
    game_versions: Names
    version_type: Channel
    loaders: Names
    featured: bool
    dependencies: Dependencies
    changelog: Text | None = None
    status: VersionStatus = "listed"
    requested_status: RequestedVersion | None = None
    primary_file: str | None = None
    environment: Environment | None = None
    file_types: dict[str, FileType | None] = {}


class VersionForm(InitialVersion, frozen=True, kw_only=True):
    """CreatableVersion."""

    project_id: str


class NewProject(Struct, frozen=True, kw_only=True):
    """CreatableProject."""

    project_type: Literal["mod", "modpack"]
    slug: Slug
    title: Title
    description: Summary
    body: Text
    categories: Categories
    client_side: Side
    server_side: Side
    license_id: str
    additional_categories: MoreCategories = []
    requested_status: Requested | None = None
    issues_url: Address | None = None
    source_url: Address | None = None
    wiki_url: Address | None = None
    discord_url: Address | None = None
    donation_urls: Donations | None = None
    license_url: Address | None = None
    is_draft: bool = True
    initial_versions: list[InitialVersion] = []
    gallery_items: Annotated[list[GalleryItem], Meta(max_length=64)] | None = None


class ProjectsPatch(Struct, frozen=True):
    """PatchProjectsBody: the same for several projects."""

    categories: Categories | UnsetType = UNSET
    add_categories: Categories = []
    remove_categories: list[str] = []
    additional_categories: MoreCategories | UnsetType = UNSET
    add_additional_categories: MoreCategories = []
    remove_additional_categories: list[str] = []
    donation_urls: Donations | UnsetType = UNSET
    add_donation_urls: Donations = []
    remove_donation_urls: list[dict[str, Any]] = []
    issues_url: Maybe = UNSET
    source_url: Maybe = UNSET
    wiki_url: Maybe = UNSET
    discord_url: Maybe = UNSET


class NewerProjectPatch(Struct, frozen=True):
    """What version 3 takes of a project; a link of null is taken away."""

    name: Title | UnsetType = UNSET
    summary: Summary | UnsetType = UNSET
    description: Text | UnsetType = UNSET
    categories: Categories | UnsetType = UNSET
    additional_categories: MoreCategories | UnsetType = UNSET
    license_id: str | UnsetType = UNSET
    license_url: Maybe = UNSET
    slug: Slug | UnsetType = UNSET
    status: Status | UnsetType = UNSET
    requested_status: Requested | UnsetType | None = UNSET
    link_urls: dict[str, Address | None] = {}


class NewerProjectsPatch(Struct, frozen=True):
    """The same for several projects."""

    categories: Categories | UnsetType = UNSET
    add_categories: Categories = []
    remove_categories: list[str] = []
    additional_categories: MoreCategories | UnsetType = UNSET
    add_additional_categories: MoreCategories = []
    remove_additional_categories: list[str] = []
    link_urls: dict[str, Address | None] = {}


class FileTypeForm(Struct, frozen=True):
    algorithm: Literal["sha1", "sha512"]
    hash: str
    file_type: FileType | None


class VersionPatch(Struct, frozen=True):
    """EditableVersion: what is absent stays."""

    name: VersionName | UnsetType = UNSET
    version_number: VersionNumber | UnsetType = UNSET
    changelog: Text | UnsetType | None = UNSET
    dependencies: Dependencies | UnsetType = UNSET
    game_versions: Names | UnsetType = UNSET
    version_type: Channel | UnsetType = UNSET
    loaders: Names | UnsetType = UNSET
    featured: bool | UnsetType = UNSET
    status: VersionStatus | UnsetType = UNSET
    requested_status: RequestedVersion | UnsetType | None = UNSET
    primary_file: tuple[Literal["sha1", "sha512"], str] | UnsetType = UNSET
    file_types: list[FileTypeForm] = []


class UserPatch(Struct, frozen=True):
    """EditableUser; nobody has a payout to edit here."""

    username: Annotated[str, Meta(pattern=r"^[A-Za-z0-9_.-]{1,39}\Z")]
    name: Annotated[str, Meta(min_length=1, max_length=64)] | UnsetType | None = UNSET
    email: Annotated[str, Meta(pattern=r"^[^@\s]+@[^@\s]+\Z", max_length=254)] | UnsetType | None = UNSET
    bio: Annotated[str, Meta(max_length=160)] | UnsetType | None = UNSET


class ReportForm(Struct, frozen=True):
    report_type: str
    item_id: str
    item_type: Literal["project", "user", "version"]
    body: Annotated[str, Meta(min_length=1, max_length=65_536)]


class ReportPatch(Struct, frozen=True):
    body: Annotated[str, Meta(min_length=1, max_length=65_536)] | None = None
    closed: bool | None = None


class MessageForm(Struct, frozen=True):
    """A message to a thread; of the kinds that there are, people send text alone."""

    type: Literal["text"]
    body: Annotated[str, Meta(min_length=1, max_length=65_536)]
    private: bool = False
    replying_to: str | None = None


class UserName(Struct, frozen=True):
    user_id: str


class MemberPatch(Struct, frozen=True):
    role: Annotated[str, Meta(min_length=1, max_length=64)] | None = None
    permissions: Annotated[int, Meta(ge=0, le=0b11_1111_1111)] | None = None
    payouts_split: Annotated[float, Meta(ge=0, le=5_000)] | None = None
    ordering: int | None = None
