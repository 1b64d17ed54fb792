"""Versions, by project and by ID."""

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime

from modstead.catalogs.modrinth import convert
from modstead.catalogs.modrinth.api import IDS_PER_REQUEST, Operations, in_chunks, json_list, segment
from modstead.catalogs.modrinth.decode import VersionAnswer
from modstead.domain.project import Freshness
from modstead.domain.version import Version

Versions = list[VersionAnswer | None]

_ID = re.compile(r"[0-9A-Za-z]{1,11}")
_EVER = datetime.min.replace(tzinfo=UTC)


class VersionOperations(Operations):
    """Operations 7 to 10."""

    async def versions(
        self,
        id_or_slug: str,
        *,
        loaders: Sequence[str] = (),
        game_versions: Sequence[str] = (),
        changelogs: bool = True,
    ) -> tuple[Version, ...]:
        """A project's versions, newest first; empty filters admit everything."""
        about = f"the versions of {id_or_slug}"
        parameters = {
            **({"loaders": json_list(loaders)} if loaders else {}),
            **({"game_versions": json_list(game_versions)} if game_versions else {}),
            **({} if changelogs else {"include_changelog": "false"}),
        }
        path = f"/v2/project/{segment(id_or_slug, about)}/version"
        return await self._api.get(path, Versions, _newest_first, about=about, parameters=parameters)

    async def version(self, version_id: str) -> Version:
        about = f"the version {version_id}"
        path = f"/v2/version/{segment(version_id, about)}"
        return await self._api.get(path, VersionAnswer, one_version, about=about)

    async def version_by_number(self, id_or_slug: str, id_or_number: str) -> Version:
        """The project's version of that ID or number, the oldest where several have the number."""
        about = f"version {id_or_number} of {id_or_slug}"
        path = f"/v2/project/{segment(id_or_slug, about)}/version/{segment(id_or_number, about)}"
        return await self._api.get(path, VersionAnswer, one_version, about=about)

    async def versions_by_id(self, ids: Collection[str]) -> Mapping[str, Version]:
        """What can be no ID is left out: a single one makes Modrinth refuse all of them."""
        return await in_chunks((one for one in ids if _ID.fullmatch(one)), IDS_PER_REQUEST, self._versions)

    async def _versions(self, ids: Sequence[str]) -> Mapping[str, Version]:
        about = f"{len(ids)} versions" if len(ids) > 1 else f"the version {ids[0]}"
        found = await self._api.get(
            "/v2/versions", Versions, _newest_first, about=about, parameters={"ids": json_list(ids)}
        )
        return {version.id: version for version in found}


def one_version(answer: VersionAnswer, _freshness: Freshness) -> Version:
    return convert.version(answer)


def _newest_first(answer: Versions, _freshness: Freshness) -> tuple[Version, ...]:
    versions = [convert.version(version) for version in convert.present(answer)]
    return tuple(sorted(versions, key=_published, reverse=True))


def _published(version: Version) -> datetime:
    return version.published or _EVER
