"""The newest versions for files of several platforms, of which one that is away costs the others nothing."""

from collections.abc import Mapping, Sequence

from modstead.domain.catalog import Catalog
from modstead.domain.project import provider_in
from modstead.domain.version import Channel, Version
from modstead.errors import CatalogError

Away = dict[str, CatalogError]
"""Why a platform beside the main one cannot be asked, by its name."""


async def newest_of(
    catalog: Catalog,
    files: Mapping[str, Version],
    away: Away,
    *,
    loaders: Sequence[str],
    game_versions: Sequence[str],
    channels: Mapping[str, Sequence[Channel]] | None = None,
) -> dict[str, Version]:
    """As `Catalog.latest_of` says, or `latest_of_each` where channels are told; none of platforms that are `away`, or
    turn out to be.

    Raises:
        CatalogError: the main platform cannot be asked.
    """
    by_platform: dict[str, dict[str, Version]] = {}
    for sha1, version in files.items():
        if version.provider not in away:
            by_platform.setdefault(version.provider, {})[sha1] = version
    found: dict[str, Version] = {}
    for provider, share in by_platform.items():
        try:
            if channels is None:
                found |= await catalog.latest_of(share, loaders=loaders, game_versions=game_versions)
            else:
                found |= await catalog.latest_of_each(
                    share, channels, loaders=loaders, game_versions=game_versions
                )
        except CatalogError as error:
            if not any(provider_in(version.project_id) for version in share.values()):
                raise
            away[provider] = error
    return found


async def versions_for(
    catalog: Catalog, project_id: str, loaders: Sequence[str], game_versions: Sequence[str]
) -> tuple[Version, ...] | CatalogError:
    """A project's versions without their changelogs, or why its platform, if not the main one, cannot be asked.

    Raises:
        CatalogError: the main platform cannot be asked.
    """
    try:
        return await catalog.versions(
            project_id, loaders=loaders, game_versions=game_versions, changelogs=False
        )
    except CatalogError as error:
        if not provider_in(project_id):
            raise
        return error


def told(error: CatalogError) -> str:
    """Why a platform cannot be asked, as what holds a file back."""
    return f"{error.title} {error.explanation}".strip()
