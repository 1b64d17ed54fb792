"""What the enabled files of a folder demand of versions that are about to come into it."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from modstead.domain.compatibility import Choice, Target, choose, misfit
from modstead.domain.diagnosis.files import any_of
from modstead.domain.edges import MERELY_TOLD
from modstead.domain.identity import plain
from modstead.domain.instance import InstalledMod, Library, Manifest, Relation, RelationKind
from modstead.domain.loading import is_built_in, of_first_kind, read_kinds, runs_on, same_ids, share_versions
from modstead.domain.plan import Note, NoteKind
from modstead.domain.project import Project
from modstead.domain.requirements import Requirement, suitable
from modstead.domain.updates import HeldBack, HeldBackKind, Update
from modstead.domain.version import Channel, Version
from modstead.domain.version_numbers import same_number


@dataclass(frozen=True, slots=True)
class Demand:
    """What the manifest of `by` requires, or refuses, of another mod."""

    by: InstalledMod
    requirement: Requirement

    def refuses(self, version: Version) -> bool:
        """Whether the version surely fails it; what cannot be told is no refusal."""
        return self.requirement.suits(version) is False

    def said_of(self, title: str, *, by: str = "") -> str:
        """As a sentence without its full stop: "Pin needs Acorn Ledger 4.0.6 or older"."""
        ranges = () if "*" in self.requirement.ranges else self.requirement.ranges
        verb = "does not go together with" if self.requirement.refuses else "needs"
        return f"{by or self.by.title} {verb} {title} {any_of(ranges)}".rstrip()


class Demands:
    """All demands in a folder, by whom they are made of.

    `leaving` names projects, by ID or slug, whose files give way to others: what these say does not count.
    """

    def __init__(self, library: Library, leaving: Collection[str] = ()) -> None:
        self._kinds = read_kinds(library.instance)
        self._by_id: dict[str, list[Demand]] = {}
        self._by_plain_id: dict[str, list[Demand]] = {}
        for mod in library.mods:
            if not mod.file.enabled or _is_named(mod, leaving):
                continue
            for manifest in of_first_kind(mod.manifests, self._kinds):
                for relation in _counting(manifest):
                    if runs_on(relation.side, library.instance):
                        self._add(mod, manifest, relation)

    def _add(self, mod: InstalledMod, manifest: Manifest, relation: Relation) -> None:
        mod_id = relation.mod_id.rpartition(":")[2]
        refuses = relation.kind is RelationKind.BREAKS
        demand = Demand(mod, Requirement(manifest.kind, relation.ranges, refuses))
        self._by_id.setdefault(mod_id, []).append(demand)
        self._by_plain_id.setdefault(plain(mod_id), []).append(demand)

    def on(self, mod: InstalledMod) -> tuple[Demand, ...]:
        """Those on an enabled file's mod IDs, but only where the platform numbers its versions as its manifest does.

        Else a range says nothing of the platform's numbers.
        """
        if not mod.file.enabled:
            return ()
        manifests = of_first_kind(mod.manifests, self._kinds)
        ids = dict.fromkeys(mod_id for manifest in manifests for mod_id in self._asked_of(manifest, mod))
        return _of_others(mod, (demand for mod_id in ids for demand in self._by_id.get(mod_id, ())))

    def _asked_of(self, manifest: Manifest, mod: InstalledMod) -> Iterator[str]:
        versions = dict(manifest.provided_versions)
        published = mod.version
        for mod_id in (manifest.id, *manifest.provides):
            stated = versions.get(mod_id, manifest.version)
            if mod_id in self._by_id and (
                published is None or same_number(stated, published.number, published.game_versions)
            ):
                yield mod_id

    def on_project(self, project: Project, present: InstalledMod | None = None) -> tuple[Demand, ...]:
        """Those on a project, of which a file may be here; of one that is not, the slug tells the mod's ID."""
        if present and present.file.enabled:
            return self.on(present)
        ids = dict.fromkeys(
            plain(same) for same in same_ids(project.slug) if share_versions(project.slug, same)
        )
        return tuple(
            demand
            for mod_id in ids
            for demand in self._by_plain_id.get(mod_id, ())
            if demand.by.project_id != project.project_id
        )


