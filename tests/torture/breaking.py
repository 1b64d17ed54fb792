"""What goes wrong in a trial: how often it was tried, and how often the folder was whole afterwards."""

import errno
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from modstead.errors import FolderBusy, RecoveryFailed
from torture.game import INDEX, Tree, carried_out
from torture.points import NEEDS_ROOM, READING, Points, fail, kill, stop
from torture.processes import Child, forked, result_of
from torture.trials import Trial, difference, steps_of, told_by


@dataclass(slots=True)
class Count:
    """`troubles` names the points at which a folder did not end whole, and why."""

    tried: int = 0
    troubles: list[str] = field(default_factory=list)

    @property
    def whole(self) -> int:
        return self.tried - len(self.troubles)

    def add(self, point: object, trouble: str) -> None:
        self.tried += 1
        if trouble:
            self.troubles.append(f"{point}: {trouble}")


@dataclass(frozen=True, slots=True)
class Share:
    """Every so many points, from a first one on: what one process of several tries. `most` bounds all of them."""

    first: int = 0
    of: int = 1
    most: int | None = None

    def positions(self, steps: int) -> range | list[int]:
        if self.most is None or self.most >= steps:
            return range(self.first, steps, self.of)
        spread = [(2 * at + 1) * steps // (2 * self.most) for at in range(self.most)]
        return spread[self.first :: self.of]


Break = Callable[[Trial, int], str]
"""Disturbs the change at one point; says what is wrong then, and leaves the folder as it is."""


def tried(trial: Trial, disk: Callable[[], Points], breaks: Break, share: Share) -> Count:
    """Disturb the change at each point of that disk that falls to this process."""
    count = Count()
    for at in share.positions(steps_of(trial, disk())):
        count.add(at, breaks(trial, at))
        trial.game.restore()
    return count


def killed(trial: Trial, share: Share) -> Count:
    def breaks(trial: Trial, at: int) -> str:
        end = forked(lambda: trial.run(Points(at, kill, skips=READING)))
        return trial.whole() if end.killed else end.trouble or "it was not killed"

    return tried(trial, partial(Points, skips=READING), breaks, share)


def killed_at_random(trial: Trial, share: Share) -> Count:
    """So many times, at moments of the change's usual time and a little later; the sequence is always the same."""
    count = Count()
    chance = random.Random(share.first)
    for _ in range(share.first, share.most or 0, share.of):
        moment = chance.uniform(0, trial.seconds * 1.1)
        child = Child(lambda: trial.run(Points()))
        child.kill_after(moment)
        end = child.end()
        count.add(f"{moment * 1000:.1f} ms", end.trouble or trial.whole())
        trial.game.restore()
    return count


def failing(
    trial: Trial,
    share: Share,
    *,
    code: int,
    only: frozenset[str] = frozenset(),
    skips: frozenset[str] = READING,
    lasts: bool = False,
) -> Count:
    """The disk refuses one of these steps, or with `lasts` all of them from there on."""

    def disk(at: int = -1) -> Points:
        return Points(at, fail(code), only=only, skips=skips, lasts=lasts)

    def breaks(trial: Trial, at: int) -> str:
        points = disk(at)
        end = forked(lambda: (trial.attempt(points), points.reached))
        if not isinstance(end.value, tuple):
            return end.trouble
        told, (action, path) = end.value
        if told.startswith(RecoveryFailed.__name__) and not trial.recovers:
            return f"it could not be put back at once: {told}"
        if trial.aftermath:
            return trial.whole()
        if told and not trial.recovers and (wrong := _changed(trial)):
            return f"{wrong}, though it was told: {told}"
        wrong = _told_truly(trial, told)
        return wrong and _told_truly(_left_alone(trial, action, path), told)

    return tried(trial, disk, breaks, share)


def _told_truly(trial: Trial, told: str) -> str:
    """What is wrong, be it that the other state was told."""
    return trial.whole(trial.old if told else trial.new)


def _left_alone(trial: Trial, action: str, path: Path) -> Trial:
    """What of the launcher's list cannot be read stays as it is, by promise: the new state is without its change."""
    folder = trial.game.folder
    if action not in READING or not path.is_relative_to(folder / INDEX):
        return trial
    name = path.relative_to(folder).as_posix()
    unread = {
        entry for entry in trial.old.tree.keys() | trial.new.tree.keys() if f"{entry}/".startswith(f"{name}/")
    }
    stays = {entry: content for entry, content in trial.old.tree.items() if entry in unread}
    return replace(trial, new=replace(trial.new, tree=_without(trial.new.tree, unread) | stays))


def _changed(trial: Trial) -> str:
    """What of the files is not the old state before anybody has recovered anything."""
    tree = trial.game.tree()
    return "" if tree == trial.old.tree else difference(tree, trial.old.tree)


def vanishing(trial: Trial, share: Share) -> Count:
    """At one step somebody else removes a file that the change is about, from the folder or of what is to come in."""

    def breaks(trial: Trial, at: int) -> str:
        victims: list[Path] = []
        disk = Points(at, partial(_remove_one, trial, at, victims), skips=READING)

        def attempt() -> tuple[str, list[Path]]:
            return trial.attempt(disk), victims

        end = forked(attempt)
        if end.trouble or not isinstance(end.value, tuple):
            return end.trouble
        _, gone = end.value
        return _whole_but_for(trial, gone)

    return tried(trial, partial(Points, skips=READING), breaks, share)


def _remove_one(trial: Trial, at: int, victims: list[Path], _action: str, _path: Path) -> None:
    folder, staging = trial.game.folder, trial.game.home / "staging"
    states = [state for each in trial.plan.operations for state in (each.before, each.after) if state]
    candidates = [folder / name for name in sorted({state.name for state in states})]
    candidates += sorted(folder.glob(f"{INDEX}*.toml")) + sorted(staging.glob("*/new/*"))
    candidates = [path for path in candidates if path.is_file()]
    if candidates:
        victim = candidates[at % len(candidates)]
        victim.unlink()
        victims.append(victim)


def _whole_but_for(trial: Trial, victims: list[Path]) -> str:
    try:
        state = trial.fresh()
    except RuntimeError as error:
        return f"it cannot be looked at: {error}"
    if wrong := [*state.told.wrong, *trial.game.leftovers()]:
        return "; ".join(wrong)
    folder = trial.game.folder
    names = {path.relative_to(folder).as_posix() for path in victims if path.is_relative_to(folder)}
    names |= _other_names(trial, names) | _entry_lost_in_staging(trial, victims, state.tree)
    found, old, new = (_without(tree, names) for tree in (state.tree, trial.old.tree, trial.new.tree))
    if found in (old, new):
        return ""
    return f"{', '.join(sorted(names))} vanished: {difference(found, old)}; {difference(found, new)}"


def _other_names(trial: Trial, names: set[str]) -> set[str]:
    """What is gone under one name of a file that was to be renamed cannot be there under the other one."""
    renamed = [
        {operation.before.name, operation.after.name}
        for operation in trial.plan.operations
        if operation.before and operation.after and operation.source is None
    ]
    return {name for pair in renamed if pair & names for name in pair}


def _entry_lost_in_staging(trial: Trial, victims: list[Path], found: Tree) -> set[str]:
    """Once the change is marked as done, a new entry of the launcher's list that is lost cannot be had again.

    Then the mod's old entry stays, if it had one.
    """
    entries = len(trial.plan.operations)
    if not any(path.parent.name == "new" and int(path.name) >= entries for path in victims):
        return set()
    lost = {name for name, content in trial.new.tree.items() if found.get(name) != content}
    return lost if len(lost) == 1 and next(iter(lost)).startswith(INDEX) else set()


def _without(tree: Tree, names: set[str]) -> Tree:
    return {name: content for name, content in tree.items() if name not in names}


def beside_another(trial: Trial, share: Share) -> Count:
    """While the change stands still at a point, another Modstead looks at the folder and then changes it."""
    both = _after(trial, trial.run)

    def breaks(trial: Trial, at: int) -> str:
        child = Child(lambda: trial.attempt(Points(at, stop, skips=READING)))
        if not child.stopped():
            return child.end().trouble or "it was not stopped"
        look = forked(lambda: told_by(lambda: trial.game.run(trial.game.opened)))
        other = forked(trial.other_attempt)
        child.go_on()
        for end in (child.end(), look, other):
            if end.trouble or (end.value and not str(end.value).startswith(FolderBusy.__name__)):
                return end.trouble or str(end.value)
        return _is(trial, trial.new.tree if other.value else both)

    return tried(trial, partial(Points, skips=READING), breaks, share)


def taken_over(trial: Trial, share: Share) -> Count:
    """The change is killed at a point, and the next that comes is another change of the folder."""
    after_old, after_new = _after(trial, None), _after(trial, trial.run)

    def breaks(trial: Trial, at: int) -> str:
        end = forked(lambda: trial.run(Points(at, kill, skips=READING)))
        if not end.killed:
            return end.trouble or "it was not killed"
        other = forked(trial.other_attempt)
        return other.trouble or str(other.value or "") or _is(trial, after_old, after_new)

    return tried(trial, partial(Points, skips=READING), breaks, share)


def again(trial: Trial, share: Share) -> Count:
    """The change is killed at a point and, if it is not done, tried once more, with what is left of its downloads."""
    if trial.recovers or trial.aftermath:
        return Count()

    def breaks(trial: Trial, at: int) -> str:
        end = forked(lambda: trial.run(Points(at, kill, skips=READING)))
        if not end.killed:
            return end.trouble or "it was not killed"
        wrong = trial.whole()
        if wrong or trial.game.tree() == trial.new.tree:
            return wrong
        second = forked(lambda: trial.attempt(Points()))
        return second.trouble or str(second.value or "") or trial.whole(trial.new)

    return tried(trial, partial(Points, skips=READING), breaks, share)


def _after(trial: Trial, first: Callable[[Points], object] | None) -> Tree:
    """The folder after the other change, and `first` before that."""
    if first is not None:
        result_of(lambda: first(Points()))
    result_of(lambda: trial.game.run(partial(carried_out, plan=trial.other)))
    tree = trial.game.tree()
    trial.game.restore()
    return tree


def _is(trial: Trial, *expected: Tree) -> str:
    """What is wrong if a new process finds the folder in none of these states."""
    state = trial.fresh()
    if wrong := [*state.told.wrong, *trial.game.leftovers()]:
        return "; ".join(wrong)
    return "" if state.tree in expected else " and ".join(difference(state.tree, one) for one in expected)


Disturbance = Callable[[Trial, Share], Count]

DISTURBANCES: Mapping[str, Disturbance] = {
    "killed": killed,
    "at random": killed_at_random,
    "no room": partial(failing, code=errno.ENOSPC, only=NEEDS_ROOM, lasts=True),
    "refused": partial(failing, code=errno.EACCES),
    "broken": partial(failing, code=errno.EIO),
    "unreadable": partial(failing, code=errno.EIO, only=READING, skips=frozenset()),
    "vanished": vanishing,
    "beside": beside_another,
    "taken over": taken_over,
    "again": again,
}
"""By the name of a column."""
