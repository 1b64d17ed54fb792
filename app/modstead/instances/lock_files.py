"""Reading and writing a game's lock file: `modstead.lock.toml`, meant for people, for git and for others' computers.

What is read may come from anyone. It is held to the few forms that are ever written: one value a line, no dotted keys,
no inline tables and no text over several lines, so that no document takes long to read.
"""

import re
import stat
import tomllib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import suppress
from operator import itemgetter
from pathlib import Path
from typing import Annotated, Any

import msgspec

from modstead.domain.instance import ContentKind
from modstead.domain.lock_file import LOCK_NAME, WHOLE_FOLDER, LockedFile, LockedSource, LockFile
from modstead.domain.lock_policies import policies_of, rows_of
from modstead.domain.policies import FolderPolicies
from modstead.domain.version import Hashes
from modstead.errors import FileError, FolderError, UnreadableDocument, UnsafeFileName
from modstead.instances.discovery.sections import content_of_name
from modstead.instances.disk import Disk, told
from modstead.instances.file_names import existing_name, shown
from modstead.instances.files import open_regular
from modstead.instances.kept import KeptFiles
from modstead.instances.place import readable_place_of
from modstead.instances.scanner import is_mod_file_name

FORMAT = 1
LONGEST = 4 * 1024 * 1024
"""Bytes of a lock file."""
MOST_FILES = 5_000
MOST_SECTIONS = 1_000
_LONGEST_LINE = 8 * 1024

_TEXT = r'(?:"(?:[^"\\]|\\.)*"' + r"|'[^']*')"
_LIST = rf"\[[ \t]*(?:{_TEXT}[ \t]*(?:,[ \t]*{_TEXT}[ \t]*)*)?\]"
_VALUE = rf"(?:{_TEXT}|[0-9]+|true|false|\[|{_LIST})"
_KEY = r"[A-Za-z0-9_-]+"
_LINE = re.compile(
    rf"[ \t]*(?:\[{{1,2}}{_KEY}\]{{1,2}}|{_KEY}[ \t]*=[ \t]*{_VALUE}|{_TEXT},?|\])?[ \t]*(?:#.*)?\r?"
)
_MERGE_MARK = re.compile(r"<{7}|={7}|>{7}|\|{7}")

_HEAD = """\
# What this game holds, for other players and servers to share. Written by: modstead lock
# See how a folder differs: modstead drift FOLDER. Make it equal: modstead apply FOLDER

"""

_Line = Annotated[str, msgspec.Meta(max_length=1024)]
_Name = Annotated[str, msgspec.Meta(min_length=1, max_length=1024)]


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    section: _Name
    name: _Name
    enabled: bool
    size: Annotated[int, msgspec.Meta(ge=0, le=2**40)]
    sha1: Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{40}\\Z")]
    sha512: Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{128}\\Z")]
    provider: _Line = ""
    project_id: _Line = ""
    slug: _Line = ""
    version_id: _Line = ""
    version_number: _Line = ""
    url: Annotated[str, msgspec.Meta(max_length=4096)] = ""


