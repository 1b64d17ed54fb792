"""Where one is in the window, and the way back."""

from modstead.ui.main_window import MainWindow

STEPS_OF_MODS = ("review", "progress", "report")
"""Pages on the way of a change: nobody goes back to them, and they belong to Mods."""


ASIDE_OF_MODS = ("bisect", "trouble", "migration")
"""Pages that belong to Mods, but that one may come back to."""


class Trail:
    """Shows pages by their key and remembers where one came from."""

    def __init__(self, window: MainWindow, here: str) -> None:
        self._window = window
        self._way: list[str] = []
        self.here = here

    def show(self, key: str, *, within: str = "") -> None:
        """Show a page and remember the way back."""
        self._window.show_page(key, within=within or _within(key))
        self.went(key)

    def went(self, key: str) -> None:
        """The window shows this page already."""
        if self.here and self.here != key and self.here not in STEPS_OF_MODS:
            self._way.append(self.here)
        self.here = key

    def back(self) -> None:
        while self._way:
            key = self._way.pop()
            if key != self.here:
                self.return_to(key)
                return
        if self.here in {*STEPS_OF_MODS, *ASIDE_OF_MODS, "project", "account", "user", "moderation"}:
            self.return_to("mods")

    def return_to(self, key: str) -> None:
        """Show a page without a way back from it."""
        self._window.show_page(key, within=_within(key))
        self.here = key

    def forget(self) -> None:
        """There is no way back any more."""
        self._way.clear()


def _within(key: str) -> str:
    """The entry of the rail that a page belongs to, where it has none itself."""
    if key in {*STEPS_OF_MODS, *ASIDE_OF_MODS}:
        return "mods"
    return "browse" if key in {"project", "user", "moderation"} else ""
