"""What was said of how a mod is kept up to date, in the few words that a table, a menu or the panel has room for."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from modstead.domain.instance import InstalledMod
from modstead.domain.policies import (
    NO_POLICY,
    Circumstances,
    FolderPolicies,
    Policy,
    Snooze,
    is_awake,
    keys_of,
)
from modstead.domain.version import Version
from modstead.ui.kit.versions import short_version

_NEAR_DAYS = 7


@dataclass(frozen=True, slots=True)
class Word:
    """What holds for one mod: its `own` word, that `policy` with the folder's below it, and what it goes together with.

    `asleep` tells whether the snooze is not over yet.
    """

    own: Policy
    policy: Policy
    together: tuple[str, ...]
    asleep: bool
    today: date

    @property
    def pinned(self) -> bool:
        return bool(self.policy.pinned)

    def news(self, offered: str) -> tuple[str, str] | None:
        """An icon and what stands in the column of updates in place of the version that is `offered`.

        What holds for the whole folder is news only where it holds something back.
        """
        if self.pinned and (offered or self.own.pinned):
            return "pin", _with_version("Pinned", offered)
        if self.asleep and self.policy.snooze and (offered or self.own.snooze):
            return "snooze", until_words(self.policy.snooze, self.today)
        return None


NO_WORD = Word(NO_POLICY, NO_POLICY, (), asleep=False, today=date.min)


def words_of(
    said: FolderPolicies, circumstances: Circumstances | None
) -> Callable[[InstalledMod, Version | None], Word]:
    """Finds the word on a mod, given the version that is on offer for it."""
    if not said or circumstances is None:
        return lambda _mod, _offered: NO_WORD

    def find(mod: InstalledMod, offered: Version | None) -> Word:
        policy, keys = said.of(mod), keys_of(mod)
        together = tuple(item.title or item.key for item in said.group(mod) if item.key not in keys)
        if policy == NO_POLICY and not together:
            return NO_WORD
        asleep = policy.snooze is not None and not is_awake(policy.snooze, offered, circumstances)
        return Word(said.own(mod), policy, together, asleep, circumstances.today)

    return find


def until_words(snooze: Snooze, today: date) -> str:
    """`Until Monday`, `Until 14 October`, `Until 1.21.5`, `Skipped · 5.6.0`."""
    if snooze.until is not None:
        return f"Until {day_words(snooze.until, today)}"
    if snooze.game_version:
        return f"Until {snooze.game_version}"
    return _with_version("Skipped", snooze.version_number)


def day_words(day: date, today: date) -> str:
    """The weekday within a week, else the date."""
    ahead = (day - today).days
    if ahead == 1:
        return "tomorrow"
    if 1 < ahead < _NEAR_DAYS:
        return f"{day:%A}"
    return f"{day.day} {day:%B}" + (f" {day.year}" if day.year != today.year else "")


def _with_version(word: str, number: str) -> str:
    return f"{word} · {short_version(number)}" if number else word
