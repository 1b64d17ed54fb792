"""Everything that a project's page shows."""

from modstead.domain.catalog import Capabilities, Downloads, ProjectDependencies
from modstead.domain.project import Member, Project
from modstead.domain.version import Version
from modstead.services.catalogs import Catalogs


class ProjectService:
    def __init__(self, catalogs: Catalogs) -> None:
        self._catalog = catalogs

    def capabilities(self, project: Project) -> Capabilities:
        """What the project's platform can do."""
        return self._catalog.of(project.ref.provider).capabilities

    async def page(self, id_or_slug: str) -> Project:
        return await self._catalog.project(id_or_slug)

    async def versions(self, project_id: str) -> tuple[Version, ...]:
        """All of them, newest first, with changelogs."""
        return await self._catalog.versions(project_id)

    async def version(self, version_id: str) -> Version:
        return await self._catalog.version(version_id)

    async def members(self, project_id: str) -> tuple[Member, ...]:
        """Those who have joined, as the team orders them, the owner first."""
        members = await self._catalog.members(project_id)
        joined = (member for member in members if member.accepted)
        return tuple(sorted(joined, key=lambda member: (not member.is_owner, member.ordering)))

    async def dependencies(self, project_id: str) -> ProjectDependencies:
        return await self._catalog.dependencies(project_id)

    def url(self, project: Project) -> str:
        """The project's page on the platform's site."""
        return self._catalog.project_url(project)


class PictureService:
    def __init__(self, downloads: Downloads) -> None:
        self._downloads = downloads

    async def picture(self, url: str) -> bytes:
        """A picture's bytes as they came: not to be trusted before they are decoded within bounds."""
        return await self._downloads.picture(url)
