"""What the user says of how mods are kept up to date, on the Mods page: it holds at once and can be taken back."""

from collections.abc import Callable

from modstead.domain.policies import Snooze
from modstead.domain.updates import HeldBackKind
from modstead.domain.version import Channel
from modstead.ui.installed.cells import Part, name_parts
from modstead.ui.installed.columns import Column
from modstead.ui.installed.model import Show
from modstead.ui.installed.policy_facts import FactLine
from modstead.ui.installed.policy_words import until_words
from modstead.ui.installed.rows import ModRow
from modstead.ui.kit.buttons import Button
from modstead.ui.kit.labels import Link
from modstead.ui.kit.menus import Menu
from ui import invented
from ui.folder_pages import Heard, click, settled
from ui.installed.conftest import Scene
from ui.installed.test_page import select

Play = Callable[..., None]
BARREL, BRAMBLE, ACORN = "barrel-index-1.11.6.jar", "bramble-core-8.12.0.jar", "acorn-ledger-1.5.3.jar"
ASHFALL = "ashfall-weather-4.1.0.jar"


def row(scene: Scene, name: str) -> ModRow:
    return next(row for row in scene.page.model.rows if row.name == name)


def entry(menu: Menu, *path: str) -> Callable[[], None]:
    """What triggers the entry that stands there."""
    *above, last = path
    for words in above:
        menu = next(action.menu() for action in menu.actions() if action.text() == words)
    found = next(action for action in menu.actions() if action.text().startswith(last))
    return found.trigger


async def chosen(scene: Scene, *path: str) -> None:
    """Choose from the context menu of what is selected."""
    scene.page.requests.open_menu(scene.page.mapToGlobal(scene.page.rect().center()))
    entry(scene.page.requests._menu, *path)()
    scene.page.requests._menu.close()
    await scene.rest()


def updates(scene: Scene) -> int:
    """The one number, wherever it stands."""
    number = scene.page.model.number_of(Show.UPDATES)
    assert scene.page.title_bar.update_button.main.text() == f"Update {number} mods"
    return number


def test_a_pin_counts_at_once_and_is_taken_back_from_the_toast(play: Play) -> None:
    async def act(scene: Scene) -> None:
        told = Heard(scene.page.told_with_undo)
        counted = Heard(scene.page.updates_counted)
        select(scene, BARREL, BRAMBLE)
        await chosen(scene, "Pin")
        assert updates(scene) == 23
        assert counted.last == 23
        assert row(scene, BARREL).news_of_word == ("pin", "Pinned · 1.11.9")
        assert "pinned · 1.11.9" in row(scene, BARREL).sentence()
        words, take_back = told.last
        assert words == "Pinned 2 mods"
        take_back()
        await scene.rest()
        assert updates(scene) == 25
        assert row(scene, BARREL).news_of_word is None
        assert scene.updates.checks == 1

    play(act)


def test_the_pin_of_a_row_pins_it_and_lets_it_go(play: Play) -> None:
    async def act(scene: Scene) -> None:
        view = scene.page.table.list
        place = scene.page.model.place_of(ACORN)
        cell = view.delegate.cells.rect(view.visualRect(scene.page.model.index(place)), Column.NAME)
        parts = name_parts(scene.page.theme, cell, row(scene, ACORN), hovered=True)
        pin = next(area for part, area in parts.actions if part is Part.PIN)
        click(view, pin.center())
        await scene.rest()
        assert row(scene, ACORN).news_of_word == ("pin", "Pinned")
        click(view, pin.center())
        await scene.rest()
        assert row(scene, ACORN).news_of_word is None

    play(act)


def test_snoozes_say_how_long_and_end(play: Play) -> None:
    async def act(scene: Scene) -> None:
        select(scene, BARREL)
        await chosen(scene, "Snooze", "Skip 1.11.9")
        assert row(scene, BARREL).news_of_word == ("snooze", "Skipped · 1.11.9")
        assert updates(scene) == 24
        await chosen(scene, "Snooze", "For 30 days")
        word = row(scene, BARREL).word
        assert word.policy.snooze == scene.policies.for_days(30)
        await chosen(scene, "Snooze", "Until Minecraft 1.21.5")
        assert row(scene, BARREL).news_of_word == ("snooze", "Until 1.21.5")
        await chosen(scene, "Snooze", "Wake up")
        assert updates(scene) == 25

    play(act)


