"""A project's team: who is in it, what each may do, and who is invited."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from modstead.domain.project import Member, Project, User
from modstead.domain.publishing import Change
from modstead.errors import ModsteadError
from modstead.services.publishing import PublishingService
from modstead.ui.images import ImageLoader
from modstead.ui.kit.action_list import ActionList, ActionModel, ActionRow
from modstead.ui.kit.banners import Banner
from modstead.ui.kit.buttons import Button
from modstead.ui.kit.pages import EmptyState, Line, PlanFooter
from modstead.ui.kit.states import LoadedPart
from modstead.ui.kit.writing import LineField
from modstead.ui.parts import Part
from modstead.ui.studio.details import FormColumn
from modstead.ui.studio.pending import Pending
from modstead.ui.text import plural, spelled
from modstead.ui.theme import Theme


class TeamPart(Part):
    pending = Signal(object)

    def __init__(self, theme: Theme, publishing: PublishingService, images: ImageLoader) -> None:
        model = ActionModel()
        side = theme.px(16)
        shown = ActionList(
            theme,
            model,
            lambda url, wide, ratio: images.thumbnail(url, wide, wide, side, ratio=ratio),
            "Members of the team",
        )
        empty = EmptyState(theme, "user", "Nobody is in the team")
        super().__init__(theme, LoadedPart(theme, shown, empty), self._start)
        model.setParent(self)
        self.list, self.model = shown, model
        self._publishing = publishing
        self._project: Project | None = None
        self._member: Member | None = None
        self.members: tuple[Member, ...] = ()
        self.who = LineField(theme, "Whom to invite", hint="A user's name")
        self.invite = Button(theme, "Invite …")
        self.form = FormColumn(theme)
        self.remove = Button(theme, "Remove from the team …", icon="trash")
        self.transfer = Button(theme, "Make the owner …")
        self.footer = PlanFooter(theme, "Review")
        self._build()
        images.ready.connect(self._pictures_came)
        self.who.textChanged.connect(lambda _text: self._tell())
        self.who.returnPressed.connect(self._invite)
        self.invite.clicked.connect(self._invite)
        self.list.acted.connect(self._open)
        self.list.opened.connect(self._open)
        self.remove.clicked.connect(self._remove)
        self.transfer.clicked.connect(self._transfer)
        self.footer.cancelled.connect(lambda: self._show_member(None))
        self.footer.accepted.connect(self._review)
        theme.changed.connect(self._measure)
        self._measure()
        self._tell()

    def show_project(self, project: Project) -> None:
        """Of this project; asked for when it is looked at, and anew where it is the same one."""
        if self._project is None or project.project_id != self._project.project_id:
            self.forget()
        self._project = project
        self._show_member(None)
        if self.loaded.loaded or self.isVisible():
            self.refresh()

    def forget(self) -> None:
        self.members = ()
        self.model.show([])
        self.who.clear()
        super().forget()

    def _start(self) -> None:
        if self._project:
            self.scope.start("load", partial(self._publishing.team, self._project), done=self._took)

    def _took(self, members: tuple[Member, ...]) -> None:
        self.arrived()
        self.members = members
        self.model.show([self._row(one) for one in members])
        if members:
            self.list.setCurrentIndex(self.model.index(0))
        self.counted.emit(len(members) or None)
        self.loaded.show_content(empty=not members)

    def _row(self, one: Member) -> ActionRow:
        allowed = self._publishing.member_content(one).get("permissions", ())
        names = [spelled(name).lower() for name in allowed] if isinstance(allowed, tuple) else []
        may = (
            "may do everything" if one.is_owner else f"may {', '.join(names)}" if names else "may do nothing"
        )
        return ActionRow(
            key=one.user.id,
            title=one.user.username,
            detail=" · ".join(part for part in (one.role, may) if part),
            chip="Owner" if one.is_owner else "" if one.accepted else "Invited",
            tone="accent" if one.is_owner else "warn",
            button="Edit",
            icon_url=one.user.avatar_url,
        )

    def _open(self, key: str) -> None:
        self._show_member(next((one for one in self.members if one.user.id == key), None))

    def _show_member(self, member: Member | None) -> None:
        self._member = member
        self._stack.setCurrentWidget(self._page if member else self._whole)
        self.setFocusProxy(self.form if member else self.loaded)
        if member is None:
            return
        self.form.form.show_fields(self._publishing.member_fields, self._publishing.member_content(member))
        self.remove.setVisible(not member.is_owner)
        self.transfer.setVisible(not member.is_owner and member.accepted)
        self.footer.set_plan(member.user.username, member.role, "Review")
        self.form.setFocus(Qt.FocusReason.OtherFocusReason)

    def _review(self) -> None:
        project, member = self._project, self._member
        if project is None or member is None:
            return
        try:
            changes = self._publishing.member_changes(member, self.form.form.edited())
        except ModsteadError as error:
            self._complain(error)
            return
        if not changes:
            self._show_member(None)
            return
        self.banners.clear_all()
        self.pending.emit(
            Pending(
                f"Change {member.user.username}",
                (("", changes),),
                f"Send {plural(len(changes), 'change')}",
                lambda _progress: self._publishing.edit_member(project, member, changes),
                lambda _none: None,
                caption=project.title,
            )
        )

    def _invite(self) -> None:
        project, who = self._project, self.who.text().strip()
        if project is None or not who:
            return
        self.banners.clear("invite")
        work = partial(self._publishing.invitable, self.members, who)
        self.scope.start("invite", work, done=partial(self._pend_invitation, project))

    def _pend_invitation(self, project: Project, user: User) -> None:
        change = Change("member", "Team", (), (f"{user.username}, invited",))
        self.pending.emit(
            Pending(
                f"Invite {user.username}",
                (("", (change,)),),
                "Invite",
                lambda _progress: self._publishing.invite(project, user),
                lambda _none: self.who.clear(),
                caption=project.title,
            )
        )

    def _remove(self) -> None:
        project, member = self._project, self._member
        if project is None or member is None:
            return
        change = Change("member", "Team", (member.user.username,), ())
        self.pending.emit(
            Pending(
                f"Remove {member.user.username}",
                (("", (change,)),),
                "Remove",
                lambda _progress: self._publishing.remove_member(project, member),
                lambda _none: None,
                caption=project.title,
            )
        )

    def _transfer(self) -> None:
        project, member = self._project, self._member
        if project is None or member is None:
            return
        owner = next((one.user.username for one in self.members if one.is_owner), "")
        change = Change("owner", "Owner", owner, member.user.username)
        self.pending.emit(
            Pending(
                f"Make {member.user.username} the owner",
                (("", (change,)),),
                "Give it away",
                lambda _progress: self._publishing.transfer(project, member),
                lambda _none: None,
                notes=("Only they can give it back.",),
                name=member.user.username,
                caption=project.title,
            )
        )

    def _complain(self, error: ModsteadError) -> None:
        self.banners.show_banner(
            "team", Banner(self.theme, "bad", error.title, error.explanation, closable=True)
        )

    def _pictures_came(self, _urls: object) -> None:
        self.list.viewport().update()

    def _tell(self) -> None:
        self.invite.setEnabled(bool(self.who.text().strip()))

    def _build(self) -> None:
        """The list with its row above it, and the form of one member, one at a time."""
        self._whole = QWidget()
        self._row_above = QHBoxLayout()
        self._row_above.addStretch(1)
        self._row_above.addWidget(self.who)
        self._row_above.addWidget(self.invite)
        whole = QVBoxLayout(self._whole)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(self._row_above)
        whole.addWidget(Line(self.theme))
        whole.addWidget(self.loaded, 1)
        self._page = QWidget()
        buttons = QHBoxLayout()
        for button in (self.transfer, self.remove):
            buttons.addWidget(button)
        buttons.addStretch(1)
        self.form.column.insertLayout(1, buttons)
        page = QVBoxLayout(self._page)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addWidget(self.form, 1)
        page.addWidget(self.footer)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._whole)
        self._stack.addWidget(self._page)
        self.column.addWidget(self._stack, 1)

    def _measure(self) -> None:
        px = self.theme.px
        self._row_above.setContentsMargins(px(20), px(10), px(16), px(10))
        self._row_above.setSpacing(px(8))
