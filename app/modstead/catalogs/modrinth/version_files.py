"""Versions by the hash of a file, and the newest ones for files."""

from collections.abc import Collection, Mapping, Sequence

from msgspec import UNSET, UnsetType

from modstead.catalogs.api import in_chunks
from modstead.catalogs.modrinth import convert
from modstead.catalogs.modrinth.api import HASHES_PER_REQUEST, Operations
from modstead.catalogs.modrinth.bodies import HashesToFind, UpdatesOfFile, UpdatesOfFiles
from modstead.catalogs.modrinth.decode import VersionAnswer
from modstead.catalogs.modrinth.operations import versions as declared
from modstead.catalogs.modrinth.versions import one_version
from modstead.domain.project import Freshness
from modstead.domain.version import Channel, Version

ByHash = dict[str, VersionAnswer | None]

SHA1 = "sha1"


class VersionFileOperations(Operations):
    """The look-ups by hash. Hashes are sent in lower case: the bulk ones know no other."""

    async def version_of_file(self, sha1: str) -> Version:
        about = f"the file {sha1}"
        return await self._api.ask(declared.OF_FILE, one_version, _file(sha1), about=about)

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
        wanted = UpdatesOfFile(
            loaders=_any_of(loaders), game_versions=_any_of(game_versions), version_types=_any_of(channels)
        )
        return await self._api.ask(
            declared.LATEST_OF_FILE, one_version, _file(sha1), about=about, body=wanted
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

        async def ask(chunk: Sequence[str]) -> Mapping[str, Version]:
            wanted = UpdatesOfFiles(
                hashes=tuple(chunk),
                algorithm=SHA1,
                loaders=_any_of(loaders),
                game_versions=_any_of(game_versions),
                version_types=_any_of(channels),
            )
            about = f"updates of {len(chunk)} files"
            return await self._api.ask(declared.LATEST_BY_HASH, _by_hash, about=about, body=wanted)

        return await in_chunks((one.lower() for one in hashes if one), HASHES_PER_REQUEST, ask)

    async def _by_hash(self, hashes: Sequence[str]) -> Mapping[str, Version]:
        wanted = HashesToFind(hashes=tuple(hashes), algorithm=SHA1)
        return await self._api.ask(declared.BY_HASH, _by_hash, about=f"{len(hashes)} files", body=wanted)


def _file(sha1: str) -> dict[str, str]:
    return {"hash": sha1.lower(), "algorithm": SHA1}


def _any_of(values: Sequence[str]) -> tuple[str, ...] | UnsetType:
    """A filter; an empty list of loaders would match nothing in the single look-up, so it is left out."""
    return tuple(str(value) for value in values) or UNSET


def _by_hash(answer: ByHash, _freshness: Freshness) -> dict[str, Version]:
    return {sha1.lower(): convert.version(version) for sha1, version in answer.items() if version}
