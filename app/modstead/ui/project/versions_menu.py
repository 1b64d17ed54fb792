"""The menu beside a project's button: the versions to switch to."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from modstead.domain.version import Channel, Version
from modstead.ui.kit.menus import Menu
from modstead.ui.kit.versions import short_version
from modstead.ui.project.facts import Known, menu_versions
from modstead.ui.project.words import days_words
from modstead.ui.project_states import ProjectStates


def fill_versions(
    menu: Menu, known: Known, states: ProjectStates, now: datetime, switch: Callable[[Version], object]
) -> None:
    """Add the versions that fit best; the one that is installed is marked."""
    installed = states.installed(known.project.project_id)
    target = states.target_for(known.project.project_type, known.project.loaders)
    for version in menu_versions(known.versions, target):
        channel = "" if version.channel is Channel.RELEASE else f" · {version.channel.value}"
        is_installed = bool(installed and installed.version_id == version.id)
        menu.add(
            f"{short_version(version.number)}{channel} · {days_words(version.published, now)}",
            partial(switch, version),
            enabled=not is_installed and not states.offline,
            checked=True if is_installed else None,
        )
