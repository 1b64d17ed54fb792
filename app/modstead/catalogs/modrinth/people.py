"""Users and teams."""

from collections.abc import Collection, Mapping, Sequence

from modstead.catalogs.api import in_chunks
from modstead.catalogs.decoding import present
from modstead.catalogs.modrinth import convert
from modstead.catalogs.modrinth.api import IDS_PER_REQUEST, Operations
from modstead.catalogs.modrinth.decode import MemberAnswer, ProjectAnswer, UserAnswer
from modstead.catalogs.modrinth.operations import people as declared
from modstead.domain.project import Freshness, Member, Project, User

Users = list[UserAnswer | None]
Members = list[MemberAnswer | None]


class PeopleOperations(Operations):
    """The operations on users and teams. What is `signed` is asked in the user's name, and tells what only that user
    may see: drafts, invitations, permissions.
    """

    async def user(self, id_or_name: str) -> User:
        about = f"the user {id_or_name}"
        return await self._api.ask(declared.USER, _user, {"id": id_or_name}, about=about)

    async def users(self, ids: Collection[str]) -> Mapping[str, User]:
        """By user ID."""
        return await in_chunks((one for one in ids if one), IDS_PER_REQUEST, self._users)

    async def user_projects(self, id_or_name: str, *, signed: bool = False) -> tuple[Project, ...]:
        about = f"the projects of {id_or_name}"
        return await self._api.ask(
            declared.PROJECTS_OF_USER, _projects, {"id": id_or_name}, about=about, signed=signed
        )

    async def members(self, id_or_slug: str, *, signed: bool = False) -> tuple[Member, ...]:
        """A project's team, in its own order."""
        about = f"the team of {id_or_slug}"
        return await self._api.ask(
            declared.TEAM_OF_PROJECT, _members, {"id": id_or_slug}, about=about, signed=signed
        )

    async def team_members(self, team_id: str, *, signed: bool = False) -> tuple[Member, ...]:
        about = f"the team {team_id}"
        return await self._api.ask(declared.TEAM, _members, {"id": team_id}, about=about, signed=signed)

    async def teams(self, ids: Collection[str]) -> Mapping[str, tuple[Member, ...]]:
        """The members of each team, by team ID."""
        return await in_chunks((one for one in ids if one), IDS_PER_REQUEST, self._teams)

    async def _users(self, ids: Sequence[str]) -> Mapping[str, User]:
        about = f"{len(ids)} users"
        found = await self._api.ask(declared.USERS_BY_ID, _several_users, {"ids": ids}, about=about)
        return {user.id: user for user in found}

    async def _teams(self, ids: Sequence[str]) -> Mapping[str, tuple[Member, ...]]:
        about = f"{len(ids)} teams"
        found = await self._api.ask(declared.TEAMS_BY_ID, _several_teams, {"ids": ids}, about=about)
        return {members[0].team_id: members for members in found if members}


def _user(answer: UserAnswer, _freshness: Freshness) -> User:
    return convert.user(answer)


def _several_users(answer: Users, _freshness: Freshness) -> tuple[User, ...]:
    return tuple(convert.user(user) for user in present(answer))


def _projects(answer: list[ProjectAnswer | None], freshness: Freshness) -> tuple[Project, ...]:
    return tuple(convert.project(project, freshness) for project in present(answer))


def _members(answer: Members, _freshness: Freshness) -> tuple[Member, ...]:
    return convert.members(answer)


def _several_teams(answer: list[Members | None], _freshness: Freshness) -> tuple[tuple[Member, ...], ...]:
    return tuple(convert.members(members) for members in present(answer))
