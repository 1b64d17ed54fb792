"""The commands that publish versions, and that change those that are there."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from modstead.cli import views
from modstead.cli.output import Output
from modstead.cli.parser import UsageError
from modstead.cli.publish_words import Place, first_line, said, tell, told, wanted
from modstead.cli.sending import UploadBar, agreed, sending
from modstead.cli.statuses import DONE
from modstead.domain.project import Project
from modstead.domain.version import Version


async def version(arguments: argparse.Namespace, at: Place, output: Output) -> int:
    """Publish one: what the first file says of itself, and what the command line says instead."""
    published = await at.project(arguments.project)
    project, publishing = published.project, at.publishing.versions
    _check_each_once(arguments.files)
    await publishing.check_files(arguments.files, anyway=arguments.anyway)
    proposal = await publishing.propose(project, arguments.files[0])
    content = {**proposal.content}
    content |= await wanted(arguments, await publishing.fields(project), content)
    for note in proposal.notes:
        output.message(f"{arguments.files[0].name}: {note}")
    changes = await publishing.changes_to_new(project, content)
    if not output.as_json:
        output.line(
            f"A new version of {project.title}, with {', '.join(one.name for one in arguments.files)}:"
        )
        tell(changes, output)
    made: Version | None = None
    status = agreed("Publish this version?", arguments, output)
    if status is None:
        bar = UploadBar(output, arguments.files)
        async with sending(output, bar):
            made = await publishing.upload(project, content, arguments.files, bar)
    if output.as_json:
        document: views.Json = {"version": _listed(made) if made else None, "notes": list(proposal.notes)}
        output.document(document | {"changes": told(changes), "sent": made is not None})
    elif made:
        output.line(f"Published {made.number} ({made.id}).")
    return DONE if status is None else status


async def versions(arguments: argparse.Namespace, at: Place, output: Output) -> int:
    """List them, or change or delete one."""
    published = await at.project(arguments.project)
    if arguments.step == "list":
        return await _list(published.project, at, output)
    if not arguments.version:
        raise UsageError("Say which version. See: modstead publish versions --help")
    chosen = await at.publishing.versions.named(published.project, arguments.version)
    if arguments.step == "show":
        return await _show(published.project, chosen, at, output)
    if arguments.step == "delete":
        return await _delete(published.project, chosen, arguments, at, output)
    return await _edit(published.project, chosen, arguments, at, output)


async def files(arguments: argparse.Namespace, at: Place, output: Output) -> int:
    """List the files of a version, or add some or take one out."""
    project = (await at.project(arguments.project)).project
    publishing = at.publishing.versions
    chosen = await publishing.named(project, arguments.version)
    if arguments.step == "list":
        return _list_files(await publishing.with_files(chosen), output)
    if not publishing.has_files:
        raise UsageError(f"{at.publishing.platform} lets nobody change the files of a version from here.")
    if not arguments.files or (arguments.step == "delete" and len(arguments.files) > 1):
        raise UsageError("Say which file. See: modstead publish files --help")
    names = [file.name for file in arguments.files]
    gone = None
    if arguments.step == "add":
        _check_each_once(arguments.files)
        await publishing.check_added(arguments.files, anyway=arguments.anyway)
    else:
        gone = publishing.file_of(chosen, names[0])
    for name in () if output.as_json else names:
        output.line(f"{'-' if gone else '+'} {name}, {'out of' if gone else 'into'} {chosen.number}")
    status = agreed("Delete it, for good?" if gone else "Add them?", arguments, output)
    if status is None and gone:
        async with sending(output):
            await publishing.delete_file(chosen, gone)
    elif status is None:
        bar = UploadBar(output, arguments.files)
        async with sending(output, bar):
            await publishing.add_files(chosen, arguments.files, bar)
    if output.as_json:
        document: views.Json = {"version": _listed(chosen), "step": arguments.step, "files": names}
        output.document(document | {"sent": status is None})
    elif status is None:
        output.line("Done.")
    return DONE if status is None else status


def _check_each_once(files: Sequence[Path]) -> None:
    seen: set[Path] = set()
    for file in files:
        path = file.resolve()
        if path in seen:
            raise UsageError(f"{file.name[:60]!r} is named twice. See: modstead publish --help")
        seen.add(path)


def _list_files(chosen: Version, output: Output) -> int:
    if output.as_json:
        listed = [
            {"filename": file.filename, "size": file.size, "primary": file.primary, "sha1": file.hashes.sha1}
            for file in chosen.files
        ]
        output.document({"version": _listed(chosen), "files": listed})
        return DONE
    rows = [
        (file.filename, "primary" if file.primary else file.file_type, f"{file.size:,}")
        for file in chosen.files
    ]
    output.table(("File", "", "Bytes"), rows)
    return DONE


async def _list(project: Project, at: Place, output: Output) -> int:
    found = await at.publishing.versions.of(project)
    if output.as_json:
        output.document({"versions": [_listed(one) for one in found]})
    elif found:
        rows = [
            (one.number, one.id, one.channel.value, one.status, ", ".join(one.loaders), f"{one.downloads:,}")
            for one in found
        ]
        output.table(("Number", "ID", "Channel", "Status", "Loaders", "Downloads"), rows)
    else:
        output.line(
            f"{project.title} has no version. Publish one: modstead publish version {project.handle} FILE"
        )
    return DONE


async def _show(project: Project, chosen: Version, at: Place, output: Output) -> int:
    publishing = at.publishing.versions
    fields = await publishing.fields(project)
    content = said(await publishing.content(chosen))
    if output.as_json:
        output.document({"version": _listed(chosen), "content": content})
        return DONE
    output.line(f"{project.title} {chosen.number} ({chosen.id})")
    for field in fields:
        output.line(f"  {field.name}: {first_line(content.get(field.name, ''))}")
    return DONE


async def _edit(
    project: Project, chosen: Version, arguments: argparse.Namespace, at: Place, output: Output
) -> int:
    publishing = at.publishing.versions
    there = await publishing.content(chosen)
    content = await wanted(arguments, await publishing.fields(project), there)
    changes = await publishing.changes(project, chosen, content)
    if not output.as_json:
        tell(changes, output)
        if not changes:
            output.line(f"{chosen.number} is like that already.")
    status = agreed(f"Change {chosen.number}?", arguments, output) if changes else DONE
    if status is None:
        async with sending(output):
            await publishing.edit(chosen, changes)
    if output.as_json:
        document: views.Json = {"version": _listed(chosen), "content": said(there)}
        output.document(document | {"changes": told(changes), "sent": status is None})
    elif status is None:
        output.line("Done.")
    return DONE if status is None else status


async def _delete(
    project: Project, chosen: Version, arguments: argparse.Namespace, at: Place, output: Output
) -> int:
    if not output.as_json:
        files = ", ".join(one.filename for one in chosen.files)
        output.line(f"- {project.title} {chosen.number}{f', with {files}' if files else ''}")
    status = agreed("Delete this version, for good?", arguments, output)
    if status is None:
        async with sending(output):
            await at.publishing.versions.delete(chosen)
    if output.as_json:
        output.document({"version": _listed(chosen), "sent": status is None})
    elif status is None:
        output.line("Deleted.")
    return DONE if status is None else status


def _listed(one: Version) -> views.Json:
    return {
        "version_id": one.id,
        "version_number": one.number,
        "name": one.name,
        "channel": one.channel.value,
        "status": one.status,
        "loaders": list(one.loaders),
        "game_versions": list(one.game_versions),
        "downloads": one.downloads,
        "files": [file.filename for file in one.files],
    }
