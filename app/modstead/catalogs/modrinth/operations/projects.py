"""Projects."""

from modstead.catalogs.http.messages import SignIn
from modstead.catalogs.modrinth.decode import (
    DependenciesAnswer,
    IdentifierAnswer,
    ProjectAnswer,
    SearchAnswer,
)
from modstead.catalogs.modrinth.operations.common import (
    DOCUMENT,
    DOCUMENT_OF_CREATION,
    EXTENSION,
    IDS,
    V2,
)
from modstead.catalogs.modrinth.studio_bodies import (
    IMAGE_TEXT,
    IMAGE_TITLE,
    IMAGES,
    LARGEST_GALLERY_IMAGE,
    LARGEST_ICON,
    BulkChanges,
    NewProject,
    ProjectChanges,
    Schedule,
)
from modstead.catalogs.operations import (
    NEVER,
    BodyForm,
    Nothing,
    Operation,
    choice,
    file,
    files,
    flag,
    integer,
    text,
)

PROJECTS = ("projects",)
MUST = SignIn.MUST
WRITE = "PROJECT_WRITE"

SEARCH = Operation(
    V2,
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
GET = Operation(V2, "GET", "/project/{id}", ProjectAnswer, DOCUMENT, topics=PROJECTS)
GET_MANY = Operation(V2, "GET", "/projects", list[ProjectAnswer | None], DOCUMENT, (IDS,), topics=PROJECTS)
RANDOM = Operation(
    V2,
    "GET",
    "/projects_random",
    list[ProjectAnswer | None],
    DOCUMENT,
    (integer("count", required=True, least=0, most=100),),
    keeping=NEVER,
)
CHECK = Operation(V2, "GET", "/project/{id}/check", IdentifierAnswer, DOCUMENT, topics=PROJECTS)
DEPENDENCIES = Operation(
    V2,
    "GET",
    "/project/{id}/dependencies",
    DependenciesAnswer,
    DOCUMENT,
    topics=("projects", "versions"),
)

CREATE = Operation(
    V2,
    "POST",
    "/project",
    ProjectAnswer,
    DOCUMENT_OF_CREATION,
    (
        file("icon", IMAGES, LARGEST_ICON, required=False),
        files("gallery", IMAGES, LARGEST_GALLERY_IMAGE, required=False),
    ),
    NewProject,
    BodyForm.MULTIPART,
    scope="PROJECT_CREATE",
    sign_in=MUST,
    topics=PROJECTS,
)
EDIT = Operation(
    V2,
    "PATCH",
    "/project/{id}",
    Nothing,
    DOCUMENT,
    body=ProjectChanges,
    scope=WRITE,
    sign_in=MUST,
    topics=PROJECTS,
)
EDIT_MANY = Operation(
    V2,
    "PATCH",
    "/projects",
    Nothing,
    DOCUMENT,
    (IDS,),
    BulkChanges,
    scope=WRITE,
    sign_in=MUST,
    topics=PROJECTS,
)
DELETE = Operation(
    V2,
    "DELETE",
    "/project/{id}",
    Nothing,
    DOCUMENT,
    scope="PROJECT_DELETE",
    sign_in=MUST,
    topics=("projects", "versions"),
)
SET_ICON = Operation(
    V2,
    "PATCH",
    "/project/{id}/icon",
    Nothing,
    DOCUMENT,
    (EXTENSION, file("image", IMAGES, LARGEST_ICON)),
    form=BodyForm.IMAGE,
    scope=WRITE,
    sign_in=MUST,
    topics=PROJECTS,
)
DELETE_ICON = Operation(
    V2, "DELETE", "/project/{id}/icon", Nothing, DOCUMENT, scope=WRITE, sign_in=MUST, topics=PROJECTS
)
ADD_TO_GALLERY = Operation(
    V2,
    "POST",
    "/project/{id}/gallery",
    Nothing,
    DOCUMENT,
    (
        EXTENSION,
        flag("featured", required=True),
        text("title", bounds=IMAGE_TITLE),
        text("description", bounds=IMAGE_TEXT),
        integer("ordering"),
        file("image", IMAGES, LARGEST_GALLERY_IMAGE),
    ),
    form=BodyForm.IMAGE,
    scope=WRITE,
    sign_in=MUST,
    topics=PROJECTS,
)
EDIT_GALLERY = Operation(
    V2,
    "PATCH",
    "/project/{id}/gallery",
    Nothing,
    DOCUMENT,
    (
        text("url", required=True),
        flag("featured"),
        text("title", bounds=IMAGE_TITLE),
        text("description", bounds=IMAGE_TEXT),
        integer("ordering"),
    ),
    scope=WRITE,
    sign_in=MUST,
    topics=PROJECTS,
)
DELETE_FROM_GALLERY = Operation(
    V2,
    "DELETE",
    "/project/{id}/gallery",
    Nothing,
    DOCUMENT,
    (text("url", required=True),),
    scope=WRITE,
    sign_in=MUST,
    topics=PROJECTS,
)
SCHEDULE = Operation(
    V2,
    "POST",
    "/project/{id}/schedule",
    Nothing,
    DOCUMENT,
    body=Schedule,
    scope=WRITE,
    sign_in=MUST,
    topics=PROJECTS,
    routed=False,
)

OPERATIONS = (
    SEARCH,
    GET,
    GET_MANY,
    RANDOM,
    CHECK,
    DEPENDENCIES,
    CREATE,
    EDIT,
    EDIT_MANY,
    DELETE,
    SET_ICON,
    DELETE_ICON,
    ADD_TO_GALLERY,
    EDIT_GALLERY,
    DELETE_FROM_GALLERY,
    SCHEDULE,
)
