"""Loadouts: named sets of enabled mods over the same files in a folder, and what switching to one changes."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from modstead.domain.changes import disable_operation, enable_operation, listed
from modstead.domain.edges import Edge, find_edges
from modstead.domain.instance import DISABLED_SUFFIX, InstalledMod, Library
from modstead.domain.plan import Note, NoteKind, Plan, PlanKind
from modstead.domain.policies import Subject, keys_of, subject_of

LONGEST_NAME = 60
MOST_LOADOUTS = 100
_REASON = "loadout"


@dataclass(frozen=True, slots=True)
class Loadout:
    """`on` and `off` are the mods that were enabled and disabled when it was saved, each by its project, or by its
    content where that is not known: so it outlives updates. Of mods that came later it says nothing.
    """

    name: str
    on: tuple[Subject, ...] = ()
    off: tuple[Subject, ...] = ()

    def recognised(self, mods: Iterable[InstalledMod]) -> "Loadout":
        """The same with each of these mods known by its project, where it was known by its content."""
        counts = _projects(mods := tuple(mods))
        better = {
            keys[-1]: subject_of(mod)
            for mod in mods
            if len(keys := keys_of(mod)) > 1 and counts[keys[0]] == 1
        }
        return replace(self, on=_with(self.on, better), off=_with(self.off, better))


@dataclass(frozen=True, slots=True)
class LoadoutMods:
    """What a loadout says of the files that are there: `new` are those that it says nothing of, `missing` the mods that
    it would have enabled.
    """

    on: tuple[InstalledMod, ...]
    off: tuple[InstalledMod, ...]
    new: tuple[InstalledMod, ...]
    missing: tuple[Subject, ...]

    @property
    def are_so(self) -> bool:
        """Whether the folder is already as the loadout says."""
        switched = [mod for mod in self.on if not mod.file.enabled] + [
            mod for mod in self.off if mod.file.enabled
        ]
        return not switched and not self.missing


def plain_name(text: str) -> str:
    """The name as it is kept: on one line, without space around it; empty where it can be none."""
    name = " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
    return name if len(name) <= LONGEST_NAME else ""


def same_name(one: str, other: str) -> bool:
    """Whether people would take two names for the same."""
    return plain_name(one).casefold() == plain_name(other).casefold()


def loadout_of(name: str, library: Library) -> Loadout:
    """What is enabled in the folder now, under that name."""
    counts = _projects(library.mods)
    told: dict[bool, dict[str, Subject]] = {True: {}, False: {}}
    for mod in library.mods:
        subject = subject_of(mod)
        if counts[subject.key] > 1:
            # Of several files of one project only their contents tell which was on.
            subject = replace(subject, key=keys_of(mod)[-1])
        told[mod.file.enabled].setdefault(subject.key, subject)
    return Loadout(name, tuple(told[True].values()), tuple(told[False].values()))


def mods_of(loadout: Loadout, library: Library) -> LoadoutMods:
    """What the loadout says of each file of the folder."""
    wanted = {subject.key: False for subject in loadout.off} | {subject.key: True for subject in loadout.on}
    groups: dict[str, list[InstalledMod]] = defaultdict(list)
    for mod in library.mods:
        groups[next((key for key in reversed(keys_of(mod)) if key in wanted), "")].append(mod)
    new = groups.pop("", [])
    on: list[InstalledMod] = []
    off: list[InstalledMod] = []
    for key, mods in groups.items():
        if wanted[key]:
            # Of several files of one project one is on: the one that is, else the first.
            chosen = next((mod for mod in mods if mod.file.enabled), mods[0])
            on.append(chosen)
            off += [mod for mod in mods if mod is not chosen and not mod.file.enabled]
        else:
            off += mods
    missing = tuple(subject for subject in loadout.on if subject.key not in groups)
    return LoadoutMods(tuple(on), tuple(off), tuple(new), missing)


def plan_switch(loadout: Loadout, library: Library) -> Plan:
    """Enable and disable what the loadout says. What came since stays as it is, and is named.

    A note of kind CONFLICT tells what would lack something that is off then, or would not go together any more.
    """
    mods = mods_of(loadout, library)
    enabling = [mod for mod in mods.on if not mod.file.enabled]
    disabling = [mod for mod in mods.off if mod.file.enabled]
    operations = (
        *(disable_operation(mod, _REASON) for mod in disabling),
        *(enable_operation(mod, _REASON) for mod in enabling),
    )
    switched = {mod.file.name for mod in (*enabling, *disabling)}
    notes = (*_clashes(library, switched), *_left_as_they_are(mods))
    return Plan(library.instance, PlanKind.LOADOUT, operations, notes, about=loadout.name)


def _left_as_they_are(mods: LoadoutMods) -> Iterator[Note]:
    if mods.new:
        names = [mod.title for mod in mods.new]
        text = f"{listed(names)} came since the loadout was saved, and stay{_s(names)} as {_it(names)}."
        yield Note(NoteKind.INFO, names[0], text)
    if mods.missing:
        names = [subject.title or subject.key for subject in mods.missing]
        text = f"{listed(names)} {'is' if len(names) == 1 else 'are'} not in the folder any more."
        yield Note(NoteKind.INFO, names[0], text)


def _clashes(library: Library, switched: set[str]) -> tuple[Note, ...]:
    """What does not go together then, and did before or was off."""
    after, new_names = _switched(library, switched)
    projects = {mod.project.project_id: mod.project for mod in library.mods if mod.project}
    before = {_identity(edge, {}) for edge in find_edges(library, projects) if _is_wrong(edge, library)}
    titles = {mod.file.name: mod.title for mod in after.mods}
    names = {project_id: project.title for project_id, project in projects.items()}
    found: dict[str, Note] = {}
    for edge in find_edges(after, projects):
        if not _is_wrong(edge, after) or _identity(edge, new_names) in before:
            continue
        source = titles[edge.source]
        target = titles.get(edge.target) or names.get(edge.project_id) or edge.mod_id or edge.project_id
        text = f"{source} {_wrong_words(edge, target, after)}"
        found.setdefault(text, Note(NoteKind.CONFLICT, source, text))
    return tuple(found.values())


def _wrong_words(edge: Edge, target: str, library: Library) -> str:
    if not edge.is_need:
        return f"does not go together with {target}."
    if not edge.target:
        return f"needs {target}, which is not in the folder."
    is_on = any(mod.file.enabled for mod in library.mods if mod.file.name == edge.target)
    return f"needs another version of {target}." if is_on else f"needs {target}, which would be off."


def _is_wrong(edge: Edge, library: Library) -> bool:
    """Whether the game would not start for it, or would without what it is about."""
    enabled = {mod.file.name for mod in library.mods if mod.file.enabled}
    if edge.source not in enabled:
        return False
    return not edge.met if edge.is_need else not edge.optional and not edge.met and edge.target in enabled


def _identity(edge: Edge, old_names: Mapping[str, str]) -> tuple[str, str, str, str]:
    """The edge by the names that files had before."""
    source, target = (old_names.get(name, name) for name in (edge.source, edge.target))
    return source, target, edge.mod_id, edge.project_id


def _switched(library: Library, names: set[str]) -> tuple[Library, dict[str, str]]:
    """The folder as it is then, and what its files were called before."""
    mods = []
    before = {}
    for mod in library.mods:
        if mod.file.name in names:
            name = mod.file.name + DISABLED_SUFFIX if mod.file.enabled else mod.file.jar_name
            before[name] = mod.file.name
            mods.append(replace(mod, file=replace(mod.file, name=name)))
        else:
            mods.append(mod)
    return replace(library, mods=tuple(mods)), before


def _projects(mods: Iterable[InstalledMod]) -> Counter[str]:
    """How many files there are of each project."""
    return Counter(keys_of(mod)[0] for mod in mods)


def _with(subjects: Iterable[Subject], better: Mapping[str, Subject]) -> tuple[Subject, ...]:
    known = {found.key: found for subject in subjects for found in (better.get(subject.key, subject),)}
    return tuple(known.values())


def _s(names: list[str]) -> str:
    return "s" if len(names) == 1 else ""


def _it(names: list[str]) -> str:
    return "it is" if len(names) == 1 else "they are"
