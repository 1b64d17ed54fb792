"""How a launcher's own instance is set to another game version: Modstead never writes to what is a launcher's."""

from collections.abc import Mapping

from modstead.domain.instance import Instance, Loader, Side
from modstead.domain.plan import Move

_HOW: Mapping[str, str] = {
    "Prism Launcher": "choose Edit, then Version, select Minecraft and press Change version; the loader likewise",
    "MultiMC": "choose Edit Instance, then Version, select Minecraft and press Change version; the loader likewise",
    "Modrinth App": "open its settings, then Installation, and choose the game version and loader there",
    "CurseForge": "open its menu, then Profile Options, and choose the game version and modloader there",
    "Minecraft Launcher": "install the loader for it, then choose that version under Installations",
}


def behind_words(instance: Instance, move: Move) -> str:
    """In one sentence that what starts the instance has not followed its files' move; `move` is from what that says."""
    before, after = _game(move.from_loader, move.from_game_version), _game(move.loader, move.game_version)
    if instance.launcher:
        return (
            f"{instance.launcher} still starts {instance.name} with {before}, but its files have moved to {after}: "
            "set it to that there before you play."
        )
    return (
        f"The server {instance.name} is still one of {before}, but its files have moved to {after}: "
        "put that one's own files in its place before you start it."
    )


def launcher_words(instance: Instance, move: Move) -> str:
    """What is left for the user to do, in a sentence or two, where not Modstead says what an instance runs."""
    game = _game(move.loader, move.game_version)
    if instance.launcher:
        how = _HOW.get(instance.launcher, "choose them in its settings, or make a new instance of it")
        return f"{instance.launcher} decides what {instance.name} is started with. Set it to {game} there: {how}."
    if instance.side is Side.SERVER:
        return f"The server's own files stay as they are. Put those of {game} in their place before you start it."
    return ""


def _game(loader: Loader | None, game_version: str | None) -> str:
    return " ".join(filter(None, (loader.label if loader else "", game_version)))
