"""What makes a folder equal to a lock file: each file brought, replaced, renamed or removed, or why it cannot be."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from modstead.domain.changes import state_of
from modstead.domain.instance import InstalledMod, Instance, Library
from modstead.domain.lock_file import (
    WHOLE_FOLDER,
    LockedFile,
    LockedSource,
    content_of,
    is_same,
    locked_file,
    pairs,
)
from modstead.domain.plan import (
    Download,
    FileState,
    Kept,
    Note,
    NoteKind,
    Operation,
    OperationKind,
    Origin,
    Plan,
    PlanKind,
    Source,
)
from modstead.domain.project import ProjectRef
from modstead.domain.version import Version

_REASON = "lock file"


@dataclass(frozen=True, slots=True)
class Means:
    """What is at hand to bring files in: `kept` are the sha512 of whole files in the folder's kept storage.

    `unsafe_name` says why a file must not be written under a name, in one sentence, or None. `versions` are what the
    platform knows by SHA-1, which counts for more than what a lock file claims, and `titles` those of projects by ID.
    """

    unsafe_name: Callable[[str], str | None]
    kept: Collection[str] = ()
    versions: Mapping[str, Version] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)


def plan_lock(library: Library, files: Sequence[LockedFile], means: Means) -> Plan:
    """The plan that makes a section's folder hold these files and no others.

    A file that is to be had nowhere is named in a note of kind UNRESOLVED; what lies in its place stays.
    """
    operations: list[Operation] = []
    notes: list[Note] = []
    mods = {locked_file(mod, _section(files)): mod for mod in library.mods}
    taken: set[str] = set()
    for wanted, present in pairs(files, tuple(mods)):
        mod = mods[present] if present else None
        if wanted is None:
            operations += [_removal(mod)] if mod else []
            continue
        twin = wanted.file_name.casefold() in taken
        taken.add(wanted.file_name.casefold())
        if present and is_same(wanted, present):
            continue
        if twin:
            notes.append(_twin(wanted))
            continue
        made = _operation(library.instance, wanted, mod, means)
        if isinstance(made, Note):
            notes.append(made)
            continue
        operations.append(made)
        if wanted.source and made.project and made.project.project_id != wanted.project_id:
            notes.append(_mistaken(wanted, made))
    operations.sort(key=lambda item: (item.file_name.casefold(), item.file_name))
    return Plan(library.instance, _kind(operations), tuple(operations), tuple(notes))


def _section(files: Sequence[LockedFile]) -> str:
    return files[0].section if files else WHOLE_FOLDER


def _operation(
    instance: Instance, wanted: LockedFile, mod: InstalledMod | None, means: Means
) -> Operation | Note:
    same_content = mod is not None and (mod.file.size, mod.file.sha1) == content_of(wanted)
    stays = mod is not None and same_content and mod.file.jar_name == wanted.name
    problem = None if stays else means.unsafe_name(wanted.file_name)
    version = means.versions.get(wanted.hashes.sha1) or (mod.version if mod and same_content else None)
    published = _as_published(wanted, version)
    source = None if same_content else _source(wanted, published, means)
    if problem is None and source is None and not same_content:
        problem = "No platform is named that has it, and its bytes are not kept here."
    if problem is not None:
        return Note(NoteKind.UNRESOLVED, wanted.name, f"{wanted.name} is not available. {problem}")
    known = version.project_id if version else ""
    return Operation(
        _operation_kind(wanted, mod, same_content=same_content),
        before=state_of(mod.file) if mod else None,
        after=FileState(wanted.file_name, wanted.size, wanted.hashes.sha1, wanted.hashes.sha512),
        source=source,
        title=means.titles.get(known, "") or (mod.title if mod else wanted.name),
        reason=_REASON,
        project=ProjectRef(published.provider, published.project_id) if published else None,
        version_id=published.version_id if published else "",
        version_number=published.version_number if published else "",
        from_version_id=mod.version.id if mod and mod.version and not same_content else "",
        from_version_number=mod.version_number if mod and not same_content else "",
        from_published=mod.version.published if mod and mod.version and not same_content else None,
        channel=version.channel if version else None,
        published=version.published if version else None,
        origin=_origin(instance, published, version) if published and isinstance(source, Download) else None,
    )


def _operation_kind(wanted: LockedFile, mod: InstalledMod | None, *, same_content: bool) -> OperationKind:
    if mod is None:
        return OperationKind.INSTALL
    if same_content and mod.file.jar_name == wanted.name:
        return OperationKind.ENABLE if wanted.enabled else OperationKind.DISABLE
    return OperationKind.UPDATE


def _as_published(wanted: LockedFile, version: Version | None) -> LockedSource | None:
    """Where the file comes from as the platform says, else as the lock file claims."""
    file = (
        next((item for item in version.files if item.hashes.sha1 == wanted.hashes.sha1), None)
        if version
        else None
    )
    if version is None or file is None:
        return wanted.source
    slug = wanted.source.slug if wanted.source and wanted.project_id == version.project_id else ""
    return LockedSource(version.provider, version.project_id, slug, version.id, version.number, file.url)


def _source(wanted: LockedFile, published: LockedSource | None, means: Means) -> Source | None:
    """Kept bytes first: they are here, and have been read."""
    if wanted.hashes.sha512 in means.kept:
        return Kept(wanted.size, wanted.hashes)
    return Download(published.url, wanted.size, wanted.hashes) if published and published.url else None


def _origin(instance: Instance, published: LockedSource, version: Version | None) -> Origin:
    """Of a version that is not known it is believed that it is made for the instance."""
    loaders = (instance.loader.value,) if instance.loader else ()
    game_versions = (instance.game_version,) if instance.game_version else ()
    return Origin(
        published.url,
        published.slug,
        loaders=version.loaders if version else loaders,
        game_versions=version.game_versions if version else game_versions,
    )


def _mistaken(wanted: LockedFile, operation: Operation) -> Note:
    text = f"{wanted.name} is of another project than the lock file says: it is {operation.title}."
    return Note(NoteKind.CONFLICT, wanted.name, text)


def _removal(mod: InstalledMod) -> Operation:
    version = mod.version
    return Operation(
        OperationKind.REMOVE,
        before=state_of(mod.file),
        after=None,
        title=mod.title,
        reason="not in the lock file",
        project=ProjectRef(version.provider, version.project_id) if version else None,
        version_id=version.id if version else "",
        version_number=mod.version_number,
        icon_url=mod.project.icon_url if mod.project else None,
    )


def _twin(wanted: LockedFile) -> Note:
    text = f"{wanted.name} is not available. Another file of the lock has the same name but for its case."
    return Note(NoteKind.UNRESOLVED, wanted.name, text)


def _kind(operations: Iterable[Operation]) -> PlanKind:
    kinds = {operation.kind for operation in operations}
    return PlanKind(kinds.pop().value) if len(kinds) == 1 else PlanKind.UPDATE
