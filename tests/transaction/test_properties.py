"""Random sequences of changes, undos and kills always end with the exact bytes that they should."""

import asyncio
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from modstead.domain.plan import Operation, OperationState, Plan
from modstead.errors import UndoImpossible
from transaction.conftest import IN_MEMORY
from transaction.world import READING, BrokenDisk, Killed, World, sha512

NAMES = st.sampled_from(
    [f"{letter}.jar" for letter in "abcd"] + [f"{letter}.jar.disabled" for letter in "abcd"]
)
CONTENTS = st.sampled_from([b"one", b"two", b"three", b"four"])


def either(name: str) -> set[str]:
    """The names of a file, enabled and disabled."""
    jar = name.removesuffix(".disabled")
    return {jar, f"{jar}.disabled"}


class Folder(RuleBasedStateMachine):
    """Compares a folder with a dictionary, and remembers the dictionary before each operation."""

    @initialize()
    def begin(self) -> None:
        memory = str(IN_MEMORY) if IN_MEMORY.is_dir() else None
        self.top = tempfile.TemporaryDirectory(dir=memory)
        self.world = World(Path(self.top.name))
        self.files: dict[str, bytes] = {}
        self.before: dict[str, tuple[dict[str, bytes], dict[str, bytes]]] = {}

    def teardown(self) -> None:
        if hasattr(self, "top"):
            self.top.cleanup()

    def carry_out(self, plan: Plan, after: dict[str, bytes]) -> None:
        applied = self.world.apply(plan)
        self.before[applied.operation_id] = (self.files, after)
        self.files = after

    @rule(name=NAMES, content=CONTENTS)
    def install(self, name: str, content: bytes) -> None:
        if name in self.files:
            return
        plan = self.world.plan(self.world.install(name, content))
        self.carry_out(plan, {**self.files, name: content})

    @rule(data=st.data(), content=CONTENTS, new_name=NAMES)
    @precondition(lambda self: self.files)
    def update(self, data: st.DataObject, content: bytes, new_name: str) -> None:
        name = data.draw(st.sampled_from(sorted(self.files)))
        if new_name in self.files:
            new_name = name
        left = {other: bytes_ for other, bytes_ in self.files.items() if other != name}
        plan = self.world.plan(self.world.update(name, new_name, content))
        self.carry_out(plan, {**left, new_name: content})

    @rule(data=st.data())
    @precondition(lambda self: self.files)
    def remove_some(self, data: st.DataObject) -> None:
        names = data.draw(st.sets(st.sampled_from(sorted(self.files)), min_size=1))
        plan = self.world.plan(*(self.world.remove(name) for name in sorted(names)))
        self.carry_out(plan, {name: content for name, content in self.files.items() if name not in names})

    @rule(data=st.data())
    @precondition(lambda self: self.files)
    def toggle(self, data: st.DataObject) -> None:
        operations: list[Operation] = []
        after = dict(self.files)
        for name in sorted(data.draw(st.sets(st.sampled_from(sorted(self.files)), min_size=1))):
            other = name.removesuffix(".disabled") if name.endswith(".disabled") else f"{name}.disabled"
            if other not in self.files:
                operations.append(self.world.rename(name, other))
                after[other] = after.pop(name)
        if operations:
            self.carry_out(self.world.plan(*operations), after)

    @rule(data=st.data())
    @precondition(lambda self: self.files)
    def delete_by_hand(self, data: st.DataObject) -> None:
        name = data.draw(st.sampled_from(sorted(self.files)))
        (self.world.folder / name).unlink()
        self.files = {other: content for other, content in self.files.items() if other != name}

    @rule(data=st.data())
    @precondition(lambda self: self.before)
    def undo_one(self, data: st.DataObject) -> None:
        """Whatever can be undone, brings back the exact bytes, and leaves all other files alone."""
        operation_id = data.draw(st.sampled_from([None, *sorted(self.before)]))
        try:
            plan = asyncio.run(self.world.restarted().undo_plan(self.world.instance, operation_id))
        except UndoImpossible:
            return
        old, new = self.before[plan.undoes]
        after = dict(self.files)
        for operation in plan.operations:
            if operation.before:
                removed = after.pop(operation.before.name)
                assert removed in {new.get(name) for name in either(operation.before.name)}
        for operation in plan.operations:
            if operation.after:
                assert operation.after.name not in after
                contents = (old.get(name) for name in either(operation.after.name))
                matching = {item for item in contents if item and sha512(item) == operation.after.sha512}
                (after[operation.after.name],) = matching
        self.carry_out(plan, after)

    @rule(at=st.integers(15, 45), content=CONTENTS)
    @precondition(lambda self: self.files)
    def be_killed(self, at: int, content: bytes) -> None:
        name = min(self.files)
        plan = self.world.plan(self.world.update(name, name, content))
        try:
            asyncio.run(self.world.restarted(BrokenDisk(at, Killed(), skips=READING)).apply(plan))
        except Killed:
            asyncio.run(self.world.restarted().recover(self.world.folder))
        history = asyncio.run(self.world.restarted().history(self.world.folder))
        if history and history[0].operation_id not in self.before and history[0].state is OperationState.DONE:
            after = {**self.files, name: content}
            self.before[history[0].operation_id] = (self.files, after)
            self.files = after

    @invariant()
    def the_folder_holds_what_it_should(self) -> None:
        if hasattr(self, "world"):
            assert self.world.files() == self.files
            assert self.world.staging() == []


Folder.TestCase.settings = settings(
    max_examples=25,
    stateful_step_count=15,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
TestFolder = Folder.TestCase
