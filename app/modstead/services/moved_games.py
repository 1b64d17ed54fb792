"""Games whose files Modstead has moved while their launcher, or the server's own files, say what was before."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from modstead.domain.instance import ContentKind, Instance, Loader
from modstead.domain.plan import HistoryEntry, Move, OperationState
from modstead.errors import FolderError, RecoveryFailed, StorageError
from modstead.instances.discovery.sections import main_folders
from modstead.storage.moved_folders import MovedFolders

_log = logging.getLogger(__name__)

LOADED = frozenset({ContentKind.MOD, ContentKind.PLUGIN})


class Journals(Protocol):
    """Knows what was done in a folder: `modstead.instances.transaction.Transactions`."""

    async def history(self, folder: Path) -> tuple[HistoryEntry, ...]: ...


@dataclass(frozen=True, slots=True)
class KeptSetup:
    """Whether Modstead itself remembers a game's loader and game version, rather than read them from what starts it.

    What starts it is a launcher or the server's own files; `started` is what they say.
    """

    loader: bool
    game_version: bool
    started_loader: Loader | None = None
    started_game_version: str | None = None

    def leaves_to_do(self, move: Move) -> bool:
        """Whether what starts the game must be set to where the folder moves by somebody else."""
        return (not self.loader and self.started_loader is not move.loader) or (
            not self.game_version and self.started_game_version != move.game_version
        )


class MovedGames:
    """Until what starts such a game says anything else than it did at the move, the move tells what the game is.

    The journal has the last word on it, and is read only where a move is remembered.
    """

    def __init__(self, folders: MovedFolders, journals: Journals) -> None:
        self._folders = folders
        self._journals = journals

    async def remember(self, folder: Path, kept: KeptSetup, move: Move) -> None:
        """The folder has moved, or back.

        Raises:
            StorageError: it cannot be remembered.
        """
        if kept.leaves_to_do(move):
            started = replace(
                move, from_loader=kept.started_loader, from_game_version=kept.started_game_version
            )
            await self._folders.remember(folder, started)
        else:
            await self._folders.forget(folder)

    async def of(self, instance: Instance) -> Mapping[Path, Move]:
        """The moves that stand, of the instance's folder and of what its game loads; by folder."""
        try:
            moves = await self._folders.find_all(dict.fromkeys((instance.folder, *main_folders(instance))))
        except StorageError as error:
            _log.warning("Whether %s has moved is not known: %s", instance.folder, error)
            return {}
        return await self._standing(moves)

    async def all(self) -> Mapping[Path, Move]:
        """The moves that stand, of all folders.

        Raises:
            StorageError: they cannot be read.
        """
        return await self._standing(await self._folders.all())

    async def _standing(self, moves: Mapping[Path, Move]) -> Mapping[Path, Move]:
        return {folder: move for folder, move in moves.items() if await self._stands(folder, move)}

    async def _stands(self, folder: Path, move: Move) -> bool:
        """Whether the newest move of the folder that is not undone is the one that is remembered."""
        try:
            history = await self._journals.history(folder)
        except (FolderError, RecoveryFailed) as error:
            _log.info("Whether %s has moved is not known: %s", folder, error)
            return False
        standing = newest_move(history)
        return standing is not None and (standing.loader, standing.game_version) == (
            move.loader,
            move.game_version,
        )


def newest_move(history: tuple[HistoryEntry, ...]) -> Move | None:
    """The last move that is not undone."""
    done = (entry.move for entry in history if entry.move and entry.state is OperationState.DONE)
    return next(done, None)


def move_of(detected: Instance, moves: Mapping[Path, Move]) -> Move | None:
    """The move that tells what is in the folder, where what starts its game says what it did before the move."""
    for folder in (detected.folder, *main_folders(detected)):
        move = moves.get(folder)
        if move and (move.from_loader, move.from_game_version) == (detected.loader, detected.game_version):
            return move
    return None


def as_moved(detected: Instance, move: Move | None) -> Instance:
    """The instance as the move made it; which version of the loader it will be started with is not known."""
    if move is None:
        return detected
    return replace(detected, loader=move.loader, game_version=move.game_version, loader_version="")
