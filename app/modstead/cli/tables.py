"""Results as tables for people."""

from collections.abc import Sequence

from modstead.cli.bars import amount
from modstead.cli.output import Output
from modstead.domain.compatibility import PACK_LOADERS
from modstead.domain.instance import Confidence, IdentifiedBy, InstalledMod, Instance, Library
from modstead.domain.plan import DamagedRecord, HistoryEntry, NoteKind, Operation, OperationKind, Plan
from modstead.domain.policies import FolderPolicies
from modstead.domain.project import Member, Project, SearchPage
from modstead.domain.retention import NotKept
from modstead.domain.updates import UpdateCheck
from modstead.domain.version import Version
from modstead.services.drops import IdentifiedFile

_MOST_VERSIONS = 15
_NOT_KEPT = {
    NotKept.AGE: "too old to be kept",
    NotKept.BUDGET: "not kept for lack of room",
    NotKept.GONE: "old files gone",
}
_IDENTIFIED = {
    IdentifiedBy.HASH: "hash, exact",
    IdentifiedBy.MANIFEST: "its manifest",
    IdentifiedBy.NAME: "its name, maybe",
    IdentifiedBy.NONE: "unknown",
}


def instances(values: Sequence[Instance], output: Output) -> None:
    rows = [
        (
            value.name,
            value.launcher or "-",
            " ".join((value.loader.label, value.loader_version)).strip() if value.loader else "-",
            value.game_version or "-",
            str(value.folder),
        )
        for value in values
    ]
    if rows:
        output.table(("Name", "Launcher", "Loader", "Minecraft", "Folder"), rows)
    else:
        output.line("No instance of a launcher was found here. Any folder can be named: modstead scan FOLDER")


def library(value: Library, said: FolderPolicies, output: Output) -> None:
    instance = value.instance
    loader = instance.loader.label if instance.loader else "unknown loader"
    made_for = loader if instance.content not in PACK_LOADERS else instance.content.label
    output.line(
        f"{instance.name}: {made_for}, Minecraft {instance.game_version or 'unknown'}, {instance.folder}"
    )
    rows = [
        (
            mod.title,
            mod.version_number or "-",
            _state(mod, said),
            _known_by(mod),
            mod.file.name,
        )
        for mod in value.mods
    ]
    output.table(("Name", "Version", "State", "Known by", "File"), rows)
    enabled = sum(mod.file.enabled for mod in value.mods)
    kind = instance.content.label if len(value.mods) != 1 else instance.content.label.removesuffix("s")
    output.line(f"{len(value.mods)} {kind}, {enabled} enabled.")
    if value.unpacked:
        output.line(f"Unpacked, and left as they are: {', '.join(value.unpacked)}.")
    for mod in value.mods:
        for problem in (*mod.problems, *((mod.altered,) if mod.altered else ())):
            output.message(f"{mod.file.name}: {problem}")
    for failure in value.failures:
        output.message(f"{failure.name}: {failure.reason}")


def _state(mod: InstalledMod, said: FolderPolicies) -> str:
    words = ("" if mod.file.enabled else "disabled", "pinned" if said.of(mod).pinned else "")
    return ", ".join(filter(None, words))


def identified(files: Sequence[IdentifiedFile], output: Output) -> None:
    rows = [
        (
            str(item.path),
            item.title or "-",
            (item.version.number if item.version else item.manifests[0].version if item.manifests else "")
            or "-",
            _known_by(item),
        )
        for item in files
        if item.hashes is not None
    ]
    if rows:
        output.table(("File", "Name", "Version", "Known by"), rows)
    for item in files:
        for problem in item.problems:
            output.message(f"{item.path}: {problem}")


def _known_by(item: InstalledMod | IdentifiedFile) -> str:
    """How it is known what a file is, and how sure that is."""
    if item.chosen:
        return "your word" if item.project else "left alone"
    if item.offers:
        return f"maybe {item.offers[0].title}"
    if item.confidence is Confidence.LIKELY:
        return "its manifest, likely"
    return _IDENTIFIED[item.identified_by]


def search(page: SearchPage, output: Output) -> None:
    rows = [(hit.handle, hit.title, hit.author, f"{hit.downloads:,}", hit.summary) for hit in page.hits]
    if rows:
        output.table(("Slug", "Title", "Author", "Downloads", "Summary"), rows)
    found = (
        f"{len(rows):,} found, and there are more." if page.more else f"{len(rows)} of {page.total:,} found."
    )
    output.line(found if rows else "Nothing was found.")
    if page.freshness and page.freshness.offline:
        output.message(
            f"The platform is out of reach; this is from {page.freshness.fetched_at:%Y-%m-%d %H:%M}."
        )


