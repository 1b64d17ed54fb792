"""Users and teams."""

from modstead.catalogs.modrinth.decode import MemberAnswer, ProjectAnswer, UserAnswer
from modstead.catalogs.modrinth.operations.common import DOCUMENT, IDS, V2
from modstead.catalogs.operations import FOR_MINUTES, Operation

USERS = ("users",)
TEAMS = ("teams", "users")

USER = Operation(V2, "GET", "/user/{id}", UserAnswer, DOCUMENT, topics=USERS, keeping=FOR_MINUTES)
USERS_BY_ID = Operation(
    V2, "GET", "/users", list[UserAnswer | None], DOCUMENT, (IDS,), topics=USERS, keeping=FOR_MINUTES
)
PROJECTS_OF_USER = Operation(
    V2, "GET", "/user/{id}/projects", list[ProjectAnswer | None], DOCUMENT, topics=("projects",)
)
TEAM_OF_PROJECT = Operation(
    V2,
    "GET",
    "/project/{id}/members",
    list[MemberAnswer | None],
    DOCUMENT,
    topics=TEAMS,
    keeping=FOR_MINUTES,
)
TEAM = Operation(
    V2, "GET", "/team/{id}/members", list[MemberAnswer | None], DOCUMENT, topics=TEAMS, keeping=FOR_MINUTES
)
TEAMS_BY_ID = Operation(
    V2,
    "GET",
    "/teams",
    list[list[MemberAnswer | None] | None],
    DOCUMENT,
    (IDS,),
    topics=TEAMS,
    keeping=FOR_MINUTES,
)

OPERATIONS = (USER, USERS_BY_ID, PROJECTS_OF_USER, TEAM_OF_PROJECT, TEAM, TEAMS_BY_ID)
