"""A change that was worked out and waits for its yes."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from modstead.domain.publishing import Change
from modstead.domain.studio import Progress


@dataclass(frozen=True, slots=True)
class Pending:
    """`groups` are the differences by what they are about, `notes` sentences on them.

    `work` carries it out and tells its progress of `octets` bytes; `done` gets what it answers. Where `name` is there,
    it has to be typed first.
    """

    title: str
    groups: tuple[tuple[str, tuple[Change, ...]], ...]
    primary: str
    work: Callable[[Progress], Coroutine[Any, Any, Any]]
    done: Callable[[Any], object]
    notes: tuple[str, ...] = ()
    octets: int = 0
    name: str = ""
    caption: str = ""

    @property
    def count(self) -> int:
        return sum(len(changes) for _, changes in self.groups)
