"""Versions, by project and by ID."""

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime

from modstead.catalogs.api import in_chunks
from modstead.catalogs.decoding import present
from modstead.catalogs.modrinth import convert
from modstead.catalogs.modrinth.api import IDS_PER_REQUEST, Operations
from modstead.catalogs.modrinth.decode import VersionAnswer
from modstead.catalogs.modrinth.operations import versions as declared
from modstead.domain.project import Freshness
from modstead.domain.version import Version

Versions = list[VersionAnswer | None]

_ID = re.compile(r"[0-9A-Za-z]{1,11}")
_EVER = datetime.min.replace(tzinfo=UTC)


class VersionOperations(Operations):
    """The operations on versions. What is `signed` is asked in the user's name: it tells what only they may see."""

    async def versions(
        self,
        id_or_slug: str,
        *,
        loaders: Sequence[str] = (),
        game_versions: Sequence[str] = (),
        changelogs: bool = True,
        signed: bool = False,
    ) -> tuple[Version, ...]:
        """A project's versions, newest first; empty filters admit everything."""
        about = f"the versions of {id_or_slug}"
        arguments = {
            "id": id_or_slug,
            **({"loaders": loaders} if loaders else {}),
            **({"game_versions": game_versions} if game_versions else {}),
            **({} if changelogs else {"include_changelog": False}),
        }
        return await self._api.ask(declared.OF_PROJECT, _newest_first, arguments, about=about, signed=signed)

    async def version(self, version_id: str, *, signed: bool = False) -> Version:
        about = f"the version {version_id}"
        return await self._api.ask(declared.GET, one_version, {"id": version_id}, about=about, signed=signed)

    async def version_by_number(self, id_or_slug: str, id_or_number: str) -> Version:
        """The project's version of that ID or number, the oldest where several have the number."""
        about = f"version {id_or_number} of {id_or_slug}"
        arguments = {"id": id_or_slug, "number": id_or_number}
        return await self._api.ask(declared.BY_NUMBER, one_version, arguments, about=about)

    async def versions_by_id(self, ids: Collection[str]) -> Mapping[str, Version]:
        """What can be no ID is left out: a single one makes Modrinth refuse all of them."""
        return await in_chunks((one for one in ids if _ID.fullmatch(one)), IDS_PER_REQUEST, self._versions)

    async def _versions(self, ids: Sequence[str]) -> Mapping[str, Version]:
        about = f"{len(ids)} versions" if len(ids) > 1 else f"the version {ids[0]}"
        found = await self._api.ask(declared.GET_MANY, _newest_first, {"ids": ids}, about=about)
        return {version.id: version for version in found}


def one_version(answer: VersionAnswer, _freshness: Freshness) -> Version:
    return convert.version(answer)


def _newest_first(answer: Versions, _freshness: Freshness) -> tuple[Version, ...]:
    versions = [convert.version(version) for version in present(answer)]
    return tuple(sorted(versions, key=published, reverse=True))


def published(version: Version) -> datetime:
    return version.published or _EVER
