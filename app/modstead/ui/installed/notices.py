"""The banners of the Mods page: a question before removing, being offline, and what failed."""

from collections.abc import Callable

from modstead.domain.plan import Plan
from modstead.errors import Unreachable
from modstead.ui import text
from modstead.ui.kit.banners import Banner, BannerAction
from modstead.ui.tasks import Failure
from modstead.ui.theme import Theme

_NAMED_AT_MOST = 3


def remove_question(theme: Theme, plan: Plan, answer: Callable[[Plan | None], object]) -> Banner:
    """Names what needs the mods that are to go, if anything; the answer is the plan, or None to keep them."""
    one = plan.operations[0].title if len(plan.operations) == 1 else ""
    return Banner(
        theme,
        "warn",
        f"Remove {one or text.plural(len(plan.operations), 'mod')}?",
        " ".join(note.text for note in plan.conflicts[:_NAMED_AT_MOST]),
        (BannerAction("Keep", lambda: answer(None)), BannerAction("Remove", lambda: answer(plan))),
    )


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
