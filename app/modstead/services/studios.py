"""The platforms that one can publish on."""

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from modstead.errors import NotFound

if TYPE_CHECKING:
    from modstead.services.publishing import PublishingService


class Studios:
    """Nothing of them is loaded before somebody wants to publish: hardly anybody does."""

    def __init__(self, make: "Callable[[], tuple[PublishingService, ...]]") -> None:
        self._make = make

    @cached_property
    def all(self) -> "tuple[PublishingService, ...]":
        """The main platform first, then the others that are on."""
        return self._make()

    def of(self, platform: str) -> "PublishingService":
        """The one of that name; the main one where it is empty.

        Raises:
            NotFound: there is no such platform, or it is off.
        """
        if not platform:
            return self.all[0]
        for studio in self.all:
            if studio.id == platform:
                return studio
        named = ", ".join(studio.id for studio in self.all)
        raise NotFound(f"One cannot publish on {platform[:40]!r}.", remedy=f"There are: {named}.")
