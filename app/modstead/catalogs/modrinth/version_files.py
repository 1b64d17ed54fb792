"""Versions by the hash of a file, and the newest ones for files."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from modstead.catalogs.modrinth import convert
from modstead.catalogs.modrinth.api import (
    BRIEFLY,
    HASHES_PER_REQUEST,
    NEVER,
    Operations,
    in_chunks,
    segment,
)
from modstead.catalogs.modrinth.decode import VersionAnswer
from modstead.catalogs.modrinth.versions import one_version
from modstead.domain.project import Freshness
from modstead.domain.version import Channel, Version

ByHash = dict[str, VersionAnswer | None]


class VersionFileOperations(Operations):
    """Operations 11 to 14. Hashes are sent in lower case: the bulk ones know no other."""

    async def version_of_file(self, sha1: str) -> Version:
        about = f"the file {sha1}"
        path = f"/v2/version_file/{segment(sha1.lower(), about)}"
        return await self._api.get(
            path, VersionAnswer, one_version, about=about, parameters={"algorithm": "sha1"}
        )

    async def latest_of_file(
        self,
        sha1: str,
        *,
        loaders: Sequence[str],
        game_versions: Sequence[str],
        channels: Sequence[Channel] = (),
    ) -> Version:
        """The newest version that matches, of the file's project. It may be older than the file itself."""
        about = f"updates of the file {sha1}"
        return await self._api.post(
            f"/v2/version_file/{segment(sha1.lower(), about)}/update?algorithm=sha1",
            _wanted(loaders, game_versions, channels),
            VersionAnswer,
            one_version,
            about=about,
            keeping=NEVER,
        )

    async def versions_by_hash(self, hashes: Collection[str]) -> Mapping[str, Version]:
        """The version that each file belongs to, by sha1 in lower case."""
        return await in_chunks((one.lower() for one in hashes if one), HASHES_PER_REQUEST, self._by_hash)

    async def latest_by_hash(
        self,
        hashes: Collection[str],
        *,
        loaders: Sequence[str],
        game_versions: Sequence[str],
        channels: Sequence[Channel] = (),
    ) -> Mapping[str, Version]:
        """The newest version that matches, of each file's project. It may be older than the file itself.

        Never from the cache: whoever asks wants to know what is new.
        """
        wanted = _wanted(loaders, game_versions, channels)

        async def ask(chunk: Sequence[str]) -> Mapping[str, Version]:
            return await self._api.post(
                "/v2/version_files/update",
                {"hashes": chunk, "algorithm": "sha1", **wanted},
                ByHash,
                _by_hash,
                about=f"updates of {len(chunk)} files",
                keeping=NEVER,
            )

        return await in_chunks((one.lower() for one in hashes if one), HASHES_PER_REQUEST, ask)

    async def _by_hash(self, hashes: Sequence[str]) -> Mapping[str, Version]:
        return await self._api.post(
            "/v2/version_files",
            {"hashes": hashes, "algorithm": "sha1"},
            ByHash,
            _by_hash,
            about=f"{len(hashes)} files",
            keeping=BRIEFLY,
        )


def _wanted(
    loaders: Sequence[str], game_versions: Sequence[str], channels: Sequence[Channel]
) -> dict[str, Any]:
    """The filters; an empty list of loaders would match nothing in the single look-up, so it is left out."""
    named = {
        "loaders": list(loaders),
        "game_versions": list(game_versions),
        "version_types": [channel.value for channel in channels],
    }
    return {name: values for name, values in named.items() if values}


def _by_hash(answer: ByHash, _freshness: Freshness) -> dict[str, Version]:
    return {sha1.lower(): convert.version(version) for sha1, version in answer.items() if version}
