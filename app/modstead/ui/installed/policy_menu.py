"""The entries of menus that say how mods, or the whole folder, are kept up to date."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject

from modstead.domain.version import Channel
from modstead.ui.installed.policing import Policing
from modstead.ui.installed.rows import ModRow
from modstead.ui.kit.menus import Menu
from modstead.ui.kit.versions import short_version

_DAYS = (7, 30)
_MOST_NEXT, _MOST_NEWEST = 6, 6
_CHANNELS = {Channel.RELEASE: "Releases", Channel.BETA: "Betas", Channel.ALPHA: "Alphas"}


def add_policies(menu: Menu, rows: Sequence[ModRow], policing: Policing) -> None:
    """For the selected mods: pin, snooze, channel, together."""
    names = tuple(row.name for row in rows)
    pinned = all(row.word.pinned for row in rows)
    menu.add("Unpin" if pinned else "Pin", lambda: policing.pin(names, pinned=not pinned), icon="pin")
    fill_snooze(menu.add_menu("Snooze", icon="snooze"), rows, policing)
    _fill_channels(menu.add_menu("Channel", icon="filter"), rows, policing)
    if len(rows) > 1:
        menu.add("Update only together", lambda: policing.join(names), icon="link")
    joined = tuple(row.name for row in rows if row.word.together)
    if joined:
        words = "Update by itself again" if len(rows) == 1 else "Update by themselves again"
        menu.add(words, lambda: policing.part(joined))


def fill_snooze(menu: Menu, rows: Sequence[ModRow], policing: Policing) -> None:
    """The ways to leave mods in peace for a while, and to end it."""
    names = tuple(row.name for row in rows)
    offers = [(row.mod, offered) for row in rows if (offered := row.offered)]
    if offers:
        number = short_version(offers[0][1].number)
        words = f"Skip {number}" if len(rows) == 1 else "Skip the versions on offer"
        menu.add(words, lambda: policing.skip(offers))
    _add_spans(menu, names, policing)
    asleep = tuple(row.name for row in rows if row.word.policy.snooze)
    if asleep:
        menu.addSeparator()
        menu.add("Wake up", lambda: policing.wake(asleep))


def fill_folder(menu: Menu, policing: Policing) -> None:
    """For the folder as a whole."""
    said = policing.said.folder
    for channel, words in (None, "As each mod"), *_CHANNELS.items():
        menu.add(words, partial(policing.follow, None, channel), checked=said.channel is channel)
    menu.addSeparator()
    pinned = bool(said.pinned)
    menu.add("Pin all", lambda: policing.pin(None, pinned=not pinned), checked=pinned)
    snoozing = menu.add_menu("Snooze all")
    _add_spans(snoozing, None, policing)
    if said.snooze:
        menu.add("Wake all", lambda: policing.wake(None))


def _fill_channels(menu: Menu, rows: Sequence[ModRow], policing: Policing) -> None:
    names = tuple(row.name for row in rows)
    followed = {row.word.own.channel for row in rows}
    for channel, words in (None, "As the folder"), *_CHANNELS.items():
        menu.add(words, partial(policing.follow, names, channel), checked=followed == {channel})


def _add_spans(menu: Menu, names: tuple[str, ...] | None, policing: Policing) -> None:
    for days in _DAYS:
        menu.add(f"For {days} days", partial(policing.snooze_days, names, days))
    if policing.releases:
        _add_releases(menu, names, policing)
        return
    if policing.want_releases():
        coming = policing.releases_known.connect(lambda: _add_releases(menu, names, policing))
        menu.destroyed.connect(lambda: QObject.disconnect(coming))


def _add_releases(menu: Menu, names: tuple[str, ...] | None, policing: Policing) -> None:
    shown = {action.text() for action in menu.actions()}
    coming = policing.releases
    for release in (*coming[:_MOST_NEXT], *coming[_MOST_NEXT:][-_MOST_NEWEST:]):
        words = f"Until Minecraft {release}"
        if words not in shown:
            menu.add(words, partial(policing.snooze_until, names, release))
