"""What has been looked up for the page: the targets in their order, what there is for each, and the chosen one."""

from collections.abc import Iterable

from modstead.domain.compatibility import Target
from modstead.domain.game_versions import GameVersions
from modstead.domain.migration import MigrationCheck, Outlook, Standing
from modstead.ui.migration.places import MOST_TARGETS


class Lookup:
    """`order` is that of all game versions; `chosen` the place of the chosen target."""

    def __init__(self) -> None:
        self.order = GameVersions()
        self.targets: tuple[Target, ...] = ()
        self.chosen = 0
        self._outlooks: dict[Target, Outlook] = {}
        self._standings: dict[tuple[Target, bool], Standing] = {}

    @property
    def target(self) -> Target | None:
        """The chosen one."""
        return self.targets[self.chosen] if self.targets else None

    @property
    def outlook(self) -> Outlook | None:
        """What there is for the chosen target."""
        return self._outlooks.get(self.target) if self.target else None

    @property
    def outlooks(self) -> tuple[Outlook, ...]:
        return tuple(self._outlooks[target] for target in self.targets)

    @property
    def other_versions(self) -> tuple[str, ...]:
        """The releases that are no target yet, newest first."""
        shown = {target.game_version for target in self.targets}
        return tuple(version for version in self.order.releases if version not in shown)

    def forget(self) -> None:
        self.targets, self.chosen = (), 0
        self._outlooks.clear()
        self._standings.clear()

    def take(self, targets: tuple[Target, ...], check: MigrationCheck, wanted: Target | None) -> None:
        """Show these targets, with the wanted one chosen, else the one that most mods are ready for."""
        self._outlooks |= {outlook.target: outlook for outlook in check.outlooks}
        self._standings.clear()
        self.targets = targets
        self.chosen = targets.index(wanted) if wanted in targets else self._readiest()

    def add(self, check: MigrationCheck, target: Target) -> None:
        """Show one more target, in the place of the oldest where there are too many."""
        others = [item for item in self.targets if item.loader is target.loader and item != target]
        self.take(self.in_order((*others[-(MOST_TARGETS - 1) :], target)), check, target)

    def in_order(self, targets: Iterable[Target]) -> tuple[Target, ...]:
        """Oldest first, each version once."""
        by_version = {target.game_version: target for target in targets}
        return tuple(by_version[version] for version in reversed(self.order.newest_first(by_version)))

    def standings(self, *, betas: bool) -> tuple[Standing, ...]:
        """How each target comes out; added up once for each."""
        return tuple(self._standing(target, betas=betas) for target in self.targets)

    def _standing(self, target: Target, *, betas: bool = False) -> Standing:
        key = (target, betas)
        if key not in self._standings:
            self._standings[key] = self._outlooks[target].standing(betas=betas)
        return self._standings[key]

    def _readiest(self) -> int:
        """Of several the newest."""
        ready = [self._standing(target).ready for target in self.targets]
        return max(range(len(ready)), key=lambda place: (ready[place], place), default=0)
