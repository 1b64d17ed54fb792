"""Projects."""

from modstead.catalogs.modrinth.decode import (
    DependenciesAnswer,
    IdentifierAnswer,
    ProjectAnswer,
    SearchAnswer,
)
from modstead.catalogs.modrinth.operations.common import DOCUMENT, IDS, V2
from modstead.catalogs.operations import NEVER, Operation, choice, integer, text

PROJECTS = ("projects",)

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

OPERATIONS = (SEARCH, GET, GET_MANY, RANDOM, CHECK, DEPENDENCIES)