class _Policy(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    section: _Name
    mod: _Line | msgspec.UnsetType = msgspec.UNSET
    title: _Line | msgspec.UnsetType = msgspec.UNSET
    pinned: bool | msgspec.UnsetType = msgspec.UNSET
    channel: _Line | msgspec.UnsetType = msgspec.UNSET
    snooze_until: _Line | msgspec.UnsetType = msgspec.UNSET
    snooze_game_version: _Line | msgspec.UnsetType = msgspec.UNSET
    snooze_version_id: _Line | msgspec.UnsetType = msgspec.UNSET
    snooze_version_number: _Line | msgspec.UnsetType = msgspec.UNSET
    together: _Line | msgspec.UnsetType = msgspec.UNSET


class _Document(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    format: int
    sections: Annotated[tuple[_Name, ...], msgspec.Meta(max_length=MOST_SECTIONS)] = ()
    loader: _Line = ""
    game_version: _Line = ""
    policy: Annotated[tuple[_Policy, ...], msgspec.Meta(max_length=MOST_FILES)] = ()
    file: Annotated[tuple[_File, ...], msgspec.Meta(max_length=MOST_FILES)] = ()


def lock_text(lock: LockFile) -> str:
    """The lock file's text: the same for the same state, whatever wrote it and when."""
    import tomli_w

    document: dict[str, object] = {"format": FORMAT}
    document |= _filled({"loader": lock.loader, "game_version": lock.game_version})
    document["sections"] = sorted(lock.sections)
    tables = [
        ("policy", {"section": section, **row})
        for section, policies in sorted(lock.policies, key=itemgetter(0))
        for row in rows_of(policies)
    ]
    tables += [("file", _table(file)) for file in sorted(lock.files, key=lambda item: item.order)]
    texts = (f"\n[[{name}]]\n{tomli_w.dumps(table)}" for name, table in tables)
    return "".join((_HEAD, tomli_w.dumps(document), *texts))


def parse_lock(content: bytes, name: str = LOCK_NAME) -> LockFile:
    """What a lock file's text says; `name` is what errors call it.

    Raises:
        UnreadableDocument: it is no lock file, or one that asks for what must not be done.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _unreadable(name, "It is not UTF-8 text.") from error
    _check_lines(text, name)
    try:
        values = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise _unreadable(name, f"TOML: {error}.") from error
    newest = values.get("format")
    if isinstance(newest, int) and newest > FORMAT:
        raise UnreadableDocument(
            f"A newer Modstead wrote {name}.", remedy="Install the newest version of Modstead."
        )
    try:
        document = msgspec.convert(values, _Document)
    except msgspec.ValidationError as error:
        raise _unreadable(name, f"{error}.") from error
    return _lock(document, name)


def read_lock(path: Path) -> LockFile:
    """The lock file at that path. Blocks.

    Raises:
        FileVanished: there is none.
        FileUnreadable, FileLocked: it cannot be read.
        UnreadableDocument: as `parse_lock`.
    """
    return parse_lock(read_bounded(path, LONGEST), path.name)


def read_bounded(path: Path, limit: int) -> bytes:
    """A document that others may have written, whole. Blocks.

    Raises:
        FileVanished, FileUnreadable, FileLocked: it cannot be read.
        UnreadableDocument: it is longer than `limit` bytes.
    """
    with open_regular(path) as file:
        content = bytearray()
        while chunk := file.read(limit + 1 - len(content)):
            content += chunk
            if len(content) > limit:
                raise _unreadable(path.name, f"It is longer than {limit // 1024} KiB.")
    return bytes(content)


def write_lock(path: Path, lock: LockFile, disk: Disk | None = None) -> bool:
    """Write the lock file, whole or not at all; whether that changed it. Blocks.

    Raises:
        FolderError, FileError: it could not be written; the old one is still there.
        UnreadableDocument: it is nothing that could be read again.
    """
    disk = disk or Disk()
    content = lock_text(lock).encode()
    parse_lock(content)
    unfinished = path.with_name(f".{path.name}.tmp")
    try:
        old = disk.status(path)
        if old is not None and not stat.S_ISREG(old.st_mode):
            raise FolderError(
                f"{path} cannot be written.",
                "It is not an ordinary file.",
                remedy="Rename it, then lock again.",
            )
        if old is not None and old.st_size == len(content) and read_bounded(path, LONGEST) == content:
            return False
        disk.remove(unfinished)
        disk.write_new(unfinished, content)
        if old is not None:
            disk.permit_as(unfinished, old)
        disk.rename(unfinished, path)
        disk.sync_folder(path.parent)
    except OSError as error:
        # Of a full disk, so that what is left of it is not used up by this.
        with suppress(OSError):
            disk.remove(unfinished)
        raise told(error, path.parent) from error
    return True


def kept_content(folder: Path, files: Sequence[LockedFile], disk: Disk | None = None) -> frozenset[str]:
    """The sha512 of those files whose bytes lie whole in the folder's kept storage; reads them. Blocks."""
    disk = disk or Disk()
    try:
        place = readable_place_of(folder, disk)
    except FolderError:
        return frozenset()
    if place is None:
        return frozenset()
    kept = KeptFiles(place, disk)
    return frozenset(file.hashes.sha512 for file in files if _is_kept(kept, file, disk))


def section_content(section: str) -> ContentKind | None:
    """What a section's folder holds by its name; None for a folder that belongs to no game."""
    return content_of_name(section.rpartition("/")[2])


def _is_kept(kept: KeptFiles, file: LockedFile, disk: Disk) -> bool:
    hashes = file.hashes
    try:
        return kept.has(hashes.sha512, file.size) and disk.digest(kept.path(hashes.sha512)).hashes == hashes
    except (OSError, FileError):
        return False


def _check_lines(text: str, name: str) -> None:
    for number, line in enumerate(text.split("\n"), 1):
        if _MERGE_MARK.match(line):
            raise _unreadable(name, f"Line {number} is left over from a merge.")
        if len(line) > _LONGEST_LINE or not _LINE.fullmatch(line):
            raise _unreadable(name, f"Line {number} is not what a lock file has.")


def _lock(document: _Document, name: str) -> LockFile:
    files = tuple(_locked(file, name) for file in document.file)
    sections = tuple(dict.fromkeys(document.sections))
    policies = _policies(document.policy, name)
    lock = LockFile(document.loader, document.game_version, sections, files, policies)
    if WHOLE_FOLDER in lock.sections and len(lock.sections) > 1:
        raise _unreadable(name, "A folder that belongs to no game has no sections.")
    for section in lock.sections:
        _check_section(section, name)
    seen: set[tuple[str, str]] = set()
    for file in files:
        if file.section not in sections:
            raise _unreadable(name, f"{shown(file.name)} lies in a section that it does not cover.")
        if (file.section, file.file_name) in seen:
            raise _unreadable(name, f"It names {shown(file.file_name)} twice.")
        seen.add((file.section, file.file_name))
    if strange := {section for section, _ in policies}.difference(sections):
        raise _unreadable(name, f"It has policies for {shown(min(strange))}, which it does not cover.")
    return lock


def _policies(rows: Sequence[_Policy], name: str) -> tuple[tuple[str, FolderPolicies], ...]:
    by_section: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        values = msgspec.to_builtins(row)
        by_section[values.pop("section")].append(values)
    try:
        said = [(section, policies_of(rows)) for section, rows in sorted(by_section.items())]
    except ValueError as error:
        raise _unreadable(name, f"A policy makes no sense: {error}") from error
    return tuple((section, policies) for section, policies in said if policies)


def _check_section(section: str, name: str) -> None:
    if section == WHOLE_FOLDER:
        return
    try:
        for part in section.split("/"):
            existing_name(part)
    except UnsafeFileName as error:
        raise _unreadable(name, f"{shown(section)} is no section of a game.") from error
    if section_content(section) is None:
        raise _unreadable(name, f"{shown(section)} is no section of a game.")


def _locked(file: _File, name: str) -> LockedFile:
    content = section_content(file.section)
    kinds = tuple(ContentKind) if content is None else (content,)
    try:
        existing_name(file.name)
    except UnsafeFileName as error:
        raise _unreadable(name, str(error.title)) from error
    if file.name.lower().endswith(".disabled") or not any(
        is_mod_file_name(file.name, kind) for kind in kinds
    ):
        raise _unreadable(name, f"{shown(file.name)} is not the name of a file that the game would load.")
    source = None
    if file.provider and file.project_id:
        source = LockedSource(
            file.provider, file.project_id, file.slug, file.version_id, file.version_number, file.url
        )
    hashes = Hashes(file.sha1, file.sha512)
    return LockedFile(file.section, file.name, file.enabled, file.size, hashes, source)


def _table(file: LockedFile) -> dict[str, Any]:
    table: dict[str, Any] = {
        "section": file.section,
        "name": file.name,
        "enabled": file.enabled,
        "size": file.size,
        "sha1": file.hashes.sha1,
        "sha512": file.hashes.sha512,
    }
    source = file.source
    if source is not None:
        published = {
            "provider": source.provider,
            "project_id": source.project_id,
            "slug": source.slug,
            "version_id": source.version_id,
            "version_number": source.version_number,
            "url": source.url,
        }
        table |= _filled(published)
    return table


def _filled(table: Mapping[str, object]) -> dict[str, object]:
    return {key: value for key, value in table.items() if value}


def _unreadable(name: str, detail: str) -> UnreadableDocument:
    return UnreadableDocument(f"{name} cannot be used.", detail)
