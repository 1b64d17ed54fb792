"""Every failure that Modstead expects, as one tree. What is not in it is a bug and is treated as one.

ModsteadError                   title, detail, remedy, retryable
├── CatalogError                a platform did not give what was asked
│   ├── Unreachable             no connection, or none in time (retryable)
│   ├── OutcomeUnknown          a change was not answered as stated: it may have been carried out
│   ├── RateLimited             too many requests (retryable, after `retry_after` seconds)
│   ├── ServerFailed            5xx (retryable)
│   ├── NotFound                no such project, version or file
│   ├── NoLongerOffered         the platform's documents state it, but it is gone
│   ├── RequestRefused          the request itself was refused (4xx)
│   │   └── NotAllowed          the user may not do that, whatever the token allows
│   ├── Unauthorized            401: nobody is signed in, or the token is not good for it
│   │   └── ScopeMissing        the token is good, but does not allow this
│   ├── FieldRefused            a field has a value that the platform would refuse; nothing was sent
│   │   └── NoArchive           a file to be published is not the archive that its extension says
│   ├── ApplicationTooOld       410: this Modstead is too old for the platform
│   └── UnreadableAnswer        the answer is not what the platform's documents state
├── DownloadError               a file could not be fetched as announced
│   ├── DamagedDownload         size or hash differ from what was announced (retryable)
│   └── HostRefused             the address leads to a host that files must not come from
├── FolderError                 a folder of mods cannot be used as asked; nothing was changed
│   ├── FolderMissing
│   ├── FolderUnreadable
│   ├── FolderReadOnly
│   ├── FolderBusy              another Modstead works on it (retryable)
│   ├── GameRunning             a game runs with its files (retryable)
│   ├── NotInFolder             it has no such file
│   ├── DiskFull
│   └── LoaderUnknown           loader or game version can neither be told nor detected
├── FileError                   one file cannot be used as asked
│   ├── FileVanished
│   ├── FileLocked              in use by another program (retryable)
│   ├── FileUnreadable
│   ├── UnsafeFileName          a name that must not be written to disk
│   ├── BrokenJar               no readable archive, or a manifest that its loader would refuse
│   └── UnreadableDocument      a lock file or saved plan that is none, or asks for what must not be done
├── PlanError                   a plan cannot be made or carried out
│   ├── FolderChanged           the folder is no longer as it was when the plan was made (retryable)
│   ├── Unresolvable            no set of versions satisfies what was asked
│   ├── WouldNotStart           what the new files say inside does not go together
│   ├── SearchUnderWay          a search for the mod that breaks the game has half of the mods off
│   ├── UndoImpossible          later changes or pruned files stand in the way
│   │   └── NothingLeftToUndo   all of it was taken back by hand
│   └── RecoveryFailed          an interrupted change could not be put right; says which files
├── PolicyRefused               a pin, snooze or the like that could not hold; nothing was remembered
├── LoadoutRefused              there is no such loadout, or it cannot be called so
├── ReportRefused               a report that the platform could make nothing of; nothing was sent
├── TokenRefused                what was pasted can be no token
├── KeyringUnusable             the system's keyring is missing, locked or broken; a token lasts for the run
├── StorageError                Modstead's own database cannot be used
├── SettingsError               a setting has a value that it cannot have
└── Cancelled                   the user stopped it; nothing was changed
"""

import os
import shlex
import subprocess
from collections.abc import Mapping
from pathlib import Path


def typed(*words: object) -> str:
    """A command of Modstead's to copy into a shell, its words quoted where they need it."""
    told = [str(word) for word in words]
    return f"modstead {subprocess.list2cmdline(told) if os.name == 'nt' else shlex.join(told)}"


