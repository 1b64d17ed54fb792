"""Which games there are with their folders, and opening one."""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Protocol

from modstead.domain.instance import ContentKind, Instance, Loader, Side
from modstead.domain.launchers import behind_words
from modstead.domain.plan import HistoryEntry, Move
from modstead.errors import FolderError, StorageError
from modstead.events import Event
from modstead.instances.discovery import launched, needs_a_launcher, sections
from modstead.instances.discovery.sections import awaited_sections, content_of_name, loaded_by, main_folders
from modstead.instances.recovery import Recovery
from modstead.instances.scanner import is_mod_file_name
from modstead.services.library import awaits_its_folder
from modstead.services.moved_games import LOADED, KeptSetup, MovedGames, as_moved, move_of, newest_move
from modstead.storage.folders import Folders, KnownFolder

_log = logging.getLogger(__name__)


class Recoverer(Protocol):
    """Puts interrupted changes right: `modstead.instances.transaction.Transactions`."""

    async def recover(self, folder: Path) -> Recovery | None: ...

    async def history(self, folder: Path) -> tuple[HistoryEntry, ...]: ...


@dataclass(frozen=True, slots=True)
class KnownInstance:
    """An instance as a list shows it; `mod_count` counts the files that lie there now."""

    instance: Instance
    mod_count: int = 0
    last_opened: datetime | None = None


