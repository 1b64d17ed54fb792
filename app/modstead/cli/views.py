"""Domain values as the JSON that the commands promise."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from modstead.domain.account import Notification
from modstead.domain.instance import IdentifiedBy, InstalledMod, Instance, Library, Manifest
from modstead.domain.plan import (
    Applied,
    DamagedRecord,
    HistoryEntry,
    Note,
    NoteKind,
    Operation,
    OperationKind,
    Plan,
)
from modstead.domain.policies import FolderPolicies
from modstead.domain.preflight import Preflight
from modstead.domain.problems import Problem
from modstead.domain.project import Member, Project, SearchHit
from modstead.domain.updates import UpdateCheck
from modstead.domain.version import Version
from modstead.services.drops import IdentifiedFile

Json = dict[str, Any]


def instance(value: Instance) -> Json:
    return {
        "launcher": value.launcher or None,
        "name": value.name,
        "folder": str(value.folder),
        "game_version": value.game_version,
        "loader": value.loader.value if value.loader else None,
        "loader_version": value.loader_version or None,
    }


def library(value: Library, said: FolderPolicies) -> Json:
    return {
        "folder": str(value.instance.folder),
        "name": value.instance.name,
        "launcher": value.instance.launcher,
        "loader": value.instance.loader.value if value.instance.loader else None,
        "game_version": value.instance.game_version,
        "content": value.instance.content.value,
        "mods": [mod(item) | {"pinned": bool(said.of(item).pinned)} for item in value.mods],
        "unpacked": list(value.unpacked),
        "failed": [{"file": failure.name, "reason": failure.reason} for failure in value.failures],
        "offline": value.offline,
    }


def mod(value: InstalledMod) -> Json:
    return {
        "file": value.file.name,
        "sha1": value.file.sha1,
        "size": value.file.size,
        "enabled": value.file.enabled,
        "identified_by": value.identified_by.value,
        **_project_of(value),
        "title": value.title,
        "version_id": value.version.id if value.version else None,
        "version_number": value.version_number or None,
        "problems": list(value.problems),
        "altered": value.altered,
    }


def identified(value: IdentifiedFile) -> Json:
    return {
        "path": str(value.path),
        "size": value.size,
        "sha1": value.hashes.sha1 if value.hashes else None,
        "sha512": value.hashes.sha512 if value.hashes else None,
        "identified_by": value.identified_by.value,
        **_project_of(value),
        "title": value.title,
        "version_id": value.version.id if value.version else None,
        "version_number": value.version.number if value.version else None,
        "manifests": [manifest(item) for item in value.manifests],
        "problems": list(value.problems),
        "altered": value.altered,
    }


def _project_of(value: InstalledMod | IdentifiedFile) -> Json:
    """The project, and how sure it is: where only the name says so, it is the likeliest of the offers."""
    offered = value.identified_by is IdentifiedBy.NAME and not value.chosen
    project = value.offers[0] if offered and value.offers else value.project
    provider = value.version.provider if value.version else project.ref.provider if project else None
    return {
        "provider": provider,
        "project_id": project.project_id if offered and project else value.project_id,
        "confidence": value.confidence.value,
        "chosen": value.chosen,
        "offers": [
            {"project_id": item.project_id, "slug": item.slug, "title": item.title} for item in value.offers
        ],
    }


def identified_files(files: Sequence[IdentifiedFile]) -> Json:
    """Where none could be read, the first one's trouble is the command's."""
    document: Json = {"files": [identified(item) for item in files]}
    if files and all(item.hashes is None for item in files):
        first = files[0]
        document |= error(f"{first.path} could not be read.", " ".join(first.problems))
    return document


def manifest(value: Manifest) -> Json:
    return {
        "kind": value.kind.value,
        "id": value.id,
        "version": value.version,
        "name": value.name,
        "depends": {relation.mod_id: list(relation.ranges) for relation in value.depends},
    }


def hit(value: SearchHit) -> Json:
    return {
        "provider": value.ref.provider,
        "project_id": value.ref.project_id,
        "slug": value.slug,
        "title": value.title,
        "author": value.author,
        "description": value.summary,
        "downloads": value.downloads,
        "follows": value.followers,
        "project_type": value.project_type,
        "categories": list(value.categories),
        "loaders": list(value.loaders),
        "game_versions": list(value.game_versions),
        "client_side": value.client_side.value,
        "server_side": value.server_side.value,
        "updated": _moment(value.updated),
        "latest_version_id": value.latest_version_id,
        "license": value.license_id,
        "icon_url": value.icon_url,
    }


def listed_project(value: Project) -> Json:
    return {
        "project_id": value.project_id,
        "slug": value.slug,
        "title": value.title,
        "description": value.summary,
        "project_type": value.project_type,
        "downloads": value.downloads,
        "followers": value.followers,
        "loaders": list(value.loaders),
        "game_versions": list(value.game_versions),
        "updated": _moment(value.updated),
        "icon_url": value.icon_url,
    }


def notification(value: Notification) -> Json:
    return {
        "id": value.id,
        "kind": value.kind,
        "title": value.title,
        "text": value.text,
        "link": value.link or None,
        "read": value.read,
        "created": _moment(value.created),
    }


def project(value: Project, versions: tuple[Version, ...], members: tuple[Member, ...], url: str) -> Json:
    return {
        "provider": value.ref.provider,
        "project_id": value.project_id,
        "slug": value.slug,
        "title": value.title,
        "description": value.summary,
        "body": value.body,
        "project_type": value.project_type,
        "url": url,
        "members": [{"username": item.user.username, "role": item.role} for item in members],
        "categories": [*value.categories, *value.additional_categories],
        "loaders": list(value.loaders),
        "game_versions": list(value.game_versions),
        "client_side": value.client_side.value,
        "server_side": value.server_side.value,
        "license": value.license.id,
        "links": dict(value.links),
        "downloads": value.downloads,
        "followers": value.followers,
        "published": _moment(value.published),
        "updated": _moment(value.updated),
        "icon_url": value.icon_url,
        "offline_since": _moment(value.freshness.fetched_at)
        if value.freshness and value.freshness.offline
        else None,
        "versions": [version(item) for item in versions],
    }


def version(value: Version) -> Json:
    return {
        "version_id": value.id,
        "version_number": value.number,
        "name": value.name,
        "channel": value.channel.value,
        "loaders": list(value.loaders),
        "game_versions": list(value.game_versions),
        "published": _moment(value.published),
        "downloads": value.downloads,
        "files": [
            {
                "file": file.filename,
                "size": file.size,
                "sha1": file.hashes.sha1,
                "sha512": file.hashes.sha512,
                "primary": file.primary,
                "url": file.url,
            }
            for file in value.files
        ],
        "dependencies": [
            {
                "kind": item.kind.value,
                "project_id": item.project_id,
                "version_id": item.version_id,
                "file_name": item.file_name,
            }
            for item in value.dependencies
        ],
    }


def operation(value: Operation) -> Json:
    return {
        "operation": value.kind.value,
        "file": value.file_name,
        "replaces": value.before.name if value.before and value.after else None,
        "provider": value.project.provider if value.project else None,
        "project_id": value.project.project_id if value.project else None,
        "title": value.title,
        "version_id": value.version_id or None,
        "version_number": value.version_number or None,
        "from": value.from_version_number or None,
        "reason": value.reason,
    }


def plan(value: Plan, applied: Applied | None) -> Json:
    return {
        "plan": [operation(item) for item in value.operations],
        "notes": [note(item) for item in value.notes],
        "failed": [failure(item) for item in applied.failed] if applied else [],
        "applied": applied is not None,
        "operation_id": applied.operation_id if applied else None,
    }


def preflight(value: Preflight | None) -> Json:
    """`preflight` is null where no new file was looked into; else it is of the plan that is shown or carried out."""
    if value is None:
        return {"preflight": None}
    return {
        "preflight": {
            "passed": value.passed,
            "looked_into": value.looked_into,
            "problems": [_hindrance(item) for item in value.problems],
            "avoided": [_hindrance(item) for item in value.avoided],
            "failed": [{"file": name, "reason": str(error)} for name, error in value.failures.items()],
        }
    }


def _hindrance(value: Problem) -> Json:
    return {"kind": value.kind.value, "file": value.file, "title": value.title, "detail": value.detail}


def note(value: Note) -> Json:
    return {"kind": value.kind.value, "subject": value.subject, "text": value.text}


def failure(value: Note) -> Json:
    return {"file": value.subject, "reason": value.text}


def update(check: UpdateCheck, value: Plan, applied: Applied | None) -> Json:
    replaced = {item.before.name: item for item in value.operations if item.before and item.after}
    old_names = {item.file_name: name for name, item in replaced.items()}
    left_out = {old_names.get(item.subject, item.subject) for item in (applied.failed if applied else ())}
    names = [item.mod.file.name for item in check.updates]
    return {
        "checked": check.checked,
        "requests": check.requests,
        "updates": [_updated(replaced[name]) for name in names if name in replaced and name not in left_out],
        "added": [operation(item) for item in value.operations if item.kind is not OperationKind.UPDATE],
        "up_to_date": list(check.up_to_date),
        "held_back": [
            *(
                _held_back(item.mod.file.name, item.reason, item.kind.value, item.version)
                for item in check.held_back
            ),
            *_not_as_checked(check, value, replaced),
        ],
        "unknown": list(check.unknown),
        "failed": [
            *({"file": item.name, "reason": item.reason} for item in check.failed),
            *(
                {"file": old_names.get(item.subject, item.subject), "reason": item.text}
                for item in (applied.failed if applied else ())
            ),
        ],
        "notes": [note(item) for item in value.notes],
        "applied": applied is not None,
        "operation_id": applied.operation_id if applied else None,
    }


def _updated(value: Operation) -> Json:
    return {
        "file": value.before.name if value.before else None,
        "new_file": value.file_name,
        "provider": value.project.provider if value.project else None,
        "project_id": value.project.project_id if value.project else None,
        "title": value.title,
        "from": value.from_version_number,
        "to": value.version_number,
        "version_id": value.version_id,
        "channel": value.channel.value if value.channel else None,
        "published": _moment(value.published),
        "size": value.after.size if value.after else None,
    }


def _held_back(file: str, reason: str, kind: str, version: Version | None) -> Json:
    return {"file": file, "reason": reason, "kind": kind, "to": version.number if version else None}


def _not_as_checked(check: UpdateCheck, value: Plan, replaced: Mapping[str, Operation]) -> Iterator[Json]:
    """The updates that are not made to the newest version since that would not go together with the others."""
    telling = {NoteKind.HELD_BACK, NoteKind.INFO}
    reasons = {item.subject: item.text for item in value.notes if item.kind in telling}
    for item in check.updates:
        taken = replaced.get(item.mod.file.name)
        if (taken is None or taken.version_id != item.version.id) and item.mod.title in reasons:
            yield _held_back(item.mod.file.name, reasons[item.mod.title], "preflight", item.version)


def undone(applied: Applied | None) -> Json:
    operations = applied.plan.operations if applied else ()
    return {
        "operation_id": applied.operation_id if applied else None,
        "undone": applied.plan.undoes if applied else None,
        "applied": applied is not None,
        "failed": [failure(item) for item in applied.failed] if applied else [],
        "restored": [item.after.name for item in operations if item.after],
        "removed": [item.before.name for item in operations if item.before and not item.after],
    }


def history(entries: Sequence[HistoryEntry], damaged: Sequence[DamagedRecord]) -> Json:
    return {
        "operations": [history_entry(entry) for entry in entries],
        "damaged": [
            {
                "operation_id": record.operation_id,
                "record": str(record.record),
                "kept": str(record.kept),
                "reason": f"{record.text} {record.remedy}",
            }
            for record in damaged
        ],
    }


def history_entry(value: HistoryEntry) -> Json:
    return {
        "operation_id": value.operation_id,
        "kind": value.kind.value,
        "at": _moment(value.at),
        "state": value.state.value,
        "undone_in_part": value.undone_in_part,
        "undoable": value.undoable,
        "not_kept": value.not_kept.value if value.not_kept else None,
        "search": value.search or None,
        "undoes": value.undoes or None,
        "undoes_since": value.undoes_since or None,
        "about": value.about or None,
        "changes": [operation(item) for item in value.operations],
    }


def error(title: str, detail: str = "") -> Json:
    return {"error": {"title": title, "detail": detail}}


def _moment(value: datetime | None) -> str | None:
    return value.isoformat() if value else None
