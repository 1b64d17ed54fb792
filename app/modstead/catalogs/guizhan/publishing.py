"""Guizhan Resources as a platform that one can publish on: drafts, keywords, channels, versions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from msgspec import Struct

from modstead.catalogs.api import PlatformApi
from modstead.catalogs.checking import refusals
from modstead.catalogs.decoding import present
from modstead.catalogs.guizhan import convert, operations
from modstead.catalogs.guizhan.api import about_project
from modstead.catalogs.guizhan.assumptions import FIRST_CHANNEL, PAGE_SIZE
from modstead.catalogs.guizhan.bodies import (
    DEPENDENCY_TYPES,
    LICENSES,
    TYPES,
    Keyword,
    NewProject,
    NewVersion,
    ProjectEdit,
    VersionDependency,
    VersionEdit,
    VersionFile,
)
from modstead.catalogs.guizhan.catalog import GuizhanCatalog
from modstead.catalogs.guizhan.contradictions import check_together
from modstead.catalogs.guizhan.convert import own, platform_of
from modstead.catalogs.guizhan.decode import ChannelAnswer, ListedProjectAnswer, ProjectAnswer, VersionAnswer
from modstead.catalogs.guizhan.studio import MYSELF
from modstead.catalogs.http.client import HttpClient
from modstead.catalogs.operations import Kind, fields_of
from modstead.domain.project import Freshness, Project, User
from modstead.domain.publishing import DEPENDENCIES, Content, Field, FieldKind, Section, Value
from modstead.domain.studio import Abilities, FileBounds, Progress, Published
from modstead.domain.version import Dependency, Version
from modstead.domain.version_prefill import Prefill
from modstead.errors import FieldRefused

KEYWORDS = "keywords"

_LINKS = ("homepage_url", "wiki_url", "issues_url", "source_url")
_CLEARED_BY_NOTHING = frozenset((*_LINKS, "license_url"))
_NEW = frozenset({"name", "slug", "summary"})
_PROJECT = (
    Field("name", "Name"),
    Field("slug", "Slug", hint="What its address ends in."),
    Field("summary", "Summary", hint="One or two sentences, without formatting."),
    Field("type", "Type", FieldKind.CHOICE, choices=TYPES),
    Field("visibility", "Visibility", FieldKind.CHOICE),
    Field("description", "Description", FieldKind.TEXT, Section.DESCRIPTION),
    Field("homepage_url", "Website", FieldKind.LINK, Section.LINKS),
    Field("source_url", "Source code", FieldKind.LINK, Section.LINKS),
    Field("issues_url", "Issues", FieldKind.LINK, Section.LINKS),
    Field("wiki_url", "Wiki", FieldKind.LINK, Section.LINKS),
    Field("license_type", "Licence", FieldKind.CHOICE, Section.LICENSE, choices=LICENSES),
    Field("license_url", "Licence's address", FieldKind.LINK, Section.LICENSE, hint="For a custom licence."),
    Field("tags", "Tags", FieldKind.NAMES, Section.CATEGORIES, hint="The platform's own, by their slugs."),
    Field(KEYWORDS, "Keywords", FieldKind.NAMES, Section.CATEGORIES, hint="Words it is found by too."),
)
_VERSION = (
    Field("name", "Name"),
    Field("version", "Number"),
    Field("channel", "Channel", hint="The slug of one of the project's channels."),
    Field("platforms", "Platforms", FieldKind.NAMES),
    Field("minecraft_versions", "Minecraft versions", FieldKind.NAMES),
    Field(
        DEPENDENCIES,
        "Dependencies",
        FieldKind.NAMES,
        hint=f"{', '.join(DEPENDENCY_TYPES)}, then a project's slug, or file: and any name",
    ),
    Field("changelog", "Changelog", FieldKind.TEXT),
)
_CUSTOM = "Custom"


class GuizhanPublishing:
    """The operations of creators, in the words of `domain.publishing`.

    The channel of each version that was asked for is remembered by its ID, and each project's default one by the
    project's: for whoever installs, a channel is but a degree of stability; for whoever publishes, it has a slug.
    """

    def __init__(self, client: HttpClient, base: str, catalog: GuizhanCatalog) -> None:
        self._api = PlatformApi(client, base.rstrip("/"))
        self._catalog = catalog
        self._channels: dict[str, str] = {}
        self._defaults: dict[str, str] = {}

    @property
    def id(self) -> str:
        return self._catalog.id

    @property
    def title(self) -> str:
        return self._catalog.title

    @property
    def abilities(self) -> Abilities:
        bounds = next(part.bounds for part in operations.CREATE_VERSION.others if part.kind is Kind.FILES)
        return Abilities(files=FileBounds(bounds.choices, bounds.most or 0), names_anything=True)

    def page(self, project: Project) -> str:
        return self._catalog.project_url(project)

    # -- projects

    async def fields(self, project: Project | None) -> tuple[Field, ...]:
        """A new one has but a name, a slug and a summary: all else is said of the draft."""
        if project is None:
            return tuple(_bounded(field, NewProject) for field in _PROJECT if field.name in _NEW)
        return tuple(_bounded(field, ProjectEdit) for field in _PROJECT)

    def new_project(self) -> Content:
        return dict.fromkeys(sorted(_NEW), "")

    def refused(
        self, content: Content, *, new: bool, there: Content | None = None
    ) -> tuple[FieldRefused, ...]:
        values = _values(content)
        if new:
            return refusals(NewProject, {name: value for name, value in values.items() if value != ""})
        words = content.get(KEYWORDS, ())
        keywords = [
            FieldRefused(error.title, error.detail, field=KEYWORDS)
            for word in (words if isinstance(words, tuple) else ())
            for error in refusals(Keyword, {"keyword": word})
        ]
        alone = refusals(ProjectEdit, values)
        return (*alone, *keywords, *(() if alone else _refused_together(values, there or {})))

    async def mine(self, user: User) -> tuple[Project, ...]:
        about = "your projects"
        found: list[Project] = []
        for page in range(1, PAGE_SIZE):
            arguments = {"userId": MYSELF, "page": page, "page_size": PAGE_SIZE}
            listed = await self._api.ask(operations.OF_USER, _projects, arguments, about=about)
            found += listed
            if len(listed) < PAGE_SIZE:
                break
        return tuple(found)

    async def published(self, id_or_slug: str) -> Published:
        about = about_project(id_or_slug)
        found = await self._api.ask(operations.GET, _published, {"projectId": own(id_or_slug)}, about=about)
        keywords = await self._catalog.keywords(found.project.project_id, signed=True)
        return replace(found, content={**found.content, KEYWORDS: tuple(keywords.values())})

    async def create(self, content: Content, icon: Path | None, progress: Progress) -> Project:
        values = {name: value for name, value in _values(content).items() if value != ""}
        return await self._catalog.create_project(NewProject(**values))

    async def edit(self, project: Project, content: Content) -> None:
        """Keywords are operations of their own, which come after all that may be refused at once."""
        values = _values(content)
        if values.get("license_type") == _CUSTOM and project.license.url:
            values.setdefault("license_url", project.license.url)
        if values:
            await self._catalog.edit_project(project.project_id, ProjectEdit(**values), named=project.title)
        wanted = content.get(KEYWORDS)
        if isinstance(wanted, tuple):
            await self._set_keywords(project.project_id, wanted)

    async def submit(self, project: Project) -> None:
        await self._catalog.submit_project(project.project_id, named=project.title)

    async def delete(self, project: Project) -> None:
        await self._catalog.delete_project(project.project_id, named=project.title)

    async def _set_keywords(self, project_id: str, wanted: Sequence[str]) -> None:
        there = await self._catalog.keywords(project_id, signed=True)
        for keyword_id, word in there.items():
            if word not in wanted:
                await self._catalog.remove_keyword(project_id, keyword_id)
        for word in wanted:
            if word not in there.values():
                await self._catalog.add_keyword(project_id, word)

    # -- versions

    async def version_fields(self, project: Project) -> tuple[Field, ...]:
        """No documented operation lists a project's channels: those that have a version are named."""
        slugs = ", ".join(one.slug or "" for one in await self._known_channels(project))
        known = {"channel": f"The slug of one of the project's channels, such as {slugs}."} if slugs else {}
        fields = (_bounded(field, VersionEdit) for field in _VERSION)
        return tuple(replace(field, hint=known.get(field.name, field.hint)) for field in fields)

    def refused_version(self, content: Content, *, new: bool) -> tuple[FieldRefused, ...]:
        values = _values(content)
        if not new:
            return refusals(VersionEdit, values)
        filled = {name: value for name, value in values.items() if value != ""}
        return refusals(NewVersion, {**filled, "files": (VersionFile(name="file-0"),)})

    async def versions(self, project: Project) -> tuple[Version, ...]:
        found = await self._catalog.managed_versions(project.project_id)
        await self._known_channels(project)
        return found

    async def _known_channels(self, project: Project) -> tuple[ChannelAnswer, ...]:
        """Those of the newest versions, the default one first."""
        arguments = {"projectId": own(project.project_id), "page": 1, "page_size": PAGE_SIZE}
        about = f"the versions of {project.title}"
        by_version = await self._api.ask(
            operations.LIST_VERSIONS, _channels, arguments, about=about, signed=True
        )
        self._channels |= {version: channel.slug or "" for version, channel in by_version.items()}
        channels = {channel.slug: channel for channel in by_version.values() if channel.slug}
        known = sorted(channels.values(), key=lambda channel: not channel.is_default)
        if known:
            self._defaults[project.project_id] = known[0].slug or ""
        return tuple(known)

    def version_content(self, version: Version) -> Content:
        return {
            "name": version.name,
            "version": version.number,
            "channel": self._channels.get(own(version.id), ""),
            "platforms": tuple(map(platform_of, version.loaders)),
            "minecraft_versions": version.game_versions,
            "changelog": version.changelog or "",
        }

    def new_version(self, project: Project, prefill: Prefill) -> Content:
        return {
            "name": f"{project.title} {prefill.number}".strip(),
            "version": prefill.number,
            "channel": self._defaults.get(project.project_id, FIRST_CHANNEL),
            "platforms": tuple(map(platform_of, prefill.loaders)),
            "minecraft_versions": prefill.game_versions,
            "changelog": "",
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
            **_values(content),
            dependencies=_dependencies(dependencies),
            files=tuple(VersionFile(name=name) for name in parts),
        )
        return await self._catalog.create_version(project.project_id, version, parts, progress=progress)

    async def edit_version(
        self, version: Version, content: Content, dependencies: Sequence[Dependency] | None
    ) -> None:
        values = _values(content)
        if dependencies is not None:
            values[DEPENDENCIES] = _dependencies(dependencies)
        await self._catalog.edit_version(version.project_id, version.id, VersionEdit(**values))

    async def delete_version(self, version: Version) -> None:
        await self._catalog.delete_version(version.project_id, version.id)


