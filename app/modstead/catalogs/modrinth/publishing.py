"""Modrinth as a platform that one can publish on."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from modstead.catalogs.api import PlatformApi
from modstead.catalogs.checking import refusals, refusals_in_query
from modstead.catalogs.decoding import present
from modstead.catalogs.http.client import HttpClient
from modstead.catalogs.modrinth import convert, studio_fields
from modstead.catalogs.modrinth.api import TITLE
from modstead.catalogs.modrinth.catalog import SITE
from modstead.catalogs.modrinth.convert import PROVIDER
from modstead.catalogs.modrinth.decode import MemberAnswer, ProjectAnswer, VersionAnswer
from modstead.catalogs.modrinth.operations import people, projects, versions
from modstead.catalogs.modrinth.people import PeopleOperations
from modstead.catalogs.modrinth.studio import ProjectStudio, VersionStudio
from modstead.catalogs.modrinth.studio_bodies import (
    ADDED_FILES,
    IMAGES,
    LARGEST_GALLERY_IMAGE,
    LARGEST_ICON,
    LARGEST_VERSION_FILE,
    VERSION_FILES,
    BulkChanges,
    MemberChanges,
    NewProject,
    NewVersion,
    ProjectChanges,
    VersionChanges,
)
from modstead.catalogs.modrinth.tags import TagOperations
from modstead.catalogs.modrinth.teams import TeamOperations
from modstead.domain.project import Freshness, GalleryImage, Member, Project, User
from modstead.domain.publishing import BulkStep, BulkWay, Content, Field
from modstead.domain.studio import Abilities, FileBounds, Progress, Published
from modstead.domain.version import Dependency, Version, VersionFile
from modstead.domain.version_prefill import Prefill
from modstead.errors import FieldRefused
from modstead.settings import Endpoints

_UNDER_REVIEW = "processing"


class ModrinthPublishing:
    """The operations of creators, in the words of `domain.publishing`."""

    def __init__(self, client: HttpClient, endpoints: Endpoints) -> None:
        self._api = PlatformApi(client, endpoints.modrinth_url)
        self._projects = ProjectStudio(self._api)
        self._versions = VersionStudio(self._api)
        self._teams = TeamOperations(self._api)
        self._people = PeopleOperations(self._api)
        self._tags = TagOperations(self._api)
        self._site = SITE if endpoints.is_modrinth else endpoints.modrinth_url

    @property
    def id(self) -> str:
        return PROVIDER

    @property
    def title(self) -> str:
        return TITLE

    @property
    def abilities(self) -> Abilities:
        return Abilities(
            files=FileBounds(VERSION_FILES, LARGEST_VERSION_FILE),
            added=FileBounds(ADDED_FILES, LARGEST_VERSION_FILE),
            icons=FileBounds(IMAGES, LARGEST_ICON),
            pictures=FileBounds(IMAGES, LARGEST_GALLERY_IMAGE),
            bulk=studio_fields.BULK,
            submits_versions=True,
        )

    def page(self, project: Project) -> str:
        return f"{self._site}/project/{quote(project.slug, safe='')}"

    # -- projects

    async def fields(self, project: Project | None) -> tuple[Field, ...]:
        places = [one.id for one in await self._tags.donation_platforms()]
        return studio_fields.project_fields(project, await self._tags.categories(), places)

    def new_project(self) -> Content:
        return studio_fields.NEW_PROJECT

    def refused(
        self, content: Content, *, new: bool, there: Content | None = None
    ) -> tuple[FieldRefused, ...]:
        try:
            values = studio_fields.body_values(content, {})
        except FieldRefused as error:
            return (error,)
        if not new:
            return refusals(ProjectChanges, values)
        # What is empty is missing, but for the description, which may come later.
        said = {name: value for name, value in values.items() if name == "body" or value not in ("", None)}
        return refusals(NewProject, {**said, "initial_versions": (), "is_draft": True})

    async def mine(self, user: User) -> tuple[Project, ...]:
        return await self._api.ask(
            people.PROJECTS_OF_USER, _projects, {"id": user.id}, about="your projects", signed=True
        )

    async def published(self, id_or_slug: str) -> Published:
        about = f"the project {id_or_slug}"
        project = await self._api.ask(
            projects.GET, convert.project, {"id": id_or_slug}, about=about, signed=True
        )
        return Published(project, studio_fields.project_content(project))

    async def create(self, content: Content, icon: Path | None, progress: Progress) -> Project:
        values = await self._values(content)
        return await self._projects.create_project(NewProject(**values), icon, progress=progress)

    async def edit(self, project: Project, content: Content) -> None:
        changes = ProjectChanges(**await self._values(content))
        await self._projects.edit_project(project.project_id, changes, named=project.title)

    async def submit(self, project: Project) -> None:
        await self._projects.edit_project(
            project.project_id, ProjectChanges(status=_UNDER_REVIEW), named=project.title
        )

    async def delete(self, project: Project) -> None:
        await self._projects.delete_project(project.project_id, named=project.title)

    def refused_steps(self, steps: Sequence[BulkStep]) -> tuple[FieldRefused, ...]:
        return tuple(
            FieldRefused(error.title.replace(f"The {step.way} ", "The ", 1), error.detail, field=step.field)
            for step in steps
            for error in refusals(BulkChanges, _bulk_values((step,)))
        )

    async def edit_all(self, chosen: Sequence[Project], steps: Sequence[BulkStep]) -> None:
        changes = BulkChanges(**_bulk_values(steps))
        await self._projects.edit_projects([one.project_id for one in chosen], changes)

    # -- versions

    async def version_fields(self, project: Project) -> tuple[Field, ...]:
        tags = await self._tags.game_versions()
        return studio_fields.version_fields(await self._tags.loaders(), [tag.version for tag in tags])

    def refused_version(self, content: Content, *, new: bool) -> tuple[FieldRefused, ...]:
        values = studio_fields.body_values(content, {})
        if not new:
            return refusals(VersionChanges, values)
        filled: dict[str, Any] = {"project_id": "new", "file_parts": ("file-0",), "dependencies": ()}
        return refusals(NewVersion, {**values, **filled})

    async def versions(self, project: Project) -> tuple[Version, ...]:
        about = f"the versions of {project.title}"
        return await self._api.ask(
            versions.OF_PROJECT, _versions, {"id": project.project_id}, about=about, signed=True
        )

    def version_content(self, version: Version) -> Content:
        return studio_fields.version_content(version)

    def new_version(self, project: Project, prefill: Prefill) -> Content:
        return {
            "name": f"{project.title} {prefill.number}".strip(),
            "version_number": prefill.number,
            "version_type": prefill.channel.value,
            "loaders": prefill.loaders,
            "game_versions": prefill.game_versions,
            "changelog": "",
            "featured": False,
            "status": "listed",
        }

    async def create_version(
        self,
        project: Project,
        content: Content,
        dependencies: Sequence[Dependency],
        files: Sequence[Path],
        progress: Progress,
    ) -> Version:
        parts = {f"file-{number}": path for number, path in enumerate(files)}
        version = NewVersion(
            **studio_fields.body_values(content, {}),
            project_id=project.project_id,
            dependencies=studio_fields.dependencies(dependencies),
            file_parts=tuple(parts),
            primary_file=next(iter(parts), ""),
        )
        return await self._versions.create_version(version, parts, progress=progress)

    async def edit_version(
        self, version: Version, content: Content, dependencies: Sequence[Dependency] | None
    ) -> None:
        values = studio_fields.body_values(content, {})
        if dependencies is not None:
            values["dependencies"] = studio_fields.dependencies(dependencies)
        changes = VersionChanges(**values)
        await self._versions.edit_version(version.id, changes, named=version.number)

    async def delete_version(self, version: Version) -> None:
        await self._versions.delete_version(version.id, named=version.number)

    async def add_files(self, version: Version, files: Sequence[Path], progress: Progress) -> None:
        parts = {f"file-{number}": path for number, path in enumerate(files)}
        await self._versions.add_files(version.id, parts, named=version.number, progress=progress)

    async def delete_file(self, version: Version, file: VersionFile) -> None:
        await self._versions.delete_file(file.hashes.sha1, version.id, named=file.filename)

    # -- pictures

    @property
    def picture_fields(self) -> tuple[Field, ...]:
        return studio_fields.PICTURE

    def picture_content(self, picture: GalleryImage) -> Content:
        return studio_fields.picture_content(picture)

    def refused_picture(self, content: Content, *, new: bool) -> tuple[FieldRefused, ...]:
        try:
            said = _said(content)
        except FieldRefused as error:
            return (error,)
        return refusals_in_query(projects.ADD_TO_GALLERY if new else projects.EDIT_GALLERY, said)

    async def set_icon(self, project: Project, icon: Path, progress: Progress) -> None:
        await self._projects.set_icon(project.project_id, icon, named=project.title, progress=progress)

    async def delete_icon(self, project: Project) -> None:
        await self._projects.delete_icon(project.project_id, named=project.title)

    async def add_picture(
        self, project: Project, picture: Path, content: Content, progress: Progress
    ) -> None:
        said = _said(content)
        await self._projects.add_to_gallery(
            project.project_id, picture, **said, named=project.title, progress=progress
        )

    async def edit_picture(self, project: Project, picture: GalleryImage, content: Content) -> None:
        await self._projects.edit_gallery(
            project.project_id, picture.url, **_said(content), named=project.title
        )

    async def delete_picture(self, project: Project, picture: GalleryImage) -> None:
        await self._projects.delete_from_gallery(project.project_id, picture.url, named=project.title)

    # -- the team

    @property
    def member_fields(self) -> tuple[Field, ...]:
        return studio_fields.MEMBER

    def member_content(self, member: Member) -> Content:
        return studio_fields.member_content(member)

    def refused_member(self, content: Content) -> tuple[FieldRefused, ...]:
        try:
            values = studio_fields.member_values(content)
        except FieldRefused as error:
            return (error,)
        return refusals(MemberChanges, values)

    async def team(self, project: Project) -> tuple[Member, ...]:
        about = f"the team of {project.title}"
        return await self._api.ask(people.TEAM, _members, {"id": project.team_id}, about=about, signed=True)

    async def user(self, name_or_id: str) -> User:
        return await self._people.user(name_or_id)

    async def invite(self, project: Project, user: User) -> None:
        await self._teams.add_member(project.team_id, user.id, named=user.username)

    async def edit_member(self, project: Project, member: Member, content: Content) -> None:
        changes = MemberChanges(**studio_fields.member_values(content))
        await self._teams.edit_member(project.team_id, member.user.id, changes, named=member.user.username)

    async def remove_member(self, project: Project, member: Member) -> None:
        await self._teams.remove_member(project.team_id, member.user.id, named=member.user.username)

    async def join(self, project: Project) -> None:
        await self._teams.join_team(project.team_id, named=f"of {project.title}")

    async def transfer(self, project: Project, member: Member) -> None:
        await self._teams.transfer_team(project.team_id, member.user.id, named=member.user.username)

    async def _values(self, content: Content) -> dict[str, Any]:
        donates = bool(content.get("donation_urls"))
        names: Mapping[str, str] = (
            {one.id: one.name for one in await self._tags.donation_platforms()} if donates else {}
        )
        return studio_fields.body_values(content, names)


def _bulk_values(steps: Sequence[BulkStep]) -> dict[str, Any]:
    prefixes = {BulkWay.SET: "", BulkWay.ADD: "add_", BulkWay.REMOVE: "remove_"}
    values: dict[str, Any] = {}
    for step in steps:
        values |= studio_fields.body_values({step.field: step.value}, {}, prefixes[step.way])
    return values


def _said(content: Content) -> dict[str, Any]:
    """What is said of a picture. What is empty cannot be sent, and stays as it is."""
    said: dict[str, Any] = {name: value for name, value in content.items() if value != ""}
    if "ordering" in said:
        said["ordering"] = studio_fields.whole("ordering", said["ordering"])
    return said


def _projects(answer: list[ProjectAnswer | None], freshness: Freshness) -> tuple[Project, ...]:
    return tuple(convert.project(one, freshness) for one in present(answer))


def _versions(answer: list[VersionAnswer | None], _freshness: Freshness) -> tuple[Version, ...]:
    return tuple(convert.version(one) for one in present(answer))


def _members(answer: list[MemberAnswer | None], _freshness: Freshness) -> tuple[Member, ...]:
    return convert.members(answer)
