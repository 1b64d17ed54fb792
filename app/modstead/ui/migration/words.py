"""What the page says of a target and of a move; pure, without a widget."""

from modstead.domain.instance import Library
from modstead.domain.migration import Outlook, Standing
from modstead.domain.migration_plan import Moves
from modstead.ui.migration.header import TargetHead


def head_of(outlook: Outlook, standing: Standing) -> TargetHead:
    return TargetHead(outlook.target.game_version, str(outlook.target), standing.ready, standing.total)


def besides(moves: Moves, standing: Standing) -> str:
    """What happens to the others, in a few words."""
    alone = max(0, sum(1 for mod in moves.stays if mod.file.enabled) - standing.unknown)
    asleep = (len(moves.asleep), "of them stays disabled", "of them stay disabled")
    if moves.resting:
        asleep = (len(moves.asleep) + len(moves.resting), "of them disabled", "of them disabled")
    parts = (
        asleep,
        (len(moves.leaving), "other disabled", "others disabled"),
        (alone, "left as it is", "left as they are"),
    )
    return " · ".join(f"{count} {one if count == 1 else many}" for count, one, many in parts if count)


def content_of(library: Library) -> frozenset[tuple[str, str]]:
    """What tells whether a folder is as it was."""
    return frozenset((mod.file.name, mod.file.sha1) for mod in library.mods)
