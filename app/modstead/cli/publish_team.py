"""The commands on a project's team."""

import argparse
from collections.abc import Awaitable, Callable, Sequence
from functools import partial

from modstead.cli import views
from modstead.cli.output import Output
from modstead.cli.parser import UsageError
from modstead.cli.publish_words import Place, said, tell, told, wanted
from modstead.cli.sending import agreed, sending
from modstead.cli.statuses import DONE
from modstead.domain.project import Member, Project
from modstead.errors import FieldRefused, NotFound

Send = Callable[[], Awaitable[None]]

_NOTHING = "Nothing was sent."


async def members(arguments: argparse.Namespace, at: Place, output: Output) -> int:
    """List the team, or change it."""
    publishing = at.publishing
    published = await at.project(arguments.project)
    project = published.project
    team = await publishing.team(project)
    if arguments.step == "list":
        return _list(project, team, at, output)
    if not arguments.user and arguments.step != "join":
        raise UsageError("Say whom. See: modstead publish members --help")
    if arguments.step == "edit":
        return await _edit(project, _member(team, arguments.user), arguments, at, output)
    question, send = await _meant(project, team, arguments, at)
    if not output.as_json:
        output.line(question)
    status = agreed("Do it?", arguments, output)
    if status is None:
        async with sending(output):
            await send()
    if output.as_json:
        output.document({"step": arguments.step, "user": arguments.user, "sent": status is None})
    elif status is None:
        output.line("Done.")
    return DONE if status is None else status


async def _meant(
    project: Project, team: Sequence[Member], arguments: argparse.Namespace, at: Place
) -> tuple[str, Send]:
    """What would be done, in words, and what does it: whom it is about is known before anybody is asked."""
    publishing = at.publishing
    match arguments.step:
        case "join":
            return f"+ You, in the team of {project.title}", partial(publishing.join, project)
        case "invite":
            user = await publishing.invitable(team, arguments.user)
            words = f"+ {user.username}, invited into the team of {project.title}"
            return words, partial(publishing.invite, project, user)
        case "remove":
            member = _member(team, arguments.user)
            if member.is_owner:
                raise FieldRefused(
                    f"{member.user.username} owns {project.title}, and stays.", field="user", remedy=_NOTHING
                )
            words = f"- {member.user.username}, out of the team of {project.title}"
            return words, partial(publishing.remove_member, project, member)
        case _:
            member = _member(team, arguments.user)
            if member.is_owner or not member.accepted:
                why = "owns it already" if member.is_owner else "was invited, but has not joined"
                raise FieldRefused(f"{member.user.username} {why}.", field="user", remedy=_NOTHING)
            words = (
                f"{member.user.username} becomes the owner of {project.title}: only they can give it back."
            )
            return words, partial(publishing.transfer, project, member)


async def _edit(
    project: Project, member: Member, arguments: argparse.Namespace, at: Place, output: Output
) -> int:
    publishing = at.publishing
    content = await wanted(arguments, publishing.member_fields, publishing.member_content(member))
    changes = publishing.member_changes(member, content)
    if not output.as_json:
        output.line(f"{member.user.username}, in the team of {project.title}:")
        tell(changes, output)
    status = agreed(f"Change {member.user.username}?", arguments, output) if changes else DONE
    if status is None:
        async with sending(output):
            await publishing.edit_member(project, member, changes)
    if output.as_json:
        output.document({"user": member.user.username, "changes": told(changes), "sent": status is None})
    elif status is None or not changes:
        output.line("Done." if changes else "They are like that already.")
    return DONE if status is None else status


def _list(project: Project, team: Sequence[Member], at: Place, output: Output) -> int:
    contents = [(one, at.publishing.member_content(one)) for one in team]
    if output.as_json:
        listed: list[views.Json] = [
            {
                "user": one.user.username,
                "owner": one.is_owner,
                "accepted": one.accepted,
                **said(content),
            }
            for one, content in contents
        ]
        output.document({"members": listed})
        return DONE
    rows = [
        (
            one.user.username,
            one.role,
            "owner" if one.is_owner else "" if one.accepted else "invited",
            ", ".join(said(content)["permissions"]),
        )
        for one, content in contents
    ]
    output.table(("User", "Role", "", "Permissions"), rows)
    return DONE


def _member(team: Sequence[Member], name: str) -> Member:
    for member in team:
        if name.lower() == member.user.username.lower() or name == member.user.id:
            return member
    raise NotFound(f"Nobody called {name[:40]!r} is in the team.")
