"""Modrinth's answers in Modstead's own terms."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime

from modstead.catalogs.decoding import moment, present
from modstead.catalogs.modrinth import decode
from modstead.domain.account import Message, Notification, Report, Thread
from modstead.domain.catalog import CategoryTag, GameVersionTag, LicenseTag, LoaderTag
from modstead.domain.project import (
    Donation,
    Freshness,
    GalleryImage,
    License,
    Member,
    Project,
    ProjectRef,
    SearchHit,
    SideSupport,
    User,
)
from modstead.domain.version import Channel, Dependency, DependencyKind, Hashes, Version, VersionFile

PROVIDER = "modrinth"

PLUGIN_LOADERS = frozenset(
    {
        "bukkit",
        "bungeecord",
        "folia",
        "geyser",
        "paper",
        "purpur",
        "spigot",
        "sponge",
        "velocity",
        "waterfall",
    }
)
SHADER_LOADERS = frozenset({"canvas", "iris", "optifine", "vanilla"})
MOD_LOADERS = frozenset(
    {
        "babric",
        "bta-babric",
        "fabric",
        "forge",
        "java-agent",
        "legacy-fabric",
        "liteloader",
        "modloader",
        "neoforge",
        "nilloader",
        "ornithe",
        "quilt",
        "rift",
    }
)
KNOWN_LOADERS = PLUGIN_LOADERS | SHADER_LOADERS | MOD_LOADERS | {"datapack", "minecraft", "mrpack"}
"""Search answers mix loaders into the categories; these are told apart by name."""

_PATH = re.compile(r"[\w.!$()+,@-]+(?:/[\w.!$()+,@-]+)*", re.ASCII)
_PROJECT_PATH = re.compile(
    r"(?:project|mod|plugin|datapack|resourcepack|shader|modpack)/([\w!@$()`.+,\"'-]+)", re.ASCII
)
_NEVER = datetime.min.replace(tzinfo=UTC)
_SHA1 = re.compile(r"[0-9a-f]{40}")
_SHA512 = re.compile(r"[0-9a-f]{128}")
_SIDES = {side.value: side for side in SideSupport}
_CHANNELS = {channel.value: channel for channel in Channel}
_KINDS = {kind.value: kind for kind in DependencyKind}


def version(answer: decode.VersionAnswer) -> Version:
    return Version(
        provider=PROVIDER,
        id=answer.id,
        project_id=answer.project_id or "",
        number=answer.version_number or "",
        name=answer.name or "",
        channel=_CHANNELS.get(answer.version_type or "", Channel.RELEASE),
        loaders=present(answer.loaders),
        game_versions=present(answer.game_versions),
        published=moment(answer.date_published),
        files=tuple(version_file(file) for file in present(answer.files)),
        dependencies=tuple(
            dependency
            for dependency in (_dependency(one) for one in present(answer.dependencies))
            if dependency
        ),
        changelog=answer.changelog,
        downloads=answer.downloads or 0,
        featured=bool(answer.featured),
        status=answer.status or "listed",
        author_id=answer.author_id or "",
    )


def version_file(answer: decode.FileAnswer) -> VersionFile:
    hashes = answer.hashes or decode.HashesAnswer()
    return VersionFile(
        url=answer.url or "",
        filename=answer.filename or "",
        size=max(0, answer.size or 0),
        hashes=Hashes(_hash(hashes.sha1, _SHA1), _hash(hashes.sha512, _SHA512)),
        primary=bool(answer.primary),
        file_type=answer.file_type or "",
    )


def project(answer: decode.ProjectAnswer, freshness: Freshness | None = None) -> Project:
    loaders = present(answer.loaders)
    license_ = answer.license or decode.LicenseAnswer()
    return Project(
        ref=ProjectRef(PROVIDER, answer.id),
        slug=answer.slug or answer.id,
        title=answer.title or answer.slug or answer.id,
        summary=answer.description or "",
        body=answer.body or "",
        project_type=project_type(answer.project_type, present(answer.all_project_types), loaders),
        loaders=loaders,
        game_versions=present(answer.game_versions),
        categories=present(answer.categories),
        additional_categories=present(answer.additional_categories),
        client_side=_side(answer.client_side),
        server_side=_side(answer.server_side),
        icon_url=answer.icon_url or None,
        color=answer.color,
        downloads=answer.downloads or 0,
        followers=answer.followers or 0,
        published=moment(answer.published),
        updated=moment(answer.updated),
        license=License(license_.id or "", license_.name or "", license_.url or ""),
        gallery=_gallery(answer),
        links=_links(answer),
        team_id=answer.team or "",
        organization_id=answer.organization or "",
        version_ids=present(answer.versions),
        status=answer.status or "",
        requested_status=answer.requested_status or "",
        thread_id=answer.thread_id or "",
        donations=_donations(answer),
        freshness=freshness,
    )


def hit(answer: decode.HitAnswer) -> SearchHit:
    named = present(answer.categories)
    loaders = tuple(name for name in named if name in KNOWN_LOADERS)
    shown = present(answer.display_categories) or named
    return SearchHit(
        ref=ProjectRef(PROVIDER, answer.project_id),
        slug=answer.slug or answer.project_id,
        title=answer.title or answer.slug or answer.project_id,
        author=answer.author or "",
        summary=answer.description or "",
        project_type=project_type(answer.project_type, present(answer.all_project_types), loaders),
        categories=tuple(name for name in shown if name not in KNOWN_LOADERS),
        loaders=loaders,
        game_versions=present(answer.versions),
        client_side=_side(answer.client_side),
        server_side=_side(answer.server_side),
        icon_url=answer.icon_url or None,
        color=answer.color,
        downloads=answer.downloads or 0,
        followers=answer.follows or 0,
        published=moment(answer.date_created),
        updated=moment(answer.date_modified),
        latest_version_id=answer.latest_version or None,
        license_id=answer.license or "",
        gallery=tuple(url for url in present(answer.gallery) if url),
        featured_gallery=answer.featured_gallery or None,
    )


def user(answer: decode.UserAnswer) -> User:
    return User(
        id=answer.id,
        username=answer.username or answer.id,
        name=answer.name or "",
        avatar_url=answer.avatar_url or None,
        bio=answer.bio or "",
        created=moment(answer.created),
        role=answer.role or "",
    )


def members(answers: Iterable[decode.MemberAnswer | None] | None) -> tuple[Member, ...]:
    """In the team's own order."""
    found = [
        Member(
            user=user(answer.user),
            role=answer.role or "",
            is_owner=answer.is_owner if answer.is_owner is not None else answer.role == "Owner",
            accepted=answer.accepted is not False,
            ordering=answer.ordering or 0,
            team_id=answer.team_id or "",
            permissions=answer.permissions,
            payouts_split=answer.payouts_split,
        )
        for answer in present(answers)
    ]
    return tuple(sorted(found, key=lambda member: member.ordering))


