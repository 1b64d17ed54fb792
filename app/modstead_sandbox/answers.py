"""What the API says: JSON documents made of the catalogue's values, with addresses of the server that was asked."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import msgspec

from modstead_sandbox.bodies import body, changelog
from modstead_sandbox.contents import Contents
from modstead_sandbox.details import MADE_ICON, details
from modstead_sandbox.identifiers import Kind, encode
from modstead_sandbox.kept import Kept
from modstead_sandbox.model import Details, Picture, Project, User, Version, VersionFile, iso
from modstead_sandbox.pixels import colour
from modstead_sandbox.shelf import Shelf
from modstead_sandbox.tags import GAME_VERSIONS, LICENCES

Json = dict[str, Any]

_GAME_VERSION_ORDER = {entry.version: -place for place, entry in enumerate(GAME_VERSIONS)}
_LICENCES = {licence.id: licence for licence in LICENCES}
_ENVIRONMENTS = {
    ("required", "required"): "client_and_server",
    ("required", "optional"): "client_only_server_optional",
    ("required", "unsupported"): "client_only",
    ("optional", "required"): "server_only_client_optional",
    ("optional", "optional"): "client_or_server",
    ("unsupported", "required"): "dedicated_server_only",
}
_UPLOADED = 10**11
"""From this number on, a file's identifier is that of an upload."""

_KEPT_PROJECTS, _KEPT_VERSIONS = 1_024, 8_192


