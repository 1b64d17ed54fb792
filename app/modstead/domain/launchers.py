"""How a launcher's own instance is set to another game version: Modstead never writes to what is a launcher's."""

from collections.abc import Mapping

from modstead.domain.instance import Instance, Side
from modstead.domain.plan import Move

_HOW: Mapping[str, str] = {
    "Prism Launcher": "choose Edit, then Version, select Minecraft and press Change version; the loader likewise",
    "MultiMC": "choose Edit Instance, then Version, select Minecraft and press Change version; the loader likewise",
    "Modrinth App": "open its settings, then Installation, and choose the game version and loader there",
    "CurseForge": "open its menu, then Profile Options, and choose the game version and modloader there",
    "Minecraft Launcher": "install the loader for it, then choose that version under Installations",
}


def launcher_words(instance: Instance, move: Move) -> str:
    """What is left for the user to do, in a sentence or two, where not Modstead says what an instance runs."""
    game = " ".join(filter(None, (move.loader.label if move.loader else "", move.game_version)))
    if instance.launcher:
        how = _HOW.get(instance.launcher, "choose them in its settings, or make a new instance of it")
        return f"{instance.launcher} decides what {instance.name} is started with. Set it to {game} there: {how}."
    if instance.side is Side.SERVER:
        return f"The server's own files stay as they are. Put those of {game} in their place before you start it."
    return ""
