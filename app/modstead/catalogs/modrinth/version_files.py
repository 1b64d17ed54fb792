"""Versions by the hash of a file, and the newest ones for files."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence

from msgspec import UNSET, UnsetType

from modstead.catalogs.api import by_channels, in_chunks
from modstead.catalogs.decoding import present
from modstead.catalogs.modrinth import convert
from modstead.catalogs.modrinth.api import HASHES_PER_REQUEST, Operations
from modstead.catalogs.modrinth.bodies import (
    HashesToFind,
    UpdatesOfEach,
    UpdatesOfFile,
    UpdatesOfFiles,
    UpdatesOfOne,
)
from modstead.catalogs.modrinth.decode import VersionAnswer
from modstead.catalogs.modrinth.operations import versions as declared
from modstead.catalogs.modrinth.versions import one_version, published
from modstead.domain.project import Freshness
from modstead.domain.version import Channel, Version
from modstead.errors import NotFound, RequestRefused, UnreadableAnswer

ByHash = dict[str, VersionAnswer | None]
Many = dict[str, list[VersionAnswer | None] | None]

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
        projects: Mapping[str, str] | None = None,
    ) -> Mapping[str, Version]:
        """The newest version that matches, of each file's project. It may be older than the file itself.

        A file that several projects have published is looked for in each of them; `projects` says which one is meant,
        by sha1, and otherwise it is the newest of all. Never from the cache: whoever asks wants to know what is new.
        """

        def newest(answer: Many, _freshness: Freshness) -> dict[str, Version]:
            return _newest_of(answer, projects or {})

        async def ask(chunk: Sequence[str]) -> Mapping[str, Version]:
            wanted = UpdatesOfFiles(
                hashes=tuple(chunk),
                algorithm=SHA1,
                loaders=_any_of(loaders),
                game_versions=_any_of(game_versions),
                version_types=_any_of(channels),
            )
            about = f"updates of {len(chunk)} files"
            return await self._either(
                declared.LATEST_MANY_BY_HASH.path,
                lambda: self._api.ask(declared.LATEST_MANY_BY_HASH, newest, about=about, body=wanted),
                lambda: self._api.ask(declared.LATEST_BY_HASH, _by_hash, about=about, body=wanted),
            )

        return await in_chunks((one.lower() for one in hashes if one), HASHES_PER_REQUEST, ask)

    async def _either(
        self,
        path: str,
        better: Callable[[], Awaitable[Mapping[str, Version]]],
        stated: Callable[[], Awaitable[Mapping[str, Version]]],
    ) -> Mapping[str, Version]:
        """What the operation at `path` answers, which no document states; where the server lacks it, the stated one.

        Whether it does is found out by the first who asks, while the others wait. One that refuses both tells nothing.
        """
        async with self._finding_out[path]:
            if path not in self._there:
                try:
                    found = await better()
                except (NotFound, RequestRefused, UnreadableAnswer):
                    found = await stated()
                    self._there[path] = False
                    return found
                self._there[path] = True
                return found
        return await (better() if self._there[path] else stated())

    async def latest_of(
        self,
        files: Mapping[str, Version],
        *,
        loaders: Sequence[str],
        game_versions: Sequence[str],
        channels: Sequence[Channel] = (),
    ) -> Mapping[str, Version]:
        """As `Catalog.latest_of` says: the hashes lead to the projects, the versions say which one is meant."""
        return await self.latest_by_hash(
            files,
            loaders=loaders,
            game_versions=game_versions,
            channels=channels,
            projects={sha1: version.project_id for sha1, version in files.items()},
        )

    async def latest_of_each(
        self,
        files: Mapping[str, Version],
        channels: Mapping[str, Sequence[Channel]],
        *,
        loaders: Sequence[str],
        game_versions: Sequence[str],
    ) -> Mapping[str, Version]:
        """As `Catalog.latest_of_each` says."""

        async def ask(chunk: Sequence[str]) -> Mapping[str, Version]:
            wanted = UpdatesOfEach(
                hashes=tuple(
                    UpdatesOfOne(
                        hash=sha1.lower(),
                        loaders=_any_of(loaders),
                        game_versions=_any_of(game_versions),
                        version_types=_any_of(channels.get(sha1, ())),
                    )
                    for sha1 in chunk
                ),
                algorithm=SHA1,
            )
            about = f"updates of {len(chunk)} files"
            return await self._either(
                declared.LATEST_OF_EACH.path,
                lambda: self._api.ask(declared.LATEST_OF_EACH, _by_hash, about=about, body=wanted),
                lambda: by_channels({sha1: files[sha1] for sha1 in chunk}, channels, same),
            )

        async def same(share: Mapping[str, Version], admitted: Sequence[Channel]) -> Mapping[str, Version]:
            return await self.latest_of(
                share, loaders=loaders, game_versions=game_versions, channels=admitted
            )

        return await in_chunks(files, HASHES_PER_REQUEST, ask)

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


def _newest_of(answer: Many, projects: Mapping[str, str]) -> dict[str, Version]:
    found: dict[str, Version] = {}
    for sha1, versions in answer.items():
        converted = [convert.version(version) for version in present(versions)]
        meant = [one for one in converted if one.project_id == projects.get(sha1.lower())] or converted
        if meant:
            found[sha1.lower()] = max(meant, key=published)
    return found