class ModsteadError(Exception):
    """A failure that is told to the user: what happened (`title`), why (`detail`) and what to do (`remedy`).

    Each is a whole sentence or empty. `str(error)` joins them into one line.
    """

    retryable = False
    default_remedy = ""

    def __init__(self, title: str, detail: str = "", *, remedy: str | None = None) -> None:
        self.title = title
        self.detail = detail
        self.remedy = self.default_remedy if remedy is None else remedy
        super().__init__(title, detail)

    def __str__(self) -> str:
        """Everything in one line, for logs and the command line."""
        return " ".join(part for part in (self.title, self.detail, self.typed_remedy) if part)

    @property
    def explanation(self) -> str:
        """Why, and what to do in the window."""
        return " ".join(part for part in (self.detail, self.remedy) if part)

    @property
    def sentences(self) -> str:
        """Everything in one line, for the window."""
        return " ".join(part for part in (self.title, self.explanation) if part)

    @property
    def typed_remedy(self) -> str:
        """What to do where commands are typed."""
        return self.remedy

    def as_json(self) -> Mapping[str, str]:
        """The error as `{title, detail}`; what to do closes the detail."""
        return {
            "title": self.title,
            "detail": " ".join(part for part in (self.detail, self.typed_remedy) if part),
        }


class CatalogError(ModsteadError):
    """A platform did not give what was asked."""


class Unreachable(CatalogError):
    """`arrived` is false where the request certainly did not get there."""

    retryable = True
    default_remedy = "Check the connection and try again."

    def __init__(
        self, title: str, detail: str = "", *, arrived: bool = True, remedy: str | None = None
    ) -> None:
        super().__init__(title, detail, remedy=remedy)
        self.arrived = arrived


class OutcomeUnknown(CatalogError):
    """The answer to a change never came or says nothing of it, so that trying again might make it twice."""

    default_remedy = "It may have been carried out all the same: look before you try again."


class RateLimited(CatalogError):
    """Too many requests; `retry_after` says for how many seconds to wait, if the platform told."""

    retryable = True
    default_remedy = "Wait a minute and try again."

    def __init__(
        self, title: str, detail: str = "", *, retry_after: float | None = None, remedy: str | None = None
    ) -> None:
        super().__init__(title, detail, remedy=remedy)
        self.retry_after = retry_after


class ServerFailed(CatalogError):
    retryable = True
    default_remedy = "The fault is on the platform's side; try again later."


class NotFound(CatalogError):
    default_remedy = "Check the name or ID."


class NoLongerOffered(CatalogError):
    """The platform's documents still state it, but its servers do not have it any more."""


class RequestRefused(CatalogError):
    pass


class NotAllowed(RequestRefused):
    """The user may not do this, whatever the token allows, as the platform says."""


class Unauthorized(CatalogError):
    """Nobody is signed in, or the token is no longer good, or not for this."""

    default_remedy = "Sign in with a new token."
    platform = ""
    """The name of the platform, where it is not the main one, so that a command has to name it."""

    @property
    def typed_remedy(self) -> str:
        command = typed("account", "sign-in", *(("--platform", self.platform) if self.platform else ()))
        told = f"On the command line: {command} (or, without a keyring, --token-stdin with each command)."
        return " ".join(filter(None, (self.remedy, told)))


class ScopeMissing(Unauthorized):
    """The token is good, but does not allow this; `scope` is what it lacks, where the platform says that it does."""

    def __init__(self, title: str, detail: str = "", *, scope: str = "", remedy: str | None = None) -> None:
        super().__init__(title, detail, remedy=remedy)
        self.scope = scope


class FieldRefused(CatalogError):
    """`field` has a value that the platform's documents do not admit; nothing was sent."""

    default_remedy = "Nothing was sent. Change it and try again."

    def __init__(self, title: str, detail: str = "", *, field: str = "", remedy: str | None = None) -> None:
        super().__init__(title, detail, remedy=remedy)
        self.field = field


class NoArchive(FieldRefused):
    """A file to be published is not the archive that its extension says: nobody could use it."""

    default_remedy = "Nothing was sent. Choose another file."

    @property
    def typed_remedy(self) -> str:
        return f"{self.remedy} Or add --anyway."


class ApplicationTooOld(CatalogError):
    default_remedy = "Install the newest version of Modstead."


class UnreadableAnswer(CatalogError):
    default_remedy = "Try again later; if it stays, please report it."


class DownloadError(ModsteadError):
    """A file could not be fetched as announced."""


class DamagedDownload(DownloadError):
    retryable = True
    default_remedy = "Try again; if it stays, the platform's copy is damaged."


