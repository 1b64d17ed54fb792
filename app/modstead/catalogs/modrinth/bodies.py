"""What is sent to Modrinth in the body of a request, with the bounds that its documents state.

A field that is left out stays as it is; None, where a field admits it, clears it.
"""

from typing import Annotated

from msgspec import UNSET, Struct, UnsetType

from modstead.catalogs.operations import Bounds

CHANNELS = Bounds(each=Bounds(choices=("release", "beta", "alpha")))
ALGORITHMS = Bounds(choices=("sha1", "sha512"))


class UpdatesOfFile(Struct, frozen=True, kw_only=True):
    """What an update may be; what is left out admits everything."""

    loaders: tuple[str, ...] | UnsetType = UNSET
    game_versions: tuple[str, ...] | UnsetType = UNSET
    version_types: Annotated[tuple[str, ...] | UnsetType, CHANNELS] = UNSET


class HashesToFind(Struct, frozen=True, kw_only=True):
    hashes: tuple[str, ...]
    algorithm: Annotated[str, ALGORITHMS]


class UpdatesOfFiles(Struct, frozen=True, kw_only=True):
    hashes: tuple[str, ...]
    algorithm: Annotated[str, ALGORITHMS]
    loaders: tuple[str, ...] | UnsetType = UNSET
    game_versions: tuple[str, ...] | UnsetType = UNSET
    version_types: Annotated[tuple[str, ...] | UnsetType, CHANNELS] = UNSET
