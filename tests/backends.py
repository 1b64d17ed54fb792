"""The real services over the sandbox, for tests."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

from modstead.application.backend import open_backend
from modstead.domain.instance import Instance, Loader
from modstead.services.bundle import Services
from modstead_sandbox.server import Handle

T = TypeVar("T")


def environment(sandbox: Handle, home: Path) -> dict[str, str]:
    return {"MODSTEAD_HOME": str(home), "MODSTEAD_MODRINTH_URL": sandbox.url}


def with_services(sandbox: Handle, home: Path, work: Callable[[Services], Awaitable[T]]) -> T:
    """Run `work` in a loop of its own, with services as the application builds them."""

    async def go() -> T:
        async with open_backend(environment(sandbox, home)) as backend:
            return await work(backend.services)

    return asyncio.run(go())


def mods_folder(root: Path, loader: Loader = Loader.FABRIC, game_version: str = "1.21.4") -> Instance:
    """An empty mods folder, with its loader and game version told."""
    folder = root / "game" / "mods"
    folder.mkdir(parents=True)
    return Instance(folder, "Meadow", "", loader, "", game_version)
