"""The order of game versions: the platform's list, never the text."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from modstead.domain.catalog import GameVersionTag


@dataclass(frozen=True, slots=True)
class GameVersions:
    """Game versions newest first. What the list does not know sorts as older than all it knows."""

    tags: tuple[GameVersionTag, ...] = ()
    _places: dict[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_places", {tag.version: place for place, tag in enumerate(self.tags)})

    def __contains__(self, version: str) -> bool:
        return version in self._places

    def newest_first(self, versions: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted(versions, key=lambda version: self._places.get(version, len(self._places))))

    def is_newer(self, one: str, other: str) -> bool:
        unknown = len(self._places)
        return self._places.get(one, unknown) < self._places.get(other, unknown)

    @property
    def releases(self) -> tuple[str, ...]:
        return tuple(tag.version for tag in self.tags if tag.kind == "release")

    def spans(self, versions: Sequence[str]) -> str:
        """The versions in words, runs of neighbouring releases drawn together: "1.20.1, 1.21 – 1.21.5"."""
        known = {version for version in versions if version in self._places}
        order = tuple(reversed(self.releases))
        runs: list[list[str]] = []
        last_place = -2
        for place, version in enumerate(order):
            if version not in known:
                continue
            if place == last_place + 1:
                runs[-1].append(version)
            else:
                runs.append([version])
            last_place = place
        parts = [run[0] if len(run) == 1 else f"{run[0]} – {run[-1]}" for run in runs]
        others = [version for version in versions if version not in set(order)]
        return ", ".join(parts + others)
