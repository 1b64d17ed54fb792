"""Plans are carried out one after the other, each once."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, cast

import pytest
from PySide6.QtWidgets import QApplication

from modstead.domain.instance import Instance
from modstead.domain.plan import Applied, Plan, PlanKind
from modstead.domain.preflight import Preflight
from modstead.services.operations import OperationService
from modstead.services.preflight import PreflightService
from modstead.ui.changes import Changes
from modstead.ui.project_states import ProjectStates
from ui.folder_pages import Heard, run_on_qt

MEADOW = Instance(Path("/games/meadow/mods"), "Meadow")


def plan(about: str) -> Plan:
    return Plan(MEADOW, PlanKind.DISABLE, (), about=about)


class Services:
    """Carries out a plan when it is let."""

    def __init__(self) -> None:
        self.let = asyncio.Event()

    async def check(self, asked: Plan, _progress: object) -> Preflight:
        return Preflight(asked)

    async def apply(self, asked: Plan, _progress: object, **_how: Any) -> Applied:
        await self.let.wait()
        return Applied(asked.about, asked)


class Scene:
    def __init__(self) -> None:
        self.services = Services()
        self.changes = Changes(
            cast(OperationService, self.services), cast(PreflightService, self.services), ProjectStates()
        )
        self.applied = Heard(self.changes.applied)
        self.waiting = Heard(self.changes.waiting_changed)

    def done(self) -> list[str]:
        return [applied.operation_id for applied in self.applied.values]


@pytest.fixture
def play(qapp: QApplication) -> Callable[[Callable[[Scene], Awaitable[None]]], None]:
    def run(act: Callable[[Scene], Awaitable[None]]) -> None:
        async def work() -> None:
            scene = Scene()
            await act(scene)
            await scene.changes.scope.close()

        run_on_qt(qapp, work)

    return run


Play = Callable[[Callable[[Scene], Awaitable[None]]], None]


def test_each_waits_for_its_turn_and_none_is_done_twice(play: Play) -> None:
    async def act(scene: Scene) -> None:
        for about in ("first", "second", "first", "second", "third"):
            scene.changes.apply(plan(about))
        assert [item.about for item in scene.waiting.last] == ["second", "third"]
        scene.services.let.set()
        await scene.applied.until(lambda: len(scene.done()) == 3)
        assert scene.done() == ["first", "second", "third"]
        assert scene.waiting.last == ()

    play(act)


def test_what_waits_can_be_dropped_and_comes_also_after_a_change_that_was_cancelled(play: Play) -> None:
    async def act(scene: Scene) -> None:
        cancelled = Heard(scene.changes.cancelled)
        for about in ("first", "second"):
            scene.changes.apply(plan(about))
        scene.changes.drop_waiting()
        assert scene.waiting.last == ()
        scene.changes.apply(plan("third"))
        scene.changes.cancel()
        await cancelled.until(lambda: bool(cancelled.values))
        scene.services.let.set()
        await scene.applied.until(lambda: bool(scene.done()))
        assert scene.done() == ["third"]

    play(act)
