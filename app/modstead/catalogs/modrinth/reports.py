"""Reports to Modrinth's moderators, and the threads in which they answer."""

from collections.abc import Collection, Mapping, Sequence

from msgspec import UNSET

from modstead.catalogs.api import in_chunks, nothing
from modstead.catalogs.decoding import present
from modstead.catalogs.modrinth import convert
from modstead.catalogs.modrinth.api import Operations
from modstead.catalogs.modrinth.bodies import MessageToSend, ReportEdit, ReportToMake
from modstead.catalogs.modrinth.decode import ReportAnswer, ThreadAnswer
from modstead.catalogs.modrinth.operations import account as declared
from modstead.domain.account import Report, Reportable, Thread
from modstead.domain.project import Freshness

IDS_PER_REQUEST = 100
MOST_REPORTS = 1000


class ReportOperations(Operations):
    """The operations on reports and threads."""

    async def report(self, item: Reportable, item_id: str, reason: str, text: str) -> Report:
        made = ReportToMake(report_type=reason, item_id=item_id, item_type=item.value, body=text)
        about = f"your report of the {item.value} {item_id}"
        return await self._api.change(declared.MAKE_REPORT, convert.report, about=about, body=made)

    async def open_reports(self, count: int = MOST_REPORTS) -> tuple[Report, ...]:
        """One's own, the newest first."""
        about = "your reports"
        found = await self._api.ask(declared.OPEN_REPORTS, _reports, {"count": count}, about=about)
        return tuple(sorted((one for one in found if not one.closed), key=_moment, reverse=True))

    async def report_by_id(self, report_id: str) -> Report:
        about = f"the report {report_id}"
        return await self._api.ask(declared.REPORT, _report, {"id": report_id}, about=about)

    async def reports_by_id(self, ids: Collection[str]) -> Mapping[str, Report]:
        return await in_chunks(ids, IDS_PER_REQUEST, self._reports_by_id)

    async def edit_report(
        self, report_id: str, *, text: str | None = None, closed: bool | None = None
    ) -> None:
        """Change what a report says, or close it; None leaves it as it is."""
        edit = ReportEdit(body=UNSET if text is None else text, closed=UNSET if closed is None else closed)
        about = f"the report {report_id}"
        await self._api.change(declared.EDIT_REPORT, nothing, {"id": report_id}, about=about, body=edit)

    async def thread(self, thread_id: str) -> Thread:
        about = f"the thread {thread_id}"
        return await self._api.ask(declared.THREAD, _thread, {"id": thread_id}, about=about)

    async def threads(self, ids: Collection[str]) -> Mapping[str, Thread]:
        return await in_chunks(ids, IDS_PER_REQUEST, self._threads_by_id)

    async def no_threads(self) -> None:
        """Raises Unauthorized where threads may not be read."""
        await self._threads_by_id(())

    async def write(self, thread_id: str, text: str) -> Thread:
        """Send a message; the answer is the thread with it."""
        about = f"your message to the thread {thread_id}"
        message = MessageToSend(body=text)
        await self._api.change(declared.SEND_MESSAGE, nothing, {"id": thread_id}, about=about, body=message)
        return await self.thread(thread_id)

    async def delete_message(self, message_id: str) -> None:
        about = f"the message {message_id}"
        await self._api.change(declared.DELETE_MESSAGE, nothing, {"id": message_id}, about=about)

    async def _reports_by_id(self, ids: Sequence[str]) -> Mapping[str, Report]:
        about = f"{len(ids)} reports"
        found = await self._api.ask(declared.REPORTS_BY_ID, _reports, {"ids": ids}, about=about)
        return {one.id: one for one in found}

    async def _threads_by_id(self, ids: Sequence[str]) -> Mapping[str, Thread]:
        about = "threads"
        found = await self._api.ask(declared.THREADS_BY_ID, _threads, {"ids": ids}, about=about)
        return {one.id: one for one in found}


def _moment(report: Report) -> float:
    return report.created.timestamp() if report.created else 0.0


def _report(answer: ReportAnswer, _freshness: Freshness) -> Report:
    return convert.report(answer)


def _reports(answer: declared.Reports, _freshness: Freshness) -> tuple[Report, ...]:
    return tuple(convert.report(one) for one in present(answer))


def _thread(answer: ThreadAnswer, _freshness: Freshness) -> Thread:
    return convert.thread(answer)


def _threads(answer: declared.Threads, _freshness: Freshness) -> tuple[Thread, ...]:
    return tuple(convert.thread(one) for one in present(answer))
