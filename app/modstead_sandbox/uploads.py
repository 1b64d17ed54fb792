"""What is uploaded: streamed into a folder of its own, measured and digested on the way."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

from modstead_sandbox.model import Stored


class TooLargeError(Exception):
    """More came than is allowed; nothing of it is kept."""


class Uploads:
    """The uploaded files of one sandbox; the folder is made with the first of them."""

    def __init__(self) -> None:
        self._folder: Path | None = None
        self._count = 0
        self.pictures: dict[str, Stored] = {}
        """Icons, avatars and pictures by what follows `/data/` in their address."""

    async def keep(self, parts: AsyncIterator[bytes], most: int) -> Stored:
        """Keep what comes, at most so many bytes; raises TooLargeError."""
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="modstead-sandbox-"))
        self._count += 1
        path = self._folder / str(self._count)
        digests, size = (hashlib.sha1(usedforsecurity=False), hashlib.sha256(), hashlib.sha512()), 0
        with path.open("wb") as file:
            async for part in parts:
                size += len(part)
                if size > most:
                    break
                for digest in digests:
                    digest.update(part)
                file.write(part)
        if size > most:
            path.unlink()
            raise TooLargeError
        sha1, sha256, sha512 = (digest.hexdigest() for digest in digests)
        return Stored(self._count, path, sha1, sha256, sha512, size)

    def clear(self) -> None:
        """Delete all that was uploaded."""
        self.pictures.clear()
        if self._folder is not None:
            shutil.rmtree(self._folder)
            self._folder = None
