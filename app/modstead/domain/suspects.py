"""Which files of a folder a crash points at, and why."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from modstead.domain.crash import Crash, Finding, FindingKind, is_of_the_game
from modstead.domain.instance import InstalledMod, Library
from modstead.domain.loading import is_built_in, same_ids

CHANGED = 1_000
"""A suspect that was changed since the game last worked comes before all others."""
_SHORTEST_ID = 4
_OF_ANYBODY = frozenset(
    (
        "client",
        "common",
        "compat",
        "core",
        "fabric",
        "forge",
        "mixin",
        "mods",
        "neoforge",
        "quilt",
        "server",
        "util",
    )
)
"""Parts of packages that tell nothing of whose they are."""


@dataclass(frozen=True, slots=True)
class Suspect:
    """`file` is the name of the file, and empty for a mod that is not in the folder. The weightiest reason comes first.

    `changed` says that it is another, or differently enabled, than when the game last worked.
    """

    title: str
    file: str
    mod_id: str
    reasons: tuple[Finding, ...]
    changed: bool = False

    @property
    def why(self) -> Finding:
        return self.reasons[0]


@dataclass(frozen=True, slots=True)
class Blame:
    """The suspects, the likeliest first, and what a crash tells that names no mod."""

    suspects: tuple[Suspect, ...] = ()
    other: tuple[Finding, ...] = ()


def blame(
    crashes: Iterable[Crash],
    library: Library,
    holders: Mapping[str, Collection[str]] | None = None,
    changed: Collection[str] = (),
) -> Blame:
    """Whom the crashes point at. `holders` are the files that hold a class, or its package, by the class's name;
    `changed` the files that are not as they were when the game last worked.
    """
    known = _Known(library)
    reasons: dict[tuple[str, str], list[Finding]] = {}
    other: list[Finding] = []
    for finding in (finding for crash in crashes for finding in crash.findings):
        files = known.named(finding) or tuple((holders or {}).get(finding.class_name, ()))
        files = files or known.of_package(finding.class_name)
        keys = [(file, finding.mod_id) for file in files]
        if not keys and finding.mod_id and finding.kind.weight > FindingKind.STACK.weight:
            keys = [("", finding.mod_id)] if not is_built_in(finding.mod_id) else []
        for file, mod_id in keys:
            reasons.setdefault((file, "" if file else mod_id), []).append(known.explained(finding))
        if not keys and finding.kind is not FindingKind.STACK:
            other.append(finding)
    suspects = [known.suspect(file, mod_id, found, changed) for (file, mod_id), found in reasons.items()]
    suspects.sort(key=_order)
    return Blame(tuple(suspects), tuple(dict.fromkeys(other)))


def _order(suspect: Suspect) -> tuple[int, bool, int, str]:
    weight = suspect.why.kind.weight + CHANGED * suspect.changed
    if suspect.why.kind is FindingKind.STACK:
        # They stay in the order of the frames.
        return -weight, not suspect.file, 0, ""
    return -weight, not suspect.file, -len(suspect.reasons), suspect.title.casefold()


class _Known:
    """The files of a folder by what a crash may call them."""

    def __init__(self, library: Library) -> None:
        self._mods = {mod.file.name: mod for mod in library.mods}
        self._by_id: dict[str, list[str]] = {}
        self._by_name: dict[str, list[str]] = {}
        # An ID that lies nested in many files is that of the file of its own where there is one.
        for mod in library.mods:
            self._by_name.setdefault(mod.file.jar_name.casefold(), []).append(mod.file.name)
            self._add(mod, (name for item in mod.manifests for name in (item.id, *item.provides)))
        own = frozenset(self._by_id)
        for mod in library.mods:
            nested = (item.id for jar in mod.nested for item in jar.manifests)
            self._add(mod, (mod_id for mod_id in nested if mod_id.casefold() not in own))

    def _add(self, mod: InstalledMod, ids: Iterable[str]) -> None:
        for mod_id in ids:
            files = self._by_id.setdefault(mod_id.casefold(), [])
            if mod.file.name not in files:
                files.append(mod.file.name)

    def named(self, finding: Finding) -> tuple[str, ...]:
        """The files that the finding names, enabled ones before all."""
        if not finding.mod_id and not finding.file_name:
            return ()
        found = self._by_name.get(finding.file_name.casefold(), []) if finding.file_name else []
        if not found and finding.mod_id and not is_built_in(finding.mod_id):
            names = (finding.mod_id, finding.mod_id.replace("_", "-"), finding.mod_id.replace("-", "_"))
            ids = [same for name in names for same in same_ids(name)]
            found = next((self._by_id[key] for name in ids if (key := name.casefold()) in self._by_id), [])
        enabled = [name for name in found if self._mods[name].file.enabled]
        return tuple(enabled or found)

    def of_package(self, class_name: str) -> tuple[str, ...]:
        """The files whose ID is a part of the class's package, as `com.example.alder.Mill` has it."""
        if is_of_the_game(f"{class_name}."):
            return ()
        for part in class_name.split(".")[1:-1]:
            if len(part) >= _SHORTEST_ID and part.casefold() not in _OF_ANYBODY:
                found = self.named(Finding(FindingKind.STACK, "", "", part))
                if found:
                    return found
        return ()

    def explained(self, finding: Finding) -> Finding:
        """Also that what is missing is there, but disabled."""
        if finding.kind is not FindingKind.MISSING_DEPENDENCY:
            return finding
        there = self.named(Finding(finding.kind, "", "", finding.other_id))
        if not there or any(self._mods[name].file.enabled for name in there):
            return finding
        return replace(finding, text=f"{finding.text.rstrip('.')}; it is here, but disabled.")

    def suspect(
        self, file: str, mod_id: str, reasons: Collection[Finding], changed: Collection[str]
    ) -> Suspect:
        ordered = tuple(sorted(dict.fromkeys(reasons), key=lambda finding: -finding.kind.weight))
        mod = self._mods.get(file)
        title = mod.title if mod else mod_id
        # What is disabled is loaded by nobody, however new it is.
        is_changed = mod is not None and mod.file.enabled and file in changed
        return Suspect(title, file, mod_id or ordered[0].mod_id, ordered, is_changed)
