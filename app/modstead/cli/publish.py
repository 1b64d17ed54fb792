"""The commands that publish. Each shows first what would be different, and sends it after a yes."""

import argparse
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

from modstead.cli import publish_usage, views
from modstead.cli.account import of_platform, signed_in
from modstead.cli.output import Output
from modstead.cli.parser import UsageError
from modstead.cli.publish_team import members
from modstead.cli.publish_versions import files, version, versions
from modstead.cli.publish_words import Place, bulk_steps, first_line, said, tell, told, wanted
from modstead.cli.sending import UploadBar, agreed, sending
from modstead.cli.statuses import CANCELLED, DONE
from modstead.domain.project import GalleryImage, Project
from modstead.domain.publishing import once_approved
from modstead.domain.studio import Published
from modstead.errors import NotFound, Unauthorized
from modstead.services.bundle import Services

Action = Callable[[argparse.Namespace, Place, Output], Awaitable[int]]


async def publish(arguments: argparse.Namespace, services: Services, output: Output) -> int:
    publish_usage.check(arguments)
    platform = publish_usage.platform_of(arguments, services.search.project_in, services.account.id)
    services.search.check_platform(platform)
    publishing = services.studios.of(platform)
    if publish_usage.needs_account(arguments):
        await signed_in(arguments, services, output, publishing.account)
    place = Place(publishing, services.search.project_in)
    try:
        return await _ACTIONS[arguments.action](arguments, place, output)
    except Unauthorized as error:
        of_platform(error, publishing.account, services)
        raise


async def _projects(_arguments: argparse.Namespace, at: Place, output: Output) -> int:
    found = await at.publishing.projects()
    if output.as_json:
        output.document({"projects": [_listed(one) for one in found]})
    elif found:
        rows = [(one.slug, one.title, one.status, one.project_type, f"{one.downloads:,}") for one in found]
        output.table(("Slug", "Title", "Status", "Type", "Downloads"), rows)
    else:
        output.line("You have no project. Make one: modstead publish create --help")
    return DONE


async def _fields(arguments: argparse.Namespace, at: Place, output: Output) -> int:
    publishing = at.publishing
    project = (await _named(arguments.project, at)).project if arguments.project else None
    if arguments.versions:
        if project is None:
            raise UsageError("Name the project whose versions are meant. See: modstead publish fields --help")
        fields = await publishing.versions.fields(project)
    else:
        fields = await publishing.fields(project)
    if output.as_json:
        listed = [
            {
                "field": one.name,
                "label": one.label,
                "kind": one.kind.value,
                "choices": list(one.choices),
                "most": one.most,
                "hint": one.hint,
            }
            for one in fields
        ]
        output.document({"fields": listed})
        return DONE
    rows = [
        (one.name, one.label, one.kind.value, str(one.most or ""), one.hint or ", ".join(one.choices))
        for one in fields
    ]
    output.table(("Field", "Is", "Kind", "At most", "May be"), rows)
    return DONE


async def _show(arguments: argparse.Namespace, at: Place, output: Output) -> int:
    published = await _named(arguments.project, at)
    if output.as_json:
        document = {"project": _listed(published.project), "content": said(published.content)}
        output.document(document | {"gallery": [_picture(one) for one in published.project.gallery]})
        return DONE
    project = published.project
    output.line(f"{project.title} ({project.status}), {at.publishing.page(project)}")
    for field in await at.publishing.fields(project):
        value = said(published.content).get(field.name, "")
        output.line(f"  {field.name}: {first_line(value)}")
    return DONE


async def _create(arguments: argparse.Namespace, at: Place, output: Output) -> int:
    publishing = at.publishing
    if arguments.icon:
        await publishing.check_icon(arguments.icon)
    fields = await publishing.fields()
    content = await wanted(arguments, fields, publishing.new_project())
    changes = await publishing.changes_to_new(content)
    if not output.as_json:
        output.line("A new draft, which only you see:")
        tell(changes, output)
    made: Project | None = None
    status = agreed("Make this project?", arguments, output)
    if status is None:
        bar = UploadBar(output, [arguments.icon] if arguments.icon else [])
        async with sending(output, bar):
            made = await publishing.create(content, arguments.icon, bar)
    if output.as_json:
        output.document({"project": _listed(made) if made else None, **_outcome(told(changes), made)})
    elif made:
        output.line(f"Made: {publishing.page(made)}. Next: modstead publish version {made.handle} FILE")
    return DONE if status is None else status


