"""Users and teams."""

from collections.abc import Collection, Mapping, Sequence

from modstead.catalogs.modrinth import convert
from modstead.catalogs.modrinth.api import (
    FOR_MINUTES,
    IDS_PER_REQUEST,
    Operations,
    in_chunks,
    json_list,
    segment,
)
from modstead.catalogs.modrinth.decode import MemberAnswer, ProjectAnswer, UserAnswer
from modstead.domain.project import Freshness, Member, Project, User

Users = list[UserAnswer | None]
Members = list[MemberAnswer | None]


class PeopleOperations(Operations):
    """Operations 15 to 20."""

    async def user(self, id_or_name: str) -> User:
        about = f"the user {id_or_name}"
        path = f"/v2/user/{segment(id_or_name, about)}"
        return await self._api.get(path, UserAnswer, _user, about=about, keeping=FOR_MINUTES)

    async def users(self, ids: Collection[str]) -> Mapping[str, User]:
        """By user ID."""
        return await in_chunks((one for one in ids if one), IDS_PER_REQUEST, self._users)

    async def user_projects(self, id_or_name: str) -> tuple[Project, ...]:
        about = f"the projects of {id_or_name}"
        path = f"/v2/user/{segment(id_or_name, about)}/projects"
        return await self._api.get(path, list[ProjectAnswer | None], _projects, about=about)

    async def members(self, id_or_slug: str) -> tuple[Member, ...]:
        """A project's team, in its own order."""
        about = f"the team of {id_or_slug}"
        path = f"/v2/project/{segment(id_or_slug, about)}/members"
        return await self._api.get(path, Members, _members, about=about, keeping=FOR_MINUTES)

    async def team_members(self, team_id: str) -> tuple[Member, ...]:
        about = f"the team {team_id}"
        path = f"/v2/team/{segment(team_id, about)}/members"
        return await self._api.get(path, Members, _members, about=about, keeping=FOR_MINUTES)

    async def teams(self, ids: Collection[str]) -> Mapping[str, tuple[Member, ...]]:
        """The members of each team, by team ID."""
        return await in_chunks((one for one in ids if one), IDS_PER_REQUEST, self._teams)

    async def _users(self, ids: Sequence[str]) -> Mapping[str, User]:
        found = await self._api.get(
            "/v2/users",
            Users,
            _several_users,
            about=f"{len(ids)} users",
            parameters={"ids": json_list(ids)},
            keeping=FOR_MINUTES,
        )
        return {user.id: user for user in found}

    async def _teams(self, ids: Sequence[str]) -> Mapping[str, tuple[Member, ...]]:
        found = await self._api.get(
            "/v2/teams",
            list[Members | None],
            _several_teams,
            about=f"{len(ids)} teams",
            parameters={"ids": json_list(ids)},
            keeping=FOR_MINUTES,
        )
        return {members[0].team_id: members for members in found if members}


def _user(answer: UserAnswer, _freshness: Freshness) -> User:
    return convert.user(answer)


def _several_users(answer: Users, _freshness: Freshness) -> tuple[User, ...]:
    return tuple(convert.user(user) for user in convert.present(answer))


def _projects(answer: list[ProjectAnswer | None], freshness: Freshness) -> tuple[Project, ...]:
    return tuple(convert.project(project, freshness) for project in convert.present(answer))


def _members(answer: Members, _freshness: Freshness) -> tuple[Member, ...]:
    return convert.members(answer)


def _several_teams(answer: list[Members | None], _freshness: Freshness) -> tuple[tuple[Member, ...], ...]:
    return tuple(convert.members(members) for members in convert.present(answer))