class Answers:
    """Writes the API's documents; `base` is the server's own address, without a slash at its end."""

    def __init__(self, shelf: Shelf, contents: Contents) -> None:
        self._shelf = shelf
        self._contents = contents
        self._projects: Kept[tuple[int, str], msgspec.Raw] = Kept(_KEPT_PROJECTS)
        self._versions: Kept[tuple[str, str, bool], msgspec.Raw] = Kept(_KEPT_VERSIONS)

    def forget(self) -> None:
        """Drop the documents that are kept, since something has changed."""
        self._projects.clear()
        self._versions.clear()

    def project(self, project: Project, base: str) -> msgspec.Raw:
        """Return a project as `/project/{id}` shows it."""
        return self._projects.get((project.number, base), lambda: _encoded(self._project(project, base)))

    def version(self, version: Version, base: str, *, with_changelog: bool = True) -> msgspec.Raw:
        """Return a version; without its changelog the key is missing, as on the platform."""
        key = (version.id, base, with_changelog)
        return self._versions.get(
            key, lambda: _encoded(self._version(version, base, with_changelog=with_changelog))
        )

    def _project(self, project: Project, base: str) -> Json:
        listed = self._shelf.listed(project)
        told = details(project)
        return {
            "id": project.id,
            "slug": project.slug,
            "project_type": _shown_type(project, listed),
            "team": project.team,
            "organization": None,
            "title": project.title,
            "description": project.description,
            "body": self.body(project, base),
            "body_url": None,
            "published": iso(project.published),
            "updated": iso(self.updated(project)),
            "approved": None if told.approved is None else iso(told.approved),
            "queued": None if told.queued is None else iso(told.queued),
            "status": project.status,
            "requested_status": told.requested_status,
            "moderator_message": _message(told),
            "license": {
                "id": project.licence,
                "name": licence_name(project.licence),
                "url": told.licence_url,
            },
            "client_side": project.client_side,
            "server_side": project.server_side,
            "environment": [environment(project)],
            "downloads": project.downloads,
            "followers": project.followers,
            "categories": list(project.categories),
            "additional_categories": list(project.additional_categories),
            "game_versions": game_versions(listed),
            "loaders": loaders(listed),
            "versions": [version.id for version in listed],
            "icon_url": self.icon_url(project, base),
            "raw_icon_url": self.icon_url(project, base),
            "issues_url": told.issues_url,
            "source_url": told.source_url,
            "wiki_url": told.wiki_url,
            "discord_url": told.discord_url,
            "donation_urls": [
                {"id": given.id, "platform": given.platform, "url": given.url} for given in told.donations
            ],
            "gallery": [_picture(picture, f"{base}/data/{project.id}/images") for picture in told.gallery],
            "color": colour(project.palette) if told.icon == MADE_ICON else None,
            "thread_id": encode(Kind.THREAD, project.number),
            "monetization_status": "monetized",
        }

    def hit(self, project: Project, version: Version | None, base: str) -> Json:
        """Return a project as a search shows it; `version` is the newest one that the filters match."""
        listed = self._shelf.listed(project)
        latest = version or (listed[-1] if listed else None)
        shown = _shown_type(project, listed)
        categories = [*project.categories, *loaders(listed)]
        told = details(project)
        address = f"{base}/data/{project.id}/images"
        featured = next((picture.name for picture in told.gallery if picture.featured), None)
        author = self._shelf.now(project.author)
        return {
            "project_id": project.id,
            "project_type": shown,
            "all_project_types": [project.kind] if listed else [],
            "slug": project.slug,
            "author": author.username,
            "author_id": author.id,
            "organization": None,
            "organization_id": None,
            "title": project.title,
            "description": project.description,
            "categories": [*categories, *project.additional_categories],
            "display_categories": categories,
            "versions": game_versions(listed),
            "downloads": project.downloads,
            "follows": project.followers,
            "icon_url": self.icon_url(project, base) or "",
            "date_created": iso(project.published, offset=True),
            "date_modified": iso(self.updated(project), offset=True),
            "latest_version": latest.id if latest else "",
            "license": project.licence,
            "client_side": project.client_side,
            "server_side": project.server_side,
            "environment": [environment(project)],
            "gallery": [f"{address}/{shown.name}" for shown in told.gallery if not shown.featured],
            "featured_gallery": None if featured is None else f"{address}/{featured}",
            "color": colour(project.palette) if told.icon == MADE_ICON else None,
            "disclosure_types": [],
        }

    def _version(self, version: Version, base: str, *, with_changelog: bool) -> Json:
        document: Json = {
            "game_versions": list(version.game_versions),
            "loaders": list(version.loaders),
            "id": version.id,
            "project_id": version.project_id,
            "author_id": version.author_id,
            "featured": version.featured,
            "name": version.name,
            "version_number": version.version_number,
            "changelog_url": None,
            "date_published": iso(version.published),
            "downloads": version.downloads,
            "version_type": version.channel,
            "status": version.status,
            "requested_status": version.requested_status,
            "environment": self._environment(version),
            "files": self.files(version, base),
            "dependencies": self.dependencies(version),
        }
        if with_changelog:
            text = self.changelog(version)
            if text is not None:
                document["changelog"] = text
        return document

    def _environment(self, version: Version) -> str:
        project = self._shelf.numbered(version.project_number)
        return version.environment or ("unknown" if project is None else environment(project))

    def files(self, version: Version, base: str) -> list[Json]:
        """Return the files of a version."""
        return [self._file(version, file, base) for file in version.files]

    def dependencies(self, version: Version) -> list[Json]:
        """Return what a version names."""
        return [
            {
                "version_id": dependency.version_id,
                "project_id": dependency.project_id,
                "file_name": dependency.file_name,
                "dependency_type": dependency.kind,
            }
            for dependency in version.dependencies
        ]

    def body(self, project: Project, base: str) -> str:
        """Return the text of a project, in Markdown."""
        own = details(project).body
        return body(project).replace("{base}", f"{base}/data/{project.id}") if own is None else own

    def changelog(self, version: Version) -> str | None:
        """Return what a version changed, in Markdown."""
        project = self._shelf.numbered(version.project_number)
        if version.has_own_changelog or project is None:
            return version.own_changelog
        return changelog(project, version)

    def user(self, user: User, base: str) -> Json:
        """Return a user as anybody may see it."""
        user = self._shelf.now(user)
        return {
            "id": user.id,
            "username": user.username,
            "name": user.name,
            "avatar_url": f"{base}/data/user/{user.avatar or user.id + '.png'}",
            "bio": user.bio,
            "created": iso(user.created),
            "role": user.role,
            "badges": 0,
            "payout_data": None,
            "auth_providers": None,
            "email": None,
            "email_verified": None,
            "has_password": None,
            "has_totp": None,
            "github_id": None,
        }

    def own_user(self, user: User, base: str, *, with_email: bool) -> Json:
        """Return a user as they see themselves."""
        private: Json = {"auth_providers": ["github"], "has_password": True, "has_totp": False}
        if with_email:
            private |= {"email": user.email, "email_verified": user.email is not None}
        return {**self.user(user, base), **private}

    def members(self, team_id: str, base: str, visitor: User | None = None) -> list[Json]:
        """Return the members of a team; an unknown team has none.

        What they may do, and who was asked but has not joined yet, only the team itself is told.
        """
        team = self._shelf.team(team_id)
        if team is None:
            return []
        inside = visitor is not None and any(member.user.number == visitor.number for member in team.members)
        return [
            {
                "team_id": team.id,
                "user": self.user(member.user, base),
                "role": member.role,
                "is_owner": member.is_owner,
                "permissions": member.permissions if inside else None,
                "accepted": member.accepted,
                "payouts_split": member.payouts_split if inside else None,
                "ordering": member.ordering,
            }
            for member in team.members
            if inside or member.accepted
        ]

    def updated(self, project: Project) -> int:
        """Return when the project's newest listed version came, or the project itself where it has none."""
        return max((version.published for version in self._shelf.listed(project)), default=project.updated)

    def icon_url(self, project: Project, base: str) -> str | None:
        """Return the address of a project's icon, if it has one."""
        icon = details(project).icon
        return None if icon is None else f"{base}/data/{project.id}/{icon}"

    def file_url(self, version: Version, file: VersionFile, base: str) -> str:
        """Return the address of a file; old uploads have the version's number in it instead of its id."""
        folder = version.version_number if version.old_address else version.id
        return f"{base}/data/{version.project_id}/versions/{quote(folder)}/{quote(file.filename)}"

    def _file(self, version: Version, file: VersionFile, base: str) -> Json:
        facts = self._contents.facts(version, file)
        made = version.project_number * 2_000 + version.number * 2 + file.sources
        return {
            "id": encode(Kind.FILE, made if file.stored is None else _UPLOADED + file.stored.number),
            "hashes": {"sha512": facts.sha512, "sha1": facts.sha1},
            "url": self.file_url(version, file, base),
            "filename": file.filename,
            "primary": file.primary,
            "size": facts.size,
            "file_type": file.file_type,
        }


