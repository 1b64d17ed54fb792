"""Puts together what creators need, once somebody wants to publish."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from modstead.catalogs.http.client import HttpClient
from modstead.catalogs.modrinth.catalog import ModrinthCatalog
from modstead.catalogs.modrinth.publishing import ModrinthPublishing
from modstead.domain.studio import Studio
from modstead.services.account import AccountService
from modstead.services.publishing import PublishingService
from modstead.services.publishing_versions import VersionPublishing
from modstead.settings import Endpoints

if TYPE_CHECKING:
    from modstead.catalogs.guizhan import GuizhanCatalog


def all_studios(
    client: HttpClient,
    endpoints: Endpoints,
    main: tuple[AccountService, ModrinthCatalog],
    others: "Iterable[tuple[AccountService, GuizhanCatalog]]",
) -> tuple[PublishingService, ...]:
    """One for each platform that is on, with the account there; Modrinth's first."""
    account, modrinth = main
    platform = ModrinthPublishing(client, endpoints)
    studio = Studio(platform, pictures=platform, teams=platform, files=platform, bulk=platform)
    first = PublishingService(account, studio, VersionPublishing(account, studio, modrinth, modrinth))
    return (first, *(_of_guizhan(client, endpoints, one, modrinth) for one in others))


def _of_guizhan(
    client: HttpClient,
    endpoints: Endpoints,
    other: "tuple[AccountService, GuizhanCatalog]",
    modrinth: ModrinthCatalog,
) -> PublishingService:
    from modstead.catalogs.guizhan.publishing import GuizhanPublishing

    account, catalog = other
    platform = GuizhanPublishing(client, endpoints.guizhan_url, catalog)
    studio = Studio(platform)
    return PublishingService(account, studio, VersionPublishing(account, studio, catalog, modrinth))
