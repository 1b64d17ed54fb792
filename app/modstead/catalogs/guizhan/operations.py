"""The 22 operations that the documents of Guizhan Resources state."""

from dataclasses import replace

from modstead.catalogs.guizhan import assumptions
from modstead.catalogs.guizhan.assumptions import API
from modstead.catalogs.guizhan.bodies import (
    PLATFORMS,
    TYPES,
    Keyword,
    NewProject,
    NewVersion,
    ProjectEdit,
    VersionEdit,
    VersionsEdit,
    VersionsToDelete,
)
from modstead.catalogs.guizhan.decode import (
    KeywordAnswer,
    ListedProjectAnswer,
    ProjectAnswer,
    VersionAnswer,
)
from modstead.catalogs.http.messages import SignIn
from modstead.catalogs.operations import (
    NEVER,
    BodyForm,
    Bounds,
    Nothing,
    Operation,
    choice,
    files,
    integer,
    text,
    texts,
)

PROJECTS_DOCUMENT = "guizhan-projects"
VERSIONS_DOCUMENT = "guizhan-versions"

PROJECTS = ("projects",)
VERSIONS = ("versions",)

_PAGES = (integer("page", least=1), integer("page_size", least=1))
_MADE_FOR = (texts("platforms", bounds=Bounds(each=Bounds(choices=PLATFORMS))), texts("minecraft_versions"))
_OWNED = (
    *_PAGES,
    choice("sort_by", "name", "slug", "created_at", "updated_at", "status"),
    choice("sort_order", "asc", "desc"),
    text("search", bounds=Bounds(most=48)),
)
_FILES = files("files", ("jar", "zip"), 500 << 20, required=False)

Listed = list[ListedProjectAnswer | None]
Keywords = list[KeywordAnswer | None]
Versions = list[VersionAnswer | None]
VersionList = Operation[Versions]

