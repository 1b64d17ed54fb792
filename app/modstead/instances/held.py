"""Downloads of changes that did not come off, whole or in part, each named by the sha512 that it is to have."""

import stat
from collections.abc import Iterable, Mapping, Set
from pathlib import Path

from modstead.domain.plan import Download
from modstead.instances.disk import Disk
from modstead.instances.kept import is_sha512
from modstead.instances.place import Place


class HeldDownloads:
    """Those beside one folder, for one change of it. All but `claim` block.

    None is believed for its name: what is whole is verified like any other download, and a part goes on with it.
    """

    def __init__(self, place: Place, disk: Disk) -> None:
        self._fetched = place.fetched
        self._disk = disk
        self._claimed: set[str] = set()

    def claim(self, source: Download) -> Path | None:
        """Where a download may arrive so that it lasts; None where its sha512 is not known, or the change brings the
        same bytes under another name too.
        """
        sha512 = source.hashes.sha512
        if not is_sha512(sha512) or sha512 in self._claimed:
            return None
        self._claimed.add(sha512)
        return self.path(sha512)

    def path(self, sha512: str) -> Path:
        return self._fetched / sha512

    def size(self, source: Download) -> int | None:
        """Bytes that are there of a file, None where there is none; what cannot be its beginning is removed.

        Raises:
            OSError: the disk failed.
        """
        path = self.path(source.hashes.sha512)
        status = self._disk.status(path)
        if status is None:
            return None
        if stat.S_ISREG(status.st_mode) and status.st_nlink == 1 and status.st_size <= source.size:
            return status.st_size
        self.drop(source)
        return None

    def sizes(self, sources: Iterable[Download]) -> Mapping[str, int]:
        """Bytes that are there of each file of which there are any, by its sha512.

        Raises:
            OSError: the disk failed.
        """
        known = {source.hashes.sha512: source for source in sources if is_sha512(source.hashes.sha512)}
        there = known.keys() & set(self._disk.names(self._fetched)) if known else frozenset[str]()
        found = {sha512: self.size(known[sha512]) for sha512 in sorted(there)}
        return {sha512: size for sha512, size in found.items() if size is not None}

    def size_of_all(self, sources: Iterable[Download]) -> int:
        """Bytes of these files that need not come any more.

        Raises:
            OSError: the disk failed.
        """
        return sum(self.sizes(sources).values())

    def drop(self, source: Download) -> None:
        """Hold no longer what is there of a file."""
        self._remove(
            {name for name in self._disk.names(self._fetched) if _sha512(name) == source.hashes.sha512}
        )

    def bound(self, limit: int, *, but: Set[str] = frozenset()) -> None:
        """Remove the oldest until all together have at most `limit` bytes, or all `but` those where it is 0."""
        held: dict[str, set[str]] = {}
        for name in self._disk.names(self._fetched):
            held.setdefault(_sha512(name), set()).add(name)
        sizes: dict[str, int] = {}
        ages: dict[str, int] = {}
        for sha512, names in held.items():
            found = [status for name in names if (status := self._disk.status(self._fetched / name))]
            sizes[sha512] = sum(status.st_size for status in found)
            ages[sha512] = max((status.st_mtime_ns for status in found), default=0)
        total = sum(sizes.values())
        for sha512 in sorted(held, key=lambda sha512: ages[sha512]):
            if total <= limit:
                return
            if sha512 not in but:
                self._remove(held[sha512])
                total -= sizes[sha512]

    def _remove(self, names: Set[str]) -> None:
        for name in sorted(names):
            self._disk.remove(self._fetched / name)


def _sha512(name: str) -> str:
    """The file that a name in the storage belongs to."""
    return name.partition(".")[0]
