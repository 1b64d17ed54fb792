"""What an account is good for: followed projects, notifications, reports with their threads, other users' pages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from modstead.domain.account import Community, Notification, ProfileChange, Report, Reportable, Thread
from modstead.domain.catalog import Catalog
from modstead.domain.project import Project, User, provider_in
from modstead.errors import (
    CatalogError,
    NotFound,
    OutcomeUnknown,
    ReportRefused,
    RequestRefused,
    Unauthorized,
)
from modstead.events import Event
from modstead.services.account import AccountService, Standing
from modstead.services.together import together


@dataclass(frozen=True, slots=True)
class UserPage:
    """A user and what they published, the most downloaded first."""

    user: User
    projects: tuple[Project, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenReport:
    """A report of one's own, the name of what it is about, and its thread, if that may be read."""

    report: Report
    subject: str
    thread: Thread | None = None


@dataclass(frozen=True, slots=True)
class OpenReports:
    """`unread` is why threads are missing, if they are."""

    reports: tuple[OpenReport, ...] = ()
    unread: CatalogError | None = None


class CommunityService:
    """Everything raises Unauthorized where nobody is signed in, but for what is there for everybody.

    `follows_changed` tells that what is followed is another set than before, or not known any more, and
    `unread_changed` how many notifications were unread when they were last asked for: 0 once nobody is signed in.
    """

    def __init__(self, account: AccountService, community: Community, catalog: Catalog) -> None:
        self._account = account
        self._community = community
        self._catalog = catalog
        self._followed: frozenset[str] | None = None
        self._whose = ""
        self.follows_changed: Event[None] = Event()
        self.unread_changed: Event[int] = Event()
        account.changed.listen(self._stand)

    @property
    def followed_ids(self) -> frozenset[str] | None:
        """The IDs of the followed projects; None where they are not known yet."""
        return self._followed

    async def follow(self, project: Project) -> None:
        """Follow a project; following it already is no failure."""
        await self._set_followed(project, followed=True)

    async def unfollow(self, project: Project) -> None:
        await self._set_followed(project, followed=False)

    async def followed(self) -> tuple[Project, ...]:
        """The followed projects, the one updated last first."""
        projects = await self._account.as_user(lambda user: self._community.followed(user.id))
        self._know(frozenset(project.project_id for project in projects))
        return tuple(sorted(projects, key=_updated, reverse=True))

    async def follows(self, project_id: str) -> bool:
        """Whether a project is followed: asked for once, then known."""
        if self._followed is None:
            await self.followed()
        return project_id in (self._followed or frozenset())

    async def notifications(self) -> tuple[Notification, ...]:
        """All of them, the newest first."""
        found = await self._account.as_user(lambda user: self._community.notifications(user.id))
        self.unread_changed.emit(sum(not item.read for item in found))
        return found

    async def subjects(self, notifications: Sequence[Notification]) -> Mapping[str, Project]:
        """The projects that notifications are about, by what these call them, as far as they can be had."""
        names = {item.project for item in notifications if item.project}
        try:
            found = (await self._catalog.projects(names)).values()
        except CatalogError:
            return {}
        by_name = {name.casefold(): one for one in found for name in (one.slug, one.project_id)}
        return {name: by_name[name.casefold()] for name in names if name.casefold() in by_name}

    async def mark_read(self, notifications: Sequence[Notification]) -> None:
        ids = [item.id for item in notifications if not item.read]
        if ids:
            await self._account.signed(lambda: self._community.mark_read(ids))

    async def delete_notifications(self, notifications: Sequence[Notification]) -> None:
        ids = [item.id for item in notifications]
        if ids:
            await self._account.signed(lambda: self._community.delete_notifications(ids))

    async def report_types(self) -> tuple[str, ...]:
        """The reasons that the platform knows."""
        return await self._community.report_types()

    async def check_report(self, reason: str, text: str) -> None:
        """Raises ReportRefused where there is no such reason, or no text."""
        reasons = await self.report_types()
        if reason not in reasons:
            raise ReportRefused(
                f"{reason[:40]!r} is no reason for a report.", f"There are: {', '.join(reasons)}."
            )
        if not text.strip():
            raise ReportRefused("A report needs some words on what is wrong.")

    async def report(self, item: Reportable, item_id: str, reason: str, text: str) -> Report:
        """Tell the platform's moderators what is wrong with something.

        Raises:
            ReportRefused: there is no such reason, or no text; nothing was sent.
            NotFound: it is on another platform.
        """
        self.check_platform(item_id)
        await self.check_report(reason, text)
        return await self._account.signed(lambda: self._community.report(item, item_id, reason, text.strip()))

    async def open_reports(self) -> OpenReports:
        """One's own open reports, the newest first, with what was written about each."""
        reports = await self._account.signed(self._community.open_reports)
        subjects = await self._subjects(reports)
        ids = [report.thread_id for report in reports if report.thread_id]
        unread: CatalogError | None = None
        threads: Mapping[str, Thread] = {}
        try:
            if ids:
                threads = await self._account.signed(lambda: self._community.threads(ids))
        except Unauthorized as error:
            unread = error
        return OpenReports(
            tuple(
                OpenReport(
                    report, subjects.get(report.item_id, report.item_id), threads.get(report.thread_id)
                )
                for report in reports
            ),
            unread,
        )

    async def write(self, thread_id: str, text: str) -> Thread:
        """Send a message to a thread."""
        return await self._account.signed(lambda: self._community.write(thread_id, text.strip()))

    async def profile(self) -> User:
        """Who is signed in."""

        async def known(user: User) -> User:
            return user

        return await self._account.as_user(known)

    def check_profile(self, change: ProfileChange) -> None:
        """Raises FieldRefused where the platform would refuse it."""
        self._community.check_profile(change)

    async def edit_profile(self, change: ProfileChange) -> Standing:
        """Change one's own name or description.

        Raises:
            UnreadableAnswer: the platform does not tell the username, which has to go along; nothing was sent.
        """
        await self._account.signed(lambda: self._community.edit_profile(change))
        return await self._account.check()

    async def user_page(self, id_or_name: str) -> UserPage:
        """Anybody's page; nobody needs to be signed in for it."""
        user = await self._community.user(id_or_name)
        projects = await self._community.user_projects(user.id)
        return UserPage(user, tuple(sorted(projects, key=lambda project: project.downloads, reverse=True)))

    async def _set_followed(self, project: Project, *, followed: bool) -> None:
        self.check_platform(project.project_id)
        change = self._community.follow if followed else self._community.unfollow
        try:
            await self._account.signed(lambda: change(project.project_id, named=project.title))
        except RequestRefused:
            # It is refused too where it is so already, which the answer does not tell apart.
            self._followed = None
            if await self.follows(project.project_id) is not followed:
                raise
            return
        except OutcomeUnknown:
            self._followed = None
            raise
        if self._followed is not None:
            one = {project.project_id}
            self._know(self._followed | one if followed else self._followed - one)

    def check_platform(self, item_id: str) -> None:
        """Raises NotFound for what is on another platform than the account."""
        if provider_in(item_id):
            raise NotFound(f"This is not on {self._account.platform}, where your account is.", remedy="")

    async def _subjects(self, reports: Sequence[Report]) -> dict[str, str]:
        """The names of what is reported, as far as they can be had: they are not worth a failure."""

        def ids(item: Reportable) -> set[str]:
            return {report.item_id for report in reports if report.item == item}

        try:
            projects = await self._catalog.projects(ids(Reportable.PROJECT))
            versions = await self._catalog.versions_by_id(ids(Reportable.VERSION))
            users = await together(partial(self._community.user, one) for one in ids(Reportable.USER))
        except CatalogError:
            return {}
        return {
            **{one: project.title for one, project in projects.items()},
            **{one: version.name or version.number for one, version in versions.items()},
            **{user.id: user.username for user in users},
        }

    def _know(self, followed: frozenset[str]) -> None:
        if followed != self._followed:
            self._followed = followed
            self.follows_changed.emit(None)

    def _stand(self, standing: Standing) -> None:
        whose = standing.user.id if standing.user else ""
        if whose != self._whose:
            self._whose = whose
            self._followed = None
            self.follows_changed.emit(None)
            self.unread_changed.emit(0)


def _updated(project: Project) -> float:
    return project.updated.timestamp() if project.updated else 0.0