def notification(answer: decode.NotificationAnswer, site: str) -> Notification:
    """What it links to is a path on the platform's own site; anything else is left out."""
    path = (answer.link or "").strip().lstrip("/")
    return Notification(
        id=answer.id,
        kind=answer.type or "",
        title=answer.title or "",
        text=answer.text or "",
        link=f"{site}/{path}" if _PATH.fullmatch(path) else "",
        project=found[1] if (found := _PROJECT_PATH.match(path)) else "",
        read=bool(answer.read),
        created=moment(answer.created),
    )


def report(answer: decode.ReportAnswer) -> Report:
    return Report(
        id=answer.id,
        reason=answer.report_type or "",
        item_id=answer.item_id or "",
        item=answer.item_type or "",
        text=answer.body or "",
        created=moment(answer.created),
        closed=bool(answer.closed),
        thread_id=answer.thread_id or "",
    )


def thread(answer: decode.ThreadAnswer) -> Thread:
    """The server has them in the order in which they were written; where it does not, their times tell."""
    messages = [_message(one) for one in present(answer.messages)]
    if all(message.created for message in messages):
        messages.sort(key=lambda message: message.created or _NEVER)
    return Thread(answer.id, tuple(messages), tuple(user(one) for one in present(answer.members)))


def _message(answer: decode.MessageAnswer) -> Message:
    body = answer.body or decode.MessageBodyAnswer()
    return Message(
        id=answer.id,
        author_id=answer.author_id or "",
        kind=body.type or "text",
        text=body.body or "",
        statuses=tuple(status for status in (body.old_status, body.new_status) if status),
        created=moment(answer.created),
    )