def kept_to_demands(
    updates: Sequence[Update], demands: Demands
) -> tuple[tuple[Update, ...], tuple[HeldBack, ...]]:
    """The updates, and those held back that a file refuses which is to stay as it is.

    What a file refuses that is itself updated remains an update: its newer version may say otherwise, which is known
    only once that is here.
    """
    updated = {item.mod.file.name for item in updates}
    kept, held = [], []
    for item in updates:
        refusing = [demand for demand in demands.on(item.mod) if demand.refuses(item.version)]
        staying = next((demand for demand in refusing if demand.by.file.name not in updated), None)
        if staying is None:
            kept.append(item)
            continue
        reason = f"{staying.said_of(item.mod.title)}."
        held.append(HeldBack(item.mod, item.version, HeldBackKind.REQUIRED, reason))
    return tuple(kept), tuple(held)


def update_objections(updates: Sequence[Update], demands: Demands) -> tuple[Note, ...]:
    """A note on each refusal among what is to be updated all the same."""
    newer = {item.mod.file.name: item.version for item in updates}
    notes = []
    for item in updates:
        for demand in demands.on(item.mod):
            if not demand.refuses(item.version):
                continue
            other = newer.get(demand.by.file.name)
            text = _here(demand, item.mod.title)
            if other:
                by = f"{demand.by.title} {demand.by.version_number}".rstrip()
                text = (
                    f"{demand.said_of(item.mod.title, by=by)}; "
                    f"whether {other.number} does too is known only once it is here."
                )
            notes.append(Note(NoteKind.CONFLICT, item.mod.title, text))
    return tuple(dict.fromkeys(notes))


def objections(version: Version, title: str, demands: Iterable[Demand]) -> tuple[Note, ...]:
    """A note on each demand that the version surely fails."""
    refusing = (demand for demand in demands if demand.refuses(version))
    return tuple(dict.fromkeys(Note(NoteKind.CONFLICT, title, _here(demand, title)) for demand in refusing))


def choose_demanded(
    versions: Sequence[Version],
    title: str,
    demands: Sequence[Demand],
    target: Target,
    channel: Channel | None = None,
) -> tuple[Choice, tuple[Note, ...]]:
    """The newest version that fits the target, the channel and the demands, and why it is not the newest of all.

    Where none meets every demand, it is the newest that fits all the same, with a note on each refusal.
    """
    fitting = [version for version in versions if misfit(version, target) is None]
    newest = choose(versions, target, channel)
    if newest.version is None or not demands:
        return newest, ()
    choice = choose(suitable(fitting, [demand.requirement for demand in demands]), target, channel)
    if choice.version is None:
        return newest, objections(newest.version, title, demands)
    refusing = [demand for demand in demands if demand.refuses(newest.version)]
    if choice.version.id == newest.version.id or not refusing:
        return newest, ()
    text = f"{choice.version.number} is taken, not {newest.version.number}: {refusing[0].said_of(title)}."
    return choice, (Note(NoteKind.INFO, title, text),)


def _counting(manifest: Manifest) -> Iterator[Relation]:
    """What the file cannot do without or refuses; exceptions (`unless`) make it uncertain, so such count not at all."""
    for relation in manifest.relations:
        if relation.unless or is_built_in(relation.mod_id):
            continue
        is_need = relation.kind is RelationKind.DEPENDS and manifest.kind not in MERELY_TOLD
        if relation.kind is RelationKind.BREAKS or (is_need and relation.ranges):
            yield relation


def _of_others(mod: InstalledMod, demands: Iterable[Demand]) -> tuple[Demand, ...]:
    return tuple(
        demand
        for demand in demands
        if demand.by.file.name != mod.file.name
        and (mod.project_id is None or demand.by.project_id != mod.project_id)
    )


def _is_named(mod: InstalledMod, names: Collection[str]) -> bool:
    return mod.project_id in names or bool(mod.project and mod.project.slug in names)


def _here(demand: Demand, title: str) -> str:
    return f"{demand.said_of(title, by=f'{demand.by.title}, which is here,')}."
