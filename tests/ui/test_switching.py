"""Folders that are switched while something is under way: each answer stays with the folder it was asked for."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from modstead.domain.changes import plan_enable
from modstead.domain.plan import Plan, PlanKind
from modstead.services.installs import InstallService
from modstead.services.operations import OperationService
from modstead.services.updates import UpdateService
from modstead.ui.desk import Desk
from modstead_sandbox.sample import SampleInstance, sample_instance
from modstead_sandbox.server import Handle
from ui.test_window import contents, in_window, opened, until

Play = Callable[[Callable[[Desk], Awaitable[None]]], None]


@pytest.fixture
def meadow(sandbox: Handle, tmp_path: Path) -> SampleInstance:
    return sample_instance(tmp_path / "Meadow", sandbox.catalogue, sandbox.contents, mods=12)


@pytest.fixture
def marsh(sandbox: Handle, tmp_path: Path) -> SampleInstance:
    return sample_instance(tmp_path / "Marsh", sandbox.catalogue, mods=12)


@pytest.fixture
def play(sandbox: Handle, meadow: SampleInstance, tmp_path: Path) -> Play:
    def play_it(act: Callable[[Desk], Awaitable[None]]) -> None:
        async def begin(desk: Desk) -> None:
            await opened(desk, meadow)
            await act(desk)

        in_window(sandbox, tmp_path / "home", begin)

    return play_it


class Gate:
    """Holds back what is asked of a service until it is opened."""

    def __init__(self) -> None:
        self.reached = asyncio.Event()
        self.open = asyncio.Event()


@contextmanager
def held(patch: pytest.MonkeyPatch, service: type, name: str) -> Iterator[Gate]:
    gate, real = Gate(), getattr(service, name)

    async def later(*args: Any, **kwargs: Any) -> Any:
        gate.reached.set()
        await gate.open.wait()
        return await real(*args, **kwargs)

    with patch.context() as within:
        within.setattr(service, name, later)
        yield gate


async def switch(desk: Desk, to: SampleInstance) -> None:
    desk.folders.open(to.mods_folder)
    await until(lambda: desk.mods.library and desk.mods.library.instance.folder == to.mods_folder)
    await until(lambda: desk.mods.check is not None and not desk.mods.state.scanning)


def looks(desk: Desk) -> tuple[str, str]:
    """The button of what is to be installed."""
    shown = desk.states.button("windward-sails", "mod", (), ()).shown
    return shown.kind, shown.words


def two_off(desk: Desk) -> Plan:
    library = desk.mods.library
    assert library
    names = [mod.file.name for mod in library.mods if mod.file.enabled][:2]
    return plan_enable(library, names, enabled=False)


def test_what_was_to_be_installed_in_another_folder_is_dropped(
    play: Play, meadow: SampleInstance, marsh: SampleInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def act(desk: Desk) -> None:
        before = contents(meadow.mods_folder), contents(marsh.mods_folder)
        with held(monkeypatch, InstallService, "plan") as gate:
            desk.course.install(("windward-sails",))
            await gate.reached.wait()
            assert looks(desk) == ("off", "Looking …")
            await switch(desk, marsh)
            assert looks(desk) == ("install", "Install")
            gate.open.set()
            await until(lambda: "another folder is open now" in desk.window.toast.text)
        await switch(desk, meadow)
        assert looks(desk) == ("install", "Install")
        assert desk.window.toast.text.startswith("Windward Sails was not installed in Meadow")
        assert desk.window.current_page() == "mods"
        assert desk.changes.plan is None
        assert (contents(meadow.mods_folder), contents(marsh.mods_folder)) == before

    play(act)


def test_updates_and_dropped_files_of_another_folder_are_dropped_as_well(
    play: Play, marsh: SampleInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def act(desk: Desk) -> None:
        library, check = desk.mods.library, desk.mods.check
        assert library
        assert check
        name = check.updates[0].mod.file.name
        plan = two_off(desk)
        with held(monkeypatch, UpdateService, "plan") as gate:
            desk.planning.update(library, check, (name,))
            await gate.reached.wait()
            await switch(desk, marsh)
            gate.open.set()
            await until(lambda: "another folder is open now" in desk.window.toast.text)
        assert "was not updated in Meadow" in desk.window.toast.text
        assert desk.window.current_page() == "mods"
        desk.pages.history.review_wanted.emit(plan)
        assert "2 mods were not disabled in Meadow" in desk.window.toast.text
        assert desk.window.current_page() == "mods"
        desk.planning.add(library, ())
        await until(lambda: "Nothing was changed in Meadow" in desk.window.toast.text)

    play(act)


def test_a_change_in_the_background_leaves_the_review_of_another_folder_alone(
    play: Play, meadow: SampleInstance, marsh: SampleInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def act(desk: Desk) -> None:
        before = contents(marsh.mods_folder)
        with held(monkeypatch, OperationService, "apply") as gate:
            desk.course.apply(two_off(desk))
            await gate.reached.wait()
            await switch(desk, marsh)
            desk.planning.review(replace(two_off(desk), kind=PlanKind.UPDATE))
            review = desk.pages.review
            await until(lambda: review.plan is not None)
            gate.open.set()
            await until(lambda: desk.changes.plan is None)
        assert desk.window.toast.text == "Meadow: 2 mods disabled"
        assert desk.window.current_page() == "review"
        assert review.plan is not None
        assert contents(marsh.mods_folder) == before
        review.footer.primary.click()
        await until(lambda: desk.window.toast.text == "2 mods disabled")
        assert desk.window.current_page() == "mods"
        assert contents(marsh.mods_folder) != before

    play(act)


def test_what_is_accepted_during_a_change_waits_for_its_turn(
    play: Play, marsh: SampleInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def act(desk: Desk) -> None:
        before = contents(marsh.mods_folder)
        with held(monkeypatch, OperationService, "apply") as gate:
            desk.course.apply(two_off(desk))
            await gate.reached.wait()
            await switch(desk, marsh)
            desk.planning.review(replace(two_off(desk), kind=PlanKind.UPDATE))
            await until(lambda: desk.pages.review.plan is not None)
            desk.pages.review.footer.primary.click()
            assert desk.window.current_page() == "mods"
            banner = desk.window.banners.banner("waiting")
            assert banner
            assert "Waiting for the change under way." in banner.accessibleName()
            assert contents(marsh.mods_folder) == before
            gate.open.set()
            await until(lambda: desk.window.toast.text == "2 mods disabled")
        assert desk.window.banners.banner("waiting") is None
        assert contents(marsh.mods_folder) != before

    play(act)


def test_a_review_of_the_folder_that_is_changed_stays_and_says_what_does_not_hold_any_more(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def act(desk: Desk) -> None:
        with held(monkeypatch, OperationService, "apply") as gate:
            plan = two_off(desk)
            desk.course.apply(replace(plan, operations=plan.operations[:1]))
            await gate.reached.wait()
            desk.planning.review(plan)
            assert desk.window.current_page() == "review"
            gate.open.set()
            await until(lambda: desk.pages.review.banners.banner("dropped"))
        assert desk.changes.plan is None
        assert desk.window.current_page() == "review"
        banner, left = desk.pages.review.banners.banner("dropped"), desk.pages.review.plan
        assert banner
        assert left
        assert plan.operations[0].title in banner.accessibleName()
        assert [operation.title for operation in left.operations] == [plan.operations[1].title]

    play(act)
