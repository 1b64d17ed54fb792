"""Versions by the hash of a file, and the newest of their project: singly and in bulk, which differ."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from modstead_sandbox.model import Version
from modstead_sandbox.routes.common import (
    BadRequestError,
    NotFoundError,
    Services,
    base,
    body,
    reply,
    sees,
    services,
    texts,
    visitor,
)
from modstead_sandbox.shelf import PUBLIC, PUBLISHED

_SHA1_LENGTH, _SHA512_LENGTH = 40, 128
_LENGTHS = {"sha1": _SHA1_LENGTH, "sha512": _SHA512_LENGTH}


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What an update look-up asks for; None is no filter."""

    loaders: list[str] | None
    game_versions: list[str] | None
    channels: list[str] | None

    def fits(self, version: Version) -> bool:
        return (
            (self.loaders is None or bool(set(self.loaders) & set(version.loaders)))
            and (not self.game_versions or bool(set(self.game_versions) & set(version.game_versions)))
            and (self.channels is None or version.channel in self.channels)
        )


async def by_hash(request: Request) -> Response:
    at = services(request)
    digest = request.path_params["digest"].lower()
    _check(request.query_params.get("algorithm"))
    found = (await _owners(at, [digest], request.query_params.get("algorithm"))).get(digest)
    if found is None or not sees(request, visitor(request, "VERSION_READ"), found):
        raise NotFoundError
    return reply(at.answers.version(found, base(request)), modified=found.published)


async def update_by_hash(request: Request) -> Response:
    at = services(request)
    digest = request.path_params["digest"].lower()
    algorithm = request.query_params.get("algorithm")
    _check(algorithm)
    wanted = _wanted(await body(request))
    installed = (await _owners(at, [digest], algorithm)).get(digest)
    if installed is None or not sees(request, None, installed):
        raise NotFoundError
    fitting = [version for version in _listed(at, installed) if wanted.fits(version)]
    if not fitting:
        raise NotFoundError
    return reply(at.answers.version(max(fitting, key=_age), base(request)))


async def by_hashes(request: Request) -> Response:
    at = services(request)
    document = await body(request)
    found = await _bulk(at, document)
    user = visitor(request, "VERSION_READ")
    found = {digest: version for digest, version in found.items() if sees(request, user, version)}
    address = base(request)
    return reply({digest: at.answers.version(version, address) for digest, version in found.items()})


async def update_by_hashes(request: Request) -> Response:
    at = services(request)
    document = await body(request)
    wanted = _wanted(document)
    if wanted.loaders == []:
        wanted = _Wanted(None, wanted.game_versions, wanted.channels)
    answer = {}
    for digest, installed in (await _bulk(at, document)).items():
        newest = _newest(at, installed, wanted)
        if newest is not None:
            answer[digest] = at.answers.version(newest, base(request))
    return reply(answer)


def _listed(at: Services, installed: Version) -> tuple[Version, ...]:
    project = at.shelf.numbered(installed.project_number)
    return () if project is None else at.shelf.listed(project)


def _newest(at: Services, installed: Version, wanted: _Wanted) -> Version | None:
    """Return the newest version that fits: unlike the single look-up, also of those that are not listed."""
    project = at.shelf.numbered(installed.project_number)
    if project is None or project.status not in PUBLIC:
        return None
    fitting = [
        version
        for version in at.shelf.versions(project)
        if version.status in PUBLISHED and wanted.fits(version)
    ]
    return max(fitting, key=_age, default=None)


async def update_many(request: Request) -> Response:
    """Answer the newest versions of each hash as a list; no document states this, but the platform has it."""
    _check_newer(request)
    at = services(request)
    document = await body(request)
    wanted = _wanted(document)
    if wanted.loaders == []:
        wanted = _Wanted(None, wanted.game_versions, wanted.channels)
    found = {
        digest: _newest(at, installed, wanted) for digest, installed in (await _bulk(at, document)).items()
    }
    address = base(request)
    return reply({digest: [at.answers.version(held, address)] for digest, held in found.items() if held})


async def update_individual(request: Request) -> Response:
    """Answer the newest version of each hash, each with filters of its own; stated nowhere as well."""
    _check_newer(request)
    at = services(request)
    document = await body(request)
    entries = document.get("hashes")
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise BadRequestError("Json deserialize error: field `hashes` is not a list of objects")
    asked = {}
    for entry in entries:
        if not isinstance(entry.get("hash"), str):
            raise BadRequestError("Json deserialize error: missing field `hash`")
        asked[entry["hash"]] = _wanted(entry)
    owners = await _bulk(at, {"hashes": list(asked), "algorithm": document.get("algorithm")})
    address = base(request)
    found = {digest: _newest(at, installed, asked[digest]) for digest, installed in owners.items()}
    return reply({digest: at.answers.version(held, address) for digest, held in found.items() if held})


def _check_newer(request: Request) -> None:
    if not services(request).state.newer_lookups:
        raise HTTPException(404)


async def _bulk(at: Services, document: dict[str, object]) -> dict[str, Version]:
    hashes = texts(document, "hashes", required=True) or []
    algorithm = document.get("algorithm")
    if algorithm is not None and not isinstance(algorithm, str):
        raise BadRequestError("Json deserialize error: field `algorithm` is not a string")
    _check(algorithm)
    if algorithm is None and hashes:
        algorithm = "sha512" if len(hashes[0]) >= _SHA512_LENGTH else "sha1"
    return await _owners(at, list(dict.fromkeys(hashes)), algorithm)


async def _owners(at: Services, digests: list[str], algorithm: str | None) -> dict[str, Version]:
    """Find the versions of digests as they are written: one in upper case is nobody's."""
    if algorithm is not None:
        digests = [digest for digest in digests if len(digest) == _LENGTHS[algorithm]]
    if at.shelf.ready_for(digests):
        return _look_up(at, digests)
    return await run_in_threadpool(_look_up, at, digests)


def _look_up(at: Services, digests: list[str]) -> dict[str, Version]:
    return {digest: found for digest in digests if (found := at.shelf.owner(digest))}


def _check(algorithm: str | None) -> None:
    if algorithm is not None and algorithm not in _LENGTHS:
        raise BadRequestError(f"unknown hash algorithm: {algorithm}")


def _wanted(document: dict[str, object]) -> _Wanted:
    return _Wanted(
        texts(document, "loaders"), texts(document, "game_versions"), texts(document, "version_types")
    )


def _age(version: Version) -> tuple[int, int]:
    return version.published, version.number


ROUTES = [
    Route("/v2/version_file/{digest}", by_hash),
    Route("/v2/version_file/{digest}/update", update_by_hash, methods=["POST"]),
    Route("/v2/version_files", by_hashes, methods=["POST"]),
    Route("/v2/version_files/update", update_by_hashes, methods=["POST"]),
    Route("/v2/version_files/update_many", update_many, methods=["POST"]),
    Route("/v2/version_files/update_individual", update_individual, methods=["POST"]),
]
