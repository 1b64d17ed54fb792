"""What version 3 of the API says: the same values under its own names, with what loaders add laid flat."""

from __future__ import annotations

from modstead_sandbox.answers import Answers, Json, environment, game_versions, licence_name, loaders
from modstead_sandbox.details import MADE_ICON, details
from modstead_sandbox.identifiers import Kind, encode
from modstead_sandbox.model import Details, Picture, Project, Version, iso
from modstead_sandbox.pixels import colour
from modstead_sandbox.shelf import Shelf

GAMES = ["minecraft-java"]
DONATIONS = ("patreon", "bmac", "paypal", "github", "ko-fi", "other")
PLAIN_LINKS = ("issues", "source", "wiki", "discord")


class NewerAnswers:
    """Writes version 3's documents; `base` is the server's own address, without a slash at its end."""

    def __init__(self, shelf: Shelf, answers: Answers) -> None:
        self._shelf = shelf
        self._answers = answers

    def project(self, project: Project, base: str) -> Json:
        """Return a project as `/v3/project/{id}` shows it."""
        listed = self._shelf.listed(project)
        told = details(project)
        address = f"{base}/data/{project.id}/images"
        return {
            "id": project.id,
            "slug": project.slug,
            "project_types": [project.kind] if listed else [],
            "games": GAMES,
            "team_id": project.team,
            "organization": None,
            "name": project.title,
            "summary": project.description,
            "description": self._answers.body(project, base),
            "published": iso(project.published),
            "updated": iso(self._answers.updated(project)),
            "approved": None if told.approved is None else iso(told.approved),
            "queued": None if told.queued is None else iso(told.queued),
            "status": project.status,
            "requested_status": told.requested_status,
            "license": {
                "id": project.licence,
                "name": licence_name(project.licence),
                "url": told.licence_url,
            },
            "downloads": project.downloads,
            "followers": project.followers,
            "categories": list(project.categories),
            "additional_categories": list(project.additional_categories),
            "versions": [version.id for version in listed],
            "icon_url": self._answers.icon_url(project, base),
            "link_urls": _links(told),
            "gallery": [_picture(picture, address) for picture in told.gallery],
            "color": colour(project.palette) if told.icon == MADE_ICON else None,
            "thread_id": encode(Kind.THREAD, project.number),
            "monetization_status": "monetized",
            **_flat(project, listed),
        }

    def hit(self, project: Project, version: Version | None, base: str) -> Json:
        """Return a project as a search shows it; `version` is the newest one that the filters match."""
        listed = self._shelf.listed(project)
        latest = version or (listed[-1] if listed else None)
        told = details(project)
        address = f"{base}/data/{project.id}/images"
        featured = next((picture.name for picture in told.gallery if picture.featured), None)
        categories = [*project.categories, *loaders(listed)]
        return {
            "version_id": latest.id if latest else "",
            "project_id": project.id,
            "project_types": [project.kind] if listed else [],
            "slug": project.slug,
            "author": self._shelf.now(project.author).username,
            "name": project.title,
            "summary": project.description,
            "categories": [*categories, *project.additional_categories],
            "display_categories": categories,
            "downloads": project.downloads,
            "follows": project.followers,
            "icon_url": self._answers.icon_url(project, base),
            "date_created": iso(project.published, offset=True),
            "date_modified": iso(self._answers.updated(project), offset=True),
            "license": project.licence,
            "gallery": [f"{address}/{shown.name}" for shown in told.gallery if not shown.featured],
            "featured_gallery": None if featured is None else f"{address}/{featured}",
            "color": colour(project.palette) if told.icon == MADE_ICON else None,
            **_flat(project, listed),
        }

    def version(self, project: Project, version: Version, base: str) -> Json:
        """Return a version as version 3 shows it."""
        return {
            "id": version.id,
            "project_id": version.project_id,
            "author_id": version.author_id,
            "featured": version.featured,
            "name": version.name,
            "version_number": version.version_number,
            "project_types": [project.kind],
            "games": GAMES,
            "changelog": self._answers.changelog(version) or "",
            "date_published": iso(version.published),
            "downloads": version.downloads,
            "version_type": version.channel,
            "status": version.status,
            "requested_status": version.requested_status,
            "files": self._answers.files(version, base),
            "dependencies": self._answers.dependencies(version),
            "ordering": None,
            **_flat(project, (version,)),
            "environment": version.environment or environment(project),
        }


def _flat(project: Project, versions: tuple[Version, ...]) -> Json:
    """Return what is asked of each loader, laid flat beside the rest; a pack's own loaders go by another name."""
    found = loaders(versions)
    flat: Json = {
        "loaders": found,
        "game_versions": game_versions(versions),
        "environment": [environment(project)],
    }
    if project.kind == "modpack":
        flat |= {"loaders": ["mrpack"], "mrpack_loaders": [name for name in found if name != "mrpack"]}
    return flat


def _links(told: Details) -> Json:
    plain = dict(
        zip(
            PLAIN_LINKS,
            (told.issues_url, told.source_url, told.wiki_url, told.discord_url),
            strict=True,
        )
    )
    links: Json = {
        name: {"platform": name, "donation": False, "url": url}
        for name, url in plain.items()
        if url is not None
    }
    for given in told.donations:
        links[given.id] = {"platform": given.id, "donation": True, "url": given.url}
    return links


def _picture(picture: Picture, address: str) -> Json:
    return {
        "url": f"{address}/{picture.name}",
        "raw_url": f"{address}/{picture.raw_name}",
        "featured": picture.featured,
        "name": picture.title,
        "description": picture.description,
        "created": iso(picture.created),
        "ordering": picture.ordering,
    }
