"""The rules for versions: their files, what they depend on, and what their channel gives them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TypeVar

from starlette.datastructures import UploadFile
from starlette.requests import Request

from modstead_sandbox import tags
from modstead_sandbox.guizhan.common import RefusedError, decoded, invalid, state, store
from modstead_sandbox.guizhan.forms import DependencyForm, FileForm
from modstead_sandbox.guizhan.model import Content, Dependency, File
from modstead_sandbox.guizhan.store import Store
from modstead_sandbox.model import Stored
from modstead_sandbox.routes.common import MAX_BODY
from modstead_sandbox.routes.multipart import read
from modstead_sandbox.uploads import TooLargeError

_ENDINGS = (".jar", ".zip")
_GAME_VERSIONS = frozenset(entry.version for entry in tags.GAME_VERSIONS)
_MOST_FILES = 64
T = TypeVar("T")


@asynccontextmanager
async def multipart(request: Request, kind: type[T]) -> AsyncIterator[tuple[T, dict[str, UploadFile]]]:
    """Read a form of `data`, a JSON string, and files by their parts' names; raises RefusedError."""
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        raise invalid("The request is no multipart/form-data.")
    async with request.form(max_files=_MOST_FILES, max_part_size=MAX_BODY) as form:
        text = form.get("data")
        if not isinstance(text, str):
            raise invalid("data is missing.")
        files = {name: part for name, part in form.multi_items() if isinstance(part, UploadFile)}
        yield decoded(text, kind), files


def check_game_versions(names: Iterable[str]) -> None:
    for name in names:
        if name not in _GAME_VERSIONS:
            raise invalid(f"minecraft_versions: there is no version {name[:64]}.")


def dependencies_of(at: Store, given: Iterable[DependencyForm]) -> tuple[Dependency, ...]:
    """Return what a version names; raises RefusedError unless each names exactly one thing that there is."""
    for entry in given:
        if sum(held is not None for held in (entry.version_id, entry.project_id, entry.name)) != 1:
            raise invalid("dependencies: each names exactly one of version_id, project_id and name.")
        if entry.version_id is not None and at.version(entry.version_id) is None:
            raise invalid(f"dependencies: there is no version {entry.version_id[:64]}.")
        if entry.project_id is not None:
            found = at.project(entry.project_id)
            if found is None or found.id != entry.project_id:
                raise invalid(f"dependencies: there is no project {entry.project_id[:64]}.")
    return tuple(
        Dependency(entry.type, entry.version_id, entry.project_id, entry.name, entry.url) for entry in given
    )


async def changed_files(
    request: Request, old: Sequence[File], wanted: Sequence[FileForm], parts: Mapping[str, UploadFile]
) -> tuple[File, ...]:
    """Return a version's files with some added, replaced or removed; raises RefusedError.

    At least one must remain. One is the primary one: the last that says so, or else the first.
    """
    files = {file.id: file for file in old}
    chosen = next((file.id for file in old if file.is_primary), "")
    for entry in wanted:
        if entry.id is not None and entry.id not in files:
            raise invalid(f"files: there is no file {entry.id[:64]}.")
        if entry.remove:
            if entry.id is None:
                raise invalid("files: what is to be removed needs its id.")
            del files[entry.id]
            continue
        made = await _file(request, entry, parts)
        if entry.id is not None:
            made = replace(made, id=entry.id)
        files[made.id] = made
        if entry.is_primary:
            chosen = made.id
    if not files:
        raise invalid("files: a version needs a file.")
    if chosen not in files:
        chosen = next(iter(files))
    return tuple(replace(file, is_primary=file.id == chosen) for file in files.values())


async def _file(request: Request, entry: FileForm, parts: Mapping[str, UploadFile]) -> File:
    address = entry.external_url
    if address is None and entry.name.startswith(("http://", "https://")):
        address = entry.name
    number, now = store(request).next_id("gf"), state(request).now()
    if address is not None:
        return File(number, address, is_primary=False, created=now, external_url=address)
    part = parts.get(entry.name)
    if part is None:
        raise invalid(f"files: there is no part {entry.name[:64]}.")
    filename = (part.filename or "").replace("\\", "/").rpartition("/")[2]
    if not filename.lower().endswith(_ENDINGS):
        raise invalid(f"files: {filename[:64]} is neither a JAR nor a ZIP.")
    stored = await _keep(request, part, filename)
    content = Content(stored.sha1, stored.sha256, stored.size, path=stored.path)
    return File(number, filename, is_primary=False, created=now, content=content)


async def _keep(request: Request, part: UploadFile, filename: str) -> Stored:
    at = state(request)
    try:
        return await at.uploads.keep(read(part), at.limits.file)
    except TooLargeError:
        message = f"files: {filename[:64]} is larger than {at.limits.file} bytes."
        raise RefusedError(413, "too_large", message) from None
