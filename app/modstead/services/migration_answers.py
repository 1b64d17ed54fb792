"""What the platform has for a folder's mods and other targets, in as few requests as that takes."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from modstead.domain.catalog import Catalog
from modstead.domain.compatibility import Target, choose
from modstead.domain.continuations import named_continuations
from modstead.domain.diagnosis.files import file_problem
from modstead.domain.identity import plain
from modstead.domain.instance import InstalledMod, Instance, Library
from modstead.domain.loading import is_connected, stand_ins
from modstead.domain.migration import (
    Cell,
    Continuation,
    Offered,
    Outlook,
    Readiness,
    file_of,
    judge_move,
    judge_unknown,
    needed_projects,
)
from modstead.domain.policies import FolderPolicies
from modstead.domain.problems import ProblemKind
from modstead.domain.project import Project
from modstead.domain.updates import allowed_channel
from modstead.domain.version import Channel, DependencyKind
from modstead.errors import CatalogError
from modstead.services.dependencies import SafeName, brought_ids
from modstead.services.newest import Away, newest_of, told, versions_for
from modstead.services.together import together

_MOST_CONTINUED = 30
"""Projects of which it is looked up whether another one continues them for a target."""
_NOT_LOADED = frozenset({ProblemKind.WRONG_LOADER, ProblemKind.WRONG_GAME_VERSION})


@dataclass(frozen=True, slots=True)
class _Named:
    """A project that may take another's place, and who says so."""

    project: Project
    why: str


