"""What the review says of the new files before anything is changed."""

import asyncio
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtWidgets import QPushButton

from modstead.domain.plan import Note, NoteKind, Plan, PlanKind
from modstead.domain.preflight import Preflight
from modstead.domain.problems import Problem, ProblemKind
from modstead.errors import Unreachable
from modstead.ui.kit.banners import Banner
from ui.folder_pages import settled
from ui.review.conftest import Scene
from ui.review.test_review import install_plan

Play = Callable[..., None]

PROBLEM = Problem(
    ProblemKind.INCOMPATIBLE, "moss-paths-1.0.0.jar", "Moss Paths", "It does not go together with Fen."
)


def less(plan: Plan) -> Plan:
    note = Note(
        NoteKind.HELD_BACK, "Moss Paths", "Moss Paths 1.0.0 is not installed. It does not go with Fen."
    )
    return Plan(plan.instance, PlanKind.INSTALL, plan.operations[:1], (note,))


def refusing(plan: Plan) -> Preflight:
    if len(plan.operations) == 1:
        return Preflight(plan, looked_into=1)
    return Preflight(plan, (PROBLEM,), less(plan), looked_into=3)


async def judged(scene: Scene) -> Banner:
    while scene.page.verdict.scope.busy:
        await asyncio.wait(tuple(scene.page.verdict.scope._all))
    await settled()
    banner = scene.page.above.banner("verdict")
    assert banner
    return banner


def button(banner: Banner, words: str) -> QPushButton:
    return next(item for item in banner.buttons if item.text() == words)


def test_what_goes_together_is_said(play: Play) -> None:
    async def act(scene: Scene) -> None:
        scene.preflights.answer = lambda plan: Preflight(plan, looked_into=3)
        scene.page.show_plan(install_plan(), scene.library)
        banner = await judged(scene)
        assert (
            banner.accessibleName()
            == "All of this goes together. 3 new files looked into: nothing speaks against it."
        )
        assert scene.page.footer.primary.isEnabled()

    play(act)


def test_what_does_not_is_not_carried_out_unless_one_insists(play: Play) -> None:
    async def act(scene: Scene) -> None:
        scene.preflights.answer = refusing
        scene.page.show_plan(install_plan(), scene.library)
        banner = await judged(scene)
        assert (
            "The game would not start. Moss Paths: It does not go together with Fen."
            in banner.accessibleName()
        )
        assert not scene.page.footer.primary.isEnabled()
        button(banner, "Do it anyway").click()
        assert [plan.operations for plan in scene.accepted_anyway.values] == [install_plan().operations]
        assert not scene.accepted.values

    play(act)


def test_reasons_that_are_only_counted_are_in_the_tool_tip(play: Play) -> None:
    async def act(scene: Scene) -> None:
        problems = tuple(replace(PROBLEM, detail=f"It needs Reed {number}.") for number in range(5))
        scene.preflights.answer = lambda plan: Preflight(plan, problems, looked_into=3)
        scene.page.show_plan(install_plan(), scene.library)
        banner = await judged(scene)
        assert "And 2 more." in banner.accessibleName()
        assert all(f"Reed {number}" in banner.toolTip() for number in range(5))

    play(act)


def test_what_goes_together_takes_its_place(play: Play) -> None:
    async def act(scene: Scene) -> None:
        scene.preflights.answer = refusing
        scene.page.show_plan(install_plan(), scene.library)
        button(await judged(scene), "Take what goes together").click()
        banner = await judged(scene)
        assert "goes together" in banner.accessibleName()
        assert [item.title for item in scene.page.model.items if item.held_back] == ["Moss Paths"]
        assert scene.page.footer.primary.isEnabled()
        scene.page.footer.primary.click()
        assert [len(plan.operations) for plan in scene.accepted.values] == [1]

    play(act)


def test_what_is_known_is_not_looked_into_again(play: Play) -> None:
    async def act(scene: Scene) -> None:
        plan = install_plan()
        scene.page.show_plan(plan, scene.library, refusing(plan))
        await judged(scene)
        assert not scene.preflights.checked
        assert not scene.page.footer.primary.isEnabled()

    play(act)


def test_unticking_what_does_not_fit_frees_the_button(play: Play) -> None:
    async def act(scene: Scene) -> None:
        scene.preflights.answer = lambda plan: (
            refusing(plan) if any(item.title == "Moss Paths" for item in plan.operations) else Preflight(plan)
        )
        scene.page.show_plan(install_plan(), scene.library)
        await judged(scene)
        key = next(item.key for item in scene.page.model.items if item.title == "Moss Paths")
        scene.page.model.set_ticked([key], on=False)
        while scene.page.verdict.scope.busy:
            await asyncio.wait(tuple(scene.page.verdict.scope._all))
        await settled()
        assert scene.page.footer.primary.isEnabled()
        assert scene.page.above.banner("verdict") is None

    play(act)


def test_files_that_cannot_be_looked_into_are_no_hindrance(play: Play) -> None:
    async def act(scene: Scene) -> None:
        def fail(_plan: Plan) -> Preflight:
            raise Unreachable("The server cannot be reached.")

        scene.preflights.answer = fail
        scene.page.show_plan(install_plan(), scene.library)
        banner = await judged(scene)
        assert "could not be looked into" in banner.accessibleName()
        assert scene.page.footer.primary.isEnabled()
        scene.preflights.answer = lambda plan: Preflight(plan, looked_into=3)
        button(banner, "Retry").click()
        assert "goes together" in (await judged(scene)).accessibleName()

    play(act)


def test_leaving_the_page_ends_the_looking(play: Play) -> None:
    async def act(scene: Scene) -> None:
        scene.page.show_plan(install_plan(), scene.library)
        scene.page.footer.cancel.click()
        while scene.page.verdict.scope._all:
            await asyncio.wait(tuple(scene.page.verdict.scope._all))
        await settled()
        assert not scene.preflights.checked
        assert scene.page.above.banner("verdict") is None

    play(act)