def project(
    value: Project,
    versions: Sequence[Version],
    members: Sequence[Member],
    url: str,
    output: Output,
    *,
    follows: bool = True,
) -> None:
    """`follows` tells whether anybody can follow it, so that there is a number of them."""
    output.line(f"{value.title} by {', '.join(member.user.username for member in members) or 'unknown'}")
    output.line(value.summary)
    facts = [f"{value.downloads:,} downloads", f"{value.followers:,} followers" if follows else ""]
    output.line(", ".join(filter(None, (*facts, value.license.id, url))))
    output.line()
    rows = [
        (
            version.number,
            version.channel.value,
            f"{version.published:%Y-%m-%d}" if version.published else "-",
            ", ".join(version.loaders),
            ", ".join(version.game_versions),
            version.id,
        )
        for version in versions[:_MOST_VERSIONS]
    ]
    output.table(("Version", "Channel", "Published", "Loaders", "Game versions", "ID"), rows)
    if len(versions) > _MOST_VERSIONS:
        output.line(f"{len(versions) - _MOST_VERSIONS} older versions; --json lists all.")


def plan(value: Plan, output: Output) -> None:
    if value.operations:
        _operations(value, output)
    for note in value.notes:
        if note.kind in {NoteKind.ALREADY, NoteKind.INFO}:
            output.line(note.text)
    if not value.operations:
        output.line("Nothing to do.")


def updates(check: UpdateCheck, value: Plan, output: Output) -> None:
    if value.operations:
        _operations(value, output)
    held = [(item.mod.title, item.reason) for item in check.held_back]
    held += [
        (note.subject, note.text)
        for note in value.notes
        if note.kind is NoteKind.HELD_BACK and (note.subject, note.text) not in held
    ]
    if held:
        output.line()
        output.line("Held back:")
        output.table(("Name", "Reason"), held)
    if check.unknown:
        output.line()
        output.line(f"Unknown to the platform: {', '.join(check.unknown)}")
    for failure in check.failed:
        output.message(f"{failure.name}: {failure.reason}")
    if not value.operations:
        output.line(f"{check.checked} mods checked; nothing to update.")


def history(entries: Sequence[HistoryEntry], damaged: Sequence[DamagedRecord], output: Output) -> None:
    if not entries and not damaged:
        output.line("Modstead has not changed this folder yet.")
        return
    rows = [
        (
            entry.operation_id,
            f"{entry.at.astimezone():%Y-%m-%d %H:%M}",
            entry.kind.value,
            _standing(entry),
            ", ".join(operation.title or operation.file_name for operation in entry.operations),
        )
        for entry in entries
    ]
    if rows:
        output.table(("Operation", "At", "Kind", "State", "Mods"), rows)
    for record in damaged:
        output.message(f"{record.text} {record.remedy}")


def _operations(value: Plan, output: Output) -> None:
    """What the plan does, each with its platform where they are of several."""
    headings: tuple[str, ...] = ("Change", "Name", "Version", "File", "Why")
    rows: list[tuple[str, ...]] = [_operation(item) for item in value.operations]
    if len({item.project.provider for item in value.operations if item.project}) > 1:
        headings = (*headings, "Platform")
        rows = [
            (*row, item.project.provider.capitalize() if item.project else "-")
            for row, item in zip(rows, value.operations, strict=True)
        ]
    output.table(headings, rows)
    output.line(_sum(value))


def _operation(item: Operation) -> tuple[str, str, str, str, str]:
    numbers = item.version_number
    if item.kind is OperationKind.UPDATE and item.from_version_number:
        numbers = f"{item.from_version_number} → {item.version_number}"
    return (item.kind.value, item.title, numbers, item.file_name, item.reason)


def _standing(entry: HistoryEntry) -> str:
    words = "undone in part" if entry.undone_in_part else entry.state.value
    return f"{words}, {_NOT_KEPT[entry.not_kept]}" if entry.not_kept else words


def _sum(value: Plan) -> str:
    count = len(value.operations)
    size = value.download_size
    return f"{count} change{'s' if count != 1 else ''}{f', {amount(size)} to download' if size else ''}."
