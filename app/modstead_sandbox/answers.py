"""What the API says: JSON documents made of the catalogue's values, with addresses of the server that was asked."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import msgspec

from modstead_sandbox.bodies import body, changelog
from modstead_sandbox.catalogue import Catalogue
from modstead_sandbox.contents import Contents
from modstead_sandbox.identifiers import Kind, encode
from modstead_sandbox.kept import Kept
from modstead_sandbox.model import Project, User, Version, VersionFile, iso
from modstead_sandbox.pixels import colour
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
_KEPT_PROJECTS, _KEPT_VERSIONS = 1_024, 8_192
_PICTURE_TITLES = ("At noon", "After dark", "From the hill", "In the village", "By the water", "First snow")


class Answers:
    """Writes the API's documents; `base` is the server's own address, without a slash at its end."""

    def __init__(self, catalogue: Catalogue, contents: Contents) -> None:
        self._catalogue = catalogue
        self._contents = contents
        self._projects: Kept[tuple[int, str], msgspec.Raw] = Kept(_KEPT_PROJECTS)
        self._versions: Kept[tuple[str, str, bool], msgspec.Raw] = Kept(_KEPT_VERSIONS)

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
        listed = self._catalogue.listed(project)
        licence = _LICENCES[project.licence]
        return {
            "id": project.id,
            "slug": project.slug,
            "project_type": _shown_type(project, listed),
            "team": project.team,
            "organization": None,
            "title": project.title,
            "description": project.description,
            "body": body(project).replace("{base}", f"{base}/data/{project.id}"),
            "body_url": None,
            "published": iso(project.published),
            "updated": iso(self.updated(project)),
            "approved": iso(project.published + 3_600),
            "queued": None,
            "status": project.status,
            "requested_status": "approved",
            "moderator_message": None,
            "license": {"id": licence.id, "name": licence.name, "url": licence.url},
            "client_side": project.client_side,
            "server_side": project.server_side,
            "environment": environment(project),
            "downloads": project.downloads,
            "followers": project.followers,
            "categories": list(project.categories),
            "additional_categories": list(project.additional_categories),
            "game_versions": game_versions(listed),
            "loaders": loaders(listed),
            "versions": [version.id for version in listed],
            "icon_url": self.icon_url(project, base),
            "raw_icon_url": self.icon_url(project, base),
            **_links(project, open_source=licence.open_source),
            "gallery": [self._picture(project, place, base) for place in range(project.pictures)],
            "color": colour(project.palette) if project.has_icon else None,
            "thread_id": encode(Kind.THREAD, project.number),
            "monetization_status": "monetized",
        }

    def hit(self, project: Project, version: Version | None, base: str) -> Json:
        """Return a project as a search shows it; `version` is the newest one that the filters match."""
        listed = self._catalogue.listed(project)
        latest = version or (listed[-1] if listed else None)
        shown = _shown_type(project, listed)
        categories = [*project.categories, *loaders(listed)]
        address = f"{base}/data/{project.id}/images"
        return {
            "project_id": project.id,
            "project_type": shown,
            "all_project_types": [project.kind] if listed else [],
            "slug": project.slug,
            "author": project.author.username,
            "author_id": project.author.id,
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
            "gallery": [f"{address}/{place}_350.webp" for place in range(1, project.pictures)],
            "featured_gallery": f"{address}/0_350.webp" if project.pictures else None,
            "color": colour(project.palette) if project.has_icon else None,
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
            "requested_status": None,
            "files": [self._file(version, file, base) for file in version.files],
            "dependencies": [
                {
                    "version_id": dependency.version_id,
                    "project_id": dependency.project_id,
                    "file_name": dependency.file_name,
                    "dependency_type": dependency.kind,
                }
                for dependency in version.dependencies
            ],
        }
        if with_changelog:
            text = changelog(self._catalogue.projects[version.project_number], version)
            if text is not None:
                document["changelog"] = text
        return document

    def user(self, user: User, base: str) -> Json:
        """Return a user as anybody may see it."""
        return {
            "id": user.id,
            "username": user.username,
            "name": user.name,
            "avatar_url": f"{base}/data/user/{user.id}.png",
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

    def members(self, team_id: str, base: str) -> list[Json]:
        """Return the members of a team; an unknown team has none."""
        team = self._catalogue.team(team_id)
        if team is None:
            return []
        return [
            {
                "team_id": team.id,
                "user": self.user(member.user, base),
                "role": member.role,
                "is_owner": member.ordering == 0,
                "permissions": None,
                "accepted": True,
                "payouts_split": None,
                "ordering": member.ordering,
            }
            for member in team.members
        ]

    def updated(self, project: Project) -> int:
        """Return when the project's newest listed version came, or the project itself where it has none."""
        return max(
            (version.published for version in self._catalogue.listed(project)), default=project.updated
        )

    def icon_url(self, project: Project, base: str) -> str | None:
        return f"{base}/data/{project.id}/icon.png" if project.has_icon else None

    def file_url(self, version: Version, file: VersionFile, base: str) -> str:
        """Return the address of a file; old uploads have the version's number in it instead of its id."""
        folder = version.version_number if version.old_address else version.id
        return f"{base}/data/{version.project_id}/versions/{quote(folder)}/{quote(file.filename)}"

    def _file(self, version: Version, file: VersionFile, base: str) -> Json:
        facts = self._contents.facts(version, file)
        return {
            "id": encode(Kind.FILE, version.project_number * 2_000 + version.number * 2 + file.sources),
            "hashes": {"sha512": facts.sha512, "sha1": facts.sha1},
            "url": self.file_url(version, file, base),
            "filename": file.filename,
            "primary": file.primary,
            "size": facts.size,
            "file_type": file.file_type,
        }

    def _picture(self, project: Project, place: int, base: str) -> Json:
        address = f"{base}/data/{project.id}/images"
        return {
            "url": f"{address}/{place}_350.webp",
            "raw_url": f"{address}/{place}.png",
            "featured": place == 0,
            "title": _PICTURE_TITLES[place % len(_PICTURE_TITLES)],
            "description": project.description if place == 1 else None,
            "created": iso(project.published + place * 86_400),
            "ordering": place,
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


def _links(project: Project, *, open_source: bool) -> Json:
    site = f"https://mods.example.invalid/{project.slug}"
    return {
        "issues_url": f"{site}/issues" if project.number % 4 else None,
        "source_url": f"{site}/source" if open_source else None,
        "wiki_url": f"{site}/wiki" if project.number % 3 == 0 else None,
        "discord_url": f"{site}/chat" if project.number % 5 == 0 else None,
        "donation_urls": _donations(project),
    }


def _donations(project: Project) -> list[Json]:
    if project.number % 6:
        return []
    address = f"https://give.example.invalid/{project.author.username}"
    return [{"id": "ko-fi", "platform": "Ko-fi", "url": address}]
