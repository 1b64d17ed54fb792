"""Publishing versions: proposed from what a file says of itself, told as a difference, and sent only then."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from modstead.domain.catalog import Catalog
from modstead.domain.dependency_lines import DependencyLine, line_of, read_line
from modstead.domain.game_versions import GameVersions
from modstead.domain.instance import ManifestReading
from modstead.domain.project import Project
from modstead.domain.publishing import (
    DEPENDENCIES,
    Change,
    Content,
    Field,
    Value,
    by_field,
    differences,
    known,
    outside_choices,
    refuse_first,
    wanted_of,
    worded_all,
)
from modstead.domain.studio import Progress, Studio, VersionFiles
from modstead.domain.version import Dependency, Version, VersionFile
from modstead.domain.version_prefill import named_by, prefill
from modstead.errors import CatalogError, FieldRefused, NotFound
from modstead.instances.metadata import read_manifests
from modstead.services.account import AccountService
from modstead.services.publishing_files import check_file

FILES = "files"
"""The field in which the files of a version stand."""

_READ = frozenset({"jar", "zip", "litemod"})


@dataclass(frozen=True, slots=True)
class Proposal:
    """A version as its file would have it; `notes` say what the file leaves open."""

    content: Content
    notes: tuple[str, ...] = ()


class VersionPublishing:
    """Looks up and publishes versions; errors are those of `PublishingService`."""

    def __init__(self, account: AccountService, studio: Studio, catalog: Catalog, games: Catalog) -> None:
        """`games` is the platform whose list of game versions counts: not each has one."""
        self._account = account
        self._platform = studio.publishing
        self._files = studio.files
        self._catalog = catalog
        self._games = games

    async def fields(self, project: Project) -> tuple[Field, ...]:
        return await self._platform.version_fields(project)

    async def of(self, project: Project) -> tuple[Version, ...]:
        """All versions, also those that only the team sees, newest first."""
        return await self._account.signed(lambda: self._platform.versions(project))

    async def named(self, project: Project, id_or_number: str) -> Version:
        """The version of that ID or number.

        Raises:
            NotFound: the project has none.
        """
        for version in await self.of(project):
            if id_or_number in {version.id, version.number}:
                return version
        raise NotFound(f"{project.title} has no version {id_or_number[:40]!r}.")

    async def with_files(self, version: Version) -> Version:
        """The version with its files, which some platforms tell only where it is asked for alone."""
        return version if version.files_known else await self._catalog.version(version.id)

    async def content(self, version: Version) -> Content:
        """What is said of a version, its dependencies by slugs as far as these can be had."""
        lines = await self._lines(version.dependencies)
        return {**self._platform.version_content(version), DEPENDENCIES: lines}

    async def propose(self, project: Project, file: Path) -> Proposal:
        """The version that a file would be, read from its own manifests.

        Raises:
            FileError: the file cannot be read.
            CatalogError: the platform does not tell its loaders and game versions.
        """
        reading = await _read(file)
        taken = {version.number for version in await self.of(project)}
        games = GameVersions(await self._games.game_versions())
        loaders = {tag.name for tag in await self._catalog.loaders()}
        slugs = {slug for one in named_by(reading) for slug in one.slugs}
        found = await self._catalog.projects(slugs) if slugs else {}
        projects = {slug: one for one in found.values() for slug in slugs if slug.lower() == one.slug.lower()}
        said = prefill(
            reading,
            games,
            loaders,
            projects,
            self._platform.title,
            names_anything=self._platform.abilities.names_anything,
        )
        again = (f"{project.title} has a version {said.number} already.",) if said.number in taken else ()
        lines = await self._lines(said.dependencies)
        content = {**self._platform.new_version(project, said), DEPENDENCIES: lines}
        return Proposal(content, (*said.notes, *again))

    async def check_files(self, files: Sequence[Path], *, anyway: bool = False) -> None:
        """Raises FieldRefused or FileError for a file that cannot be published; `anyway` whatever is in it."""
        for file in files:
            await check_file(file, self._platform.abilities.files, FILES, anyway=anyway)

    async def check_added(self, files: Sequence[Path], *, anyway: bool = False) -> None:
        """The same for files that are to come into a version that is there."""
        for file in files:
            await check_file(file, self._platform.abilities.added, FILES, anyway=anyway)

    def problems(
        self, fields: Sequence[Field], wanted: Content, *, new: bool = False
    ) -> Mapping[str, FieldRefused]:
        """What the platform would refuse of a version, by the names of the fields."""
        found = [*outside_choices(fields, wanted), *self._platform.refused_version(wanted, new=new)]
        for line in _lines_in(wanted):
            try:
                read_line(line)
            except FieldRefused as error:
                found.append(error)
        return by_field(worded_all(found, fields))

    async def upload(
        self, project: Project, content: Content, files: Sequence[Path], progress: Progress
    ) -> Version:
        """Publish a version; the first of the files is the primary one.

        Raises:
            FieldRefused: a value is refused, or a dependency is on nothing that the platform has.
            FileError: a file cannot be read.
        """
        dependencies = await self.resolved(content)
        return await self._account.signed(
            lambda: self._platform.create_version(
                project, _but_dependencies(content), dependencies, files, progress
            )
        )

    async def edit(self, version: Version, changes: Sequence[Change]) -> None:
        wanted = wanted_of(changes)
        dependencies = None
        if DEPENDENCIES in wanted:
            dependencies = await self.resolved(wanted, version.dependencies)
        await self._account.signed(
            lambda: self._platform.edit_version(version, _but_dependencies(wanted), dependencies)
        )

    @property
    def has_files(self) -> bool:
        """Whether files can be added to a version that is there, and be taken out of it."""
        return self._files is not None

    async def add_files(self, version: Version, files: Sequence[Path], progress: Progress) -> None:
        work = self._changing_files
        await self._account.signed(lambda: work.add_files(version, files, progress))

    async def delete_file(self, version: Version, file: VersionFile) -> None:
        work = self._changing_files
        await self._account.signed(lambda: work.delete_file(version, file))

    def file_of(self, version: Version, name: str) -> VersionFile:
        """The version's file of that name; the last one that a version has stays.

        Raises:
            NotFound: it has none.
            FieldRefused: it has no other.
        """
        found = next((file for file in version.files if file.filename == name), None)
        if found is None:
            named = ", ".join(file.filename for file in version.files)
            raise NotFound(f"{version.number} has no file {name[:60]!r}.", remedy=f"It has: {named}.")
        if len(version.files) == 1:
            raise FieldRefused(f"{name} is the only file of {version.number}.", field=FILES)
        return found

    @property
    def _changing_files(self) -> VersionFiles:
        if self._files is None:
            title = f"{self._platform.title} lets nobody change the files of a version from here."
            raise NotFound(title, remedy="")
        return self._files

    async def delete(self, version: Version) -> None:
        await self._account.signed(lambda: self._platform.delete_version(version))

    async def changes(self, project: Project, version: Version, wanted: Content) -> tuple[Change, ...]:
        """What would be different about a version."""
        fields = await self.fields(project)
        known(fields, wanted)
        found = differences(fields, await self.content(version), wanted)
        refuse_first(self.problems(fields, wanted_of(found)))
        return found

    async def changes_to_new(self, project: Project, content: Content) -> tuple[Change, ...]:
        """What a new version would say; its dependencies are looked up."""
        fields = await self.fields(project)
        known(fields, content)
        refuse_first(self.problems(fields, content, new=True))
        await self.resolved(content)
        return differences(fields, {}, content)

    async def resolved(self, content: Content, before: Sequence[Dependency] = ()) -> tuple[Dependency, ...]:
        """The dependencies that the lines in `content` name; those `before` are known without being asked for.

        Raises:
            FieldRefused: a line is none, or names what the platform does not have.
        """
        there = dict(zip(await self._lines(before), before, strict=True))
        lines = _lines_in(content)
        read = {line: read_line(line) for line in lines if line not in there}
        named = {one.project for one in read.values() if one.project}
        found = await self._catalog.projects(named) if named else {}
        projects = {name.lower(): one for one in found.values() for name in (one.slug, one.project_id)}
        return tuple([there.get(line) or await self._resolved(read[line], projects) for line in lines])

    async def _resolved(self, line: DependencyLine, projects: Mapping[str, Project]) -> Dependency:
        if line.file_name:
            return Dependency(line.kind, file_name=line.file_name)
        project = projects.get(line.project.lower())
        if project is None:
            raise FieldRefused(
                f"{self._platform.title} has no project {line.project[:40]!r}.", field=DEPENDENCIES
            )
        if not line.version:
            return Dependency(line.kind, project.project_id)
        try:
            version = await self._catalog.version_by_number(project.project_id, line.version)
        except NotFound as error:
            title = f"{project.title} has no version {line.version[:40]!r}."
            raise FieldRefused(title, field=DEPENDENCIES) from error
        return Dependency(line.kind, project.project_id, version.id)

    async def _lines(self, dependencies: Sequence[Dependency]) -> tuple[str, ...]:
        """Names that cannot be had are not worth a failure: the IDs will do."""
        versions: Mapping[str, Version] = {}
        projects: Mapping[str, Project] = {}
        try:
            named = {one.version_id for one in dependencies if one.version_id}
            versions = await self._catalog.versions_by_id(named) if named else {}
            dependencies = [_of_project(one, versions) for one in dependencies]
            wanted = {one.project_id for one in dependencies if one.project_id}
            projects = await self._catalog.projects(wanted) if wanted else {}
        except CatalogError:
            projects = {}
        slugs = {one: project.slug for one, project in projects.items()}
        numbers = {one: version.number for one, version in versions.items()}
        return tuple(line_of(dependency, slugs, numbers) for dependency in dependencies)


def _of_project(dependency: Dependency, versions: Mapping[str, Version]) -> Dependency:
    """A platform may name a version alone."""
    version = versions.get(dependency.version_id or "")
    if dependency.project_id or version is None:
        return dependency
    return replace(dependency, project_id=version.project_id)


async def _read(file: Path) -> ManifestReading:
    if file.suffix.lower().removeprefix(".") not in _READ:
        return ManifestReading()
    return await asyncio.to_thread(read_manifests, file)


def _lines_in(content: Content) -> tuple[str, ...]:
    value: Value = content.get(DEPENDENCIES, ())
    return value if isinstance(value, tuple) else ()


def _but_dependencies(content: Content) -> dict[str, Value]:
    return {name: value for name, value in content.items() if name != DEPENDENCIES}