def category(answer: decode.CategoryAnswer) -> CategoryTag:
    return CategoryTag(
        answer.name, answer.project_type or "", answer.header or "categories", answer.icon or ""
    )


def loader(answer: decode.LoaderAnswer) -> LoaderTag:
    return LoaderTag(answer.name, present(answer.supported_project_types), answer.icon or "")


def game_version(answer: decode.GameVersionAnswer) -> GameVersionTag:
    return GameVersionTag(
        answer.version, answer.version_type or "release", moment(answer.date), bool(answer.major)
    )


def license_tag(answer: decode.LicenseTagAnswer) -> LicenseTag:
    return LicenseTag(answer.short, answer.name or "")


def _dependency(answer: decode.DependencyAnswer) -> Dependency | None:
    """None for a kind that this Modstead does not know: it cannot say what would follow from it."""
    kind = _KINDS.get(answer.dependency_type or "")
    if kind is None:
        return None
    return Dependency(kind, answer.project_id or None, answer.version_id or None, answer.file_name or None)


def _hash(text: str | None, form: re.Pattern[str]) -> str:
    """Lower-case hex of the right length, else nothing: hashes name files elsewhere."""
    lowered = (text or "").lower()
    return lowered if form.fullmatch(lowered) else ""


def _side(text: str | None) -> SideSupport:
    return _SIDES.get(text or "", SideSupport.UNKNOWN)


def project_type(named: str | None, every: tuple[str, ...], loaders: tuple[str, ...]) -> str:
    """v2 calls data packs and plugins mods; newer answers list all types, the loaders tell for older ones."""
    kind = named or "mod"
    if kind != "mod" or "mod" in every:
        return kind
    if every:
        return every[0]
    if loaders and PLUGIN_LOADERS.issuperset(loaders):
        return "plugin"
    return "datapack" if loaders and set(loaders) == {"datapack"} else kind


def _gallery(answer: decode.ProjectAnswer) -> tuple[GalleryImage, ...]:
    images = [
        GalleryImage(
            url=image.url,
            raw_url=image.raw_url or "",
            title=image.title or "",
            description=image.description or "",
            featured=bool(image.featured),
            ordering=image.ordering or 0,
            created=moment(image.created),
        )
        for image in present(answer.gallery)
        if image.url
    ]
    return tuple(sorted(images, key=lambda image: image.ordering))


def _donations(answer: decode.ProjectAnswer) -> tuple[Donation, ...]:
    return tuple(
        Donation(donation.id or "", donation.platform or "", donation.url)
        for donation in present(answer.donation_urls)
        if donation.url
    )


def _links(answer: decode.ProjectAnswer) -> dict[str, str]:
    named = {
        "Issues": answer.issues_url,
        "Source code": answer.source_url,
        "Wiki": answer.wiki_url,
        "Discord": answer.discord_url,
        **{
            f"Donate: {donation.platform or donation.id or 'other'}": donation.url
            for donation in present(answer.donation_urls)
        },
    }
    return {title: url for title, url in named.items() if url}
