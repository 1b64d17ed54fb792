"""What a platform's update answer is worth: an update, nothing new, or something to be held back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from modstead.domain.compatibility import Target, an, choose, mismatch, mod_file, newest, unobtainable
from modstead.domain.instance import FileFailure, InstalledMod
from modstead.domain.version import Channel, Version, VersionFile
from modstead.domain.version_numbers import same_number


@dataclass(frozen=True, slots=True)
class Update:
    """An answer that passed every test."""

    mod: InstalledMod
    version: Version
    file: VersionFile


class HeldBackKind(StrEnum):
    """Why an answer is not taken; `REQUIRED` is that another file of the folder requires what it is not."""

    OLDER = "older"
    CHANNEL = "channel"
    OTHER_PROJECT = "other_project"
    LOADER = "loader"
    FILE = "file"
    NONE = "none"
    PINNED = "pinned"
    SNOOZED = "snoozed"
    TOGETHER = "together"
    REQUIRED = "required"


@dataclass(frozen=True, slots=True)
class HeldBack:
    """An answer that is not taken, and why in one sentence."""

    mod: InstalledMod
    version: Version | None
    kind: HeldBackKind
    reason: str


@dataclass(frozen=True, slots=True)
class UpToDate:
    mod: InstalledMod


Verdict = Update | HeldBack | UpToDate


@dataclass(frozen=True, slots=True)
class UpdateCheck:
    """What a check of a whole folder found. `requests` counts what was sent to the platform for it.

    `together` names the files that are updated with one another or not at all, in groups of two or more.
    """

    at: datetime
    checked: int = 0
    requests: int = 0
    updates: tuple[Update, ...] = ()
    held_back: tuple[HeldBack, ...] = ()
    up_to_date: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    failed: tuple[FileFailure, ...] = ()
    together: tuple[tuple[str, ...], ...] = ()


def allowed_channel(installed: Version, told: Channel | None) -> Channel:
    """The told channel, else the one the installed version is from."""
    return told or installed.channel


def judge(
    mod: InstalledMod,
    offer: Version | None,
    target: Target,
    channel: Channel | None,
    unsafe_name: Callable[[str], str | None],
) -> Verdict:
    """Whether `offer` is an update of `mod`: another file, of the same project, for this loader and game version, newer
    by date, in an allowed channel and with a file name that may be written.

    `unsafe_name` says why a file name must not be used, or None. `mod.version` must be known.
    """
    installed = mod.version
    if installed is None:
        raise ValueError("only a mod whose version is known can be judged")
    if offer is None:
        return HeldBack(mod, None, HeldBackKind.NONE, f"No version for {target} is published.")
    if offer.has_file(mod.file.sha1) or offer.id == installed.id:
        return UpToDate(mod)
    held = _objection(installed, offer, target, channel)
    if held:
        return HeldBack(mod, offer, *held)
    return _as_update(mod, offer, unsafe_name)


def _as_update(mod: InstalledMod, offer: Version, unsafe_name: Callable[[str], str | None]) -> Verdict:
    """The offer, which is newer and fits, where it has a file that may be installed."""
    file = mod_file(offer)
    if file is None:
        return HeldBack(mod, offer, HeldBackKind.FILE, "The offered version has no file to install.")
    reason = unobtainable(offer) or unsafe_name(file.filename)
    if reason:
        return HeldBack(mod, offer, HeldBackKind.FILE, reason)
    return Update(mod, offer, file)


def judge_chosen(
    mod: InstalledMod,
    versions: Sequence[Version],
    target: Target,
    channel: Channel | None,
    unsafe_name: Callable[[str], str | None],
) -> Verdict:
    """The same for a mod of which only the project is known, since the user said so: its newest version that fits.

    The installed version is the one whose number the file states; where there is none, any version counts as newer.
    """
    installed = [
        item for item in versions if same_number(mod.version_number, item.number, item.game_versions)
    ]
    choice = choose(versions, target, channel)
    if choice.version is None:
        kind = HeldBackKind.FILE if choice.elsewhere else HeldBackKind.NONE
        return HeldBack(mod, choice.elsewhere, kind, choice.reason)
    if installed and newest((*installed, choice.version)) in installed:
        return UpToDate(mod)
    return _as_update(mod, choice.version, unsafe_name)


def between(
    versions: Sequence[Version], target: Version, start: datetime | None, *, backwards: bool = False
) -> tuple[Version, ...]:
    """The versions of the target's loaders and game versions after `start` up to the target, as they are listed.

    `backwards`, those that are given up for an older target: after it up to `start`.
    """
    first, last = (target.published, start) if backwards else (start, target.published)
    return tuple(
        item
        for item in versions
        if (item.id == target.id and not backwards)
        or (
            set(item.loaders) & set(target.loaders)
            and set(item.game_versions) & set(target.game_versions)
            and _is_between(item.published, first, last)
            and (backwards or target.channel.admits(item.channel))
        )
    )


def _is_between(moment: datetime | None, start: datetime | None, end: datetime | None) -> bool:
    if moment is None:
        return False
    return (start is None or moment > start) and (end is None or moment <= end)


def _objection(
    installed: Version, offer: Version, target: Target, channel: Channel | None
) -> tuple[HeldBackKind, str] | None:
    if offer.project_id != installed.project_id:
        return HeldBackKind.OTHER_PROJECT, "The offered file belongs to another project."
    reason = mismatch(offer, target)
    if reason:
        return HeldBackKind.LOADER, f"The offered file does not fit. {reason}"
    if installed.published is None or offer.published is None:
        return HeldBackKind.OLDER, "The offered file has no date to compare with yours."
    if offer.published <= installed.published:
        return (
            HeldBackKind.OLDER,
            f"The offered file is not newer than yours: {_day(offer.published)}, yours {_day(installed.published)}.",
        )
    follows = allowed_channel(installed, channel)
    if not follows.admits(offer.channel):
        return HeldBackKind.CHANNEL, f"Only {an(offer.channel)} is newer; you follow {follows}s for this mod."
    return None


def _day(moment: datetime) -> str:
    return f"{moment.day} {moment:%B %Y}"
