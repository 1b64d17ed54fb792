"""One kind of change, ready to be carried out from the same folder again and again, and what may come of it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from modstead.domain.plan import Plan
from modstead.errors import ModsteadError
from torture.game import Game, Told, Tree, carried_out, list_as_prism, make_game, told
from torture.operations import OPERATIONS, Carry, Ready, another, update
from torture.points import READING, Points, kill
from torture.processes import forked, result_of, seconds_of


@dataclass(frozen=True, slots=True)
class State:
    """A folder that a change may end in, and what a fresh process says of it."""

    tree: Tree
    told: Told


@dataclass(frozen=True, slots=True)
class Trial:
    """A change that is ready, and the states that it may end in. Undisturbed it takes so many `seconds`; `other` is a
    change of the same folder that has nothing to do with it. What only `recovers` has one state to end in. From
    wherever it came to, `aftermath` must lead to the tree `before` all of it.
    """

    game: Game
    plan: Plan
    carry: Carry
    old: State
    new: State
    seconds: float
    other: Plan
    recovers: bool = False
    aftermath: Carry | None = None
    before: Tree | None = None

    def run(self, disk: Points) -> object:
        return self.game.run(self.carry, disk)

    def attempt(self, disk: Points) -> str:
        """Carry it out; what was told where that did not come off."""
        return told_by(lambda: self.run(disk))

    def other_attempt(self) -> str:
        return told_by(lambda: self.game.run(partial(carried_out, plan=self.other)))

    def fresh(self) -> State:
        """What a new process makes of the folder, by looking at it."""
        game = self.game
        said = result_of(lambda: game.run(lambda services: told(game, services)))
        assert isinstance(said, Told)
        return State(game.tree(), said)

    def whole(self, *expected: State) -> str:
        """What is wrong with the folder once a new process has looked at it; nothing if it is as expected.

        Without another word that is the old state or the new one.
        """
        try:
            state = self.fresh()
        except RuntimeError as error:
            return f"it cannot be looked at: {error}"
        if wrong := [*state.told.wrong, *self.game.leftovers()]:
            return "; ".join(wrong)
        answers = [disagreement(state, one) for one in expected or (self.old, self.new)]
        return self.way_back() if "" in answers else " and ".join(answers)

    def way_back(self) -> str:
        """What is wrong with the folder once another new process has put it back, if that is to be had."""
        if self.aftermath is None or self.before is None:
            return ""
        carry = self.aftermath
        try:
            result_of(lambda: self.game.run(carry))
        except RuntimeError as error:
            return f"it cannot be put back: {error}"
        tree = self.game.tree()
        return "" if tree == self.before else f"put back, {difference(tree, self.before)}"


def told_by(work: Callable[[], object]) -> str:
    """The error that Modstead tells, with its kind; nothing where there is none."""
    try:
        work()
    except ModsteadError as error:
        return f"{type(error).__name__}: {error}"
    return ""


def disagreement(found: State, expected: State) -> str:
    """In which respect the two are not the same."""
    if found.tree != expected.tree:
        return difference(found.tree, expected.tree)
    if found.told.history != expected.told.history:
        return "the files fit, but the history is another"
    return "" if found.told.mods == expected.told.mods else "the mods are told to be others than they are"


def difference(found: Tree, expected: Tree) -> str:
    """The files in which a folder is not as expected."""
    names = sorted(path for path in found.keys() | expected.keys() if found.get(path) != expected.get(path))
    return f"{len(names)} files differ: {', '.join(names[:4])}"


RECOVERIES = {"putting back": 0, "tidying up": 1}
"""Recovery itself, after a kill so many steps after the last one before the update is marked as done."""


def prepared(name: str, game: Game, seed: Path) -> Trial:
    """The trial of that name, its folder saved."""
    make_game(game, seed)
    game.run(partial(list_as_prism, game))
    before = game.tree()
    ready = game.run(partial(OPERATIONS.get(name, update), game))
    other = game.run(partial(another, game, plan=ready.plan))
    game.save()
    trial = _measured(game, ready, other, before)
    return _interrupted(trial, RECOVERIES[name]) if name in RECOVERIES else trial


def _measured(game: Game, ready: Ready, other: Plan, before: Tree) -> Trial:
    unknown = State({}, Told((), ()))
    trial = Trial(
        game, ready.plan, ready.carry, unknown, unknown, 0.0, other, aftermath=ready.aftermath, before=before
    )
    old = trial.fresh()
    game.save()
    seconds = result_of(lambda: seconds_of(lambda: trial.run(Points())))
    assert isinstance(seconds, float)
    new = trial.fresh()
    if wrong := [*new.told.wrong, *game.leftovers()]:
        raise RuntimeError(f"undisturbed it ends wrong: {wrong}")
    game.restore()
    return replace(trial, old=old, new=new, seconds=seconds)


def _interrupted(trial: Trial, later: int) -> Trial:
    """Recovery after the update was killed in the middle: there is one state that it may end in."""
    game = trial.game

    def steps() -> list[str]:
        disk = Points(skips=READING)
        trial.run(disk)
        return disk.log

    log = result_of(steps)
    assert isinstance(log, list)
    marked = max(at for at, step in enumerate(log) if step.startswith("rename journal/"))
    game.restore()
    if not forked(lambda: trial.run(Points(marked + later, kill, skips=READING))).killed:
        raise RuntimeError("the update was not killed")
    game.save()
    expected = trial.new if later else trial.old

    seconds = result_of(lambda: seconds_of(lambda: game.run(game.opened)))
    assert isinstance(seconds, float)
    game.restore()
    return replace(trial, carry=game.opened, old=expected, new=expected, seconds=seconds, recovers=True)


def steps_of(trial: Trial, disk: Points) -> int:
    """How many steps of that disk the change takes, undisturbed."""

    def count() -> int:
        trial.run(disk)
        return disk.steps

    steps = result_of(count)
    assert isinstance(steps, int)
    trial.game.restore()
    return steps
