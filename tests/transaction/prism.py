"""A folder of mods of Prism Launcher's, with its list of them."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from modstead.domain.instance import Instance
from modstead.domain.plan import FileState, Operation, Origin
from modstead.domain.project import ProjectRef
from modstead.domain.version import Channel
from modstead.instances.disk import Disk
from transaction.world import World


class PrismWorld(World):
    """`files` speaks of the list too, as `.index/...`; `listed` makes a folder without any list where it is None."""

    def __init__(
        self,
        top: Path,
        files: Mapping[str, bytes] | None = None,
        disk: Disk | None = None,
        *,
        listed: Mapping[str, bytes] | None = None,
    ) -> None:
        super().__init__(top, files, disk)
        self.index = self.folder / ".index"
        if listed is not None:
            self.index.mkdir(exist_ok=True)
            for name, content in listed.items():
                (self.index / name).write_bytes(content)

    def files(self) -> dict[str, bytes]:
        return {
            str(path.relative_to(self.folder)): path.read_bytes()
            for path in self.folder.rglob("*")
            if path.is_file()
        }

    def listed(self) -> dict[str, str]:
        return {path.name: path.read_text() for path in self.index.iterdir()} if self.index.exists() else {}

    def of_prism(self) -> None:
        """As if the launcher had told what the folder is."""
        self.instance = Instance(self.folder, "Meadow", launcher="Prism Launcher")


def published(operation: Operation, slug: str, number: str, *, side: str = "both") -> Operation:
    """As the services fill in what the platform says of a new file."""
    return replace(
        operation,
        title=slug.title(),
        project=ProjectRef("modrinth", f"{slug}-id"),
        version_id=f"{slug}-{number}",
        version_number=number,
        channel=Channel.BETA,
        origin=Origin(f"https://cdn.example/{slug}/{number}", slug, side, ("fabric",), ("1.21.1", "1.21")),
    )


def sha512(content: bytes) -> str:
    return hashlib.sha512(content).hexdigest()


def entry(slug: str, number: str, file: str, content: bytes, *, extra: str = "") -> bytes:
    """As Prism writes it; `extra` lines stand at the end of the root."""
    return f"""filename = '{file}'
name = '{slug.title()}'
side = 'both'
x-prismlauncher-loaders = [ 'fabric' ]
x-prismlauncher-mc-versions = [ '1.21', '1.21.1' ]
x-prismlauncher-release-type = 'beta'
x-prismlauncher-version-number = '{number}'
{extra}
[download]
hash = '{sha512(content)}'
hash-format = 'sha512'
mode = 'url'
url = 'https://cdn.example/{slug}/{number}'

[update.modrinth]
mod-id = '{slug}-id'
version = '{slug}-{number}'
""".encode()


def state(name: str, content: bytes) -> FileState:
    return FileState(name, len(content), hashlib.sha1(content, usedforsecurity=False).hexdigest())
