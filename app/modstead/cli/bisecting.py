"""The command that finds the mod which breaks a game."""

import argparse
from collections.abc import Iterable
from functools import partial
from typing import Any

from modstead.cli import tables
from modstead.cli.mods import required
from modstead.cli.output import Output
from modstead.cli.parser import UsageError
from modstead.cli.statuses import CANCELLED, DONE, PARTLY
from modstead.cli.steps import is_agreed, opened, scanned
from modstead.domain.bisect import Answer, Question, Verdict
from modstead.domain.bisect_folder import Meddling
from modstead.domain.bisect_words import left_words, meddling_words, question_words, verdict_words
from modstead.domain.instance import Instance, Library
from modstead.errors import typed
from modstead.services.bisects import Bisect, BisectStart, Stopped
from modstead.services.bundle import Services

Json = dict[str, Any]


async def bisect(arguments: argparse.Namespace, services: Services, output: Output) -> int:
    """The answers, like an undo, need no word of agreement: what they do can be put back at any moment."""
    if arguments.action != "start" and (arguments.keep_on or arguments.suspect):
        raise UsageError("Only a start takes --keep-on and --suspect. See: modstead bisect --help")
    if arguments.action != "stop" and arguments.leave_off:
        raise UsageError("Only a stop takes --leave-off. See: modstead bisect --help")
    if arguments.action == "start":
        return await _start(arguments, services, output)
    instance = await opened(arguments.folder, arguments, services)
    if arguments.action == "stop":
        return await _stop(instance, arguments, services, output)
    if arguments.action == "status":
        found = await services.bisects.status(instance)
    else:
        answers = {answer.value: answer for answer in Answer}
        if arguments.action in answers:
            found = await services.bisects.answer(instance, answers[arguments.action])
        else:
            found = await services.bisects.go_on(instance)
        output.changed = True
    _tell(found, instance, arguments, output)
    return DONE


async def _start(arguments: argparse.Namespace, services: Services, output: Output) -> int:
    library = await scanned(arguments.folder, arguments, services, output, recognise=False)
    start = await services.bisects.plan_start(
        library,
        kept=_named(arguments.keep_on, library),
        suspects=_named(arguments.suspect, library),
    )
    show_plan = partial(tables.plan, start.plan)
    if not output.as_json:
        _show_start(start, output)
        show_plan(output)
    if not arguments.yes:
        status = CANCELLED
        if not output.can_ask:
            output.message("Nothing was changed. Add --yes to do it.")
            status = DONE
        if not output.can_ask or not is_agreed("Begin?", show_plan, output):
            if output.as_json:
                output.document(_nothing(library.instance) | {"applied": False})
            return status
    found = await services.bisects.begin(start)
    output.changed = True
    _tell(found, library.instance, arguments, output)
    return DONE


async def _stop(instance: Instance, arguments: argparse.Namespace, services: Services, output: Output) -> int:
    stopped = await services.bisects.stop(instance, leave_off=arguments.leave_off)
    output.changed = True
    if output.as_json:
        output.document(_nothing(instance) | _stopped_document(stopped))
        return PARTLY if stopped.failed else DONE
    count = len(_put_back(stopped))
    files = f"{count} file{'s were' if count != 1 else ' was'} renamed" if count else "Nothing was off"
    but = "" if stopped.is_as_before else ", but for what is named here"
    output.line(f"All is as it was before{but}. {files}.")
    for note in stopped.failed:
        output.message(f"Left out: {note.subject}: {note.text}")
    if stopped.left_off:
        output.line(f"Left off: {', '.join(stopped.left_off)}.")
    for item in stopped.meddlings:
        output.line(meddling_words((item,), str))
    if stopped.left_off:
        output.line(f"Take the last step back with: {typed('undo', arguments.folder)}")
    return PARTLY if stopped.failed else DONE


def _stopped_document(stopped: Stopped) -> Json:
    return {
        "put_back": _put_back(stopped),
        "failed": [{"file": note.subject, "reason": note.text} for note in stopped.failed],
        "meddlings": _meddlings(stopped.meddlings),
        "left_off": list(stopped.left_off),
    }


def _named(words: Iterable[str], library: Library) -> tuple[str, ...]:
    return tuple(required(word, library).file.name for word in words)


def _put_back(stopped: Stopped) -> list[str]:
    return [operation.file_name for item in stopped.applied for operation in item.plan.operations]


def _meddlings(meddlings: Iterable[Meddling]) -> list[Json]:
    return [{"file": item.file, "change": item.kind.value} for item in meddlings]


def _show_start(start: BisectStart, output: Output) -> None:
    question = start.question
    if question:
        output.line(f"{len(question.suspects)} mods to search among. {left_words(question.left)}")
    for name in start.record.immovable:
        output.message(f"{name} stays on: its name cannot be changed.")


def _tell(found: Bisect | None, instance: Instance, arguments: argparse.Namespace, output: Output) -> None:
    if output.as_json:
        output.document(_document(found, instance))
        return
    command = typed("bisect", arguments.folder)
    if found is None:
        output.line(f"No search is under way. Begin one with: {command} start")
        return
    if found.meddlings:
        output.message(meddling_words(found.meddlings, found.title))
    if found.record is None:
        files = len(found.left_off)
        output.line(f"A search was interrupted and left {files} file{'s' if files != 1 else ''} off.")
        output.line(f"Put everything back with: {command} stop")
    elif not found.is_as_asked:
        output.line("The folder is not as the search left it.")
        output.line(f"Go on with: {command} go-on    Put everything back with: {command} stop")
    elif found.question:
        _show_question(found, found.question, command, output)
    elif found.verdict:
        headline, detail = verdict_words(found.verdict, found.title)
        output.line(f"{headline} {detail}")
        output.line(f"Put everything back with: {command} stop")
        if found.can_leave_off:
            output.line(f"Or all but that: {command} stop --leave-off")


def _show_question(found: Bisect, question: Question, command: str, output: Output) -> None:
    record = found.record
    if record is None:
        return
    state, asked = question_words(question, record.search)
    output.line(f"{state} {asked} {left_words(question.left)}")
    output.line(f"  it came: {command} fails")
    output.line(f"  it did not: {command} works")
    output.line(f"  it cannot be told: {command} skip")
    output.line(f"  stop, and put everything back: {command} stop")


def _nothing(instance: Instance) -> Json:
    return _document(None, instance)


def _document(found: Bisect | None, instance: Instance) -> Json:
    question = found.question if found else None
    record = found.record if found else None
    files = record.search.files if record else ()
    return {
        "folder": str(instance.folder),
        "running": found is not None,
        "answers": [answer.value for answer in record.answers] if record else [],
        "question": {
            "on": sorted(question.on),
            "off": sorted(name for name in files if name not in question.on),
            "suspects": list(question.suspects),
            "left": question.left,
        }
        if question
        else None,
        "verdict": _verdict(found, found.verdict) if found and found.verdict else None,
        "as_asked": found.is_as_asked if found else True,
        "meddlings": _meddlings(found.meddlings) if found else [],
        "left_off": sorted(found.left_off) if found else [],
    }


def _verdict(found: Bisect, verdict: Verdict) -> Json:
    return {
        "kind": verdict.kind.value,
        "files": list(verdict.files),
        "needs": list(verdict.needs),
        "certain": verdict.certain,
        "text": " ".join(verdict_words(verdict, found.title)),
    }
