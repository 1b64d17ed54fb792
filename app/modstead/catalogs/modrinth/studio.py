"""What creators do on Modrinth with their projects and versions."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from modstead.catalogs.api import in_chunks, nothing
from modstead.catalogs.http.uploads import local_file, nobody
from modstead.catalogs.modrinth import convert
from modstead.catalogs.modrinth.api import Operations
from modstead.catalogs.modrinth.operations import projects, versions
from modstead.catalogs.modrinth.studio_bodies import (
    AddedFiles,
    BulkChanges,
    NewProject,
    NewVersion,
    ProjectChanges,
    Schedule,
    VersionChanges,
)
from modstead.catalogs.operations import Operation
from modstead.domain.project import Project
from modstead.domain.version import Version

IDS_PER_CHANGE = 100

Progress = Callable[[int], None]


class ProjectStudio(Operations):
    """The operations that change projects. `progress` is told how many bytes of an upload were sent; `named` is what
    people call the project in question, for error messages.
    """

    async def create_project(
        self,
        project: NewProject,
        icon: Path | None = None,
        *,
        gallery: Mapping[str, Path] | None = None,
        progress: Progress = nobody,
    ) -> Project:
        """The project as it was made; `gallery` holds the pictures that its `gallery_items` name."""
        paths = {**({"icon": icon} if icon else {}), **(gallery or {})}
        return await self._api.change(
            projects.CREATE,
            convert.project,
            about=f"the new project {project.slug}",
            body=project,
            files={name: await local_file(path) for name, path in paths.items()},
            progress=progress,
        )

    async def edit_project(self, id_or_slug: str, changes: ProjectChanges, *, named: str = "") -> None:
        about = f"the change of the project {named or id_or_slug}"
        await self._api.change(projects.EDIT, nothing, {"id": id_or_slug}, about=about, body=changes)

    async def edit_projects(self, ids: Collection[str], changes: BulkChanges) -> None:
        """The same change of all of them. Where there are very many, some may be changed before one fails."""

        async def change(chunk: Sequence[str]) -> Mapping[str, None]:
            about = f"the change of {len(chunk)} projects"
            await self._api.change(projects.EDIT_MANY, nothing, {"ids": chunk}, about=about, body=changes)
            return {}

        await in_chunks((one for one in ids if one), IDS_PER_CHANGE, change)

    async def delete_project(self, id_or_slug: str, *, named: str = "") -> None:
        """Remove it from the platform, with all its versions and files, for good."""
        about = f"the deletion of the project {named or id_or_slug}"
        await self._api.change(projects.DELETE, nothing, {"id": id_or_slug}, about=about)

    async def set_icon(
        self, id_or_slug: str, icon: Path, *, named: str = "", progress: Progress = nobody
    ) -> None:
        about = f"the icon of {named or id_or_slug}"
        await self._send_image(projects.SET_ICON, {"id": id_or_slug}, icon, about, progress)

    async def delete_icon(self, id_or_slug: str, *, named: str = "") -> None:
        about = f"the icon of {named or id_or_slug}"
        await self._api.change(projects.DELETE_ICON, nothing, {"id": id_or_slug}, about=about)

    async def add_to_gallery(
        self,
        id_or_slug: str,
        image: Path,
        *,
        featured: bool = False,
        title: str = "",
        description: str = "",
        ordering: int | None = None,
        named: str = "",
        progress: Progress = nobody,
    ) -> None:
        arguments = {"id": id_or_slug, "featured": featured, **_words(title, description, ordering)}
        about = f"a picture for the gallery of {named or id_or_slug}"
        await self._send_image(projects.ADD_TO_GALLERY, arguments, image, about, progress)

    async def edit_gallery(
        self,
        id_or_slug: str,
        url: str,
        *,
        featured: bool | None = None,
        title: str = "",
        description: str = "",
        ordering: int | None = None,
        named: str = "",
    ) -> None:
        """Change what is said of the picture at `url`; what is left out stays as it is."""
        said = {} if featured is None else {"featured": featured}
        arguments = {"id": id_or_slug, "url": url, **said, **_words(title, description, ordering)}
        about = f"a picture in the gallery of {named or id_or_slug}"
        await self._api.change(projects.EDIT_GALLERY, nothing, arguments, about=about)

    async def delete_from_gallery(self, id_or_slug: str, url: str, *, named: str = "") -> None:
        about = f"a picture in the gallery of {named or id_or_slug}"
        arguments = {"id": id_or_slug, "url": url}
        await self._api.change(projects.DELETE_FROM_GALLERY, nothing, arguments, about=about)

    async def schedule_project(self, id_or_slug: str, at: datetime, status: str) -> None:
        """Have it published at a time.

        Raises:
            NoLongerOffered: the servers do not have this any more, though the document states it.
        """
        about = f"the schedule of {id_or_slug}"
        wanted = Schedule(time=at, requested_status=status)
        await self._api.change(projects.SCHEDULE, nothing, {"id": id_or_slug}, about=about, body=wanted)

    async def _send_image(
        self,
        operation: Operation[None],
        arguments: Mapping[str, Any],
        image: Path,
        about: str,
        progress: Progress,
    ) -> None:
        file = await local_file(image)
        await self._api.change(
            operation,
            nothing,
            {**arguments, "ext": file.extension},
            about=about,
            files={"image": file},
            progress=progress,
        )


class VersionStudio(Operations):
    """The operations that change versions, with `progress` and `named` as above."""

    async def create_version(
        self, version: NewVersion, files: Mapping[str, Path], *, progress: Progress = nobody
    ) -> Version:
        """The version as it was made; `files` are those that its `file_parts` name."""
        return await self._api.change(
            versions.CREATE,
            convert.version,
            about=f"the new version {version.version_number}",
            body=version,
            files={name: await local_file(path) for name, path in files.items()},
            progress=progress,
        )

    async def edit_version(self, version_id: str, changes: VersionChanges, *, named: str = "") -> None:
        about = f"the change of the version {named or version_id}"
        await self._api.change(versions.EDIT, nothing, {"id": version_id}, about=about, body=changes)

    async def delete_version(self, version_id: str, *, named: str = "") -> None:
        """Remove it from the platform, with its files, for good."""
        about = f"the deletion of the version {named or version_id}"
        await self._api.change(versions.DELETE, nothing, {"id": version_id}, about=about)

    async def add_files(
        self, version_id: str, files: Mapping[str, Path], *, named: str = "", progress: Progress = nobody
    ) -> None:
        """Add files to a version, by the names of their parts, which are free."""
        await self._api.change(
            versions.ADD_FILES,
            nothing,
            {"id": version_id},
            about=f"more files for the version {named or version_id}",
            body=AddedFiles(),
            files={name: await local_file(path) for name, path in files.items()},
            progress=progress,
        )

    async def delete_file(self, sha1: str, version_id: str = "", *, named: str = "") -> None:
        """Remove a file, of that version where it is in several."""
        of_version = {"version_id": version_id} if version_id else {}
        arguments = {"hash": sha1.lower(), "algorithm": "sha1", **of_version}
        about = f"the deletion of the file {named or sha1}"
        await self._api.change(versions.DELETE_FILE, nothing, arguments, about=about)

    async def schedule_version(self, version_id: str, at: datetime, status: str) -> None:
        """Have it published at a time.

        Raises:
            NoLongerOffered: the servers do not have this any more, though the document states it.
        """
        about = f"the schedule of the version {version_id}"
        wanted = Schedule(time=at, requested_status=status)
        await self._api.change(versions.SCHEDULE, nothing, {"id": version_id}, about=about, body=wanted)


def _words(title: str, description: str, ordering: int | None) -> dict[str, Any]:
    """What is said of a picture, as far as it is said."""
    said = {"title": title or None, "description": description or None, "ordering": ordering}
    return {name: value for name, value in said.items() if value is not None}
