"""The operations that v3's document states. It names one scope; the others are those of the same operations in v2."""

from typing import Any

from modstead.catalogs.http.messages import SignIn
from modstead.catalogs.modrinth.decode import IdentifierAnswer
from modstead.catalogs.modrinth.studio_bodies import (
    IMAGE_TEXT,
    IMAGE_TITLE,
    IMAGES,
    LARGEST_GALLERY_IMAGE,
    LARGEST_ICON,
)
from modstead.catalogs.modrinth.v3.bodies import BulkChanges, ProjectChanges
from modstead.catalogs.modrinth.v3.decode import DependenciesAnswer, ProjectAnswer, SearchAnswer
from modstead.catalogs.operations import (
    NEVER,
    BodyForm,
    Nothing,
    Operation,
    Platform,
    choice,
    file,
    flag,
    integer,
    text,
    texts,
)

V3 = Platform("modrinth-v3", "Modrinth", prefix="/v3")
DOCUMENT = "modrinth-v3-projects"

IDS = texts("ids", required=True)
EXTENSION = choice("ext", *IMAGES, required=True)
PROJECTS = ("projects",)
FOLLOWS = ("follows", "projects")
MUST = SignIn.MUST
WRITE = "PROJECT_WRITE"

GET = Operation(V3, "GET", "/project/{id}", ProjectAnswer, DOCUMENT, topics=PROJECTS)
GET_MANY = Operation(V3, "GET", "/projects", list[ProjectAnswer | None], DOCUMENT, (IDS,), topics=PROJECTS)
CHECK = Operation(V3, "GET", "/project/{id}/check", IdentifierAnswer, DOCUMENT, topics=PROJECTS)
SEARCH = Operation(
    V3,
    "GET",
    "/search",
    SearchAnswer,
    DOCUMENT,
    (
        text("query"),
        text("facets"),
        choice("index", "relevance", "downloads", "follows", "newest", "updated"),
        integer("offset", least=0),
        integer("limit", least=0, most=100),
    ),
    topics=PROJECTS,
)
RANDOM = Operation(
    V3,
    "GET",
    "/projects_random",
    list[ProjectAnswer | None],
    DOCUMENT,
    (integer("count", required=True, least=1, most=100),),
    keeping=NEVER,
)
DEPENDENCIES = Operation(
    V3,
    "GET",
    "/project/{id}/dependencies",
    DependenciesAnswer,
    DOCUMENT,
    topics=("projects", "versions"),
)


def _change(method: str, path: str, *others: Any, **more: Any) -> Operation[None]:
    """An operation that changes something; `more` may name another scope."""
    told = {"scope": WRITE, "topics": PROJECTS, **more}
    return Operation(V3, method, path, Nothing, DOCUMENT, others, sign_in=MUST, **told)


EDIT = _change("PATCH", "/project/{id}", body=ProjectChanges)
EDIT_MANY = _change("PATCH", "/projects", IDS, body=BulkChanges)
DELETE = _change("DELETE", "/project/{id}", scope="PROJECT_DELETE", topics=("projects", "versions"))
FOLLOW = _change("POST", "/project/{id}/follow", scope="USER_WRITE", topics=FOLLOWS)
UNFOLLOW = _change("DELETE", "/project/{id}/follow", scope="USER_WRITE", topics=FOLLOWS)
SET_ICON = _change(
    "PATCH", "/project/{id}/icon", EXTENSION, file("image", IMAGES, LARGEST_ICON), form=BodyForm.IMAGE
)
DELETE_ICON = _change("DELETE", "/project/{id}/icon")

# The document says no more of these than that they are there; the parameters are those of the server's source.
_SAID = (text("name", bounds=IMAGE_TITLE), text("description", bounds=IMAGE_TEXT), integer("ordering"))
ADD_TO_GALLERY = _change(
    "POST",
    "/project/{id}/gallery",
    EXTENSION,
    flag("featured", required=True),
    *_SAID,
    file("image", IMAGES, LARGEST_GALLERY_IMAGE),
    form=BodyForm.IMAGE,
)
EDIT_GALLERY = _change("PATCH", "/project/{id}/gallery", text("url", required=True), flag("featured"), *_SAID)
DELETE_FROM_GALLERY = _change("DELETE", "/project/{id}/gallery", text("url", required=True))

OPERATIONS: tuple[Operation[Any], ...] = (
    GET,
    GET_MANY,
    CHECK,
    SEARCH,
    RANDOM,
    DEPENDENCIES,
    EDIT,
    EDIT_MANY,
    DELETE,
    FOLLOW,
    UNFOLLOW,
    SET_ICON,
    DELETE_ICON,
    ADD_TO_GALLERY,
    EDIT_GALLERY,
    DELETE_FROM_GALLERY,
)