def _published(answer: ProjectAnswer, freshness: Freshness) -> Published:
    project = convert.project(answer, freshness)
    content: dict[str, Value] = {
        "name": answer.name or "",
        "slug": answer.slug or "",
        "summary": answer.summary or "",
        "type": answer.type or "",
        "visibility": answer.visibility or "",
        "description": answer.description or "",
        "license_type": answer.license_type or "",
        "license_url": answer.license_url or "",
        "tags": project.categories,
        **{name: getattr(answer, name) or "" for name in _LINKS},
    }
    return Published(project, content)


def _projects(answer: operations.Listed, freshness: Freshness) -> tuple[Project, ...]:
    """As lists have them: what only a project's own page tells is missing."""
    return tuple(_listed(one, freshness) for one in present(answer))


def _listed(answer: ListedProjectAnswer, freshness: Freshness) -> Project:
    hit = convert.hit(answer)
    return Project(
        ref=hit.ref,
        slug=hit.slug,
        title=hit.title,
        summary=hit.summary,
        project_type=hit.project_type,
        loaders=hit.loaders,
        game_versions=hit.game_versions,
        categories=hit.categories,
        icon_url=hit.icon_url,
        downloads=hit.downloads,
        published=hit.published,
        updated=hit.updated,
        status=answer.status or "",
        freshness=freshness,
    )


