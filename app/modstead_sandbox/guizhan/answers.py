"""What Guizhan Resources says: the fields of each `data` object."""

from __future__ import annotations

from typing import Any

from modstead_sandbox.guizhan.assumptions import PREFIX, checksum
from modstead_sandbox.guizhan.model import Channel, Dependency, File, Owner, Project, Version
from modstead_sandbox.guizhan.store import Store
from modstead_sandbox.model import iso

Json = dict[str, Any]
FILES = f"/data{PREFIX}"
"""Where files and icons lie."""


def listed(at: Store, project: Project, base: str, *, private: bool) -> Json:
    """Return a project as lists show it; who manages it is told more."""
    versions = at.versions(project)
    document: Json = {
        "id": project.id,
        "name": project.name,
        "slug": project.slug,
        "summary": project.summary,
        "type": project.type,
        "icon_url": f"{base}{FILES}/{project.id}/icon.png",
        "downloads": at.downloads(project),
        "minecraft_versions": _all(name for held in versions for name in held.minecraft_versions),
        "platforms": _all(name for held in versions for name in held.platforms),
        "created_at": iso(project.created),
        "updated_at": iso(project.updated),
        "owner_type": "organization" if project.owner.is_organization else "user",
        "owner": _owner(project.owner),
        "tags": [{"id": at.tags[slug].id, "slug": slug, "name": at.tags[slug].name} for slug in project.tags],
    }
    if private:
        document |= {"status": project.status, "visibility": project.visibility}
        document |= _present(
            moderator_message=project.moderator_message,
            last_slug_updated_at=_time(project.last_slug_updated),
        )
    return document


def whole(at: Store, project: Project, base: str, *, private: bool) -> Json:
    """Return a project as its own page shows it."""
    return {
        **listed(at, project, base, private=private),
        "description": project.description,
        "license_type": project.license_type,
        **_present(
            license_url=project.license_url,
            homepage_url=project.homepage_url,
            wiki_url=project.wiki_url,
            issues_url=project.issues_url,
            source_url=project.source_url,
        ),
    }


def version(project: Project, held: Version, *, with_files: bool = True) -> Json:
    """Return a version; lists have it without its files."""
    document: Json = {
        "id": held.id,
        "version": held.version,
        "name": held.name,
        **_present(changelog=held.changelog),
        "minecraft_versions": list(held.minecraft_versions),
        "platforms": list(held.platforms),
        "dependencies": [_dependency(entry) for entry in held.dependencies],
        "downloads": held.downloads,
        "created_at": iso(held.created),
        "channel": _channel(next(entry for entry in project.channels if entry.id == held.channel_id)),
    }
    if with_files:
        document["files"] = [_file(entry) for entry in held.files]
    return document


def channel(entry: Channel) -> Json:
    """Return a channel with its defaults."""
    return {
        **_channel(entry),
        "minecraft_versions": list(entry.minecraft_versions),
        "platforms": list(entry.platforms),
        "dependencies": [_dependency(held) for held in entry.dependencies],
    }


def _channel(entry: Channel) -> Json:
    return {
        "id": entry.id,
        "name": entry.name,
        "slug": entry.slug,
        "is_default": entry.is_default,
        **_present(last_slug_updated_at=_time(entry.last_slug_updated)),
    }


def _file(entry: File) -> Json:
    document: Json = {"id": entry.id, "name": entry.name}
    if entry.content is not None:
        document |= {
            "checksum": checksum(entry.content.sha1, entry.content.sha256),
            "size": entry.content.size,
        }
    return {
        **document,
        **_present(external_url=entry.external_url),
        "is_primary": entry.is_primary,
        "created_at": iso(entry.created),
    }


def _dependency(entry: Dependency) -> Json:
    return {
        "type": entry.type,
        **_present(version_id=entry.version_id, project_id=entry.project_id, name=entry.name, url=entry.url),
    }


def _owner(owner: Owner) -> Json:
    handle = {"slug" if owner.is_organization else "username": owner.handle}
    return {"id": owner.id, "name": owner.name, **handle}


def _present(**fields: str | None) -> Json:
    """Return the fields that have a value: the documents call the others optional, not null."""
    return {name: value for name, value in fields.items() if value is not None}


def _time(moment: int | None) -> str | None:
    return None if moment is None else iso(moment)


def _all(names: Any) -> list[str]:
    return sorted(set(names))
