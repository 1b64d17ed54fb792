"""What can be done with the selected mods: the same in the context menu, the panel's menu and by key."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from modstead.domain.instance import IdentifiedBy
from modstead.ui import text
from modstead.ui.installed.problem_looks import REMEDY_ICONS
from modstead.ui.installed.rows import ModRow
from modstead.ui.kit.menus import Menu
from modstead.ui.kit.versions import short_version

if TYPE_CHECKING:
    from modstead.ui.installed.policing import Policing


@dataclass(frozen=True, slots=True)
class ModActions:
    """How the page carries each of them out; names are file names."""

    update: Callable[[tuple[str, ...]], None]
    change_version: Callable[[ModRow], None]
    remedy: Callable[[ModRow], None]
    identify: Callable[[ModRow], None]
    toggle: Callable[[tuple[str, ...], bool], None]
    open_page: Callable[[ModRow], None]
    copy_link: Callable[[ModRow], None]
    reveal: Callable[[tuple[str, ...]], None]
    remove: Callable[[tuple[str, ...]], None]
    policing: "Callable[[], Policing]"


def fill_menu(menu: Menu, rows: Sequence[ModRow], actions: ModActions) -> None:
    """Only what makes sense for these rows."""
    from modstead.ui.installed.policy_menu import add_policies

    menu.clear()
    names = tuple(row.name for row in rows)
    one = rows[0] if len(rows) == 1 else None
    updates = tuple(row.name for row in rows if row.update)
    if updates:
        words = (
            f"Update to {short_version(one.new_version)}"
            if one
            else f"Update {text.plural(len(updates), 'mod')}"
        )
        menu.add(words, lambda: actions.update(updates), icon="arrow-up")
    if one and one.remedy:
        icon = REMEDY_ICONS[one.remedy.kind]
        menu.add(one.remedy.text, lambda: actions.remedy(one), icon=icon)
    if one and one.mod.project:
        menu.add("Change version", lambda: actions.change_version(one), icon="swap")
    add_policies(menu, rows, actions.policing())
    menu.addSeparator()
    enabled = tuple(row.name for row in rows if row.enabled)
    disabled = tuple(row.name for row in rows if not row.enabled)
    if enabled:
        menu.add("Disable", lambda: actions.toggle(enabled, False), icon="disabled", keys="Space")  # noqa: FBT003
    if disabled:
        keys = "" if enabled else "Space"
        menu.add("Enable", lambda: actions.toggle(disabled, True), icon="check-circle", keys=keys)  # noqa: FBT003
    menu.addSeparator()
    if one and one.mod.project:
        menu.add("Open page", lambda: actions.open_page(one), icon="browse", keys="Return")
        menu.add("Copy link", lambda: actions.copy_link(one), icon="link")
    if one and one.mod.identified_by is not IdentifiedBy.HASH:
        menu.add("Say what this is …", lambda: actions.identify(one), icon="unknown")
    menu.add("Show file" if one else "Show files", lambda: actions.reveal(names), icon="folder")
    menu.addSeparator()
    menu.add("Remove", lambda: actions.remove(names), icon="trash", keys="Del")
