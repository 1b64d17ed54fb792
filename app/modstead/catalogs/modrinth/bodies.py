"""What is sent to Modrinth in the body of a request, with the bounds that its documents state.

A field that is left out stays as it is; None, where a field admits it, clears it.
"""

from typing import Annotated

from msgspec import UNSET, Struct, UnsetType

from modstead.catalogs.operations import Bounds

CHANNELS = Bounds(each=Bounds(choices=("release", "beta", "alpha")))
STATUSES = Bounds(
    choices=(
        "approved",
        "archived",
        "rejected",
        "draft",
        "unlisted",
        "processing",
        "withheld",
        "scheduled",
        "private",
        "unknown",
    )
)
ALGORITHMS = Bounds(choices=("sha1", "sha512"))


class UpdatesOfFile(Struct, frozen=True, kw_only=True):
    """What an update may be; what is left out admits everything."""

    loaders: tuple[str, ...] | UnsetType = UNSET
    game_versions: tuple[str, ...] | UnsetType = UNSET
    version_types: Annotated[tuple[str, ...] | UnsetType, CHANNELS] = UNSET


class UpdatesOfOne(Struct, frozen=True, kw_only=True):
    """The same for one file of several."""

    hash: str
    loaders: tuple[str, ...] | UnsetType = UNSET
    game_versions: tuple[str, ...] | UnsetType = UNSET
    version_types: Annotated[tuple[str, ...] | UnsetType, CHANNELS] = UNSET


class UpdatesOfEach(Struct, frozen=True, kw_only=True):
    hashes: tuple[UpdatesOfOne, ...]
    algorithm: Annotated[str, ALGORITHMS]


class HashesToFind(Struct, frozen=True, kw_only=True):
    hashes: tuple[str, ...]
    algorithm: Annotated[str, ALGORITHMS]


class UpdatesOfFiles(Struct, frozen=True, kw_only=True):
    hashes: tuple[str, ...]
    algorithm: Annotated[str, ALGORITHMS]
    loaders: tuple[str, ...] | UnsetType = UNSET
    game_versions: tuple[str, ...] | UnsetType = UNSET
    version_types: Annotated[tuple[str, ...] | UnsetType, CHANNELS] = UNSET


class PayoutData(Struct, frozen=True, kw_only=True):
    """Where earnings go; a `balance` is told, never set."""

    payout_wallet: Annotated[str | UnsetType, Bounds(choices=("paypal", "venmo"))] = UNSET
    payout_wallet_type: Annotated[str | UnsetType, Bounds(choices=("email", "phone", "user_handle"))] = UNSET
    payout_address: str | UnsetType = UNSET


class ProfileEdit(Struct, frozen=True, kw_only=True):
    """The username has to be there even if it stays. The documents state no bounds: these are the server's own."""

    username: Annotated[str, Bounds(1, 39)]
    name: Annotated[str | UnsetType | None, Bounds(most=64)] = UNSET
    bio: Annotated[str | UnsetType, Bounds(most=160)] = UNSET
    email: Annotated[str | UnsetType | None, Bounds(pattern=r"[^@\s]+@[^@\s]+")] = UNSET
    payout_data: PayoutData | UnsetType | None = UNSET


class ReportToMake(Struct, frozen=True, kw_only=True):
    report_type: Annotated[str, Bounds(least=1)]
    item_id: Annotated[str, Bounds(least=1)]
    item_type: Annotated[str, Bounds(choices=("project", "user", "version"))]
    body: Annotated[str, Bounds(least=1)]


class ReportEdit(Struct, frozen=True, kw_only=True):
    body: str | UnsetType = UNSET
    closed: bool | UnsetType = UNSET


class MessageToSend(Struct, frozen=True, kw_only=True, rename={"kind": "type"}):
    """Of the kinds of messages that threads have, users send only texts."""

    kind: Annotated[str, Bounds(choices=("status_change", "text", "thread_closure", "deleted"))] = "text"
    body: Annotated[str | UnsetType, Bounds(least=1)] = UNSET
    private: bool | UnsetType = UNSET
    replying_to: str | UnsetType | None = UNSET
    old_status: Annotated[str | UnsetType, STATUSES] = UNSET
    new_status: Annotated[str | UnsetType, STATUSES] = UNSET