class InstanceService:
    """`detect` tells what a folder is, `find` what the launchers on this computer have; both block.

    What is told of a game is remembered for it as a whole: all of its sections share it. `recovered` tells of an
    interrupted change that was put right when its folder was opened, `behind` in a sentence that what starts a game has
    not followed the move of the folder that is opened.
    """

    def __init__(
        self,
        folders: Folders,
        moved_games: MovedGames,
        recoverer: Recoverer,
        *,
        detect: Callable[[Path], Instance],
        find: Callable[[], tuple[Instance, ...]],
        now: Callable[[], datetime],
    ) -> None:
        self._folders = folders
        self._moved_games = moved_games
        self._recoverer = recoverer
        self._detect = detect
        self._find = find
        self._now = now
        self.recovered: Event[Recovery] = Event()
        self.behind: Event[str] = Event()

    async def open(
        self, path: Path, loader: Loader | None = None, game_version: str | None = None
    ) -> Instance:
        """The instance at `path`, a section's folder or what is around it, with an interrupted change put right first.

        What is told here wins over what was remembered, and that over what is detected. Where Modstead has moved the
        folder, and what starts its game still says what it did before, the move stands in for what is detected.

        Raises:
            FolderMissing, FolderUnreadable: there is no such folder, or it cannot be read.
            FolderBusy: another Modstead is changing it.
            RecoveryFailed: an interrupted change could not be put right.
        """
        detected = await asyncio.to_thread(self._detected, path)
        instance, move = await self._known_as(detected, loader, game_version)
        if not await asyncio.to_thread(awaits_its_folder, instance):
            recovery = await self.recover(instance.folder)
            if await self._followed(instance) or recovery:
                instance, move = await self._known_as(detected, loader, game_version)
        if move and (instance.loader, instance.game_version) == (move.loader, move.game_version):
            self.behind.emit(behind_words(instance, move))
        return instance

    async def recover(self, folder: Path) -> Recovery | None:
        """Put an interrupted change of that folder right, if there was one, and let it be told.

        Raises:
            FolderBusy: another Modstead is changing it.
            RecoveryFailed: it could not be put right.
        """
        recovery = await self._recoverer.recover(folder)
        if recovery:
            self.recovered.emit(recovery)
        return recovery

    async def _known_as(
        self, detected: Instance, loader: Loader | None, game_version: str | None
    ) -> tuple[Instance, Move | None]:
        """The instance with all that is known of it, and the move that it goes by."""
        move = move_of(detected, await self._moved_games.of(detected))
        known = await self._told(detected)
        moved = as_moved(detected, move)
        return await asyncio.to_thread(_told_of, moved, known, loader, game_version), move

    async def _followed(self, instance: Instance) -> bool:
        """Whether a move that was cut off turned out to be done, and is remembered now."""
        try:
            begun = await self._folders.begun_move(instance.folder)
            if begun is None:
                return False
            history = await self._recoverer.history(instance.folder)
            move = newest_move(history)
            if move is not None and (move.loader, move.game_version) == begun:
                await self.moved(instance, move)
                return True
            await self._folders.end_move(instance.folder)
        except StorageError as error:
            _log.warning("Whether %s has moved is not known: %s", instance.folder, error)
        return False

    async def sections(self, instance: Instance) -> tuple[Instance, ...]:
        """The folders of the instance's game: mods, plugins, resource packs, shaders, data packs; itself among them.

        Each is opened by its folder before it is changed.
        """
        found = await asyncio.to_thread(sections, instance)
        known = await self._told(instance)
        return tuple(_section_told_of(section, instance, known) for section in found)

    async def awaited_sections(self, instance: Instance) -> tuple[Instance, ...]:
        """Those of packs for which the instance's game has no folder yet: it is made with the first pack."""
        return await asyncio.to_thread(awaited_sections, instance)

    async def places(self, instance: Instance) -> tuple[Instance, ...]:
        """Where something may be put in the instance's game: itself, then each other section, awaited ones too."""
        found = (*await self.sections(instance), *await self.awaited_sections(instance))
        return instance, *(section for section in found if section.folder != instance.folder)

    async def make_ready(self, section: Instance) -> None:
        """Put an interrupted change of a section right, before another one is made; one without a folder has none.

        Raises:
            FolderBusy, RecoveryFailed: as `recover`.
        """
        if not await asyncio.to_thread(awaits_its_folder, section):
            await self.recover(section.folder)

    async def remember(
        self,
        instance: Instance,
        *,
        loader: Loader | None = None,
        game_version: str | None = None,
        opened: bool = True,
    ) -> None:
        """Keep the instance's game in the list. Loader and game version are those the user told, if they did."""
        folder = _main_folder(instance, loader)
        known = await self._folders.find(folder)
        await self._folders.remember(
            KnownFolder(
                folder,
                instance.name,
                instance.launcher,
                loader or (known.loader if known else None),
                game_version or (known.game_version if known else None),
                self._now() if opened else None,
            )
        )

    async def kept(self, instance: Instance) -> KeptSetup:
        """Whose word counts: Modstead's, where the user told it or nothing that starts the game says it."""
        detected = await asyncio.to_thread(self._detected, instance.folder)
        known = await self._told(detected)
        started = bool(detected.launcher) or detected.side is Side.SERVER
        return KeptSetup(
            any(item.loader for item in known) or not (started and detected.loader),
            any(item.game_version for item in known) or not (started and detected.game_version),
            detected.loader,
            detected.game_version,
        )

    async def moving(self, instance: Instance, move: Move) -> None:
        """A move is about to be carried out: if it is cut off, opening the folder tells whether it was done."""
        await self._folders.begin_move(instance.folder, move.loader, move.game_version)

    async def not_moved(self, instance: Instance) -> None:
        """Nothing came of it."""
        await self._folders.end_move(instance.folder)

    async def moved(self, instance: Instance, move: Move) -> None:
        """Remember what the game is on from now on, as far as Modstead remembers it, and what its starter said then.

        Packs do not decide what their game is on.
        """
        kept = await self.kept(instance)
        if instance.content in LOADED and (kept.loader or kept.game_version):
            await self._remember_move(instance, move, kept)
        await self._moved_games.remember(instance.folder, kept, move)
        await self._folders.end_move(instance.folder)

    async def _remember_move(self, instance: Instance, move: Move, kept: KeptSetup) -> None:
        folder = _main_folder(instance, move.loader)
        known = await self._folders.find(folder) or KnownFolder(folder, instance.name, instance.launcher)
        await self._folders.remember(
            replace(
                known,
                loader=move.loader if kept.loader else known.loader,
                game_version=move.game_version if kept.game_version else known.game_version,
                last_opened=None,
            )
        )

    async def forget(self, folder: Path) -> None:
        """Take the folder's game off the list; nothing in it changes."""
        game = Instance(folder, "", root=folder.parent if content_of_name(folder.name) else None)
        await self._folders.forget(folder, *main_folders(game))

    async def is_known(self, folder: Path) -> bool:
        """Whether the folder is remembered."""
        return any(item.folder == folder for item in await self._folders.all())

    async def known(self) -> tuple[KnownInstance, ...]:
        """The remembered games that are still there, the one opened last first."""
        remembered = await self._folders.all()
        moves = await self._moved_games.all()
        return await asyncio.to_thread(self._all_described, remembered, moves)

    async def found(self) -> tuple[KnownInstance, ...]:
        """Instances of the launchers on this computer that are not remembered yet."""
        remembered = {item.folder for item in await self._folders.all()}
        instances = await asyncio.to_thread(self._find)
        moves = await self._moved_games.all()
        fresh = [
            as_moved(instance, move_of(instance, moves))
            for instance in instances
            if remembered.isdisjoint(main_folders(instance))
        ]
        counted = await asyncio.to_thread(
            lambda: [
                KnownInstance(instance, count_mods(instance), last_change(instance)) for instance in fresh
            ]
        )
        return tuple(counted)

    async def _told(self, instance: Instance) -> tuple[KnownFolder, ...]:
        """What was told of the instance's game; first what was told of this very folder."""
        folders = (instance.folder, *main_folders(instance))
        try:
            return await self._folders.find_all(dict.fromkeys(folders))
        except StorageError as error:
            _log.warning("What was told of %s is not remembered: %s", instance.folder, error)
            return ()

    def _detected(self, path: Path) -> Instance:
        """What the folder shows, else what a launcher knows of it that keeps its instances elsewhere."""
        instance = self._detect(path)
        return launched(instance, self._find()) if needs_a_launcher(instance) else instance

    def _all_described(
        self, remembered: tuple[KnownFolder, ...], moves: Mapping[Path, Move]
    ) -> tuple[KnownInstance, ...]:
        found: tuple[Instance, ...] | None = None
        games: dict[Path, KnownInstance] = {}
        for known in remembered:
            instance = self._there(known.folder)
            if instance is None:
                continue
            if needs_a_launcher(instance):
                found = self._find() if found is None else found
                instance = launched(instance, found)
            moved = as_moved(instance, move_of(instance, moves))
            told = replace(_told_of(moved, (known,)), name=known.name or instance.name)
            item = KnownInstance(told, count_mods(told), known.last_opened)
            games.setdefault(instance.root or instance.folder, item)
        return tuple(games.values())

    def _there(self, folder: Path) -> Instance | None:
        """The instance, also where the game is there but has no such folder yet; None where nothing is there."""
        try:
            if folder.is_dir():
                return self._detect(folder)
            if content_of_name(folder.name) and folder.parent.is_dir():
                around = self._detect(folder.parent)
                return around if around.folder == folder else None
        except (FolderError, OSError):
            return None
        return None


