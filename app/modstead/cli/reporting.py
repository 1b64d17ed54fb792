"""The commands that speak with a platform's moderators."""

import argparse
import os

from modstead.cli import views
from modstead.cli.account import item_named, signed_in
from modstead.cli.output import Output
from modstead.cli.parser import UsageError
from modstead.cli.sending import sending
from modstead.cli.statuses import CANCELLED, DONE
from modstead.domain.account import Message, Report, Reportable
from modstead.errors import NotFound
from modstead.services.bundle import Services
from modstead.services.community import OpenReport

_PROMPT = (
    f"Say what is wrong, in as many lines as you like; end with {'Ctrl+Z' if os.name == 'nt' else 'Ctrl+D'}:"
)


async def report(arguments: argparse.Namespace, services: Services, output: Output) -> int:
    if arguments.reasons:
        return await _reasons(services, output)
    if not (arguments.kind and arguments.item and arguments.reason):
        raise UsageError("Say what to report and why: KIND ITEM --reason REASON. See: modstead report --help")
    kind = Reportable(arguments.kind)
    item = arguments.item if kind is Reportable.USER else item_named(arguments.item, services)
    await signed_in(arguments, services, output)
    item_id, title = await _item(kind, item, services)
    text = output.words(_PROMPT) if arguments.text is None else arguments.text
    await services.community.check_report(arguments.reason, text)
    if not output.as_json:
        output.line(f"Report of the {kind.value} {title} ({item_id}) for {arguments.reason}:")
        output.lines(text.strip(), "  ")
    if not arguments.yes:
        if not output.can_ask:
            output.message("Nothing was sent. Add --yes to do it.")
            if output.as_json:
                output.document({"sent": False, "report": None})
            return DONE
        if not output.ask("Send this to the moderators?"):
            output.message("Nothing was sent.")
            return CANCELLED
    async with sending(output):
        made = await services.community.report(kind, item_id, arguments.reason, text)
    if output.as_json:
        output.document({"sent": True, "report": _document(made)})
    else:
        output.line("Sent. What becomes of it: modstead reports")
    return DONE


async def reports(arguments: argparse.Namespace, services: Services, output: Output) -> int:
    await signed_in(arguments, services, output)
    found = await services.community.open_reports()
    if arguments.answer:
        report_id, text = arguments.answer
        thread = next((one.report.thread_id for one in found.reports if one.report.id == report_id), "")
        if not thread:
            raise NotFound(f"You have no open report {report_id[:40]!r}.", remedy="See: modstead reports")
        async with sending(output):
            await services.community.write(thread, text)
        found = await services.community.open_reports()
    if found.unread:
        output.message(str(found.unread))
    if output.as_json:
        output.document({"reports": [_whole(one) for one in found.reports]})
    for one in () if output.as_json else found.reports:
        _tell(one, services, output)
    if not found.reports and not output.as_json:
        output.line("You have no open reports.")
    return DONE


async def _reasons(services: Services, output: Output) -> int:
    reasons = await services.community.report_types()
    if output.as_json:
        output.document({"reasons": list(reasons)})
    for reason in () if output.as_json else reasons:
        output.line(reason)
    return DONE


async def _item(kind: Reportable, text: str, services: Services) -> tuple[str, str]:
    """The ID and the name of what is reported."""
    match kind:
        case Reportable.PROJECT:
            project = await services.projects.page(text)
            return project.project_id, project.title
        case Reportable.VERSION:
            version = await services.projects.version(text)
            return version.id, version.name or version.number
        case Reportable.USER:
            user = (await services.community.user_page(text)).user
            return user.id, user.username


def _tell(one: OpenReport, services: Services, output: Output) -> None:
    at = f"{one.report.created.astimezone():%Y-%m-%d}, " if one.report.created else ""
    output.line(f"{one.report.id}: {one.subject}, {at}{one.report.reason}")
    output.lines(one.report.text, "  ")
    for message in one.thread.messages if one.thread else ():
        author = one.thread.author(message) if one.thread else ""
        output.lines(f"{author or f'{services.account.platform} (moderator)'}: {_said(message)}", "  ")


def _said(message: Message) -> str:
    match message.kind:
        case "status_change":
            return f"[{' → '.join(message.statuses)}]"
        case "thread_closure":
            return "[closed]"
        case "deleted":
            return "[deleted]"
        case _:
            return message.text


def _whole(one: OpenReport) -> views.Json:
    messages = [
        {
            "id": message.id,
            "author": one.thread.author(message) or None if one.thread else None,
            "kind": message.kind,
            "text": message.text,
            "created": message.created.isoformat() if message.created else None,
        }
        for message in (one.thread.messages if one.thread else ())
    ]
    return _document(one.report) | {"subject": one.subject, "messages": messages}


def _document(value: Report) -> views.Json:
    return {
        "id": value.id,
        "reason": value.reason,
        "kind": value.item,
        "item_id": value.item_id,
        "text": value.text,
        "created": value.created.isoformat() if value.created else None,
        "closed": value.closed,
        "thread_id": value.thread_id,
    }
