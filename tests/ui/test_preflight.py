"""New files that would stop the game, in the whole window over real HTTP."""

from pathlib import Path

import pytest

from modstead.ui.desk import Desk
from modstead_sandbox.sample import main_file, write_instance
from modstead_sandbox.server import Handle
from ui.test_window import in_window, until


@pytest.fixture
def mods(sandbox: Handle, tmp_path: Path) -> Path:
    """A folder in which the newest version of one mod breaks another, as only its file says."""
    folder = tmp_path / "Harbour" / "minecraft" / "mods"
    folder.mkdir(parents=True)
    write_instance(tmp_path / "Harbour", "fabric", "1.21.4", "Harbour")
    for title, number in (("Hedgerow API", ""), ("Nightjar", "1.2.0"), ("Stillwater", "1.3.0")):
        fitting = [
            version
            for version in sandbox.catalogue.listed(sandbox.catalogue.named(title))
            if "1.21.4" in version.game_versions
            and "fabric" in version.loaders
            and number in version.version_number
        ]
        version = fitting[-1]
        file = main_file(version)
        (folder / file.filename).write_bytes(sandbox.contents.data(version, file))
    return folder


def stems(folder: Path) -> set[str]:
    return {path.stem for path in folder.iterdir() if not path.name.startswith("hedgerow")}


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
        assert "2 mods updated" in desk.window.toast.text

    in_window(sandbox, tmp_path / "home", act)
    assert stems(mods) == {"nightjar-1.3.0", "stillwater-1.4.0"} or len(stems(mods)) == 2
    assert any("1.3.0" in stem for stem in stems(mods))


def test_what_is_installed_at_once_is_looked_into_as_well(
    sandbox: Handle, mods: Path, tmp_path: Path
) -> None:
    next(path for path in mods.iterdir() if path.name.startswith("nightjar")).unlink()
    before = stems(mods)

    async def act(desk: Desk) -> None:
        desk.start(mods)
        await until(lambda: desk.mods.check is not None and not desk.mods.state.scanning)
        desk.install(("nightjar",))
        await until(lambda: desk.window.current_page() == "review" and desk.pages.review.verdict.refusing)
        assert desk.changes.plan is None
        assert stems(mods) == before
        banner = desk.pages.review.above.banner("verdict")
        assert banner
        next(item for item in banner.buttons if item.text() == "Do it anyway").click()
        await until(lambda: desk.window.current_page() != "review" and desk.changes.plan is None)
        assert len(stems(mods)) == len(before) + 1

    in_window(sandbox, tmp_path / "home", act)