def _main_folder(instance: Instance, loader: Loader | None) -> Path:
    """The folder that the game is remembered by: that of its mods or its plugins, whichever are loaded."""
    if instance.root is None or instance.content in LOADED:
        return instance.folder
    mods, plugins = main_folders(instance)
    loads = loader or instance.loader
    return plugins if loads and loads.content is ContentKind.PLUGIN else mods


def _told_of(
    instance: Instance,
    known: Sequence[KnownFolder],
    loader: Loader | None = None,
    game_version: str | None = None,
) -> Instance:
    """The instance with what the user told of its game, now or before."""
    told = loader or next((item.loader for item in known if item.loader and _speaks_of(item, instance)), None)
    version = game_version or next((item.game_version for item in known if item.game_version), None)
    instance = loaded_by(instance, told) if told else instance
    return replace(instance, game_version=version or instance.game_version)


def _section_told_of(section: Instance, instance: Instance, known: Sequence[KnownFolder]) -> Instance:
    """A section of what `instance` is, which has been told already: only what loads other files is told here."""
    if section.content not in LOADED or section.content is instance.content:
        return section
    told = next(
        (item.loader for item in known if item.loader and item.loader.content is section.content), None
    )
    return replace(section, loader=told or section.loader)


def _speaks_of(known: KnownFolder, instance: Instance) -> bool:
    """Whether the loader told of another section of the game is this one's too. Packs do not mind which."""
    if known.folder == instance.folder or known.loader is None:
        return True
    return instance.content not in LOADED or known.loader.content is instance.content


def count_mods(instance: Instance) -> int:
    """How many files of its kind lie in its folder, disabled ones too; 0 where it cannot be read. Blocks."""
    try:
        return sum(is_mod_file_name(entry.name, instance.content) for entry in instance.folder.iterdir())
    except OSError:
        return 0


def last_change(instance: Instance) -> datetime | None:
    """When the game last wrote to its folder, as far as the disk tells. Blocks."""
    root = instance.root or instance.folder
    times = []
    for place in (root / "logs" / "latest.log", root, instance.folder):
        try:
            times.append(place.stat().st_mtime)
        except OSError:
            continue
    return datetime.fromtimestamp(max(times)).astimezone() if times else None
