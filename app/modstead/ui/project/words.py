"""What a project's facts are called for people."""

from collections.abc import Callable
from datetime import datetime

from modstead.domain.instance import Loader
from modstead.domain.project import License, SideSupport
from modstead.domain.version import DependencyKind
from modstead.ui import text

SIDE_WORDS = {
    SideSupport.REQUIRED: "Required",
    SideSupport.OPTIONAL: "Optional",
    SideSupport.UNSUPPORTED: "Not supported",
    SideSupport.UNKNOWN: "Not known",
}
DEPENDENCY_WORDS = {
    DependencyKind.REQUIRED: "Required",
    DependencyKind.OPTIONAL: "Optional",
    DependencyKind.INCOMPATIBLE: "Does not go together with",
    DependencyKind.EMBEDDED: "Included",
}
_LINK_ICONS = {"source": "code", "issue": "error", "wiki": "info", "discord": "user"}

Clock = Callable[[], datetime]


def category_words(name: str) -> str:
    """`game-mechanics` is "Game mechanics"."""
    return text.spelled(name)


def loader_words(name: str) -> str:
    """`neoforge` is "NeoForge"."""
    return Loader(name).label if name in tuple(Loader) else category_words(name)


def licence_words(licence: License) -> str:
    if licence.id.startswith("LicenseRef"):
        return licence.name or licence.id.removeprefix("LicenseRef-").replace("-", " ")
    return licence.id or licence.name or "Not told"


def link_icon(title: str) -> str:
    lowered = title.lower()
    return next((icon for word, icon in _LINK_ICONS.items() if word in lowered), "external")


def days_words(then: datetime | None, now: datetime) -> str:
    """`3 days ago`, by the calendar of `now`; empty where it is not known."""
    if then is None:
        return ""
    return text.days_ago((now.date() - then.astimezone(now.tzinfo).date()).days)
