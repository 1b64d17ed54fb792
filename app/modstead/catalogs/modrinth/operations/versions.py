"""Versions, and the files in them."""

from modstead.catalogs.http.messages import SignIn
from modstead.catalogs.modrinth.bodies import (
    HashesToFind,
    UpdatesOfEach,
    UpdatesOfFile,
    UpdatesOfFiles,
)
from modstead.catalogs.modrinth.decode import VersionAnswer
from modstead.catalogs.modrinth.operations.common import ALGORITHM, DOCUMENT, IDS, V2
from modstead.catalogs.modrinth.studio_bodies import (
    ADDED_FILES,
    LARGEST_VERSION_FILE,
    VERSION_FILES,
    AddedFiles,
    NewVersion,
    Schedule,
    VersionChanges,
)
from modstead.catalogs.operations import (
    NEVER,
    UNSTATED,
    BodyForm,
    Nothing,
    Operation,
    files,
    flag,
    text,
    texts,
)

VERSIONS = ("versions",)
CHANGED = ("versions", "projects")
MUST = SignIn.MUST
WRITE = "VERSION_WRITE"

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

LATEST_MANY_BY_HASH = Operation(
    V2,
    "POST",
    "/version_files/update_many",
    dict[str, list[VersionAnswer | None] | None],
    UNSTATED,
    body=UpdatesOfFiles,
    look_up=True,
    keeping=NEVER,
)
LATEST_OF_EACH = Operation(
    V2,
    "POST",
    "/version_files/update_individual",
    dict[str, VersionAnswer | None],
    UNSTATED,
    body=UpdatesOfEach,
    look_up=True,
    keeping=NEVER,
)
CREATE = Operation(
    V2,
    "POST",
    "/version",
    VersionAnswer,
    DOCUMENT,
    (files("files", VERSION_FILES, LARGEST_VERSION_FILE),),
    NewVersion,
    BodyForm.MULTIPART,
    scope="VERSION_CREATE",
    sign_in=MUST,
    topics=CHANGED,
)
EDIT = Operation(
    V2,
    "PATCH",
    "/version/{id}",
    Nothing,
    DOCUMENT,
    body=VersionChanges,
    scope=WRITE,
    sign_in=MUST,
    topics=CHANGED,
)
DELETE = Operation(
    V2,
    "DELETE",
    "/version/{id}",
    Nothing,
    DOCUMENT,
    scope="VERSION_DELETE",
    sign_in=MUST,
    topics=CHANGED,
)
ADD_FILES = Operation(
    V2,
    "POST",
    "/version/{id}/file",
    Nothing,
    DOCUMENT,
    (files("files", ADDED_FILES, LARGEST_VERSION_FILE),),
    AddedFiles,
    BodyForm.MULTIPART,
    scope=WRITE,
    sign_in=MUST,
    topics=CHANGED,
)
DELETE_FILE = Operation(
    V2,
    "DELETE",
    "/version_file/{hash}",
    Nothing,
    DOCUMENT,
    (ALGORITHM, text("version_id")),
    scope=WRITE,
    sign_in=MUST,
    topics=CHANGED,
)
SCHEDULE = Operation(
    V2,
    "POST",
    "/version/{id}/schedule",
    Nothing,
    DOCUMENT,
    body=Schedule,
    scope=WRITE,
    sign_in=MUST,
    topics=CHANGED,
    routed=False,
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
    LATEST_MANY_BY_HASH,
    LATEST_OF_EACH,
    CREATE,
    EDIT,
    DELETE,
    ADD_FILES,
    DELETE_FILE,
    SCHEDULE,
)
