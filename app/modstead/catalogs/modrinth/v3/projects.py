"""The operations of v3, by names like those of v2."""

from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from modstead.catalogs.api import PlatformApi, in_chunks, nothing
from modstead.catalogs.http.uploads import local_file, nobody
from modstead.catalogs.modrinth.api import IDS_PER_REQUEST
from modstead.catalogs.modrinth.decode import IdentifierAnswer
from modstead.catalogs.modrinth.facets import V3_FACETS, search_parameters
from modstead.catalogs.modrinth.v3 import convert
from modstead.catalogs.modrinth.v3 import operations as declared
from modstead.catalogs.modrinth.v3.bodies import BulkChanges, ProjectChanges
from modstead.catalogs.operations import Operation
from modstead.domain.catalog import ProjectDependencies
from modstead.domain.project import Freshness, Project, SearchPage, SearchQuery

IDS_PER_CHANGE = 100


class V3Projects:
    """All that v3's document states."""

    def __init__(self, api: PlatformApi) -> None:
        self._api = api

    async def search(self, query: SearchQuery) -> SearchPage:
        about = f"the search for “{query.text.strip()}”" if query.text.strip() else "the search"
        parameters = search_parameters(query, V3_FACETS)
        return await self._api.ask(declared.SEARCH, convert.page, parameters, about=about)

    async def project(self, id_or_slug: str, *, signed: bool = False) -> Project:
        """What is `signed` is asked in the user's name, and tells what only that user may see."""
        about = f"the project {id_or_slug}"
        return await self._api.ask(
            declared.GET, convert.project, {"id": id_or_slug}, about=about, signed=signed
        )

    async def projects(self, ids: Collection[str]) -> Mapping[str, Project]:
        """By project ID; slugs may be asked for too."""

        async def ask(chunk: Sequence[str]) -> Mapping[str, Project]:
            about = f"{len(chunk)} projects"
            found = await self._api.ask(declared.GET_MANY, convert.projects, {"ids": chunk}, about=about)
            return {project.project_id: project for project in found}

        return await in_chunks((one for one in ids if one), IDS_PER_REQUEST, ask)

    async def check(self, id_or_slug: str) -> str:
        """The ID of the project that has this ID or slug."""
        about = f"the project {id_or_slug}"
        return await self._api.ask(declared.CHECK, _id, {"id": id_or_slug}, about=about)

    async def random_projects(self, count: int) -> tuple[Project, ...]:
        """`count` is from 1 to 100."""
        wanted = {"count": min(max(1, count), 100)}
        return await self._api.ask(declared.RANDOM, convert.projects, wanted, about="random projects")

    async def dependencies(self, id_or_slug: str) -> ProjectDependencies:
        about = f"the dependencies of {id_or_slug}"
        return await self._api.ask(
            declared.DEPENDENCIES, convert.dependencies, {"id": id_or_slug}, about=about
        )

    async def edit_project(self, id_or_slug: str, changes: ProjectChanges) -> None:
        about = f"the change of the project {id_or_slug}"
        await self._api.change(declared.EDIT, nothing, {"id": id_or_slug}, about=about, body=changes)

    async def edit_projects(self, ids: Collection[str], changes: BulkChanges) -> None:
        """The same change of all of them. Where there are very many, some may be changed before one fails."""

        async def change(chunk: Sequence[str]) -> Mapping[str, None]:
            about = f"the change of {len(chunk)} projects"
            await self._api.change(declared.EDIT_MANY, nothing, {"ids": chunk}, about=about, body=changes)
            return {}

        await in_chunks((one for one in ids if one), IDS_PER_CHANGE, change)

    async def delete_project(self, id_or_slug: str) -> None:
        """Remove it from the platform, with all its versions and files, for good."""
        await self._change(declared.DELETE, f"the deletion of the project {id_or_slug}", id=id_or_slug)

    async def follow(self, id_or_slug: str) -> None:
        await self._change(declared.FOLLOW, f"to follow {id_or_slug}", id=id_or_slug)

    async def unfollow(self, id_or_slug: str) -> None:
        await self._change(declared.UNFOLLOW, f"to follow {id_or_slug} no more", id=id_or_slug)

    async def set_icon(
        self, id_or_slug: str, icon: Path, *, progress: Callable[[int], None] = nobody
    ) -> None:
        about = f"the icon of {id_or_slug}"
        await self._send_image(declared.SET_ICON, about, icon, progress, id=id_or_slug)

    async def delete_icon(self, id_or_slug: str) -> None:
        await self._change(declared.DELETE_ICON, f"the icon of {id_or_slug}", id=id_or_slug)

    async def add_to_gallery(
        self,
        id_or_slug: str,
        image: Path,
        *,
        featured: bool = False,
        name: str = "",
        description: str = "",
        progress: Callable[[int], None] = nobody,
    ) -> None:
        about = f"a picture for the gallery of {id_or_slug}"
        said = {"id": id_or_slug, "featured": featured, **_said(name, description)}
        await self._send_image(declared.ADD_TO_GALLERY, about, image, progress, **said)

    async def edit_gallery(
        self, id_or_slug: str, url: str, *, featured: bool, name: str = "", description: str = ""
    ) -> None:
        """Change what is said of the picture at `url`; what is left out stays as it is."""
        about = f"a picture in the gallery of {id_or_slug}"
        said = {"id": id_or_slug, "url": url, "featured": featured, **_said(name, description)}
        await self._change(declared.EDIT_GALLERY, about, **said)

    async def delete_from_gallery(self, id_or_slug: str, url: str) -> None:
        about = f"a picture in the gallery of {id_or_slug}"
        await self._change(declared.DELETE_FROM_GALLERY, about, id=id_or_slug, url=url)

    async def _change(self, operation: Operation[None], about: str, **arguments: Any) -> None:
        await self._api.change(operation, nothing, arguments, about=about)

    async def _send_image(
        self,
        operation: Operation[None],
        about: str,
        image: Path,
        progress: Callable[[int], None],
        **arguments: Any,
    ) -> None:
        file = await local_file(image)
        arguments["ext"] = file.extension
        await self._api.change(
            operation, nothing, arguments, about=about, files={"image": file}, progress=progress
        )


def _said(name: str, description: str) -> dict[str, str]:
    said = {"name": name, "description": description}
    return {key: value for key, value in said.items() if value}


def _id(answer: IdentifierAnswer, _freshness: Freshness) -> str:
    return answer.id
