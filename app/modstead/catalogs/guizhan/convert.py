"""The answers of Guizhan Resources in Modstead's own terms.

IDs are qualified, so that no other platform's can be taken for them, nor theirs for another's.
"""

import re
from typing import Any
from urllib.parse import quote

from modstead.catalogs.decoding import moment, present
from modstead.catalogs.guizhan import decode
from modstead.catalogs.guizhan.assumptions import CHECKSUMS, LOADERS, PROVIDER, channel_of
from modstead.catalogs.guizhan.bodies import LICENSES
from modstead.domain.compatibility import contents_of
from modstead.domain.project import (
    Freshness,
    License,
    Member,
    Project,
    ProjectRef,
    SearchHit,
    User,
    qualified,
)
from modstead.domain.version import Dependency, DependencyKind, Hashes, Version, VersionFile

RESOURCE_PACK, DATA_PACK = "resourcepack", "datapack"

_KINDS = {kind.value: kind for kind in DependencyKind}
_WEB = re.compile(r"https?://[!-~]{1,2000}")
_NO_SPDX = frozenset({"ARR", "Custom"})
_PLATFORMS = {loader: platform for platform, loader in LOADERS.items()}


def own(id_: str) -> str:
    """An ID, as the platform itself has it."""
    return id_.removeprefix(f"{PROVIDER}:")


def loader_of(platform: str) -> str:
    return LOADERS.get(platform, platform)


def platform_of(loader: str) -> str:
    return _PLATFORMS.get(loader, loader)


def hit(answer: decode.ListedProjectAnswer) -> SearchHit:
    loaders = tuple(map(loader_of, present(answer.platforms)))
    return SearchHit(
        ref=_ref(answer.id),
        slug=_slug(answer),
        title=answer.name or answer.slug or answer.id,
        author=_owner(answer).name,
        summary=answer.summary or "",
        project_type=project_type(answer.type, loaders),
        categories=_tags(answer),
        loaders=loaders,
        game_versions=present(answer.minecraft_versions),
        icon_url=answer.icon_url or None,
        downloads=max(0, answer.downloads or 0),
        published=moment(answer.created_at),
        updated=moment(answer.updated_at),
    )


def project(answer: decode.ProjectAnswer, freshness: Freshness | None = None) -> Project:
    loaders = tuple(map(loader_of, present(answer.platforms)))
    license_type = answer.license_type or ""
    return Project(
        ref=_ref(answer.id),
        slug=_slug(answer),
        title=answer.name or answer.slug or answer.id,
        summary=answer.summary or "",
        body=answer.description or "",
        project_type=project_type(answer.type, loaders),
        loaders=loaders,
        game_versions=present(answer.minecraft_versions),
        categories=_tags(answer),
        icon_url=answer.icon_url or None,
        downloads=max(0, answer.downloads or 0),
        published=moment(answer.created_at),
        updated=moment(answer.updated_at),
        license=License(
            f"LicenseRef-{license_type}" if license_type in _NO_SPDX else license_type,
            "All rights reserved" if license_type == LICENSES[0] else "",
            answer.license_url or "",
        ),
        links=_links(answer),
        status=answer.status or "",
        freshness=freshness,
    )


def owner(answer: decode.ListedProjectAnswer, _freshness: Freshness) -> tuple[Member, ...]:
    """All that the platform tells of who made a project."""
    user = _owner(answer)
    return (Member(user, role="Owner", is_owner=True),) if user.id else ()


def project_type(named: str | None, loaders: tuple[str, ...]) -> str:
    """What the platform calls a resource is a pack, and a mere project anything, of the kind that its loaders tell."""
    if named == "resource":
        return DATA_PACK if loaders and set(loaders) == {DATA_PACK} else RESOURCE_PACK
    kinds = contents_of(loaders)
    if named in {None, "project"} and len(kinds) == 1:
        return next(iter(kinds)).value
    return named or "project"


def version(answer: decode.VersionAnswer, project_id: str, base: str) -> Version:
    """`project_id` is that of its project, where the answer does not name it; `base` is the server's address."""
    of = own(answer.project_id or project_id)
    channel = answer.channel or decode.ChannelAnswer()
    return Version(
        provider=PROVIDER,
        id=qualified(PROVIDER, answer.id),
        project_id=qualified(PROVIDER, of),
        number=answer.version or "",
        name=answer.name or "",
        channel=channel_of(
            channel.name or "", channel.slug or "", is_default=channel.is_default is not False
        ),
        loaders=tuple(map(loader_of, present(answer.platforms))),
        game_versions=present(answer.minecraft_versions),
        published=moment(answer.created_at),
        files=tuple(_file(file, _address(base, of, answer.id)) for file in present(answer.files)),
        dependencies=tuple(
            dependency
            for dependency in (_dependency(one) for one in present(answer.dependencies))
            if dependency
        ),
        changelog=answer.changelog,
        downloads=max(0, answer.downloads or 0),
        files_known=answer.files is not None,
    )


def _address(base: str, project_id: str, version_id: str) -> str:
    return f"{base}/projects/{quote(project_id, safe='')}/versions/{quote(version_id, safe='')}"


def _file(answer: decode.FileAnswer, address: str) -> VersionFile:
    """A file elsewhere is worth no more than its address, and that only if a browser opens it."""
    elsewhere = answer.external_url or ""
    linked = elsewhere if _WEB.fullmatch(elsewhere) else ""
    return VersionFile(
        url=linked if elsewhere else f"{address}/download/{quote(answer.id, safe='')}",
        filename=answer.name or "",
        size=max(0, answer.size or 0),
        hashes=Hashes("") if elsewhere else _hashes(answer.checksum),
        primary=bool(answer.is_primary),
        elsewhere=bool(elsewhere),
    )


def _hashes(checksum: Any) -> Hashes:
    """Lower-case hex of the right length, else nothing: hashes name files elsewhere."""
    told = checksum if isinstance(checksum, dict) else {}
    found = {
        name: value
        for name, form in CHECKSUMS.items()
        if isinstance(text := told.get(name), str) and form.fullmatch(value := text.lower())
    }
    return Hashes(found.get("sha1", ""), found.get("sha512", ""), found.get("sha256", ""))


def _dependency(answer: decode.DependencyAnswer) -> Dependency | None:
    """None for a kind that this Modstead does not know: it cannot say what would follow from it."""
    kind = _KINDS.get(answer.type or "")
    if kind is None:
        return None
    return Dependency(
        kind,
        qualified(PROVIDER, answer.project_id) if answer.project_id else None,
        qualified(PROVIDER, answer.version_id) if answer.version_id else None,
        answer.name or answer.url or None,
    )


def _ref(id_: str) -> ProjectRef:
    return ProjectRef(PROVIDER, qualified(PROVIDER, id_))


def _slug(answer: decode.ListedProjectAnswer) -> str:
    return answer.slug or answer.id


def _owner(answer: decode.ListedProjectAnswer) -> User:
    told = answer.owner or decode.OwnerAnswer()
    named = told.username or told.slug or told.name or ""
    return User(told.id or named, named, told.name or named)


def _tags(answer: decode.ListedProjectAnswer) -> tuple[str, ...]:
    return tuple(tag.slug for tag in present(answer.tags) if tag.slug)


def _links(answer: decode.ProjectAnswer) -> dict[str, str]:
    named = {
        "Website": answer.homepage_url,
        "Issues": answer.issues_url,
        "Source code": answer.source_url,
        "Wiki": answer.wiki_url,
    }
    return {title: url for title, url in named.items() if url}
