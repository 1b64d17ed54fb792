"""What the button of any project says, from what the window knows."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from modstead.domain.instance import ContentKind, InstalledMod, Instance, Library, Loader, ModFile
from modstead.domain.version import Version
from modstead.ui.project_states import ProjectStates, Running

FOLDER = Instance(Path("/games/mods"), "Meadow", "", Loader.QUILT, "", "1.21.4")


@pytest.fixture
def states(qapp: QApplication) -> ProjectStates:
    states = ProjectStates()
    states.set_instance(FOLDER)
    return states


def shown(
    states: ProjectStates,
    *,
    kind: str = "mod",
    loaders: tuple[str, ...] = ("fabric",),
    versions: tuple[str, ...] = ("1.21.4",),
) -> tuple[str, str]:
    state = states.button("P", kind, loaders, versions)
    return state.shown.kind, state.shown.words


def library() -> Library:
    version = Version("modrinth", "V1", "P", "1.0.0")
    return Library(FOLDER, (InstalledMod(ModFile("p.jar", 1, 1, "ab"), version=version),))


def test_what_fits_can_be_installed_also_through_a_loader_that_takes_it(states: ProjectStates) -> None:
    assert shown(states) == ("install", "Install")
    assert shown(states, loaders=(), versions=()) == ("install", "Install")


def test_what_does_not_fit_says_why(states: ProjectStates) -> None:
    assert shown(states, versions=("1.20.1",)) == ("unfit", "No 1.21.4 yet")
    assert shown(states, loaders=("forge",)) == ("unfit", "Not for Quilt")
    assert shown(states, kind="shader") == ("unfit", "Not a mod")


def packs() -> Instance:
    folder = FOLDER.folder.parent / "resourcepacks"
    return Instance(folder, "Meadow", "", Loader.QUILT, "", "1.21.4", content=ContentKind.RESOURCE_PACK)


@pytest.mark.parametrize(
    ("kind", "loaders", "button"),
    [
        ("resourcepack", ("minecraft",), ("install", "Install")),
        ("resourcepack", (), ("install", "Install")),
        ("shader", ("iris",), ("unfit", "Not a mod")),
        ("mod", ("minecraft",), ("install", "Install")),
        ("mod", ("fabric",), ("install", "Install")),
    ],
)
def test_what_another_section_of_the_game_is_for_can_be_installed_there(
    states: ProjectStates, kind: str, loaders: tuple[str, ...], button: tuple[str, str]
) -> None:
    states.set_sections([packs()])
    assert shown(states, kind=kind, loaders=loaders) == button


def test_that_section_tells_what_is_installed_and_outdated(states: ProjectStates) -> None:
    states.set_sections([packs()])
    there = Library(packs(), library().mods)
    states.set_other_library(there, {})
    assert shown(states, kind="resourcepack", loaders=()) == ("installed", "Installed")
    states.set_other_library(there, {"P": "1.1.0"})
    assert shown(states, kind="resourcepack", loaders=()) == ("update", "Update")
    states.set_sections([])
    assert states.installed("P") is None


def test_the_library_tells_what_is_installed_and_outdated(states: ProjectStates) -> None:
    states.set_library(library())
    assert shown(states) == ("installed", "Installed")
    states.set_library(library(), {"P": "1.1.0"})
    assert shown(states) == ("update", "Update")
    installed = states.installed("P")
    assert installed is not None
    assert (installed.version_id, installed.number, installed.update) == ("V1", "1.0.0", "1.1.0")
    states.set_library(None)
    assert states.installed("P") is None


def test_what_is_under_way_goes_before_everything_else(states: ProjectStates) -> None:
    states.set_library(library())
    states.set_running(["P"], Running(0.254))
    states.set_offline(True)
    assert shown(states) == ("running", "25 %")
    states.set_running(["P"], None)
    assert shown(states) == ("installed", "Installed")


def test_offline_nothing_can_be_installed_or_updated(states: ProjectStates) -> None:
    states.set_offline(True)
    assert shown(states) == ("off", "Install")
    states.set_library(library(), {"P": "1.1.0"})
    assert shown(states) == ("off", "Update")


def test_without_a_folder_or_its_loader_nothing_can_be_installed(states: ProjectStates) -> None:
    states.set_instance(None)
    assert states.button("P", "mod", (), ()).hint == "Open a folder of mods first."
    states.set_instance(Instance(Path("/games/other"), "Other"))
    assert states.target is None
    assert shown(states)[0] == "off"


def test_another_folder_forgets_what_the_one_before_held(states: ProjectStates) -> None:
    states.set_library(library())
    states.set_instance(Instance(Path("/games/other"), "Other", "", Loader.FABRIC, "", "1.21.4"))
    assert states.installed("P") is None


def test_news_are_told_once_and_only_when_they_are_news(states: ProjectStates) -> None:
    told: list[None] = []
    states.changed.connect(lambda: told.append(None))
    states.set_offline(False)
    states.set_instance(FOLDER)
    assert told == []
    states.set_offline(True)
    assert len(told) == 1