class MigrationAnswers:
    def __init__(self, catalog: Catalog, unsafe_name: SafeName) -> None:
        self._catalog = catalog
        self._unsafe_name = unsafe_name

    async def outlook(
        self, library: Library, target: Target, policies: FolderPolicies, channel: Channel | None
    ) -> Outlook:
        """What there is of each mod itself; what comes along and what may take a place is for `completed`."""

        def follows(mod: InstalledMod) -> Channel | None:
            return channel or policies.of(mod).channel

        away: Away = {}
        offers = await self._offers(library, target, follows_of(library, policies, channel), away)
        chosen = await self._chosen(library, target, policies, channel)
        moved = replace(library, instance=_for(library, target))
        connected = is_connected(library)
        cells = []
        for mod in library.mods:
            offered = offers.get(mod.file.sha1) if mod.version else chosen.get(mod.file.name)
            if mod.version and mod.version.provider in away:
                offered = away[mod.version.provider]
            if isinstance(offered, CatalogError):
                cells.append(Cell(mod, Readiness.UNKNOWN, reason=told(offered)))
                continue
            if mod.version is None and offered is None:
                cells.append(judge_unknown(mod, _refusal(mod, moved, target, connected=connected)))
                continue
            pinned = bool(policies.of(mod).pinned)
            cells.append(
                judge_move(
                    mod, offered or Offered(), target, self._unsafe_name, pinned=pinned, told=follows(mod)
                )
            )
        return Outlook(target, tuple(cells))

    async def completed(
        self,
        library: Library,
        outlooks: Sequence[Outlook],
        policies: FolderPolicies,
        channel: Channel | None,
    ) -> list[Outlook]:
        """The same with what new versions need that is nowhere to be had, and with what may take a place.

        A few requests for all targets together, however many mods there are.
        """
        projects = await self._projects_of_versions(outlooks)
        present = {same for mod in library.mods if mod.project_id for same in (mod.project_id,)}
        needed = {
            project_id
            for outlook in outlooks
            for cell in outlook.cells
            for project_id in needed_projects(cell.version, projects)
            if present.isdisjoint(stand_ins(project_id))
        }
        gone = self._without_version(outlooks)
        about = await self._catalog.projects({*needed, *gone}) if needed or gone else {}
        named = await self._named(about, gone, present)
        brought = brought_ids(library)
        wanted = {
            key: item for key, item in about.items() if key in needed and plain(item.slug) not in brought
        }
        full = [replace(item, absent=_absent(wanted, item.target), projects=projects) for item in outlooks]
        return await together(partial(self._continued, item, named, policies, channel) for item in full)

    async def _offers(
        self, library: Library, target: Target, follows: Mapping[str, Channel], away: Away
    ) -> dict[str, Offered]:
        """By sha1. The first request names no channel, so that it is known of what there is only a beta."""
        if not follows:
            return {}
        own, *others = target.preferences
        files = {mod.file.sha1: mod.version for mod in library.mods if mod.version}
        files = {sha1: version for sha1, version in files.items() if sha1 in follows}
        latest = partial(newest_of, self._catalog, game_versions=target.game_versions)
        newest = await latest(files, away, loaders=own)
        if others and (missing := follows.keys() - newest.keys()):
            newest |= await latest({sha1: files[sha1] for sha1 in missing}, away, loaders=target.loaders)
        offered = {
            sha1: Offered(version, version if follows[sha1].admits(version.channel) else None)
            for sha1, version in newest.items()
            if sha1 in follows
        }
        asked = {
            key: tuple(item for item in Channel if follows[key].admits(item))
            for key, item in offered.items()
            if not item.admitted
        }
        if asked:
            again = {sha1: files[sha1] for sha1 in asked}
            stabler = await latest(again, away, loaders=target.loaders, channels=asked)
            offered |= {
                key: Offered(offered[key].newest, version) for key, version in stabler.items() if key in asked
            }
        return offered

    async def _chosen(
        self, library: Library, target: Target, policies: FolderPolicies, channel: Channel | None
    ) -> dict[str, Offered | CatalogError]:
        """For the few files whose project the user told: no hash leads to it, so each project is asked for itself."""
        mods = [mod for mod in library.mods if mod.chosen and mod.project and not mod.version]
        choices = await together(
            partial(self._choices, mod.project_id or "", target, channel or policies.of(mod).channel)
            for mod in mods
        )
        return {mod.file.name: offered for mod, offered in zip(mods, choices, strict=True)}

    async def _choices(
        self, project_id: str, target: Target, follows: Channel | None
    ) -> Offered | CatalogError:
        versions = await versions_for(self._catalog, project_id, target.loaders, target.game_versions)
        if isinstance(versions, CatalogError):
            return versions
        newest = choose(versions, target, Channel.ALPHA)
        return Offered(newest.version, choose(versions, target, follows or Channel.RELEASE).version)

    async def _projects_of_versions(self, outlooks: Sequence[Outlook]) -> dict[str, str]:
        """Of which project each version is that a dependency names alone."""
        unnamed = {
            dependency.version_id
            for outlook in outlooks
            for cell in outlook.cells
            for dependency in (cell.version.dependencies if cell.version else ())
            if dependency.kind is DependencyKind.REQUIRED
            if dependency.version_id and not dependency.project_id
        }
        known = await self._catalog.versions_by_id(unnamed) if unnamed else {}
        return {version_id: version.project_id for version_id, version in known.items()}

    def _without_version(self, outlooks: Sequence[Outlook]) -> tuple[str, ...]:
        """The projects that have nothing for some target, those of enabled files first."""
        cells = [cell for item in outlooks for cell in item.cells if cell.readiness is Readiness.NOT_YET]
        cells.sort(key=lambda cell: not cell.mod.file.enabled)
        return tuple(dict.fromkeys(cell.mod.project_id for cell in cells if cell.mod.project_id))[
            :_MOST_CONTINUED
        ]

    async def _named(
        self, about: Mapping[str, Project], gone: Collection[str], present: Collection[str]
    ) -> dict[str, list[_Named]]:
        """By project ID, who may take its place: what is known to bring the same, and what its own page names."""
        links: dict[str, list[str]] = {}
        for project_id in gone:
            body = about[project_id].body if project_id in about else ""
            slugs = (self._catalog.project_in_url(address) for address in named_continuations(body))
            links[project_id] = [slug for slug in slugs if slug]
        same = {project_id: stand_ins(project_id)[1:] for project_id in gone}
        wanted = {
            *(slug for slugs in links.values() for slug in slugs),
            *(one for ids in same.values() for one in ids),
        }
        found = await self._catalog.projects(wanted) if wanted else {}
        by_name = {project.slug.casefold(): project for project in found.values()} | dict(found)
        named: dict[str, list[_Named]] = {}
        for project_id in gone:
            for one in same[project_id]:
                if one in by_name:
                    named.setdefault(project_id, []).append(
                        _Named(by_name[one], "It is known to bring the same.")
                    )
            for slug in links[project_id]:
                project = by_name.get(slug) or by_name.get(slug.casefold())
                if project and project.project_id != project_id and project.project_id not in present:
                    why = f"The page of {about[project_id].title} names it."
                    named.setdefault(project_id, []).append(_Named(project, why))
        return named

    async def _continued(
        self,
        outlook: Outlook,
        named: Mapping[str, Sequence[_Named]],
        policies: FolderPolicies,
        channel: Channel | None,
    ) -> Outlook:
        cells = []
        for cell in outlook.cells:
            candidates = (
                named.get(cell.mod.project_id or "", ()) if cell.readiness is Readiness.NOT_YET else ()
            )
            follows = channel or policies.of(cell.mod).channel
            cells.append(await self._with_continuation(cell, candidates, outlook.target, follows))
        return replace(outlook, cells=tuple(cells))

    async def _with_continuation(
        self, cell: Cell, candidates: Sequence[_Named], target: Target, follows: Channel | None
    ) -> Cell:
        for item in candidates:
            if not _may_have(item.project, target):
                continue
            offered = await self._choices(item.project.project_id, target, follows)
            version = offered.admitted if isinstance(offered, Offered) else None
            file = file_of(version)
            if version and file and not self._unsafe_name(file.filename):
                text = f"{cell.reason} {item.project.title} may continue it. {item.why}"
                continuation = Continuation(item.project, version, item.why)
                return replace(cell, readiness=Readiness.CONTINUED, reason=text, continuation=continuation)
        return cell


def follows_of(library: Library, policies: FolderPolicies, channel: Channel | None) -> dict[str, Channel]:
    """The channel that each file of a known version follows, by sha1."""
    return {
        mod.file.sha1: allowed_channel(mod.version, channel or policies.of(mod).channel)
        for mod in library.mods
        if mod.version
    }


def _for(library: Library, target: Target) -> Instance:
    return replace(
        library.instance,
        loader=target.loader or library.instance.loader,
        game_version=target.game_version,
        loader_version="",
    )


def _refusal(mod: InstalledMod, moved: Library, target: Target, *, connected: bool) -> str:
    """Why a file's own manifest would keep it from loading after the move, as a sentence; empty where it does not."""
    problem = file_problem(replace(mod, altered=""), moved, connected=connected)
    refuses = problem is not None and problem.kind in _NOT_LOADED
    return f"Its own manifest does not admit {target}." if refuses else ""


def _absent(wanted: Mapping[str, Project], target: Target) -> dict[str, str]:
    """The titles of those that surely have nothing for the target, by ID."""
    return {key: project.title for key, project in wanted.items() if not _may_have(project, target)}


def _may_have(project: Project, target: Target) -> bool:
    """Whether the project has files for the loader and files for the game version, though perhaps not the same."""
    loaders = not project.loaders or not set(project.loaders).isdisjoint(target.loaders)
    return loaders and (not target.game_version or target.game_version in project.game_versions)
