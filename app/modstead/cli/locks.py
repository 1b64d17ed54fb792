"""The commands about a game's lock file: write it, and say how the game differs from it."""

import argparse
from collections.abc import Mapping, Sequence

from modstead.cli import views
from modstead.cli.output import Output
from modstead.cli.statuses import DONE, DRIFTED, PARTLY
from modstead.cli.steps import opened, scan_bar
from modstead.domain.instance import FileFailure
from modstead.domain.lock_file import Difference, DifferenceKind, Differences
from modstead.errors import UnreadableDocument, typed
from modstead.services.bundle import Services

Json = views.Json

_IN_A_NEW_LOCK = {kind: kind.value for kind in DifferenceKind}
_IN_THE_FOLDER = {
    **_IN_A_NEW_LOCK,
    DifferenceKind.ADDED: "not in the lock",
    DifferenceKind.REMOVED: "missing",
    DifferenceKind.CONTRADICTED: "another SHA-512",
}


async def lock(arguments: argparse.Namespace, services: Services, output: Output) -> int:
    instance = await opened(arguments.folder, arguments, services)
    try:
        written = await services.locks.write(instance, scan_bar(output, "Reading"), anew=arguments.anew)
    except UnreadableDocument as error:
        error.remedy = f"Put the file right, or write it anew: {typed('lock', arguments.folder, '--anew')}"
        raise
    output.clear_bar()
    if output.as_json:
        output.document(
            {
                "lock": str(written.path),
                "created": written.is_new,
                "written": written.is_changed,
                "sections": list(written.lock.sections),
                "files": len(written.lock.files),
                **_differences(written.changes),
                "left_out": _failures(written.left_out),
                "unpacked": list(written.unpacked),
            }
        )
    else:
        if not written.is_new:
            _show(written.changes, _IN_A_NEW_LOCK, output)
        files = len(written.lock.files)
        done = "Written" if written.is_changed else "Nothing has changed"
        output.line(f"{done}: {files} file{'s' if files != 1 else ''} in {written.path}.")
        if written.unpacked:
            output.line(f"Unpacked, and no part of it: {', '.join(written.unpacked)}.")
        _tell(written.left_out, output)
    return PARTLY if written.left_out else DONE


async def drift(arguments: argparse.Namespace, services: Services, output: Output) -> int:
    """Drift has a status of its own, so that scripts can tell it from a failure."""
    instance = await opened(arguments.folder, arguments, services)
    found = await services.locks.drift(instance, arguments.lock, scan_bar(output, "Hashing"))
    output.clear_bar()
    if output.as_json:
        output.document(
            {
                "lock": str(found.path),
                "drift": bool(found.differences),
                **_differences(found.differences),
                "not_here": list(found.not_here),
                "failed": _failures(found.failures),
            }
        )
    else:
        _show(found.differences, _IN_THE_FOLDER, output)
        for name in found.not_here:
            output.line(f"{name} is left out: this game has no such folder.")
        if not found.differences:
            output.line(f"All is as {found.path} says.")
        _tell(found.failures, output)
    if found.differences:
        return DRIFTED
    return PARTLY if found.failures else DONE


def _show(differences: Differences, words: Mapping[DifferenceKind, str], output: Output) -> None:
    if differences.files:
        rows = [
            (words[item.kind], item.file.section, item.file.file_name, _numbers(item))
            for item in differences.files
        ]
        output.table(("Change", "Section", "File", "Version"), rows)
    for text in differences.setup:
        output.line(text)
    for section in differences.policies:
        output.line(f"The policies of {section} are others.")


def _numbers(item: Difference) -> str:
    numbers = [file.version_number for file in (item.old, item.new) if file and file.version_number]
    return " → ".join(dict.fromkeys(numbers)) or "-"


def _differences(value: Differences) -> Json:
    return {
        "changes": [_difference(item) for item in value.files],
        "setup": list(value.setup),
        "policies": list(value.policies),
    }


def _difference(item: Difference) -> Json:
    return {
        "kind": item.kind.value,
        "section": item.file.section,
        "file": item.file.file_name,
        "was": item.old.file_name if item.old else None,
        "project_id": item.file.project_id or None,
        "from": (item.old.version_number or None) if item.old else None,
        "to": (item.new.version_number or None) if item.new else None,
    }


def _failures(failures: Sequence[FileFailure]) -> list[Json]:
    return [{"file": failure.name, "reason": failure.reason} for failure in failures]


def _tell(failures: Sequence[FileFailure], output: Output) -> None:
    for failure in failures:
        output.message(f"Left out: {failure.name}: {failure.reason}")