def test_following_another_channel_takes_what_is_known_and_asks_again(play: Play) -> None:
    async def act(scene: Scene) -> None:
        select(scene, ASHFALL)
        kinds = Heard(scene.page.updates_counted)
        await chosen(scene, "Channel", "Betas")
        assert 26 in kinds.values  # before the second check, which answers as the first did
        assert scene.updates.checks == 2

    play(act)


def test_what_holds_a_mod_back_is_taken_back(play: Play) -> None:
    async def act(scene: Scene) -> None:
        page = scene.page
        for hold in (
            lambda: page.policing.pin((BARREL,), pinned=True),
            lambda: page.policing.snooze_days((BARREL,), 7),
        ):
            hold()
            await scene.rest()
            assert updates(scene) == 24
            held = row(scene, BARREL).held_back
            assert held
            page.policing.free(held)
            await scene.rest()
            assert updates(scene) == 25
        held = row(scene, ASHFALL).held_back
        assert held
        page.policing.free(held)
        await scene.rest()
        assert page.state.said.own(held.mod).channel is Channel.BETA

    play(act)


def test_mods_can_be_updated_only_together(play: Play) -> None:
    async def act(scene: Scene) -> None:
        select(scene, BARREL, ACORN)
        await chosen(scene, "Update only together")
        held = row(scene, BARREL).held_back
        assert held is not None
        assert held.kind is HeldBackKind.TOGETHER
        assert updates(scene) == 24
        select(scene, BARREL)
        await settled()
        await settled()
        (line,) = scene.page.panel.findChildren(FactLine)
        line.findChildren(Link)[0].click()
        await scene.rest()
        assert updates(scene) == 25

    play(act)


def test_the_panel_of_several_mods_has_their_menu(play: Play) -> None:
    async def act(scene: Scene) -> None:
        select(scene, BARREL, ACORN)
        await settled()
        more = next(
            button
            for button in scene.page.panel.findChildren(Button)
            if button.accessibleName() == "More for these"
        )
        more.click()
        menu = scene.page.requests._menu
        assert "Update only together" in [action.text() for action in menu.actions()]
        menu.close()

    play(act)


def test_the_panel_says_a_pin_with_its_way_back(play: Play) -> None:
    async def act(scene: Scene) -> None:
        page = scene.page
        select(scene, BARREL)
        await settled()
        page.panel.pin_asked.emit((BARREL,), True)
        await scene.rest()
        await settled()
        lines = [line for line in page.panel.findChildren(FactLine) if not line.isHidden()]
        assert len(lines) == 1
        link = lines[0].findChildren(Link)[0]
        assert link.text() == "Unpin"
        link.click()
        await scene.rest()
        assert updates(scene) == 25

    play(act)


def test_the_whole_folder_can_be_pinned_from_its_menu(play: Play) -> None:
    async def act(scene: Scene) -> None:
        page = scene.page
        assert page.title_bar.more_button.isVisible()
        menu = page.folder_menu.open(page.title_bar.more_button)
        entry(menu, "How this folder is updated", "Pin all")()
        menu.close()
        await scene.rest()
        assert page.model.number_of(Show.UPDATES) == 0
        assert row(scene, BARREL).news_of_word == ("pin", "Pinned · 1.11.9")
        assert row(scene, ACORN).news_of_word is None
        select(scene, BARREL)
        await chosen(scene, "Unpin")
        assert page.model.number_of(Show.UPDATES) == 1

    play(act)


def test_days_are_told_as_people_say_them() -> None:
    today = invented.NOW.date().replace(year=2026, month=11, day=25)
    assert until_words(Snooze(until=today.replace(day=26)), today) == "Until tomorrow"
    assert until_words(Snooze(until=today.replace(day=30)), today) == "Until Monday"
    assert until_words(Snooze(until=today.replace(month=12, day=25)), today) == "Until 25 December"
    assert until_words(Snooze(until=today.replace(year=2027, month=1)), today) == "Until 25 January 2027"
