"""Versions, and the files in them."""

from modstead.catalogs.modrinth.bodies import HashesToFind, UpdatesOfFile, UpdatesOfFiles
from modstead.catalogs.modrinth.decode import VersionAnswer
from modstead.catalogs.modrinth.operations.common import ALGORITHM, DOCUMENT, IDS, V2
from modstead.catalogs.operations import NEVER, Operation, flag, texts

VERSIONS = ("versions",)

OF_PROJECT = Operation(
    V2,
    "GET",
    "/project/{id}/version",
    list[VersionAnswer | None],
    DOCUMENT,
    (texts("loaders"), texts("game_versions"), flag("featured"), flag("include_changelog")),
    topics=VERSIONS,
)
GET = Operation(V2, "GET", "/version/{id}", VersionAnswer, DOCUMENT, topics=VERSIONS)
BY_NUMBER = Operation(V2, "GET", "/project/{id}/version/{number}", VersionAnswer, DOCUMENT, topics=VERSIONS)
GET_MANY = Operation(V2, "GET", "/versions", list[VersionAnswer | None], DOCUMENT, (IDS,), topics=VERSIONS)
OF_FILE = Operation(
    V2,
    "GET",
    "/version_file/{hash}",
    VersionAnswer,
    DOCUMENT,
    (ALGORITHM, flag("multiple")),
    topics=VERSIONS,
)
LATEST_OF_FILE = Operation(
    V2,
    "POST",
    "/version_file/{hash}/update",
    VersionAnswer,
    DOCUMENT,
    (ALGORITHM,),
    UpdatesOfFile,
    look_up=True,
    keeping=NEVER,
)
BY_HASH = Operation(
    V2,
    "POST",
    "/version_files",
    dict[str, VersionAnswer | None],
    DOCUMENT,
    body=HashesToFind,
    look_up=True,
    topics=VERSIONS,
)
LATEST_BY_HASH = Operation(
    V2,
    "POST",
    "/version_files/update",
    dict[str, VersionAnswer | None],
    DOCUMENT,
    body=UpdatesOfFiles,
    look_up=True,
    keeping=NEVER,
)

OPERATIONS = (
    OF_PROJECT,
    GET,
    BY_NUMBER,
    GET_MANY,
    OF_FILE,
    LATEST_OF_FILE,
    BY_HASH,
    LATEST_BY_HASH,
)
