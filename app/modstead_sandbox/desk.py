"""Reports, and the threads in which a project or a report is talked about with the moderators."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from modstead_sandbox.identifiers import Kind, decode, encode
from modstead_sandbox.model import User

_FIRST_REPORT_THREAD = 10**9


@dataclass(frozen=True, slots=True)
class Report:
    id: str
    kind: str
    item_id: str
    item_type: str
    body: str
    reporter: User
    created: int
    thread_id: str
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a thread; its kind is text, status_change, thread_closure or deleted."""

    id: str
    author: User
    created: int
    kind: str
    body: str = ""
    private: bool = False
    replying_to: str | None = None
    old_status: str | None = None
    new_status: str | None = None


class Desk:
    """All reports, and all threads in which something was said."""

    def __init__(self) -> None:
        self._reports: dict[str, Report] = {}
        self._messages: dict[str, list[Message]] = {}
        self._message_count = 0

    def clear(self) -> None:
        self._reports.clear()
        self._messages.clear()
        self._message_count = 0

    # reports

    def report(self, name: str) -> Report | None:
        return self._reports.get(name)

    def reports(self) -> Iterator[Report]:
        """Return all reports, newest first."""
        return reversed(self._reports.values())

    def add_report(self, reporter: User, kind: str, item: tuple[str, str], body: str, now: int) -> Report:
        """Take a report on an item, which is a type and an id."""
        number = len(self._reports)
        made = Report(
            id=encode(Kind.REPORT, number),
            kind=kind,
            item_id=item[1],
            item_type=item[0],
            body=body,
            reporter=reporter,
            created=now,
            thread_id=encode(Kind.THREAD, _FIRST_REPORT_THREAD + number),
        )
        self._reports[made.id] = made
        return made

    def change_report(self, report: Report, *, body: str | None, closed: bool | None) -> Report:
        """Change what is given, and leave the rest."""
        changed = replace(
            report,
            body=report.body if body is None else body,
            closed=report.closed if closed is None else closed,
        )
        self._reports[report.id] = changed
        return changed

    # threads

    def report_of_thread(self, thread_id: str) -> Report | None:
        return next((report for report in self._reports.values() if report.thread_id == thread_id), None)

    def messages(self, thread_id: str) -> list[Message]:
        return self._messages.get(thread_id, [])

    def say(self, thread_id: str, message: Message) -> Message:
        """Add a message to a thread; returns it with its id."""
        message = replace(message, id=encode(Kind.MESSAGE, self._message_count))
        self._message_count += 1
        self._messages.setdefault(thread_id, []).append(message)
        return message

    def message(self, name: str) -> tuple[str, Message] | None:
        """Return a message and the id of its thread."""
        for thread_id, messages in self._messages.items():
            for message in messages:
                if message.id == name:
                    return thread_id, message
        return None

    def unsay(self, thread_id: str, message: Message) -> None:
        """Leave of a message only that there was one."""
        held = self._messages[thread_id]
        held[held.index(message)] = Message(message.id, message.author, message.created, "deleted")


def project_number(thread_id: str) -> int | None:
    """Return the number of the project that a thread belongs to, if it belongs to one."""
    number = decode(Kind.THREAD, thread_id)
    return number if number is not None and number < _FIRST_REPORT_THREAD else None
