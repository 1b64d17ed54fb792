"""What creators do on Modrinth with their teams, their avatar and what they earned."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from modstead.catalogs.api import nothing
from modstead.catalogs.decoding import moment, present
from modstead.catalogs.http.uploads import local_file, nobody
from modstead.catalogs.modrinth.api import Operations
from modstead.catalogs.modrinth.decode import PayoutsAnswer
from modstead.catalogs.modrinth.operations import people as declared
from modstead.catalogs.modrinth.studio_bodies import MemberChanges, TheUser
from modstead.domain.project import Freshness


@dataclass(frozen=True, slots=True)
class Payout:
    """`amount` as the platform writes it, in US dollars."""

    amount: str
    status: str = ""
    created: datetime | None = None


@dataclass(frozen=True, slots=True)
class Payouts:
    """What was earned, in US dollars, as the platform writes it."""

    all_time: str
    last_month: str
    payouts: tuple[Payout, ...] = ()


class TeamOperations(Operations):
    """The operations that change teams and the user's picture, and those on payouts, which no server has any more.

    `named` is what people call the user or team in question, for error messages.
    """

    async def add_member(self, team_id: str, user_id: str, *, named: str = "") -> None:
        """Invite a user into the team."""
        about = f"the invitation of {named or user_id}"
        body = TheUser(user_id=user_id)
        await self._api.change(declared.ADD_MEMBER, nothing, {"id": team_id}, about=about, body=body)

    async def join_team(self, team_id: str, *, named: str = "") -> None:
        """Accept an invitation."""
        about = f"joining the team {named or team_id}"
        await self._api.change(declared.JOIN_TEAM, nothing, {"id": team_id}, about=about)

    async def edit_member(self, team_id: str, user: str, changes: MemberChanges, *, named: str = "") -> None:
        arguments = {"id": team_id, "username": user}
        about = f"the change of the member {named or user}"
        await self._api.change(declared.EDIT_MEMBER, nothing, arguments, about=about, body=changes)

    async def remove_member(self, team_id: str, user: str, *, named: str = "") -> None:
        arguments = {"id": team_id, "username": user}
        about = f"the removal of the member {named or user}"
        await self._api.change(declared.REMOVE_MEMBER, nothing, arguments, about=about)

    async def transfer_team(self, team_id: str, user_id: str, *, named: str = "") -> None:
        """Give the team to another of its members, for good."""
        body = TheUser(user_id=user_id)
        about = f"the transfer to {named or user_id}"
        await self._api.change(declared.TRANSFER_TEAM, nothing, {"id": team_id}, about=about, body=body)

    async def set_avatar(self, user: str, image: Path, *, progress: Callable[[int], None] = nobody) -> None:
        file = await local_file(image)
        await self._api.change(
            declared.SET_AVATAR,
            nothing,
            {"id": user, "ext": file.extension},
            about="your picture",
            files={"image": file},
            progress=progress,
        )

    async def delete_avatar(self, user: str) -> None:
        await self._api.change(declared.DELETE_AVATAR, nothing, {"id": user}, about="your picture")

    async def payouts(self, user: str) -> Payouts:
        """What a user was paid.

        Raises:
            NoLongerOffered: the servers do not have this any more, though the document states it.
        """
        return await self._api.ask(declared.PAYOUTS, _payouts, {"id": user}, about=f"the payouts of {user}")

    async def withdraw(self, user: str, amount: int) -> None:
        """Have money paid out.

        Raises:
            NoLongerOffered: the servers do not have this any more, though the document states it.
        """
        arguments = {"id": user, "amount": amount}
        await self._api.change(declared.WITHDRAW, nothing, arguments, about=f"a payout of {user}")


def _payouts(answer: PayoutsAnswer, _freshness: Freshness) -> Payouts:
    paid = tuple(
        Payout(_amount(one.amount), one.status or "", moment(one.created)) for one in present(answer.payouts)
    )
    return Payouts(_amount(answer.all_time), _amount(answer.last_month), paid)


def _amount(value: float | str | None) -> str:
    return "0" if value is None else f"{value:g}" if isinstance(value, float) else value
