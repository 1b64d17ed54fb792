"""Bodies that are read from the disk while they are sent, never held as a whole."""

import asyncio
import os
import secrets
import stat
from collections.abc import AsyncGenerator, Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from modstead.errors import FileError, FileUnreadable, FileVanished

CHUNK = 256 * 1024
"""Bytes read and sent at a time."""

_QUOTED = str.maketrans({'"': "%22", "\r": "%0D", "\n": "%0A"})


@dataclass(frozen=True, slots=True)
class LocalFile:
    """A file as it was when it was looked at; `size` in bytes."""

    path: Path
    size: int

    @property
    def extension(self) -> str:
        """In lower case and without its dot; empty where the name has none."""
        return self.path.suffix.lower().removeprefix(".")


async def local_file(path: Path) -> LocalFile:
    """The file at `path`.

    Raises:
        FileVanished, FileUnreadable: it is not there, or no ordinary file.
    """
    try:
        found = await asyncio.to_thread(path.stat)
    except OSError as error:
        raise _file_error(path, error) from error
    if not stat.S_ISREG(found.st_mode):
        raise FileUnreadable(f"{path.name} is not a file.", remedy="Choose a file.")
    return LocalFile(path, found.st_size)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a multipart body; one with a `filename` is a file for the server."""

    name: str
    content: bytes | LocalFile
    content_type: str
    filename: str = ""


def nobody(_sent: int) -> None:
    """Progress that nobody looks at."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A body of known length. `progress` is told how many of its bytes were read to be sent, from 0 on each attempt."""

    content_type: str
    pieces: tuple[bytes | LocalFile, ...]
    progress: Callable[[int], None] = field(default=nobody, compare=False, repr=False)

    @property
    def length(self) -> int:
        return sum(len(piece) if isinstance(piece, bytes) else piece.size for piece in self.pieces)

    async def chunks(self) -> AsyncGenerator[bytes, None]:
        """The body, from its start.

        Raises:
            FileError: a file cannot be read, or has another length than it had.
        """
        sent = 0
        self.progress(sent)
        for piece in self.pieces:
            if isinstance(piece, bytes):
                yield piece
                sent += len(piece)
                self.progress(sent)
                continue
            async for chunk in _read(piece):
                yield chunk
                sent += len(chunk)
                self.progress(sent)


def multipart(parts: Iterable[Part], progress: Callable[[int], None] = nobody) -> Upload:
    """The parts as one `multipart/form-data` body."""
    boundary = f"modstead-{secrets.token_hex(16)}"
    pieces: list[bytes | LocalFile] = []
    for part in parts:
        filename = f'; filename="{part.filename.translate(_QUOTED)}"' if part.filename else ""
        head = (
            f"--{boundary}\r\n"
            f'Content-Disposition: form-data; name="{part.name.translate(_QUOTED)}"{filename}\r\n'
            f"Content-Type: {part.content_type}\r\n\r\n"
        )
        pieces += [head.encode("utf-8", "surrogateescape"), part.content, b"\r\n"]
    pieces.append(f"--{boundary}--\r\n".encode())
    return Upload(f"multipart/form-data; boundary={boundary}", tuple(pieces), progress)


async def _read(file: LocalFile) -> AsyncGenerator[bytes, None]:
    left = file.size
    descriptor = -1
    try:
        descriptor = await asyncio.to_thread(os.open, file.path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        while chunk := await asyncio.to_thread(os.read, descriptor, CHUNK):
            left -= len(chunk)
            if left < 0:
                break
            yield chunk
    except OSError as error:
        raise _file_error(file.path, error) from error
    finally:
        if descriptor >= 0:
            os.close(descriptor)
    if left:
        raise FileUnreadable(
            f"{file.path.name} changed while it was sent.", remedy="Wait until it is written, then try again."
        )


def _file_error(path: Path, error: OSError) -> FileError:
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return FileVanished(f"{path.name} is no longer there.", remedy="Choose it again.")
    return FileUnreadable(f"{path.name} cannot be read.", f"{error.strerror or error}.")
