"""The banners of the Mods page: being offline, and what failed."""

from collections.abc import Callable

from modstead.errors import Unreachable
from modstead.ui.kit.banners import Banner, BannerAction
from modstead.ui.tasks import Failure
from modstead.ui.theme import Theme


def offline(theme: Theme, try_again: Callable[[], object]) -> Banner:
    return Banner(
        theme,
        "warn",
        "Modrinth is out of reach.",
        "What is remembered is shown; enabling, removing and undoing still work.",
        (BannerAction("Try again", try_again),),
        icon="offline",
    )


def failure(theme: Theme, failed: Failure, retry: Callable[[], object]) -> Banner:
    """A scan or check that failed; the mods stay as they were shown."""
    error = failed.error
    unreachable = isinstance(error, Unreachable)
    return Banner(
        theme,
        "warn" if unreachable else "bad",
        "Updates could not be checked." if failed.key == "check" else "The folder could not be read.",
        " ".join(part for part in (error.title, error.detail, error.remedy) if part),
        (BannerAction("Retry", retry, "primary"),),
        icon="offline" if unreachable else "",
        closable=True,
    )
