"""v3's answers in Modstead's own terms."""

from collections.abc import Mapping

from modstead.catalogs.decoding import moment, present
from modstead.catalogs.modrinth.convert import KNOWN_LOADERS, PROVIDER, project_type, version
from modstead.catalogs.modrinth.decode import LicenseAnswer
from modstead.catalogs.modrinth.v3 import decode
from modstead.domain.catalog import ProjectDependencies
from modstead.domain.project import (
    Donation,
    Freshness,
    GalleryImage,
    License,
    Project,
    ProjectRef,
    SearchHit,
    SearchPage,
    SideSupport,
)

_REQUIRED, _OPTIONAL, _UNSUPPORTED, _UNKNOWN = SideSupport
_SIDES = {
    "client_and_server": (_REQUIRED, _REQUIRED),
    "client_only": (_REQUIRED, _UNSUPPORTED),
    "client_only_server_optional": (_REQUIRED, _OPTIONAL),
    "singleplayer_only": (_REQUIRED, _UNSUPPORTED),
    "server_only": (_UNSUPPORTED, _REQUIRED),
    "server_only_client_optional": (_OPTIONAL, _REQUIRED),
    "dedicated_server_only": (_UNSUPPORTED, _REQUIRED),
    "client_or_server": (_OPTIONAL, _OPTIONAL),
    "client_or_server_prefers_both": (_OPTIONAL, _OPTIONAL),
}
"""Which side needs what runs in an environment: the client, then the server."""

_LINKS = {"issues": "Issues", "source": "Source code", "wiki": "Wiki", "discord": "Discord"}


def project(answer: decode.ProjectAnswer, freshness: Freshness | None = None) -> Project:
    loaders = _loaders(answer)
    client, server = _sides(answer)
    license_ = answer.license or LicenseAnswer()
    return Project(
        ref=ProjectRef(PROVIDER, answer.id),
        slug=answer.slug or answer.id,
        title=answer.name or answer.slug or answer.id,
        summary=answer.summary or "",
        body=answer.description or "",
        project_type=project_type(None, present(answer.project_types), loaders),
        loaders=loaders,
        game_versions=present(answer.game_versions),
        categories=present(answer.categories),
        additional_categories=present(answer.additional_categories),
        client_side=client,
        server_side=server,
        icon_url=answer.icon_url or None,
        color=answer.color,
        downloads=answer.downloads or 0,
        followers=answer.followers or 0,
        published=moment(answer.published),
        updated=moment(answer.updated),
        license=License(license_.id or "", license_.name or "", license_.url or ""),
        gallery=_gallery(answer),
        links=_links(answer),
        team_id=answer.team_id or "",
        organization_id=answer.organization or "",
        version_ids=present(answer.versions),
        status=answer.status or "",
        requested_status=answer.requested_status or "",
        thread_id=answer.thread_id or "",
        donations=_donations(answer),
        freshness=freshness,
    )


def hit(answer: decode.HitAnswer) -> SearchHit:
    """Loaders stand among the categories too, as in v2."""
    named = present(answer.categories)
    loaders = _loaders(answer) or tuple(name for name in named if name in KNOWN_LOADERS)
    client, server = _sides(answer)
    shown = present(answer.display_categories) or named
    return SearchHit(
        ref=ProjectRef(PROVIDER, answer.project_id),
        slug=answer.slug or answer.project_id,
        title=answer.name or answer.slug or answer.project_id,
        author=answer.author or "",
        summary=answer.summary or "",
        project_type=project_type(None, present(answer.project_types), loaders),
        categories=tuple(name for name in shown if name not in KNOWN_LOADERS),
        loaders=loaders,
        game_versions=present(answer.game_versions),
        client_side=client,
        server_side=server,
        icon_url=answer.icon_url or None,
        color=answer.color,
        downloads=answer.downloads or 0,
        followers=answer.follows or 0,
        published=moment(answer.date_created),
        updated=moment(answer.date_modified),
        latest_version_id=answer.version_id or None,
        license_id=answer.license or "",
        gallery=tuple(url for url in present(answer.gallery) if url),
        featured_gallery=answer.featured_gallery or None,
    )


def page(answer: decode.SearchAnswer, freshness: Freshness) -> SearchPage:
    """v3 counts pages, from 1, where v2 counts hits."""
    hits = tuple(hit(one) for one in present(answer.hits))
    limit = answer.hits_per_page or len(hits)
    return SearchPage(
        hits,
        total=max(0, answer.total_hits or 0),
        offset=max(0, (answer.page or 1) - 1) * limit,
        limit=limit,
        freshness=freshness,
    )


def projects(answer: list[decode.ProjectAnswer | None], freshness: Freshness) -> tuple[Project, ...]:
    return tuple(project(one, freshness) for one in present(answer))


def dependencies(answer: decode.DependenciesAnswer, freshness: Freshness) -> ProjectDependencies:
    return ProjectDependencies(
        projects(answer.projects or [], freshness), tuple(version(one) for one in present(answer.versions))
    )


def _loaders(answer: decode.ProjectAnswer | decode.HitAnswer) -> tuple[str, ...]:
    """A pack's own loader is the form of packs; what its mods need goes by another name."""
    loaders = present(answer.loaders)
    inner = present(answer.mrpack_loaders)
    return (*(name for name in loaders if name != "mrpack"), *inner) if inner else loaders


def _sides(answer: decode.ProjectAnswer | decode.HitAnswer) -> tuple[SideSupport, SideSupport]:
    """By the one environment that is told; where versions differ, neither side is sure."""
    told = set(present(answer.environment))
    return _SIDES.get(told.pop(), (_UNKNOWN, _UNKNOWN)) if len(told) == 1 else (_UNKNOWN, _UNKNOWN)


def _gallery(answer: decode.ProjectAnswer) -> tuple[GalleryImage, ...]:
    images = [
        GalleryImage(
            url=image.url,
            raw_url=image.raw_url or "",
            title=image.name or "",
            description=image.description or "",
            featured=bool(image.featured),
            ordering=image.ordering or 0,
            created=moment(image.created),
        )
        for image in present(answer.gallery)
        if image.url
    ]
    return tuple(sorted(images, key=lambda image: image.ordering))


def _links(answer: decode.ProjectAnswer) -> Mapping[str, str]:
    told = {name: link for name, link in (answer.link_urls or {}).items() if link and link.url}
    plain = {
        title: told[name].url or ""
        for name, title in _LINKS.items()
        if name in told and not told[name].donation
    }
    return {**plain, **{f"Donate: {one.platform}": one.url for one in _donations(answer)}}


def _donations(answer: decode.ProjectAnswer) -> tuple[Donation, ...]:
    return tuple(
        Donation(name, link.platform or name, link.url)
        for name, link in (answer.link_urls or {}).items()
        if link and link.url and link.donation
    )
