"""Reports, threads and messages."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from modstead_sandbox import tags
from modstead_sandbox.answers import Json
from modstead_sandbox.desk import Message, Report, project_number
from modstead_sandbox.forms import MessageForm, ReportForm, ReportPatch
from modstead_sandbox.model import User, iso
from modstead_sandbox.routes.common import (
    BadRequestError,
    NotFoundError,
    UnauthorizedError,
    base,
    caller,
    done,
    form,
    ids,
    integer,
    is_moderator,
    reply,
    sees,
    services,
)

_DEFAULT_COUNT = 100


async def create_report(request: Request) -> Response:
    at, user = services(request), caller(request, "REPORT_CREATE")
    wanted = await form(request, ReportForm)
    if wanted.report_type not in tags.REPORT_TYPES:
        raise BadRequestError(f"Invalid input: Invalid report type: {wanted.report_type[:64]}")
    if not _exists(request, user, wanted):
        kind = wanted.item_type.capitalize()
        raise BadRequestError(f"Invalid input: {kind} could not be found: {wanted.item_id[:64]}")
    item = (wanted.item_type, wanted.item_id)
    made = at.state.desk.add_report(user, wanted.report_type, item, wanted.body, at.state.now())
    return reply(_report(made))


async def own_reports(request: Request) -> Response:
    user = caller(request, "REPORT_READ")
    count = integer(request, "count", _DEFAULT_COUNT)
    found = [held for held in services(request).state.desk.reports() if not held.closed and _may(user, held)]
    return reply([_report(held) for held in found[:count]])


async def report(request: Request) -> Response:
    return reply(_report(_one(request, "REPORT_READ")))


async def modify_report(request: Request) -> Response:
    at = services(request)
    found = _one(request, "REPORT_WRITE")
    user = caller(request, "REPORT_WRITE")
    wanted = await form(request, ReportPatch)
    if wanted.closed is not None and not is_moderator(user):
        raise BadRequestError("Invalid input: You cannot close or reopen a report!")
    changed = at.state.desk.change_report(found, body=wanted.body, closed=wanted.closed)
    if changed.closed and not found.closed:
        at.state.desk.say(found.thread_id, Message("", user, at.state.now(), "thread_closure"))
    return done()


async def reports(request: Request) -> Response:
    user, desk = caller(request, "REPORT_READ"), services(request).state.desk
    named = [held for name in dict.fromkeys(ids(request)) if (held := desk.report(name))]
    return reply([_report(held) for held in named if _may(user, held)])


async def thread(request: Request) -> Response:
    user, thread_id = _thread_of(request, "THREAD_READ")
    return reply(_thread(request, user, thread_id))


async def threads(request: Request) -> Response:
    user = caller(request, "THREAD_READ")
    names = [name for name in dict.fromkeys(ids(request)) if _may_enter(request, user, name)]
    return reply([_thread(request, user, name) for name in names])


async def send_message(request: Request) -> Response:
    at = services(request)
    user, thread_id = _thread_of(request, "THREAD_WRITE")
    wanted = await form(request, MessageForm)
    if wanted.private and not is_moderator(user):
        raise BadRequestError("Invalid input: You are not allowed to send private messages!")
    if wanted.replying_to is not None:
        earlier = [message.id for message in at.state.desk.messages(thread_id)]
        if wanted.replying_to not in earlier:
            raise BadRequestError("Invalid input: Message replied to is not from the same thread!")
    at.state.desk.say(
        thread_id,
        Message("", user, at.state.now(), "text", wanted.body, wanted.private, wanted.replying_to),
    )
    return reply(_thread(request, user, thread_id))


async def delete_message(request: Request) -> Response:
    desk, user = services(request).state.desk, caller(request, "THREAD_WRITE")
    found = desk.message(request.path_params["message_id"])
    if found is None or not _may_enter(request, user, found[0]):
        raise NotFoundError
    if found[1].author.number != user.number and not is_moderator(user):
        raise UnauthorizedError("Authentication Error: You cannot delete this message!")
    desk.unsay(*found)
    return done()


def _exists(request: Request, user: User, wanted: ReportForm) -> bool:
    shelf = services(request).shelf
    match wanted.item_type:
        case "project":
            project = shelf.project(wanted.item_id)
            return project is not None and project.id == wanted.item_id and shelf.sees(user, project)
        case "version":
            version = shelf.version(wanted.item_id)
            return version is not None and sees(request, user, version)
        case _:
            found = shelf.user(wanted.item_id)
            return found is not None and found.id == wanted.item_id


def _one(request: Request, scope: str) -> Report:
    user = caller(request, scope)
    found = services(request).state.desk.report(request.path_params["report_id"])
    if found is None or not _may(user, found):
        raise NotFoundError
    return found


def _may(user: User, held: Report) -> bool:
    return held.reporter.number == user.number or is_moderator(user)


def _thread_of(request: Request, scope: str) -> tuple[User, str]:
    user, thread_id = caller(request, scope), request.path_params["thread_id"]
    if not _may_enter(request, user, thread_id):
        raise NotFoundError
    return user, thread_id


def _may_enter(request: Request, user: User, thread_id: str) -> bool:
    at = services(request)
    held = at.state.desk.report_of_thread(thread_id)
    if held is not None:
        return _may(user, held)
    number = project_number(thread_id)
    project = None if number is None else at.shelf.numbered(number)
    return project is not None and (at.shelf.member(project, user) is not None or is_moderator(user))


def _report(held: Report) -> Json:
    return {
        "id": held.id,
        "report_type": held.kind,
        "item_id": held.item_id,
        "item_type": held.item_type,
        "body": held.body,
        "reporter": held.reporter.id,
        "created": iso(held.created),
        "closed": held.closed,
        "thread_id": held.thread_id,
    }


def _thread(request: Request, user: User, thread_id: str) -> Json:
    at = services(request)
    held = at.state.desk.report_of_thread(thread_id)
    number = project_number(thread_id)
    project = None if held is not None or number is None else at.shelf.numbered(number)
    messages = [
        message for message in at.state.desk.messages(thread_id) if not message.private or is_moderator(user)
    ]
    inside = [member.user for member in at.shelf.team_of(project).members] if project is not None else []
    people = {who.number: who for who in (*inside, *(message.author for message in messages))}
    if held is not None:
        people[held.reporter.number] = held.reporter
    return {
        "id": thread_id,
        "type": "project" if held is None else "report",
        "project_id": None if project is None else project.id,
        "report_id": None if held is None else held.id,
        "messages": [_message(message) for message in messages],
        "members": [at.answers.user(who, base(request)) for who in people.values()],
    }


def _message(message: Message) -> Json:
    told: Json = {"type": message.kind}
    if message.kind == "text":
        told |= {"body": message.body, "private": message.private, "replying_to": message.replying_to}
    elif message.kind == "status_change":
        told |= {"old_status": message.old_status, "new_status": message.new_status}
    return {
        "id": message.id,
        "author_id": message.author.id,
        "body": told,
        "created": iso(message.created),
    }


ROUTES = [
    Route("/v2/report", create_report, methods=["POST"]),
    Route("/v2/report", own_reports),
    Route("/v2/report/{report_id}", report),
    Route("/v2/report/{report_id}", modify_report, methods=["PATCH"]),
    Route("/v2/reports", reports),
    Route("/v2/thread/{thread_id}", thread),
    Route("/v2/thread/{thread_id}", send_message, methods=["POST"]),
    Route("/v2/threads", threads),
    Route("/v2/message/{message_id}", delete_message, methods=["DELETE"]),
]
