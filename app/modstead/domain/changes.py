"""Plans out of what is known: each function decides, none acts."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from modstead.domain.instance import DISABLED_SUFFIX, InstalledMod, Library, ModFile
from modstead.domain.plan import (
    Download,
    FileState,
    Note,
    NoteKind,
    Operation,
    OperationKind,
    Origin,
    Plan,
    PlanKind,
    Source,
)
from modstead.domain.project import Project, ProjectRef, SideSupport
from modstead.domain.updates import Update
from modstead.domain.version import Channel, DependencyKind, Hashes, Version, VersionFile


def state_of(file: ModFile) -> FileState:
    return FileState(file.name, file.size, file.sha1)


def plan_remove(library: Library, names: Collection[str]) -> Plan:
    """Remove these files; notes name the mods that stay and need one of them."""
    chosen = tuple(mod for mod in library.mods if mod.file.name in names)
    operations = tuple(_operation(OperationKind.REMOVE, mod, None, "asked for") for mod in chosen)
    return Plan(library.instance, PlanKind.REMOVE, operations, left_wanting(library, chosen))


def plan_enable(library: Library, names: Collection[str], *, enabled: bool) -> Plan:
    """Rename these files so that the loader takes or skips them; what already is so is left out."""
    chosen = tuple(mod for mod in library.mods if mod.file.name in names and mod.file.enabled is not enabled)
    kind = OperationKind.ENABLE if enabled else OperationKind.DISABLE
    operations = tuple(_operation(kind, mod, _toggled(mod.file), "asked for") for mod in chosen)
    notes = () if enabled else left_wanting(library, chosen)
    return Plan(library.instance, PlanKind.ENABLE if enabled else PlanKind.DISABLE, operations, notes)


def enable_operation(mod: InstalledMod, reason: str) -> Operation:
    return _operation(OperationKind.ENABLE, mod, _toggled(mod.file), reason)


def disable_operation(mod: InstalledMod, reason: str) -> Operation:
    return _operation(OperationKind.DISABLE, mod, _toggled(mod.file), reason)


def update_operation(update: Update, reason: str) -> Operation:
    """Replace the mod's file by the update's; a disabled mod stays disabled."""
    return replace_operation(update.mod, update.version, update.file, update.mod.project, reason)


def replace_operation(
    mod: InstalledMod, version: Version, file: VersionFile, project: Project | None, reason: str
) -> Operation:
    """Put another version in the place of `mod`, enabled or disabled as it is."""
    name = file.filename if mod.file.enabled else file.filename + DISABLED_SUFFIX
    return Operation(
        OperationKind.UPDATE,
        before=state_of(mod.file),
        after=FileState(name, file.size, file.hashes.sha1, file.hashes.sha512),
        source=Download(file.url, file.size, file.hashes),
        title=mod.title,
        reason=reason,
        project=ProjectRef(version.provider, version.project_id),
        version_id=version.id,
        version_number=version.number,
        from_version_id=mod.version.id if mod.version else "",
        from_version_number=mod.version_number,
        from_published=mod.version.published if mod.version else None,
        channel=version.channel,
        published=version.published,
        icon_url=project.icon_url if project else None,
        origin=origin_of(version, file, project),
    )


def install_operation(
    version: Version,
    file: VersionFile,
    project: Project | None,
    reason: str,
    *,
    source: Source | None = None,
    required_by: tuple[str, ...] = (),
) -> Operation:
    """Put a new file into the folder, from the platform unless another source is given."""
    return Operation(
        OperationKind.INSTALL,
        before=None,
        after=FileState(file.filename, file.size, file.hashes.sha1, file.hashes.sha512),
        source=source or Download(file.url, file.size, file.hashes),
        title=project.title if project else version.name or version.number,
        reason=reason,
        project=ProjectRef(version.provider, version.project_id),
        version_id=version.id,
        version_number=version.number,
        channel=version.channel,
        published=version.published,
        icon_url=project.icon_url if project else None,
        required_by=required_by,
        origin=origin_of(version, file, project),
    )


def origin_of(version: Version, file: VersionFile, project: Project | None) -> Origin:
    """What the platform says of a file that comes into the folder."""
    return Origin(
        url=file.url,
        slug=project.slug if project else "",
        side=_side(project) if project else "",
        loaders=version.loaders,
        game_versions=version.game_versions,
    )


def installed_version(operation: Operation, told: Version | None) -> Version:
    """The version that an operation has put into a folder: as the platform tells it, else as the plan did.

    The file has the hashes that it turned out to have, by which it is known from then on.
    """
    after, project, origin = operation.after, operation.project, operation.origin
    if after is None or project is None:
        raise ValueError("only what a platform publishes is of a version")
    version = told or Version(
        project.provider,
        operation.version_id,
        project.project_id,
        operation.version_number,
        channel=operation.channel or Channel.RELEASE,
        loaders=origin.loaders if origin else (),
        game_versions=origin.game_versions if origin else (),
        published=operation.published,
    )
    url = origin.url if origin else ""
    sha256 = next((file.hashes.sha256 for file in version.files if file.url == url), "")
    name = after.name.removesuffix(DISABLED_SUFFIX)
    file = VersionFile(url, name, after.size, Hashes(after.sha1, after.sha512, sha256), primary=True)
    others = tuple(other for other in version.files if other.url != url)
    return replace(version, files=(file, *others), files_known=True)


def may_be_of(operation: Operation, told: Version | None) -> bool:
    """Whether a new file may be of that version as the platform tells it: plans that others wrote claim anything.

    Where the platform tells nothing of it, or the plan not where it came from, the plan is believed.
    """
    if told is None or operation.origin is None:
        return True
    return any(file.url == operation.origin.url for file in told.files)


def dependents(library: Library, project_id: str) -> tuple[InstalledMod, ...]:
    """The enabled mods of the folder whose versions require this project."""
    return tuple(
        mod
        for mod in library.mods
        if mod.version
        and mod.file.enabled
        and mod.project_id != project_id
        and any(
            dependency.kind is DependencyKind.REQUIRED and dependency.project_id == project_id
            for dependency in mod.version.dependencies
        )
    )


def conflicts(chosen: Collection[Version], library: Library, titles: Mapping[str, str]) -> tuple[Note, ...]:
    """A note for each pair of a chosen version and another chosen or installed one that do not go together."""
    replaced = {version.project_id for version in chosen}
    staying = tuple(
        mod.version
        for mod in library.mods
        if mod.version and mod.file.enabled and mod.project_id not in replaced
    )
    names = {mod.version.project_id: mod.title for mod in library.mods if mod.version} | dict(titles)
    chosen_ids = {version.project_id for version in chosen}
    everything = {version.project_id: version for version in (*staying, *chosen)}
    found: dict[frozenset[str], Note] = {}
    for version in everything.values():
        for other in _refused_by(version, everything):
            pair = frozenset({version.project_id, other.project_id})
            if len(pair) == 2 and pair not in found and pair & chosen_ids:
                one, two = (names.get(item.project_id, item.name or item.number) for item in (version, other))
                text = f"{one} {version.number} says that it does not go together with {two} {other.number}."
                found[pair] = Note(NoteKind.CONFLICT, one, text)
    return tuple(found.values())


def _refused_by(version: Version, present: Mapping[str, Version]) -> Iterator[Version]:
    for dependency in version.dependencies:
        if dependency.kind is not DependencyKind.INCOMPATIBLE:
            continue
        for other in (
            present.values() if dependency.project_id is None else (present.get(dependency.project_id),)
        ):
            named = dependency.project_id or dependency.version_id
            if other and named and dependency.version_id in {None, other.id}:
                yield other


def _toggled(file: ModFile) -> FileState:
    name = file.name + DISABLED_SUFFIX if file.enabled else file.jar_name
    return FileState(name, file.size, file.sha1)


def _operation(kind: OperationKind, mod: InstalledMod, after: FileState | None, reason: str) -> Operation:
    return Operation(
        kind,
        before=state_of(mod.file),
        after=after,
        title=mod.title,
        reason=reason,
        project=mod.project.ref if mod.project else _ref(mod.version),
        version_id=mod.version.id if mod.version else "",
        version_number=mod.version_number,
        icon_url=mod.project.icon_url if mod.project else None,
    )


def _side(project: Project) -> str:
    needed = {SideSupport.REQUIRED, SideSupport.OPTIONAL}
    client, server = project.client_side in needed, project.server_side in needed
    if client and server:
        return "both"
    return "client" if client else "server" if server else ""


def _ref(version: Version | None) -> ProjectRef | None:
    return ProjectRef(version.provider, version.project_id) if version else None


def left_wanting(library: Library, leaving: Collection[InstalledMod]) -> tuple[Note, ...]:
    """A note for each of these mods that others need which stay, unless another file of its project stays too."""
    names = {mod.file.name for mod in leaving}
    staying = {mod.project_id for mod in library.mods if mod.file.enabled and mod.file.name not in names}
    notes = []
    for mod in leaving:
        if mod.project_id is None or not mod.file.enabled or mod.project_id in staying:
            continue
        wanting = [
            other.title for other in dependents(library, mod.project_id) if other.file.name not in names
        ]
        if wanting:
            notes.append(
                Note(NoteKind.CONFLICT, mod.title, f"{listed(wanting)} need{_s(wanting)} {mod.title}.")
            )
    return tuple(notes)


def listed(names: list[str]) -> str:
    """Up to three of them by name, as a part of a sentence."""
    shown = names if len(names) <= 3 else [*names[:2], f"{len(names) - 2} more"]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"


def _s(names: list[str]) -> str:
    return "s" if len(names) == 1 else ""