def _encoded(document: Json) -> msgspec.Raw:
    return msgspec.Raw(msgspec.json.encode(document))


def loaders(versions: tuple[Version, ...]) -> list[str]:
    """Return the loaders of some versions, each once, in the order of the alphabet."""
    return sorted({loader for version in versions for loader in version.loaders})


def game_versions(versions: tuple[Version, ...]) -> list[str]:
    """Return the game versions of some versions, each once, oldest first."""
    found = {name for version in versions for name in version.game_versions}
    return sorted(found, key=lambda name: _GAME_VERSION_ORDER.get(name, 0))


def environment(project: Project) -> str:
    """Return the newer word for what the two sides say."""
    return _ENVIRONMENTS.get((project.client_side, project.server_side), "unknown")


def _shown_type(project: Project, listed: tuple[Version, ...]) -> str:
    if not listed:
        return "project"
    return "mod" if project.kind in {"datapack", "plugin"} else project.kind


def licence_name(licence: str) -> str:
    """Return the long name of a licence, or nothing where it has none."""
    known = _LICENCES.get(licence)
    return "" if known is None else known.name


def _message(told: Details) -> Json | None:
    if told.moderator_message is None:
        return None
    return {"message": told.moderator_message, "body": told.moderator_message_body}


def _picture(picture: Picture, address: str) -> Json:
    return {
        "url": f"{address}/{picture.name}",
        "raw_url": f"{address}/{picture.raw_name}",
        "featured": picture.featured,
        "title": picture.title,
        "description": picture.description,
        "created": iso(picture.created),
        "ordering": picture.ordering,
    }
