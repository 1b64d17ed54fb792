"""What the system says of files and folders, in the words of the error tree."""

from pathlib import Path

import pytest

from modstead.errors import (
    FileError,
    FileLocked,
    FileUnreadable,
    FileVanished,
    FolderMissing,
    FolderUnreadable,
)
from modstead.instances.files import file_error, folder_error


class SharingViolation(PermissionError):
    """As Windows raises it for a file that the game has open."""

    winerror = 32


@pytest.mark.parametrize(
    ("error", "kind", "detail"),
    [
        (FileNotFoundError(2, "No such file"), FileVanished, "The file is no longer there."),
        (SharingViolation(13, "Permission denied"), FileLocked, "Another program has it open."),
        (PermissionError(13, "Permission denied"), FileUnreadable, "Reading it is not permitted."),
        (IsADirectoryError(21, "Is a directory"), FileUnreadable, "It is not an ordinary file."),
        (OSError(5, "Input/output error"), FileUnreadable, "The system says: Input/output error."),
        (OSError("nothing"), FileUnreadable, "The system says: OSError."),
    ],
)
def test_each_failure_of_a_file_has_its_kind_and_sentence(
    error: OSError, kind: type[FileError], detail: str
) -> None:
    told = file_error(Path("/games/mods/a.jar"), error)
    assert type(told) is kind
    assert (told.title, told.detail) == ("a.jar could not be read.", detail)


def test_a_path_that_no_system_takes_is_missing() -> None:
    assert type(folder_error(Path("mods"), ValueError("embedded null byte"))) is FolderMissing


def test_a_file_where_a_folder_should_be_says_what_to_name() -> None:
    told = folder_error(Path("a.jar"), NotADirectoryError(20, "Not a directory"))
    assert type(told) is FolderUnreadable
    assert "Name the folder that holds the mods." in str(told)