def _channels(answer: Iterable[VersionAnswer | None], _freshness: Freshness) -> Mapping[str, ChannelAnswer]:
    """By the versions that are in them."""
    return {one.id: one.channel for one in present(answer) if one.channel}


def _refused_together(values: Mapping[str, Any], there: Content) -> tuple[FieldRefused, ...]:
    """What the platform would refuse of the fields together; a licence's address that is there already counts."""
    try:
        check_together(ProjectEdit(**{"license_url": there.get("license_url", ""), **values}))
    except FieldRefused as error:
        return (error,)
    return ()


def _values(content: Content) -> dict[str, Any]:
    return {
        name: None if value == "" and name in _CLEARED_BY_NOTHING else value
        for name, value in content.items()
        if name not in {DEPENDENCIES, KEYWORDS}
    }


def _dependencies(found: Iterable[Dependency]) -> tuple[VersionDependency, ...]:
    """Each is a version, a project or a name: the first of these that it tells."""
    told = []
    for one in found:
        named: dict[str, str] = (
            {"version_id": own(one.version_id)}
            if one.version_id
            else {"project_id": own(one.project_id)}
            if one.project_id
            else {"name": one.file_name or ""}
        )
        told.append(VersionDependency(type=one.kind.value, **named))
    return tuple(told)


def _bounded(field: Field, body: type[Struct]) -> Field:
    """The field with the bounds that the body states."""
    for parameter in fields_of(body):
        if parameter.name == field.name:
            bounds = parameter.bounds
            choices = field.choices or bounds.choices or (bounds.each.choices if bounds.each else ())
            return replace(field, choices=choices, most=bounds.most)
    return field
