"""What creators do with their projects: look at them, make them, change them, give them away, delete them.

Every change is worked out first, as what would be different, and sent only then.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from modstead.domain.project import GalleryImage, Member, Project, User
from modstead.domain.publishing import (
    SUBMITTABLE,
    BulkStep,
    Change,
    Content,
    Field,
    Value,
    after_bulk,
    by_field,
    differences,
    known,
    outside_choices,
    refuse_first,
    wanted_of,
    worded_all,
)
from modstead.domain.studio import Abilities, Pictures, Progress, Published, Studio, Teams
from modstead.errors import FieldRefused, NotFound
from modstead.services.account import AccountService
from modstead.services.publishing_files import check_file
from modstead.services.publishing_versions import VersionPublishing
from modstead.services.together import together

NAME = "name"
"""The field in which a project's name is typed before it is deleted."""


@dataclass(frozen=True, slots=True)
class BulkChange:
    """What the same change means for one of several projects."""

    project: Project
    changes: tuple[Change, ...]


class PublishingService:
    """Everything raises Unauthorized where nobody is signed in, and FieldRefused before anything is sent that the
    platform would refuse by its documents.
    """

    def __init__(self, account: AccountService, studio: Studio, versions: VersionPublishing) -> None:
        self._account = account
        self._studio = studio
        self._platform = studio.publishing
        self.versions = versions

    @property
    def id(self) -> str:
        return self._platform.id

    @property
    def account(self) -> AccountService:
        """In whose name everything is done."""
        return self._account

    @property
    def platform(self) -> str:
        """The platform's name for people."""
        return self._platform.title

    @property
    def abilities(self) -> Abilities:
        return self._platform.abilities

    @property
    def has_pictures(self) -> bool:
        return self._studio.pictures is not None

    @property
    def has_teams(self) -> bool:
        return self._studio.teams is not None

    def page(self, project: Project) -> str:
        return self._platform.page(project)

    # -- projects

    async def projects(self) -> tuple[Project, ...]:
        """One's own, drafts too, the one changed last first."""
        found = await self._account.as_user(self._platform.mine)
        return tuple(sorted(found, key=_updated, reverse=True))

    async def project(self, id_or_slug: str) -> Published:
        return await self._account.signed(lambda: self._platform.published(id_or_slug))

    async def fields(self, project: Project | None = None) -> tuple[Field, ...]:
        """What may be said of a project; without one, of a new one."""
        return await self._platform.fields(project)

    def new_project(self) -> Content:
        return self._platform.new_project()

    def problems(
        self, fields: Sequence[Field], wanted: Content, *, new: bool = False, there: Content | None = None
    ) -> Mapping[str, FieldRefused]:
        """What the platform would refuse of a project that says what is `there`, by the names of the fields."""
        return _problems(fields, wanted, self._platform.refused(wanted, new=new, there=there))

    async def changes(self, published: Published, wanted: Content) -> tuple[Change, ...]:
        """What would be different.

        Raises:
            FieldRefused: a field is none, or has a value that the platform refuses.
        """
        fields = await self.fields(published.project)
        known(fields, wanted)
        found = differences(fields, published.content, wanted)
        refuse_first(self.problems(fields, wanted_of(found), there=published.content))
        return found

    async def edit(self, project: Project, changes: Sequence[Change]) -> None:
        if changes:
            wanted = wanted_of(changes)
            await self._account.signed(lambda: self._platform.edit(project, wanted))

    async def changes_to_new(self, wanted: Mapping[str, Value]) -> tuple[Change, ...]:
        """What a new project would say. What is not said is as the platform has it, or empty.

        Raises:
            FieldRefused: as `changes` does; also where something is missing.
        """
        fields = await self.fields()
        known(fields, wanted)
        content = {**self.new_project(), **wanted}
        refuse_first(self.problems(fields, content, new=True))
        return differences(fields, {}, content)

    async def create(self, wanted: Content, icon: Path | None, progress: Progress) -> Project:
        """Make a draft, which only its team sees until it is submitted and approved."""
        content = {**self.new_project(), **wanted}
        return await self._account.signed(lambda: self._platform.create(content, icon, progress))

    def check_submission(self, project: Project) -> None:
        """Raises FieldRefused where there is nothing to submit."""
        if project.status not in SUBMITTABLE:
            status = {"processing": "under review already"}.get(project.status, project.status or "no draft")
            raise FieldRefused(
                f"{project.title} is {status}: there is nothing to submit.", field="status", remedy=""
            )
        if self.abilities.submits_versions and not project.version_ids:
            raise FieldRefused(
                f"{project.title} has no version yet, so that there is nothing to submit.",
                field="versions",
                remedy="Publish a version first.",
            )

    async def submit(self, project: Project) -> None:
        await self._account.signed(lambda: self._platform.submit(project))

    def check_name(self, project: Project, typed: str) -> None:
        """Raises FieldRefused where that is not the project's name."""
        if typed.strip() != project.title.strip():
            raise FieldRefused(
                "That is not the project's name.",
                f"It is called “{project.title}”.",
                field=NAME,
                remedy="Nothing was deleted.",
            )

    async def delete(self, project: Project, typed: str) -> None:
        """Delete a project with all its versions, for good; its name has to be typed.

        Raises:
            FieldRefused: it is another name.
        """
        self.check_name(project, typed)
        await self._account.signed(lambda: self._platform.delete(project))

    # -- several projects

    async def bulk_changes(self, ids: Sequence[str], steps: Sequence[BulkStep]) -> tuple[BulkChange, ...]:
        """What the same change would make different in each of them.

        Raises:
            FieldRefused: the platform does not take that for several projects, or not for one of them.
        """
        for step in steps:
            if step.field not in self.abilities.bulk:
                named = ", ".join(self.abilities.bulk) or "none"
                raise FieldRefused(
                    f"{step.field[:40]!r} cannot be changed in several projects at once.",
                    f"These can: {named}.",
                    field=step.field,
                )
        found = await together(partial(self.project, one) for one in dict.fromkeys(ids))
        if self._studio.bulk is not None and found:
            fields = await self.fields(found[0].project)
            refuse_first(by_field(worded_all(self._studio.bulk.refused_steps(steps), fields)))
        return tuple([await self._bulk_change(one, steps) for one in found])

    async def edit_all(self, changed: Sequence[BulkChange], steps: Sequence[BulkStep]) -> None:
        projects = [one.project for one in changed if one.changes]
        bulk = self._studio.bulk
        if projects and bulk is not None:
            await self._account.signed(lambda: bulk.edit_all(projects, steps))

    async def _bulk_change(self, published: Published, steps: Sequence[BulkStep]) -> BulkChange:
        changes = await self.changes(published, after_bulk(published.content, steps))
        return BulkChange(published.project, changes)

    # -- icon and gallery

    @property
    def picture_fields(self) -> tuple[Field, ...]:
        return self._pictures.picture_fields

    def picture_content(self, picture: GalleryImage) -> Content:
        return self._pictures.picture_content(picture)

    def picture_changes(self, picture: GalleryImage | None, wanted: Content) -> tuple[Change, ...]:
        """What would be different about a picture, or about a new one.

        Raises:
            FieldRefused: a field is none, has a value that the platform refuses, or would be emptied, which no
                platform has a word for.
        """
        fields = self.picture_fields
        known(fields, wanted)
        content = self._pictures.picture_content(picture) if picture else {}
        found = differences(fields, content, wanted)
        for change in found:
            if change.new == "" and picture:
                raise FieldRefused(f"{change.label} cannot be emptied, only changed.", field=change.field)
        said = wanted_of(found)
        refuse_first(_problems(fields, said, self._pictures.refused_picture(said, new=picture is None)))
        return found

    async def check_icon(self, icon: Path) -> None:
        """Raises FieldRefused or FileError for what can be no icon."""
        await check_file(icon, self.abilities.icons, "icon")

    async def check_picture(self, picture: Path) -> None:
        """The same for a picture of the gallery."""
        await check_file(picture, self.abilities.pictures, "image")

    async def set_icon(self, project: Project, icon: Path | None, progress: Progress) -> None:
        """Send an icon, or, with None, take the one away."""
        pictures = self._pictures
        if icon is None:
            await self._account.signed(lambda: pictures.delete_icon(project))
        else:
            await self._account.signed(lambda: pictures.set_icon(project, icon, progress))

    async def add_picture(
        self, project: Project, picture: Path, content: Content, progress: Progress
    ) -> None:
        said = {"featured": False, **content}
        await self._account.signed(lambda: self._pictures.add_picture(project, picture, said, progress))

    async def edit_picture(self, project: Project, picture: GalleryImage, changes: Sequence[Change]) -> None:
        wanted = wanted_of(changes)
        await self._account.signed(lambda: self._pictures.edit_picture(project, picture, wanted))

    async def delete_picture(self, project: Project, picture: GalleryImage) -> None:
        await self._account.signed(lambda: self._pictures.delete_picture(project, picture))

    # -- the team

    @property
    def member_fields(self) -> tuple[Field, ...]:
        return self._teams.member_fields

    async def team(self, project: Project) -> tuple[Member, ...]:
        """All members, also who was invited and has not joined."""
        return await self._account.signed(lambda: self._teams.team(project))

    def member_content(self, member: Member) -> Content:
        return self._teams.member_content(member)

    def member_changes(self, member: Member, wanted: Content) -> tuple[Change, ...]:
        """What would be different about a member.

        Raises:
            FieldRefused: a field is none, or has a value that the platform refuses.
        """
        fields = self.member_fields
        known(fields, wanted)
        found = differences(fields, self.member_content(member), wanted)
        said = wanted_of(found)
        refuse_first(by_field(outside_choices(fields, said)))
        refuse_first(_problems(fields, said, self._teams.refused_member(said)))
        return found

    async def invitable(self, team: Sequence[Member], name_or_id: str) -> User:
        """Whom to invite.

        Raises:
            NotFound: there is no such user.
            FieldRefused: they are in the team, or invited, already.
        """
        user = await self._teams.user(name_or_id)
        there = next((one for one in team if one.user.id == user.id), None)
        if there is not None:
            how = "in the team" if there.accepted else "invited"
            raise FieldRefused(f"{user.username} is {how} already.", field="user", remedy="Nothing was sent.")
        return user

    async def invite(self, project: Project, user: User) -> None:
        await self._account.signed(lambda: self._teams.invite(project, user))

    async def edit_member(self, project: Project, member: Member, changes: Sequence[Change]) -> None:
        wanted = wanted_of(changes)
        await self._account.signed(lambda: self._teams.edit_member(project, member, wanted))

    async def remove_member(self, project: Project, member: Member) -> None:
        await self._account.signed(lambda: self._teams.remove_member(project, member))

    async def join(self, project: Project) -> None:
        await self._account.signed(lambda: self._teams.join(project))

    async def transfer(self, project: Project, member: Member) -> None:
        """Make a member the owner: only they can give it back."""
        await self._account.signed(lambda: self._teams.transfer(project, member))

    @property
    def _pictures(self) -> Pictures:
        if self._studio.pictures is None:
            raise NotFound(f"{self.platform} has no icons and galleries to be changed.", remedy="")
        return self._studio.pictures

    @property
    def _teams(self) -> Teams:
        if self._studio.teams is None:
            raise NotFound(f"{self.platform} has no teams to be changed.", remedy="")
        return self._studio.teams


def _problems(
    fields: Sequence[Field], wanted: Content, refused: Sequence[FieldRefused]
) -> Mapping[str, FieldRefused]:
    return by_field(worded_all((*outside_choices(fields, wanted), *refused), fields))


def _updated(project: Project) -> float:
    return project.updated.timestamp() if project.updated else 0.0
