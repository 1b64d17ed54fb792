"""Which folders lie on drives of other computers, or are otherwise not told of by the system."""

import os
import re
import sys
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

_MOST = 20_000
_REMOTE = frozenset({
    "9p", "afs", "ceph", "cifs", "davfs", "drvfs", "glusterfs", "lustre", "ncpfs", "nfs", "nfs4", "prl_fs", "smb",
    "smb3", "smbfs", "vboxsf", "virtiofs", "vmhgfs",
})  # fmt: skip
_ESCAPE = re.compile(r"\\([0-7]{3})")
_NETWORK_DRIVE = 4


def is_remote(folder: Path) -> bool:
    """Whether changes that others make there may not be told of by this system. Blocks."""
    if sys.platform == "win32":
        import ctypes

        anchor = folder.absolute().anchor
        kind: int = ctypes.windll.kernel32.GetDriveTypeW(anchor)
        return anchor.startswith("\\\\") or kind == _NETWORK_DRIVE
    if sys.platform == "darwin":
        return folder.parts[:2] == ("/", "Volumes")
    return _is_remote_kind(_kind_of_mount(os.path.realpath(folder), _mounts()))


def _is_remote_kind(kind: str) -> bool:
    """User-space file systems are not known by name; most of them lead elsewhere."""
    return kind in _REMOTE or kind.startswith("fuse.")


def _kind_of_mount(path: str, mounts: Iterable[str]) -> str:
    """The type of the file system that holds a path, as Linux' `mountinfo` (proc(5)) has it: of the longest match."""
    best, kind = -1, ""
    for line in mounts:
        fields, _, more = line.partition(" - ")
        parts = fields.split(" ")
        if len(parts) < 5 or not more:
            continue
        point = _ESCAPE.sub(lambda match: chr(int(match[1], 8)), parts[4])
        within = path == point or path.startswith(point.rstrip("/") + "/")
        if within and len(point) >= best:
            best, kind = len(point), more.split(" ", 1)[0]
    return kind


def _mounts() -> Iterator[str]:
    """Line by line: one large read would make the C library keep large blocks for good."""
    try:
        with Path("/proc/self/mountinfo").open(errors="surrogateescape") as file:
            yield from islice(file, _MOST)
    except OSError:
        return
