"""New files that would stop the game, in the whole window over real HTTP."""

from pathlib import Path

import pytest

from modstead.ui.desk import Desk
from modstead_sandbox.quarrelling import quarrelling_instance
from modstead_sandbox.server import Handle
from ui.test_window import in_window, until


@pytest.fixture
def mods(sandbox: Handle, tmp_path: Path) -> Path:
    """A folder in which the newest version of one mod breaks another, as only its file says."""
    written = quarrelling_instance(tmp_path / "Cliffside", sandbox.catalogue, sandbox.contents)
    return written.mods_folder


def stems(folder: Path) -> set[str]:
    return {path.stem for path in folder.iterdir()}


def test_an_update_that_would_stop_the_game_is_refused_and_another_offered(
    sandbox: Handle, mods: Path, tmp_path: Path
) -> None:
    async def act(desk: Desk) -> None:
        desk.start(mods)
        await until(lambda: desk.mods.check is not None and not desk.mods.state.scanning)
        desk.mods.title_bar.update_button.main.click()
        page = desk.pages.review
        await until(lambda: page.verdict.refusing)
        banner = page.above.banner("verdict")
        assert banner
        assert "Nightjar: It does not go together with Stillwater 1.4.0." in banner.accessibleName()
        assert not page.footer.primary.isEnabled()
        next(item for item in banner.buttons if item.text() == "Take what goes together").click()
        await until(lambda: page.above.banner("verdict") and not page.verdict.scope.busy)
        assert page.footer.primary.isEnabled()
        page.footer.primary.click()
        await until(lambda: desk.window.current_page() == "mods")
        assert "4 mods updated, 1 dependency added" in desk.window.toast.text

    in_window(sandbox, tmp_path / "home", act)
    assert {"nightjar-fabric-1.21.4-1.3.0", "stillwater-1.4.0", "songthrush-1.2.0"} <= stems(mods)


def test_what_is_installed_at_once_is_looked_into_as_well(
    sandbox: Handle, mods: Path, tmp_path: Path
) -> None:
    next(path for path in mods.iterdir() if path.name.startswith("nightjar")).unlink()
    before = stems(mods)

    async def act(desk: Desk) -> None:
        desk.start(mods)
        await until(lambda: desk.mods.check is not None and not desk.mods.state.scanning)
        desk.course.install(("nightjar",))
        await until(lambda: desk.window.current_page() == "review" and desk.pages.review.verdict.refusing)
        assert desk.changes.plan is None
        assert stems(mods) == before
        banner = desk.pages.review.above.banner("verdict")
        assert banner
        next(item for item in banner.buttons if item.text() == "Do it anyway").click()
        await until(lambda: desk.window.current_page() != "review" and desk.changes.plan is None)
        assert len(stems(mods)) == len(before) + 1

    in_window(sandbox, tmp_path / "home", act)
