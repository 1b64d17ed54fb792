"""Users and teams."""

from modstead.catalogs.http.messages import SignIn
from modstead.catalogs.modrinth.decode import MemberAnswer, PayoutsAnswer, ProjectAnswer, UserAnswer
from modstead.catalogs.modrinth.operations.common import DOCUMENT, EXTENSION, IDS, V2
from modstead.catalogs.modrinth.studio_bodies import IMAGES, LARGEST_AVATAR, MemberChanges, TheUser
from modstead.catalogs.operations import (
    FOR_MINUTES,
    NEVER,
    BodyForm,
    Nothing,
    Operation,
    file,
    integer,
)

USERS = ("users",)
TEAMS = ("teams", "users")
TEAM_CHANGED = ("teams",)
MUST = SignIn.MUST

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
    V2,
    "GET",
    "/team/{id}/members",
    list[MemberAnswer | None],
    DOCUMENT,
    scope="PROJECT_READ",
    topics=TEAMS,
    keeping=FOR_MINUTES,
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

# The document leaves `ext` out; the server's published source wants it.
SET_AVATAR = Operation(
    V2,
    "PATCH",
    "/user/{id}/icon",
    Nothing,
    DOCUMENT,
    (EXTENSION, file("image", IMAGES, LARGEST_AVATAR)),
    form=BodyForm.IMAGE,
    scope="USER_WRITE",
    sign_in=MUST,
    topics=USERS,
)
DELETE_AVATAR = Operation(
    V2, "DELETE", "/user/{id}/icon", Nothing, DOCUMENT, scope="USER_WRITE", sign_in=MUST, topics=USERS
)
PAYOUTS = Operation(
    V2,
    "GET",
    "/user/{id}/payouts",
    PayoutsAnswer,
    DOCUMENT,
    scope="PAYOUTS_READ",
    sign_in=MUST,
    keeping=NEVER,
    routed=False,
)
WITHDRAW = Operation(
    V2,
    "POST",
    "/user/{id}/payouts",
    Nothing,
    DOCUMENT,
    (integer("amount", required=True, least=1),),
    scope="PAYOUTS_WRITE",
    sign_in=MUST,
    routed=False,
)
ADD_MEMBER = Operation(
    V2,
    "POST",
    "/team/{id}/members",
    Nothing,
    DOCUMENT,
    body=TheUser,
    scope="PROJECT_WRITE",
    sign_in=MUST,
    topics=TEAM_CHANGED,
)
JOIN_TEAM = Operation(
    V2,
    "POST",
    "/team/{id}/join",
    Nothing,
    DOCUMENT,
    scope="PROJECT_WRITE",
    sign_in=MUST,
    topics=TEAM_CHANGED,
)
EDIT_MEMBER = Operation(
    V2,
    "PATCH",
    "/team/{id}/members/{username}",
    Nothing,
    DOCUMENT,
    body=MemberChanges,
    scope="PROJECT_WRITE",
    sign_in=MUST,
    topics=TEAM_CHANGED,
)
REMOVE_MEMBER = Operation(
    V2,
    "DELETE",
    "/team/{id}/members/{username}",
    Nothing,
    DOCUMENT,
    scope="PROJECT_WRITE",
    sign_in=MUST,
    topics=TEAM_CHANGED,
)
TRANSFER_TEAM = Operation(
    V2,
    "PATCH",
    "/team/{id}/owner",
    Nothing,
    DOCUMENT,
    body=TheUser,
    scope="PROJECT_WRITE",
    sign_in=MUST,
    topics=TEAM_CHANGED,
)

OPERATIONS = (
    USER,
    USERS_BY_ID,
    PROJECTS_OF_USER,
    TEAM_OF_PROJECT,
    TEAM,
    TEAMS_BY_ID,
    SET_AVATAR,
    DELETE_AVATAR,
    PAYOUTS,
    WITHDRAW,
    ADD_MEMBER,
    JOIN_TEAM,
    EDIT_MEMBER,
    REMOVE_MEMBER,
    TRANSFER_TEAM,
)
