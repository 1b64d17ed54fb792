"""Which card is the next one in a direction: how the keyboard walks through the picture."""

from collections.abc import Iterable, Mapping

from modstead.ui.installed.graph.layout import Point

LEFT, RIGHT, UP, DOWN = (-1, 0), (1, 0), (0, -1), (0, 1)


def first_of(names: Iterable[str], places: Mapping[str, Point]) -> str:
    """The one at the top left."""
    return min(names, key=lambda name: places[name][::-1])


def last_of(names: Iterable[str], places: Mapping[str, Point]) -> str:
    """The one at the bottom right."""
    return max(names, key=lambda name: places[name][::-1])


def next_of(here: str, direction: tuple[int, int], names: Iterable[str], places: Mapping[str, Point]) -> str:
    """The nearest ahead, where a step aside counts twice; `here` where there is none."""
    across, down = direction
    x, y = places[here]
    best, least = here, float("inf")
    for name in names:
        dx, dy = places[name][0] - x, places[name][1] - y
        ahead = dx * across + dy * down
        aside = abs(dx * down) + abs(dy * across)
        if name != here and ahead > 1 and ahead + 2 * aside < least:
            best, least = name, ahead + 2 * aside
    return best
