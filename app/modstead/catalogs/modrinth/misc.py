"""What belongs to no resource."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from modstead.catalogs.modrinth.api import Operations
from modstead.catalogs.modrinth.decode import ForgeUpdatesAnswer, StatisticsAnswer
from modstead.catalogs.modrinth.operations import tags as declared
from modstead.domain.project import Freshness


class NeoForge(StrEnum):
    """Whether NeoForge's versions count in Forge's update file."""

    ONLY = "only"
    INCLUDE = "include"


@dataclass(frozen=True, slots=True)
class ForgeUpdates:
    """`promos` maps "1.20.1-latest" and "1.20.1-recommended" to version numbers."""

    homepage: str
    promos: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Statistics:
    projects: int
    versions: int
    files: int
    authors: int


class MiscOperations(Operations):
    """The operations on no resource."""

    async def forge_updates(self, id_or_slug: str, *, neoforge: NeoForge | None = None) -> ForgeUpdates:
        """The project's update file for Forge; it lies at the server's root, not below `/v2`."""
        about = f"the Forge updates of {id_or_slug}"
        arguments = {"id": id_or_slug, **({"neoforge": neoforge.value} if neoforge else {})}
        return await self._api.ask(declared.FORGE_UPDATES, _forge, arguments, about=about)

    async def statistics(self) -> Statistics:
        return await self._api.ask(declared.STATISTICS, _statistics, about="the statistics")


def _forge(answer: ForgeUpdatesAnswer, _freshness: Freshness) -> ForgeUpdates:
    promos = {name: number for name, number in (answer.promos or {}).items() if number}
    return ForgeUpdates(answer.homepage or "", promos)


def _statistics(answer: StatisticsAnswer, _freshness: Freshness) -> Statistics:
    return Statistics(answer.projects or 0, answer.versions or 0, answer.files or 0, answer.authors or 0)
