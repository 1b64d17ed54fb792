"""An instance of a launcher, which is always the client."""

from pathlib import Path

from modstead.domain.instance import Instance, Side
from modstead.instances.discovery.documents import folder_title
from modstead.instances.discovery.version_ids import Setup


def client_instance(root: Path, name: str, launcher: str, setup: Setup, icon: Path | None = None) -> Instance:
    """The game in `root`, named after its folder where it has no name; its primary section are its mods."""
    return Instance(
        folder=root / "mods",
        name=name or folder_title(root),
        launcher=launcher,
        loader=setup.loader,
        loader_version=setup.loader_version,
        game_version=setup.game_version,
        icon=icon,
        root=root,
        side=Side.CLIENT,
    )
