"""The rules for making versions and keeping their files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from starlette.datastructures import UploadFile

from modstead_sandbox import forms, tags
from modstead_sandbox.identifiers import decodable
from modstead_sandbox.model import Dependency, Project, User, Version, VersionFile
from modstead_sandbox.routes.common import BadRequestError, Services
from modstead_sandbox.routes.multipart import keep
from modstead_sandbox.shelf import LISTED, PUBLIC

CREATABLE = (".mrpack", ".jar", ".zip", ".litemod")
ADDABLE = (".mrpack", ".jar")
_LOADERS = {tag.name: tag.supported_project_types for tag in tags.LOADERS} | {"mrpack": ("modpack",)}
_GAME_VERSIONS = frozenset(entry.version for entry in tags.GAME_VERSIONS)
_SETTABLE = frozenset({"listed", "archived", "draft", "unlisted"})


async def add_version(
    at: Services,
    project: Project,
    user: User,
    wanted: forms.InitialVersion,
    files: Mapping[str, UploadFile],
) -> Version:
    """Add a version to a project, with its files; raises BadRequestError."""
    check(wanted.loaders, wanted.game_versions, wanted.status)
    missing = [name for name in wanted.file_parts if name not in files]
    if missing:
        raise BadRequestError(f"Invalid input: there is no file part named {missing[0][:64]}")
    if not wanted.file_parts and wanted.status != "draft":
        raise BadRequestError("Invalid input: Versions must have at least one file uploaded to them")
    dependencies = dependencies_of(wanted.dependencies)
    parts = {name: files[name] for name in dict.fromkeys(wanted.file_parts)}
    primary = wanted.primary_file or next(iter(parts), "")
    if parts and primary not in parts:
        raise BadRequestError(f"Invalid input: the primary file {primary[:64]} is no part of the request")
    kept = await keep_files(at, parts, CREATABLE, wanted.file_types)
    number, version_id = at.shelf.next_version(project)
    now = at.state.now()
    version = Version(
        id=version_id,
        number=number,
        project_id=project.id,
        project_number=project.number,
        author_id=user.id,
        name=wanted.name,
        version_number=wanted.version_number,
        core=wanted.version_number,
        channel=wanted.version_type,
        status=wanted.status,
        loaders=tuple(dict.fromkeys(wanted.loaders)),
        game_versions=tuple(dict.fromkeys(wanted.game_versions)),
        published=now,
        downloads=0,
        featured=wanted.featured,
        dependencies=dependencies,
        files=in_order(replace(file, primary=name == primary) for name, file in kept.items()),
        requested_status=wanted.requested_status,
        environment=wanted.environment,
        has_own_changelog=True,
        own_changelog=wanted.changelog,
    )
    at.shelf.put_version(version)
    _note(at, project, version)
    return version


async def keep_files(
    at: Services,
    parts: Mapping[str, UploadFile],
    endings: tuple[str, ...],
    types: Mapping[str, str | None],
) -> dict[str, VersionFile]:
    """Keep uploaded files, by the names of their parts; raises BadRequestError, and keeps none then."""
    kept: dict[str, VersionFile] = {}
    for name, part in parts.items():
        filename = (part.filename or "").replace("\\", "/").rpartition("/")[2]
        if not filename.lower().endswith(endings):
            raise BadRequestError(
                f"Invalid input: Invalid file type for {filename[:64]}: {', '.join(endings)}"
            )
        stored = await keep(at.state.uploads, part, at.state.limits.file, f"the file {filename[:64]}")
        if at.shelf.has_file(stored.sha512) or stored.sha1 in {
            file.stored.sha1 for file in kept.values() if file.stored
        }:
            raise BadRequestError(
                "Invalid input: Duplicate files are not allowed to be uploaded to Modrinth!"
            )
        kept[name] = VersionFile(filename, False, types.get(name), 0, stored=stored)  # noqa: FBT003
    return kept


def check(loaders: Iterable[str], game_versions: Iterable[str], status: str) -> None:
    """Raise BadRequestError for a loader, a game version or a status that no version may have."""
    for name in loaders:
        if name not in _LOADERS:
            raise BadRequestError(f"Invalid input: Invalid loader: {name[:64]}")
    for name in game_versions:
        if name not in _GAME_VERSIONS:
            raise BadRequestError(f"Invalid input: Invalid game version: {name[:64]}")
    if status not in _SETTABLE:
        raise BadRequestError(f"Invalid input: Status {status} cannot be set")


def dependencies_of(given: Iterable[forms.Dependency]) -> tuple[Dependency, ...]:
    """Return dependencies as the catalogue keeps them; raises BadRequestError for what is no identifier."""
    for entry in given:
        for name in (entry.project_id, entry.version_id):
            if name is not None and not decodable(name):
                raise BadRequestError("error while decoding base62: invalid character or length")
    return tuple(
        Dependency(entry.dependency_type, entry.project_id, entry.version_id, entry.file_name)
        for entry in given
    )


def in_order(files: Iterable[VersionFile]) -> tuple[VersionFile, ...]:
    """Return files as the platform sorts them: the primary one first, then by name."""
    return tuple(sorted(files, key=lambda file: (not file.primary, file.filename)))


def note_change(at: Services, project: Project) -> None:
    """Let a project be what its versions make it."""
    project = at.shelf.numbered(project.number) or project
    versions = at.shelf.listed(project)
    words = () if versions else ("nothing",)
    at.shelf.put(replace(project, kind=_kind(project, versions), words=words))
    at.state.changed()


def _note(at: Services, project: Project, version: Version) -> None:
    note_change(at, project)
    if version.status in LISTED and project.status in PUBLIC:
        for follower in at.state.followers(project):
            at.state.inbox.update(follower, project, version.version_number, version.published)


def _kind(project: Project, versions: tuple[Version, ...]) -> str:
    """Return the type that the newest version's files and loaders give a project."""
    if not versions:
        return project.kind
    newest = versions[-1]
    if any(file.filename.endswith(".mrpack") for file in newest.files):
        return "modpack"
    kinds = {kind for name in newest.loaders for kind in _LOADERS[name] if kind != "project"}
    ours = [kind for kind in ("plugin", "datapack", "mod", "shader", "resourcepack") if kind in kinds]
    if "mod" in ours and any(
        "plugin" not in _LOADERS[name] and name != "datapack" for name in newest.loaders
    ):
        return "mod"
    return ours[0] if ours else project.kind
