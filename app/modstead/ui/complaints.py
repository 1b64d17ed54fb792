"""What failed and belongs to no page alone, as banners above the page."""

from collections.abc import Callable

from modstead.errors import LoaderUnknown
from modstead.ui.kit.banners import Banner, BannerAction, BannerArea
from modstead.ui.tasks import Failure
from modstead.ui.theme import Theme


class Complaints:
    """`ask_loader` asks the question that answers a LoaderUnknown, in a banner of its own."""

    def __init__(self, theme: Theme, banners: BannerArea, ask_loader: Callable[[], object]) -> None:
        self._theme = theme
        self._banners = banners
        self._ask_loader = ask_loader

    def tell(self, failure: Failure) -> None:
        """With Retry where that may help."""
        error = failure.error
        if isinstance(error, LoaderUnknown):
            self._ask_loader()
            self.say(failure.key, error.title, "Say it in the banner beside this one.")
            return
        detail = error.explanation
        self.say(failure.key, error.title, detail, failure.retry if error.retryable else None)

    def say(self, key: str, title: str, detail: str = "", retry: Callable[[], object] | None = None) -> None:
        """Take the place of what was said under the same key before."""

        def again() -> None:
            self._banners.clear(key)
            if retry:
                retry()

        actions = [BannerAction("Retry", again, "primary")] if retry else []
        self._banners.show_banner(key, Banner(self._theme, "bad", title, detail, actions, closable=True))