SEARCH = Operation(
    API,
    "GET",
    "/projects",
    Listed,
    PROJECTS_DOCUMENT,
    (
        text("q"),
        *_PAGES,
        choice("sort_by", "relevance", "downloads", "created_at", "updated_at"),
        choice("type", *TYPES),
        *_MADE_FOR,
        texts("tags"),
    ),
    topics=PROJECTS,
)
OF_USER = Operation(
    API,
    "GET",
    "/users/{userId}/projects",
    Listed,
    PROJECTS_DOCUMENT,
    _OWNED,
    sign_in=SignIn.MAY,
    topics=PROJECTS,
)
OF_ORG = Operation(
    API,
    "GET",
    "/orgs/{orgId}/projects",
    Listed,
    PROJECTS_DOCUMENT,
    _OWNED,
    sign_in=SignIn.MAY,
    topics=PROJECTS,
)
CREATE = Operation(
    API,
    "POST",
    "/users/{userId}/projects",
    ProjectAnswer,
    PROJECTS_DOCUMENT,
    body=NewProject,
    scope="project:create",
    sign_in=SignIn.MUST,
    topics=PROJECTS,
)
CREATE_IN_ORG = Operation(
    API,
    "POST",
    "/orgs/{orgId}/projects",
    ProjectAnswer,
    PROJECTS_DOCUMENT,
    body=NewProject,
    scope="project:create",
    sign_in=SignIn.MUST,
    topics=PROJECTS,
)
GET = Operation(
    API,
    "GET",
    "/projects/{projectId}",
    ProjectAnswer,
    PROJECTS_DOCUMENT,
    sign_in=SignIn.MAY,
    topics=PROJECTS,
)
EDIT = Operation(
    API,
    "PATCH",
    "/projects/{projectId}",
    ProjectAnswer,
    PROJECTS_DOCUMENT,
    body=ProjectEdit,
    scope="project:update",
    sign_in=SignIn.MUST,
    topics=PROJECTS,
)
DELETE = Operation(
    API,
    "DELETE",
    "/projects/{projectId}",
    Nothing,
    PROJECTS_DOCUMENT,
    scope="project:delete",
    sign_in=SignIn.MUST,
    topics=(*PROJECTS, *VERSIONS),
)
SUBMIT = Operation(
    API,
    "POST",
    "/projects/{projectId}/submit",
    ProjectAnswer,
    PROJECTS_DOCUMENT,
    scope="project:update",
    sign_in=SignIn.MUST,
    topics=PROJECTS,
)
KEYWORDS = Operation(
    API, "GET", "/projects/{projectId}/keywords", Keywords, PROJECTS_DOCUMENT, topics=PROJECTS
)
ADD_KEYWORD = Operation(
    API,
    "POST",
    "/projects/{projectId}/keywords",
    KeywordAnswer,
    PROJECTS_DOCUMENT,
    body=Keyword,
    scope="project:update",
    sign_in=SignIn.MUST,
    topics=PROJECTS,
)
CHANGE_KEYWORD = Operation(
    API,
    "PUT",
    "/projects/{projectId}/keywords/{keywordId}",
    KeywordAnswer,
    PROJECTS_DOCUMENT,
    body=Keyword,
    scope="project:update",
    sign_in=SignIn.MUST,
    topics=PROJECTS,
)
REMOVE_KEYWORD = Operation(
    API,
    "DELETE",
    "/projects/{projectId}/keywords/{keywordId}",
    Nothing,
    PROJECTS_DOCUMENT,
    scope="project:update",
    sign_in=SignIn.MUST,
    topics=PROJECTS,
)
CREATE_VERSION = Operation(
    API,
    "POST",
    "/projects/{projectId}/versions",
    VersionAnswer,
    VERSIONS_DOCUMENT,
    (_FILES,),
    body=NewVersion,
    form=BodyForm.MULTIPART,
    scope="project:version:create",
    sign_in=SignIn.MUST,
    topics=(*PROJECTS, *VERSIONS),
)
LIST_VERSIONS = Operation(
    API,
    assumptions.LIST_VERSIONS,
    "/projects/{projectId}/versions",
    Versions,
    VERSIONS_DOCUMENT,
    (*_PAGES, text("channel"), *_MADE_FOR),
    topics=VERSIONS,
)
LIST_VERSIONS_NOW = replace(LIST_VERSIONS, keeping=NEVER)
"""The same for who wants to know what is new."""
EDIT_VERSIONS = Operation(
    API,
    assumptions.BATCH_UPDATE,
    "/projects/{projectId}/versions",
    Versions,
    VERSIONS_DOCUMENT,
    body=VersionsEdit,
    scope="project:version:update",
    sign_in=SignIn.MUST,
    topics=(*PROJECTS, *VERSIONS),
)
DELETE_VERSIONS = Operation(
    API,
    assumptions.BATCH_DELETE,
    "/projects/{projectId}/versions",
    Nothing,
    VERSIONS_DOCUMENT,
    body=VersionsToDelete,
    scope="project:version:delete",
    sign_in=SignIn.MUST,
    topics=(*PROJECTS, *VERSIONS),
)
GET_VERSION = Operation(
    API,
    assumptions.GET_VERSION,
    "/projects/{projectId}/versions/{versionId}",
    VersionAnswer,
    VERSIONS_DOCUMENT,
    topics=VERSIONS,
)
EDIT_VERSION = Operation(
    API,
    assumptions.UPDATE_VERSION,
    "/projects/{projectId}/versions/{versionId}",
    VersionAnswer,
    VERSIONS_DOCUMENT,
    (_FILES,),
    body=VersionEdit,
    form=BodyForm.MULTIPART,
    scope="project:version:update",
    sign_in=SignIn.MUST,
    topics=(*PROJECTS, *VERSIONS),
)
DELETE_VERSION = Operation(
    API,
    assumptions.DELETE_VERSION,
    "/projects/{projectId}/versions/{versionId}",
    Nothing,
    VERSIONS_DOCUMENT,
    scope="project:version:delete",
    sign_in=SignIn.MUST,
    topics=(*PROJECTS, *VERSIONS),
)
DOWNLOAD = Operation(
    API,
    assumptions.DOWNLOAD,
    "/projects/{projectId}/versions/{versionId}/download/{fileId}",
    Nothing,
    VERSIONS_DOCUMENT,
)
"""Answered by a redirect: what fetches files follows it, not what asks the API."""
GET_DIRECTLY = Operation(
    API,
    assumptions.GET_VERSION,
    "/versions/{versionId}",
    VersionAnswer,
    VERSIONS_DOCUMENT,
    topics=VERSIONS,
)

OPERATIONS = (
    *(SEARCH, OF_USER, OF_ORG, CREATE, CREATE_IN_ORG, GET, EDIT, DELETE, SUBMIT),
    *(KEYWORDS, ADD_KEYWORD, CHANGE_KEYWORD, REMOVE_KEYWORD),
    *(CREATE_VERSION, LIST_VERSIONS, EDIT_VERSIONS, DELETE_VERSIONS),
    *(GET_VERSION, EDIT_VERSION, DELETE_VERSION, DOWNLOAD, GET_DIRECTLY),
)
