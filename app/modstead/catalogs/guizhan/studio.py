"""What creators do on Guizhan Resources with their projects, keywords and versions."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from msgspec import Struct

from modstead.catalogs.api import nothing
from modstead.catalogs.decoding import present
from modstead.catalogs.guizhan import convert, operations
from modstead.catalogs.guizhan.api import Operations, about_project
from modstead.catalogs.guizhan.bodies import (
    Keyword,
    NewProject,
    NewVersion,
    ProjectEdit,
    VersionEdit,
    VersionsEdit,
    VersionsToDelete,
)
from modstead.catalogs.guizhan.contradictions import check_parts, check_together
from modstead.catalogs.guizhan.convert import own
from modstead.catalogs.guizhan.decode import VersionAnswer
from modstead.catalogs.http.uploads import local_file, nobody
from modstead.catalogs.operations import Operation
from modstead.domain.project import Project
from modstead.domain.version import Version

S = TypeVar("S")
T = TypeVar("T")

MYSELF = "@me"

Progress = Callable[[int], None]


class ProjectStudio(Operations):
    """The operations that change projects. What is refused is told before anything is sent, with the field's name.

    `named` is what people call the project in question, for error messages.
    """

    async def create_project(self, project: NewProject, *, organization: str = "") -> Project:
        """A draft of one's own, or of an organization by its slug or ID."""
        operation, arguments = operations.CREATE, {"userId": MYSELF}
        if organization:
            operation, arguments = operations.CREATE_IN_ORG, {"orgId": organization}
        about = f"the new project {project.slug}"
        return await self._send(operation, convert.project, arguments, about=about, body=project)

    async def edit_project(self, id_or_slug: str, changes: ProjectEdit, *, named: str = "") -> Project:
        about = f"the change of {about_project(named or id_or_slug)}"
        return await self._send(
            operations.EDIT, convert.project, {"projectId": own(id_or_slug)}, about=about, body=changes
        )

    async def delete_project(self, id_or_slug: str, *, named: str = "") -> None:
        """Remove it from the platform, with all its versions and files, for good."""
        about = f"the deletion of {about_project(named or id_or_slug)}"
        await self._send(operations.DELETE, nothing, {"projectId": own(id_or_slug)}, about=about)

    async def submit_project(self, id_or_slug: str, *, named: str = "") -> Project:
        """Have a draft, or what was rejected, looked at."""
        about = f"the review of {about_project(named or id_or_slug)}"
        return await self._send(
            operations.SUBMIT, convert.project, {"projectId": own(id_or_slug)}, about=about
        )

    async def add_keyword(self, id_or_slug: str, keyword: str) -> str:
        """Let the project be found by this too; the keyword's ID."""
        return await self._send(
            operations.ADD_KEYWORD,
            lambda answer: answer.id,
            {"projectId": own(id_or_slug)},
            about=f"a keyword of {own(id_or_slug)}",
            body=Keyword(keyword=keyword),
        )

    async def change_keyword(self, id_or_slug: str, keyword_id: str, keyword: str) -> None:
        await self._send(
            operations.CHANGE_KEYWORD,
            lambda _answer: None,
            {"projectId": own(id_or_slug), "keywordId": keyword_id},
            about=f"a keyword of {own(id_or_slug)}",
            body=Keyword(keyword=keyword),
        )

    async def remove_keyword(self, id_or_slug: str, keyword_id: str) -> None:
        arguments = {"projectId": own(id_or_slug), "keywordId": keyword_id}
        about = f"a keyword of {own(id_or_slug)}"
        await self._send(operations.REMOVE_KEYWORD, nothing, arguments, about=about)

    async def _send(
        self,
        operation: Operation[S],
        converted: Callable[[S], T],
        arguments: Mapping[str, Any],
        *,
        about: str,
        body: Struct | None = None,
        files: Mapping[str, Path] | None = None,
        progress: Progress = nobody,
    ) -> T:
        if body is not None:
            check_together(body)
            check_parts(body, files or {})
        return await self._api.change(
            operation,
            converted,
            arguments,
            about=about,
            body=body,
            files={name: await local_file(path) for name, path in (files or {}).items()},
            progress=progress,
        )


class VersionStudio(ProjectStudio):
    """The operations that change versions. `progress` is told how many bytes of an upload were sent."""

    async def create_version(
        self,
        id_or_slug: str,
        version: NewVersion,
        files: Mapping[str, Path],
        *,
        progress: Progress = nobody,
    ) -> Version:
        """The version as it was made; `files` are those that its descriptors name."""
        project_id = own(id_or_slug)
        return await self._send(
            operations.CREATE_VERSION,
            self._one_of(project_id),
            {"projectId": project_id},
            about=f"the new version {version.version} of {project_id}",
            body=version,
            files=files,
            progress=progress,
        )

    async def edit_version(
        self,
        id_or_slug: str,
        id_or_number: str,
        changes: VersionEdit,
        files: Mapping[str, Path] | None = None,
        *,
        progress: Progress = nobody,
    ) -> Version:
        """The same for a version that is there, by its ID or number."""
        project_id, version = own(id_or_slug), own(id_or_number)
        return await self._send(
            operations.EDIT_VERSION,
            self._one_of(project_id),
            {"projectId": project_id, "versionId": version},
            about=f"the change of version {version} of {project_id}",
            body=changes,
            files=files,
            progress=progress,
        )

    async def edit_versions(self, id_or_slug: str, changes: VersionsEdit) -> tuple[Version, ...]:
        """The same change of several versions, told by their IDs; the versions as they are then."""
        project_id = own(id_or_slug)

        def converted(answer: list[VersionAnswer | None]) -> tuple[Version, ...]:
            return tuple(map(self._one_of(project_id), present(answer)))

        return await self._send(
            operations.EDIT_VERSIONS,
            converted,
            {"projectId": project_id},
            about=f"the change of {len(changes.versions)} versions of {project_id}",
            body=changes,
        )

    async def delete_version(self, id_or_slug: str, id_or_number: str) -> None:
        """Remove it from the platform, with its files, for good."""
        project_id, version = own(id_or_slug), own(id_or_number)
        arguments = {"projectId": project_id, "versionId": version}
        about = f"the deletion of version {version} of {project_id}"
        await self._send(operations.DELETE_VERSION, nothing, arguments, about=about)

    async def delete_versions(self, id_or_slug: str, ids: Collection[str]) -> None:
        """The same for several, by their IDs."""
        project_id = own(id_or_slug)
        await self._send(
            operations.DELETE_VERSIONS,
            nothing,
            {"projectId": project_id},
            about=f"the deletion of {len(ids)} versions of {project_id}",
            body=VersionsToDelete(versions=tuple(map(own, ids))),
        )

    def _one_of(self, project_id: str) -> Callable[[VersionAnswer], Version]:
        def converted(answer: VersionAnswer) -> Version:
            return replace(convert.version(answer, project_id, self._base), files_known=True)

        return converted