class HostRefused(DownloadError):
    default_remedy = (
        "Files come only from a platform's own hosts. Others are named by MODSTEAD_DOWNLOAD_HOSTS or, of a platform "
        "beside Modrinth, in the settings."
    )


class FolderError(ModsteadError):
    """A folder of mods cannot be used as asked; nothing was changed."""


class FolderMissing(FolderError):
    default_remedy = "Check the path."


class FolderUnreadable(FolderError):
    default_remedy = "Check the folder's permissions."


class FolderReadOnly(FolderError):
    default_remedy = "Allow writing to the folder and the one above it, then try again."


class FolderBusy(FolderError):
    retryable = True
    default_remedy = "Wait until the other Modstead is done, then try again."


class GameRunning(FolderError):
    """A game seems to run with the files that would be replaced or removed."""

    retryable = True
    default_remedy = "Close the game, then try again."

    @property
    def typed_remedy(self) -> str:
        return f"{self.remedy} With --while-running it is changed all the same."


class NotInFolder(FolderError):
    """The folder has no such file."""

    default_remedy = "See what is there: modstead scan FOLDER."


class DiskFull(FolderError):
    default_remedy = "Free some space and try again."


class LoaderUnknown(FolderError):
    """The loader or the game version can neither be told nor detected."""

    options: tuple[str, ...] = ()
    """The options that tell the command line."""

    @property
    def typed_remedy(self) -> str:
        if not self.options:
            return self.remedy
        return f"{self.remedy.rstrip('.')}; on the command line with {' and '.join(self.options)}."


class FileError(ModsteadError):
    """One file cannot be used as asked."""


class FileVanished(FileError):
    default_remedy = "Scan the folder again."


class FileLocked(FileError):
    retryable = True
    default_remedy = "Close the game or whatever else uses it, then try again."


class FileUnreadable(FileError):
    default_remedy = "Check the file's permissions."


class UnsafeFileName(FileError):
    default_remedy = "The file was not written; please report the project to its platform."


class BrokenJar(FileError):
    default_remedy = "Replace the file by a fresh download."


class UnreadableDocument(FileError):
    default_remedy = "Nothing was changed. Put the file right, or remove it and write it anew."


class PlanError(ModsteadError):
    """A plan cannot be made or carried out."""


class FolderChanged(PlanError):
    retryable = True
    default_remedy = "Scan the folder again, then repeat the change."


class Unresolvable(PlanError):
    pass


class WouldNotStart(PlanError):
    """What the new files say inside does not go together."""

    default_remedy = "Nothing was changed. Leave out what does not fit."

    @property
    def typed_remedy(self) -> str:
        return f"{self.remedy} Or add --anyway."


class SearchUnderWay(PlanError):
    """Half of the mods are off for a search, so that what the folder holds is not what its user wants."""

    default_remedy = "Stop the search first, which puts everything back, or go on with it."
    folder: Path | None = None

    @property
    def typed_remedy(self) -> str:
        if self.folder is None:
            return self.remedy
        return f"{self.remedy} To stop it: {typed('bisect', self.folder, 'stop')}"


class UndoImpossible(PlanError):
    pass


class NothingLeftToUndo(UndoImpossible):
    """Somebody has taken all of it back by hand already: no failure."""


class RecoveryFailed(PlanError):
    default_remedy = "Nothing was deleted; the kept files lie in the .modstead folder beside it."


class PolicyRefused(ModsteadError):
    """What is said of how a mod is kept up to date makes no sense; nothing was remembered."""


class LoadoutRefused(ModsteadError):
    """There is no loadout of that name, or there can be none; nothing was changed."""


class ReportRefused(ModsteadError):
    """A report that the platform could make nothing of; nothing was sent."""


class TokenRefused(ModsteadError):
    """What was pasted can be no token; nothing was sent."""


class KeyringUnusable(ModsteadError):
    """The system's keyring is missing, locked or broken."""

    default_remedy = "A token then lasts until Modstead is closed."


class StorageError(ModsteadError):
    """Modstead's own database cannot be used. No mod is lost by that: the folder is the truth."""


class SettingsError(ModsteadError):
    pass


class Cancelled(ModsteadError):
    """The user stopped it; nothing was changed."""