async def _edit(arguments: argparse.Namespace, at: Place, output: Output) -> int:
    publishing = at.publishing
    published = await _named(arguments.project, at)
    content = await wanted(arguments, await publishing.fields(published.project), published.content)
    changes = await publishing.changes(published, content)
    if not output.as_json:
        tell(changes, output)
    if not changes:
        return _nothing_to_do(published.project, output)
    status = agreed(f"Change {published.project.title}?", arguments, output)
    if status is None:
        async with sending(output):
            await publishing.edit(published.project, changes)
    return _done(published.project, told(changes), status, output)


async def _icon(arguments: argparse.Namespace, at: Place, output: Output) -> int:
    project = (await _named(arguments.project, at)).project
    if not at.publishing.has_pictures:
        raise UsageError(f"{at.publishing.platform} lets nobody change icons from here.")
    icon = None if arguments.none else arguments.icon
    if icon:
        await at.publishing.check_icon(icon)
    old = "an icon" if project.icon_url else "none"
    new = icon.name if icon else "none"
    if not output.as_json:
        output.line(f"Icon of {project.title}: {old} → {new}")
    status = agreed("Change the icon?", arguments, output)
    if status is None:
        bar = UploadBar(output, [icon] if icon else [])
        async with sending(output, bar if icon else None):
            await at.publishing.set_icon(project, icon, bar)
    change = {
        "field": "icon",
        "label": "Icon",
        "old": project.icon_url or "",
        "new": icon.name if icon else "",
    }
    return _done(project, [change], status, output)


async def _gallery(arguments: argparse.Namespace, at: Place, output: Output) -> int:
    project = (await _named(arguments.project, at)).project
    if arguments.step == "list":
        return _list_gallery(project, output)
    if not arguments.picture:
        raise UsageError("Say which picture. See: modstead publish gallery --help")
    if arguments.step == "delete":
        return await _delete_picture(project, arguments, at, output)
    publishing = at.publishing
    new = arguments.step == "add"
    content = await wanted(arguments, publishing.picture_fields, {})
    picture = None if new else _chosen(project, arguments.picture)
    if new:
        await publishing.check_picture(Path(arguments.picture))
    changes = publishing.picture_changes(picture, content)
    if not output.as_json:
        output.line(f"{'New picture' if new else 'Picture'} of {project.title}: {arguments.picture}")
        tell(changes, output)
    if not changes and not new:
        return _nothing_to_do(project, output)
    status = agreed("Send this?", arguments, output)
    if status is None and picture:
        async with sending(output):
            await publishing.edit_picture(project, picture, changes)
    elif status is None:
        file = Path(arguments.picture)
        bar = UploadBar(output, [file])
        async with sending(output, bar):
            await publishing.add_picture(project, file, content, bar)
    return _done(project, told(changes), status, output)


async def _delete_picture(project: Project, arguments: argparse.Namespace, at: Place, output: Output) -> int:
    picture = _chosen(project, arguments.picture)
    if not output.as_json:
        output.line(f"- {picture.title or picture.url}")
    status = agreed("Delete this picture?", arguments, output)
    if status is None:
        async with sending(output):
            await at.publishing.delete_picture(project, picture)
    change = {"field": "gallery", "label": "Gallery", "old": picture.url, "new": ""}
    return _done(project, [change], status, output)


async def _bulk(arguments: argparse.Namespace, at: Place, output: Output) -> int:
    publishing = at.publishing
    first = await _named(arguments.projects[0], at)
    steps = bulk_steps(arguments, await publishing.fields(first.project))
    if not steps:
        raise UsageError("Say what to change: --set, --add or --remove. See: modstead publish bulk --help")
    ids = [at.named(text) for text in arguments.projects]
    changed = await publishing.bulk_changes(ids, steps)
    for one in () if output.as_json else changed:
        output.line(f"{one.project.title}:{'' if one.changes else ' is like that already'}")
        tell(one.changes, output)
    differing = [one for one in changed if one.changes]
    status: int | None = DONE
    if differing:
        status = agreed(f"Change {len(differing)} projects?", arguments, output)
    if status is None:
        async with sending(output):
            await publishing.edit_all(changed, steps)
    if output.as_json:
        listed = [{"project": _listed(one.project), "changes": told(one.changes)} for one in changed]
        output.document({"projects": listed, "sent": status is None})
    elif status is None:
        output.line(f"Changed {len(differing)} projects.")
    return DONE if status is None else status


