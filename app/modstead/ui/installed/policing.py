"""Says in the window how the folder and its mods are kept up to date; each word can be taken back from the toast."""

from collections.abc import Awaitable, Callable, Collection
from itertools import count
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from modstead.domain.instance import InstalledMod
from modstead.domain.policies import FolderPolicies, Snooze
from modstead.domain.updates import HeldBack, HeldBackKind
from modstead.domain.version import Channel, Version
from modstead.services.policies import PolicyService
from modstead.ui import text
from modstead.ui.content_words import words_for
from modstead.ui.installed.folder import FolderState
from modstead.ui.installed.policy_words import until_words
from modstead.ui.tasks import Failure, TaskScope


class Policing(QObject):
    """Names are those of files in the open folder; without them a word is about the folder as a whole."""

    told = Signal(str, object)
    """What was said, for the toast, and what takes it back: a function."""
    refused = Signal(str)
    """Why it could not be said, in a sentence or two."""
    releases_known = Signal()
    """There is an answer to which game versions are newer than the folder's."""

    def __init__(self, policies: PolicyService, state: FolderState, parent: QObject) -> None:
        super().__init__(parent)
        self._policies = policies
        self._state = state
        self._number = count()
        self._releases: dict[str, tuple[str, ...]] = {}
        self.scope = TaskScope(self._failed)

    @property
    def said(self) -> FolderPolicies:
        return self._state.said

    @property
    def releases(self) -> tuple[str, ...]:
        """The game's releases after the folder's, the next one first, as far as they are known."""
        return self._releases.get(self._game_version, ())

    def want_releases(self) -> bool:
        """Find them out where they are not known; returns whether `releases_known` will tell when they are."""
        instance, own = self._state.instance, self._game_version
        if instance is None or own in self._releases:
            return False
        if self.scope.running("releases"):
            return True

        def take(releases: tuple[str, ...]) -> None:
            self._releases[own] = releases
            self.releases_known.emit()

        self.scope.start("releases", lambda: self._policies.newer_releases(instance), done=take)
        return True

    def pin(self, names: Collection[str] | None, *, pinned: bool) -> None:
        mods = self._mods(names)
        words = "Pinned" if pinned else "Unpinned"

        def say(folder: Path) -> Awaitable[FolderPolicies]:
            if mods is None:
                return self._policies.pin(folder, pinned=pinned)
            return self._policies.pin_each(folder, mods, pinned=pinned)

        self._say(f"{words} {self._whom(mods)}", say)

    def follow(self, names: Collection[str] | None, channel: Channel | None) -> None:
        """Newer versions of that channel may not be known yet, so the platform is asked again."""
        mods = self._mods(names)
        whom = self._whom(mods)
        follow = "follows" if mods is None or len(mods) == 1 else "follow"
        if channel:
            words = f"{whom} {follow} {channel}s"
        else:
            words = f"{whom} {follow} " + ("each mod’s own channel" if mods is None else "the folder")

        def say(folder: Path) -> Awaitable[FolderPolicies]:
            if mods is None:
                return self._policies.follow(folder, channel)
            return self._policies.follow_each(folder, channel, mods)

        self._say(words[0].upper() + words[1:], say, check=True)

    def snooze_days(self, names: Collection[str] | None, days: int) -> None:
        self._snooze(names, self._policies.for_days(days))

    def snooze_until(self, names: Collection[str] | None, game_version: str) -> None:
        self._snooze(names, Snooze(game_version=game_version))

    def skip(self, offers: Collection[tuple[InstalledMod, Version]]) -> None:
        """Pass these versions over, until there are others."""
        snoozes = [(mod, self._policies.passing_over(version)) for mod, version in offers]
        one = next((f"{mod.title} {version.number}" for mod, version in offers), "")
        whom = one if len(snoozes) == 1 else self._whom([mod for mod, _ in snoozes])
        if snoozes:
            self._say(f"Skipped {whom}", lambda folder: self._policies.snooze_each(folder, snoozes))

    def wake(self, names: Collection[str] | None) -> None:
        mods = self._mods(names)

        def say(folder: Path) -> Awaitable[FolderPolicies]:
            if mods is None:
                return self._policies.snooze(folder, None)
            return self._policies.snooze_each(folder, [(mod, None) for mod in mods])

        self._say(f"Woke {self._whom(mods)}", say)

    def free(self, held: HeldBack) -> None:
        """Take back what holds the mod back, or follow the channel of what is offered for it."""
        names = (held.mod.file.name,)
        if held.kind is HeldBackKind.PINNED:
            self.pin(names, pinned=False)
        elif held.kind is HeldBackKind.SNOOZED:
            self.wake(names)
        elif held.kind is HeldBackKind.CHANNEL and held.version:
            self.follow(names, held.version.channel)

    def join(self, names: Collection[str]) -> None:
        mods = self._mods(names) or ()
        self._say(
            f"{self._whom(mods)} update only together",
            lambda folder: self._policies.together(folder, tuple(mods)),
        )

    def part(self, names: Collection[str]) -> None:
        mods = self._mods(names) or ()
        words = "updates by itself again" if len(mods) == 1 else "update by themselves again"
        self._say(f"{self._whom(mods)} {words}", lambda folder: self._policies.apart(folder, tuple(mods)))

    @property
    def _game_version(self) -> str:
        return (self._state.instance.game_version or "") if self._state.instance else ""

    def _snooze(self, names: Collection[str] | None, snooze: Snooze) -> None:
        mods = self._mods(names)

        def say(folder: Path) -> Awaitable[FolderPolicies]:
            if mods is None:
                return self._policies.snooze(folder, snooze)
            return self._policies.snooze_each(folder, [(mod, snooze) for mod in mods])

        until = until_words(snooze, self._policies.today)
        minecraft = until.replace("Until ", "until Minecraft " if snooze.game_version else "until ")
        self._say(f"Snoozed {self._whom(mods)} {minecraft}", say)

    def _mods(self, names: Collection[str] | None) -> list[InstalledMod] | None:
        library = self._state.library
        if names is None:
            return None
        return [mod for mod in library.mods if mod.file.name in names] if library else []

    def _whom(self, mods: Collection[InstalledMod] | None) -> str:
        if mods is None:
            return "the folder"
        one = next(iter(mods), None)
        if one is not None and len(mods) == 1:
            return one.title
        instance = self._state.instance
        return words_for(instance.content).counted(len(mods)) if instance else text.plural(len(mods), "mod")

    def _say(
        self, words: str, say: Callable[[Path], Awaitable[FolderPolicies]], *, check: bool = False
    ) -> None:
        instance = self._state.instance
        if instance is None:
            return
        folder = instance.folder

        async def work() -> FolderPolicies:
            before = await self._policies.all(folder)
            await say(folder)
            return before

        def done(before: FolderPolicies) -> None:
            self.told.emit(words, lambda: self._take_back(folder, before, check=check))
            self._ask_again(wanted=check)

        self.scope.start(f"say {next(self._number)}", work, done=done)

    def _take_back(self, folder: Path, before: FolderPolicies, *, check: bool) -> None:
        self.scope.start(
            f"say {next(self._number)}",
            lambda: self._policies.replace(folder, before),
            done=lambda _none: self._ask_again(wanted=check),
        )

    def _ask_again(self, *, wanted: bool) -> None:
        if wanted and self._state.check is not None:
            self._state.check_now()

    def _failed(self, failure: Failure) -> None:
        if failure.key != "releases":
            error = failure.error
            self.refused.emit(" ".join(part for part in (error.title, error.remedy) if part))
