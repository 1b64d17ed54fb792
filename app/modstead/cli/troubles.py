"""The commands that remember when a game worked, and tell why it does not any more."""

import argparse
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from modstead.cli.output import Output
from modstead.cli.statuses import DONE, PARTLY
from modstead.cli.steps import scanned
from modstead.domain.crash import Crash, Finding
from modstead.domain.good_state import Since
from modstead.domain.suspects import Suspect
from modstead.errors import typed
from modstead.services.bundle import Services
from modstead.services.troubles import Trouble

Json = dict[str, Any]


async def good(arguments: argparse.Namespace, services: Services, output: Output) -> int:
    library = await scanned(arguments.folder, arguments, services, output, recognise=False)
    state = await services.troubles.mark_good(library)
    output.changed = True
    enabled = sum(file.enabled for file in state.files)
    disabled = len(state.files) - enabled
    if output.as_json:
        folder, at = str(library.instance.folder), state.at.isoformat()
        output.document({"folder": folder, "at": at, "files": len(state.files), "enabled": enabled})
    else:
        files = f"{enabled} file{'s' if enabled != 1 else ''}"
        off = f" {disabled} more {'is' if disabled == 1 else 'are'} disabled." if disabled else ""
        output.line(f"Remembered: the game works with these {files}.{off}")
        output.line(f"When it breaks: {typed('trouble', arguments.folder)}")
    return PARTLY if library.failures else DONE


async def trouble(arguments: argparse.Namespace, services: Services, output: Output) -> int:
    """A crash is what was asked for: finding one is no failure."""
    library = await scanned(arguments.folder, arguments, services, output, recognise=False)
    found = await services.troubles.trouble(library)
    if output.as_json:
        output.document(_document(found))
    else:
        _show(found, arguments.folder, output)
    return DONE


def _show(found: Trouble, folder: Path, output: Output) -> None:
    if found.crash is None:
        since = f" since you said that it works, {_day(found.good.at)}" if found.good else ""
        output.line(f"Neither a crash report nor the last log tells of a crash{since}.")
    for crash in found.crashes:
        output.line(f"{_day(crash.at)}: {crash.headline} ({crash.source})")
    if found.blame.suspects:
        output.line()
        rows = [
            (item.title, "changed since" if item.changed else "", item.why.text, item.why.line)
            for item in found.blame.suspects
        ]
        output.table(("Suspect", "", "Why", "What says so"), rows)
    for finding in found.blame.other:
        output.line(finding.text)
    output.line()
    _show_changes(found, folder, output)
    if found.blame.suspects or found.changes:
        output.line(f"To find out by trying: {typed('bisect', folder, 'start')}")


def _show_changes(found: Trouble, folder: Path, output: Output) -> None:
    if found.good is None:
        output.line(f"It was never said that the game works. When it does: {typed('good', folder)}")
        return
    if not found.changes:
        output.line(f"Nothing has changed since it last worked, {_day(found.good.at)}.")
        return
    output.line(f"Changed since it last worked, {_day(found.good.at)}:")
    rows = [
        (item.kind.value, item.title, item.numbers or "-", item.operation_id or "by hand")
        for item in found.changes
    ]
    output.table(("Change", "Mod", "Version", "Undo by its ID"), rows)


def _day(at: datetime) -> str:
    return f"{at.astimezone():%Y-%m-%d %H:%M}"


def _document(found: Trouble) -> Json:
    return {
        "folder": str(found.instance.folder),
        "good": found.good.at.isoformat() if found.good else None,
        "crashes": [_crash(crash) for crash in found.crashes],
        "suspects": [_suspect(suspect) for suspect in found.blame.suspects],
        "other": _findings(found.blame.other),
        "changes": [_since(item) for item in found.changes],
    }


def _crash(value: Crash) -> Json:
    return {"source": value.source, "at": value.at.isoformat(), "headline": value.headline}


def _suspect(value: Suspect) -> Json:
    return {
        "title": value.title,
        "file": value.file or None,
        "mod_id": value.mod_id or None,
        "changed": value.changed,
        "reasons": _findings(value.reasons),
    }


def _findings(values: Iterable[Finding]) -> list[Json]:
    return [
        {
            "kind": value.kind.value,
            "text": value.text,
            "line": value.line,
            "class": value.class_name or None,
        }
        for value in values
    ]


def _since(value: Since) -> Json:
    return {
        "kind": value.kind.value,
        "title": value.title,
        "file": value.file.name,
        "from": (value.before.version or None) if value.before else None,
        "to": (value.after.version or None) if value.after else None,
        "operation_id": value.operation_id or None,
    }
