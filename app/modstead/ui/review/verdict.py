"""The verdict of the pre-flight above a review: whether the new files go together, and else what would."""

import asyncio
from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from modstead.domain.plan import Plan, Progress, Stage
from modstead.domain.preflight import Preflight, reason_of
from modstead.services.preflight import PreflightService
from modstead.ui import text
from modstead.ui.kit.banners import Banner, BannerAction, BannerArea, BannerKind
from modstead.ui.tasks import Failure, TaskScope

_KEY = "verdict"
_NAMED_AT_MOST = 3
_SECONDS_BEFORE_LOOKING = 0.4
"""Ticks come in bursts; nothing is fetched for what is about to be unticked."""


class Verdict(QObject):
    """Looks into the new files of the plan that is reviewed, and tells of it in a banner."""

    judged = Signal()
    """It is `refusing` now, or is no more."""
    settled_wanted = Signal(object)
    """The Plan that goes together, to be reviewed in the other one's place."""
    anyway_wanted = Signal()

    def __init__(self, banners: BannerArea, preflight: PreflightService, parent: QObject) -> None:
        super().__init__(parent)
        self._banners = banners
        self._preflight = preflight
        self.refusing = False
        """Whether the plan, as it stands, is known to keep the game from starting."""
        self._known: Preflight | None = None
        self.scope = TaskScope(self._failed)

    def check(self, plan: Plan) -> None:
        """Look into what this plan brings, unless that was done just now."""
        if self._known is not None and self._known.plan.operations == plan.operations:
            self._show(self._known)
            return
        self.stop()
        if plan.takes_back or not plan.operations:
            return

        async def look() -> Preflight:
            await asyncio.sleep(_SECONDS_BEFORE_LOOKING)
            if any(operation.source is not None for operation in plan.operations):
                self._show_looking(plan)
            return await self._preflight.check(plan, self._advance)

        self.scope.start(_KEY, look, done=self._take)

    def take(self, preflight: Preflight) -> None:
        """What is known already of the plan that comes next."""
        self._known = preflight

    def stop(self) -> None:
        """Look no further; what was fetched is held."""
        self.scope.cancel(_KEY)
        self._banners.clear(_KEY)
        self._judge(refusing=False)

    def forget(self) -> None:
        """Another plan is reviewed from now on."""
        self.stop()
        self._known = None

    def _take(self, preflight: Preflight) -> None:
        self._known = preflight
        self._show(preflight)

    def _show_looking(self, plan: Plan) -> None:
        count = sum(1 for operation in plan.operations if operation.source is not None)
        what = f"Looking into {text.plural(count, 'new file')} …"
        self._banner("info", what, "You need not wait: it is done before anything is changed.")

    def _advance(self, progress: Progress) -> None:
        banner = self._banners.banner(_KEY)
        if banner is not None and progress.stage is Stage.DOWNLOAD and progress.total:
            total = text.plural(progress.total, "new file")
            banner.set_text(
                f"Looking into {total} …",
                f"{text.grouped(progress.done)} of {text.grouped(progress.total)} are here. "
                "You need not wait: it is done before anything is changed.",
            )

    def _show(self, preflight: Preflight) -> None:
        self._judge(refusing=not preflight.passed)
        if not preflight.passed:
            self._show_refusal(preflight)
        elif preflight.failures:
            name, error = next(iter(preflight.failures.items()))
            files = text.plural(len(preflight.failures), "new file")
            self._banner("warn", f"{files} could not be looked into.", f"{name}: {error.sentences}")
        elif preflight.besides:
            self._show_besides(preflight)
        elif not preflight.looked_into:
            self._banners.clear(_KEY)
        else:
            files = text.plural(preflight.looked_into, "new file")
            self._banner(
                "good", "All of this goes together.", f"{files} looked into: nothing speaks against it."
            )

    def _judge(self, *, refusing: bool) -> None:
        self.refusing = refusing
        self.judged.emit()

    def _show_refusal(self, preflight: Preflight) -> None:
        settled = preflight.settled
        actions = [BannerAction("Do it anyway", self.anyway_wanted.emit)]
        if settled is not None and settled.operations:
            actions.append(
                BannerAction("Take what goes together", lambda: self.settled_wanted.emit(settled), "primary")
            )
        self._banner("bad", "The game would not start.", preflight.reasons(), *actions)

    def _show_besides(self, preflight: Preflight) -> None:
        """What leaves or stays was the user's choice; of what the plan warns of itself nothing more is said."""
        if preflight.plan.conflicts:
            self._banners.clear(_KEY)
            return
        reasons = [reason_of(problem) for problem in preflight.besides]
        self._banner("warn", "The game would hardly start afterwards.", reasons)

    def _failed(self, failure: Failure) -> None:
        retry = BannerAction("Retry", failure.retry)
        self._banner("warn", "The new files could not be looked into.", failure.error.sentences, retry)

    def _banner(
        self, kind: BannerKind, title: str, detail: str | Sequence[str], *actions: BannerAction
    ) -> None:
        """Of several reasons the first few are told, and all in the tool tip."""
        words = detail if isinstance(detail, str) else named(detail)
        banner = Banner(self._banners.theme, kind, title, words, actions)
        if not isinstance(detail, str):
            banner.setToolTip(text.tip("\n".join(detail)) if len(detail) > _NAMED_AT_MOST else "")
        self._banners.show_banner(_KEY, banner)


def named(sentences: Sequence[str]) -> str:
    """The first few sentences, and how many more there are."""
    more = len(sentences) - _NAMED_AT_MOST
    return " ".join(sentences[:_NAMED_AT_MOST]) + (f" And {more} more." if more > 0 else "")
