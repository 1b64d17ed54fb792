"""Which remedies put a folder right together: tried on a picture of it, until nothing more is to be done."""

from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import dataclass, replace

from modstead.domain.diagnosis.files import NOT_LOADED
from modstead.domain.instance import DISABLED_SUFFIX, InstalledMod, Library
from modstead.domain.problems import Problem, ProblemKind, Remedy, RemedyKind

TAKES_FILES = frozenset({RemedyKind.INSTALL, RemedyKind.CHANGE_VERSION, RemedyKind.REPLACE})
"""The remedies that need the platform."""

_LEAVES = frozenset({RemedyKind.DISABLE, RemedyKind.REMOVE})
_NEEDS = frozenset({ProblemKind.MISSING_DEPENDENCY, ProblemKind.WRONG_VERSION})


@dataclass(frozen=True, slots=True)
class Course:
    """What to do, and, for each file that is left out only because of what else is done, why in a sentence."""

    remedies: tuple[Remedy, ...] = ()
    left_too: tuple[tuple[str, str], ...] = ()


def set_course(
    library: Library,
    problems: Iterable[Problem],
    missed: Set[Remedy],
    find: Callable[[Library], Iterable[Problem]],
) -> Course:
    """The best remedy of each problem but for those that ask the user, and of the problems that these bring about.

    `missed` are remedies that cannot be had: where one was for a file that does not run here, the file is left out.
    What the platform brings is taken to help. A file that was left out stays out, and no two are left out for one
    incompatibility, so that this ends, and that there is nothing left to do for a second course.
    """
    trial = _Trial(library, missed)
    given = tuple(problems)
    listed = {_key(problem) for problem in given}
    changed, taking = trial.carry_out(given)
    before = {_key(problem) for problem in find(library)} - listed if changed else set()
    while changed:
        found = (trial.translated(problem) for problem in find(trial.library))
        changed, taking = trial.carry_out((item for item in found if _key(item) not in before), follows=True)
    return trial.course(taking)


def _key(problem: Problem) -> tuple[str, str, tuple[str, ...]]:
    return problem.kind.value, problem.file, problem.others


class _Trial:
    """The folder as it will be. Remedies and problems name files as they are now."""

    def __init__(self, library: Library, missed: Set[Remedy]) -> None:
        self.library = library
        self._missed = missed
        self._now = {mod.file.name: mod.file.name for mod in library.mods}
        self._titles = {mod.file.name: mod.title for mod in library.mods}
        self._was_enabled = {mod.file.name for mod in library.mods if mod.file.enabled}
        self._left: dict[str, Remedy] = {}
        self._enabled: dict[str, Remedy] = {}
        self._reasons: dict[str, tuple[str, str]] = {}

    def carry_out(
        self, problems: Iterable[Problem], *, follows: bool = False
    ) -> tuple[bool, tuple[Remedy, ...]]:
        """Leaves out and enables what that takes; gives whether it did, and what the platform has to bring."""
        taking: dict[Remedy, None] = {}
        toggled: dict[str, bool] = {}
        for problem in problems:
            if problem.file in self._left or (
                problem.kind is ProblemKind.INCOMPATIBLE and not self._left.keys().isdisjoint(problem.others)
            ):
                continue
            remedy = self._best(problem)
            if remedy is None or remedy.kind is RemedyKind.IDENTIFY or remedy.file in self._left:
                continue
            if remedy.kind in TAKES_FILES:
                taking[remedy] = None
            elif remedy.kind in _LEAVES:
                self._left[remedy.file] = remedy
                toggled[remedy.file] = False
                if follows and problem.kind in _NEEDS and remedy.file in self._was_enabled:
                    self._reasons[remedy.file] = problem.title, self._reason(problem)
            elif remedy.file not in self._enabled:
                self._enabled[remedy.file] = remedy
                toggled[remedy.file] = True
        self._toggle(toggled)
        return bool(toggled), tuple(taking)

    def translated(self, problem: Problem) -> Problem:
        """A problem of the picture, with the names that the files have now."""
        remedies = tuple(
            replace(item, file=self._now[item.file]) if item.file else item for item in problem.remedies
        )
        others = tuple(self._now[name] for name in problem.others)
        return replace(
            problem, file=self._now.get(problem.file, problem.file), remedies=remedies, others=others
        )

    def course(self, taking: Iterable[Remedy]) -> Course:
        left = (remedy for name, remedy in self._left.items() if name in self._was_enabled)
        enabled = (remedy for name, remedy in self._enabled.items() if name not in self._left)
        reasons = ((title, f"{title} is left out too. {detail}") for title, detail in self._reasons.values())
        return Course((*taking, *enabled, *left), tuple(reasons))

    def _reason(self, problem: Problem) -> str:
        gone = next((name for name in problem.others if name in self._left), None)
        return f"It needs {self._titles[gone]}, which is left out." if gone else problem.detail

    def _best(self, problem: Problem) -> Remedy | None:
        best = next(iter(problem.remedies), None)
        if best is None:
            return None
        gone = problem.kind in _NEEDS and not self._left.keys().isdisjoint(problem.others)
        unavailable = best in self._missed and problem.kind in NOT_LOADED
        if (gone and best.kind not in _LEAVES) or unavailable:
            return next((item for item in problem.remedies if item.kind in _LEAVES), None)
        return None if best in self._missed else best

    def _toggle(self, wanted: Mapping[str, bool]) -> None:
        """Enabled and disabled by their names, as loaders do; what is removed is as good as disabled."""
        taken = set(self._now)
        names: dict[str, str] = {}
        mods: list[InstalledMod] = []
        for mod in self.library.mods:
            was = self._now[mod.file.name]
            name = mod.file.name
            if was in wanted and wanted[was] is not mod.file.enabled:
                name = mod.file.jar_name if wanted[was] else mod.file.name + DISABLED_SUFFIX
                while name in taken:
                    name = f"+{name}"
                taken.add(name)
            names[name] = was
            mods.append(replace(mod, file=replace(mod.file, name=name)))
        self._now = names
        self.library = replace(self.library, mods=tuple(mods))