async def _submit(arguments: argparse.Namespace, at: Place, output: Output) -> int:
    published = await _named(arguments.project, at)
    project = published.project
    at.publishing.check_submission(project)
    if not output.as_json:
        output.line(f"{project.title}: {project.status} → under review")
        output.line(f"The moderators of {at.publishing.platform} look at it.")
        output.line(once_approved(published.content))
    status = agreed(f"Submit {project.title}?", arguments, output)
    if status is None:
        async with sending(output):
            await at.publishing.submit(project)
    return _done(project, [], status, output)


async def _delete(arguments: argparse.Namespace, at: Place, output: Output) -> int:
    project = (await _named(arguments.project, at)).project
    if not output.as_json:
        count = len(project.version_ids)
        output.line(
            f"- {project.title} ({project.slug}), with {count} {'version' if count == 1 else 'versions'}"
        )
        output.line("It is gone for good, and nobody can download it any more.")
    typed = arguments.name
    if arguments.dry_run or (not typed and not output.can_ask):
        output.message(
            "Nothing was deleted." if arguments.dry_run else "Nothing was deleted. Add --name TITLE."
        )
        return _done(project, [], DONE, output)
    typed = typed or output.reply(f"Type “{project.title}” to delete it: ")
    if not typed.strip():
        output.message("Nothing was deleted.")
        return CANCELLED
    at.publishing.check_name(project, typed)
    async with sending(output):
        await at.publishing.delete(project, typed)
    return _done(project, [], None, output, "Deleted")


async def _named(text: str, at: Place) -> Published:
    return await at.project(text)


def _chosen(project: Project, text: str) -> GalleryImage:
    """The picture of that number in the list, or of that address."""
    pictures = project.gallery
    if text.isdecimal() and 0 < int(text) <= len(pictures):
        return pictures[int(text) - 1]
    found = next((one for one in pictures if text in {one.url, one.raw_url}), None)
    if found is None:
        raise NotFound(
            f"{project.title} has no picture {text[:40]!r}.",
            remedy=f"See: modstead publish gallery {project.handle}",
        )
    return found


def _list_gallery(project: Project, output: Output) -> int:
    if output.as_json:
        output.document({"gallery": [_picture(one) for one in project.gallery]})
    elif project.gallery:
        rows = [
            (str(number), one.title, "featured" if one.featured else "", one.description, one.url)
            for number, one in enumerate(project.gallery, 1)
        ]
        output.table(("", "Title", "", "Description", "Address"), rows)
    else:
        output.line(f"{project.title} has no pictures.")
    return DONE


def _nothing_to_do(project: Project, output: Output) -> int:
    if output.as_json:
        output.document({"project": _listed(project), "changes": [], "sent": False})
    else:
        output.line(f"{project.title} is like that already.")
    return DONE


def _done(
    project: Project, changes: list[views.Json], status: int | None, output: Output, done: str = "Done"
) -> int:
    """The end of a command: `status` is None where it was sent."""
    if output.as_json:
        output.document({"project": _listed(project), "changes": changes, "sent": status is None})
    elif status is None:
        output.line(f"{done}.")
    return DONE if status is None else status


def _outcome(changes: list[views.Json], made: object) -> views.Json:
    return {"changes": changes, "sent": made is not None}


def _listed(project: Project) -> views.Json:
    return views.listed_project(project) | {"status": project.status}


def _picture(picture: GalleryImage) -> views.Json:
    return {
        "url": picture.url,
        "title": picture.title,
        "description": picture.description,
        "featured": picture.featured,
        "ordering": picture.ordering,
    }


_ACTIONS: Mapping[str, Action] = {
    "projects": _projects,
    "fields": _fields,
    "show": _show,
    "create": _create,
    "edit": _edit,
    "icon": _icon,
    "gallery": _gallery,
    "version": version,
    "versions": versions,
    "files": files,
    "members": members,
    "bulk": _bulk,
    "submit": _submit,
    "delete": _delete,
}
