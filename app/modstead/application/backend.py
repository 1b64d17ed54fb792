"""Here alone are services put together from concrete adapters."""

import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from modstead.application.sample import sample_command
from modstead.catalogs.downloads import HttpDownloads
from modstead.catalogs.http.client import HttpClient
from modstead.catalogs.http.tls import TlsContext
from modstead.catalogs.modrinth.catalog import ModrinthCatalog
from modstead.catalogs.modrinth.v3 import ModrinthV3Catalog
from modstead.domain.retention import GIB, Retention
from modstead.events import Event
from modstead.instances.discovery import detect, find_instances
from modstead.instances.folder_notes import FolderNotes
from modstead.instances.metadata import READER_VERSION
from modstead.instances.transaction import Transactions
from modstead.paths import Paths
from modstead.services.account import AccountService
from modstead.services.arriving import ArrivalService
from modstead.services.bisects import BisectService
from modstead.services.bundle import Services
from modstead.services.catalogs import Catalogs
from modstead.services.community import CommunityService
from modstead.services.drops import DropService
from modstead.services.health import HealthService
from modstead.services.installs import InstallService
from modstead.services.instances import InstanceService
from modstead.services.library import LibraryService
from modstead.services.loadouts import LoadoutService
from modstead.services.locks import LockService
from modstead.services.memory import Memory
from modstead.services.migration import MigrationService
from modstead.services.moved_games import MovedGames
from modstead.services.names import unsafe_name
from modstead.services.operations import OperationService
from modstead.services.policies import PolicyService
from modstead.services.preflight import PreflightService
from modstead.services.projects import PictureService, ProjectService
from modstead.services.saved_plans import SavedPlanService
from modstead.services.search import SearchService
from modstead.services.settings import SettingsService
from modstead.services.studios import Studios
from modstead.services.troubles import TroubleService
from modstead.services.updates import UpdateService
from modstead.settings import Endpoints, Settings
from modstead.storage.database import Database
from modstead.storage.file_index import FileIndex
from modstead.storage.folders import Folders
from modstead.storage.keyring_tokens import KeyringTokens
from modstead.storage.moved_folders import MovedFolders
from modstead.storage.wishes import Wishes

if TYPE_CHECKING:
    from modstead.catalogs.guizhan import GuizhanCatalog
    from modstead.services.publishing import PublishingService


@dataclass(frozen=True, slots=True)
class Backend:
    """The services, the client that tells whether the platform is within reach, and what opens the sample."""

    services: Services
    client: HttpClient
    sample_command: tuple[str, ...] = ()

    @property
    def slow(self) -> Event[str]:
        """Names a server whose answer takes long."""
        return self.client.slow


@dataclass(frozen=True, slots=True)
class _Adapters:
    """`catalog` is all platforms that are on: `modrinth`, whose users it knows, and `others`."""

    catalog: Catalogs
    modrinth: ModrinthCatalog
    others: "tuple[GuizhanCatalog, ...]"
    client: HttpClient
    endpoints: Endpoints
    downloads: HttpDownloads
    database: Database
    transactions: Transactions
    settings: SettingsService


@asynccontextmanager
async def open_backend(environment: Mapping[str, str]) -> AsyncIterator[Backend]:
    """Build everything below the window and the command line, and close it in the end.

    Nothing is created on disk or sent before a service needs it.

    Raises:
        SettingsError: an environment variable or the settings file cannot be used.
    """
    paths = Paths.from_environment(environment)
    settings = SettingsService(paths.settings)
    endpoints = Endpoints.from_environment(environment, settings.value)
    tls = TlsContext()
    client = HttpClient(paths.http_cache, tls=tls)
    downloads = HttpDownloads(endpoints, paths.pictures, tls=tls)
    database = Database(paths.database)
    try:
        modrinth = ModrinthV3Catalog(client, endpoints, lambda: settings.value.modrinth_api == "v3")
        others = _others(client, endpoints)
        adapters = _Adapters(
            catalog=Catalogs(modrinth, *others),
            modrinth=modrinth,
            endpoints=endpoints,
            others=others,
            client=client,
            downloads=downloads,
            database=database,
            transactions=Transactions(
                downloads,
                parallel=settings.value.parallel_downloads,
                retention=lambda: _retention(settings.value),
            ),
            settings=settings,
        )
        yield Backend(_services(environment, adapters), client, sample_command())
    finally:
        await client.aclose()
        await downloads.aclose()
        database.close()


def _others(client: HttpClient, endpoints: Endpoints) -> "tuple[GuizhanCatalog, ...]":
    """The platforms beside Modrinth whose addresses are set; where none is, nothing of them is loaded."""
    if not endpoints.guizhan_url:
        return ()
    from modstead.catalogs.guizhan import GuizhanCatalog

    return (GuizhanCatalog(client, endpoints.guizhan_url),)


def _services(environment: Mapping[str, str], adapters: _Adapters) -> Services:
    catalog, database, client = adapters.catalog, adapters.database, adapters.client
    files = FileIndex(database, READER_VERSION)
    library = LibraryService(
        catalog, files, Memory(catalog.id, database), adapters.transactions.history, _now
    )
    policies = PolicyService(catalog, database, _now)
    installs = InstallService(catalog, unsafe_name)
    instances = InstanceService(
        Folders(database),
        MovedGames(MovedFolders(database), adapters.transactions),
        adapters.transactions,
        detect=detect,
        find=lambda: find_instances(environment, Path.home(), sys.platform),
        now=_now,
    )
    operations = OperationService(adapters.transactions, library.installed, instances)
    health = HealthService(catalog, policies, installs, operations)
    bisects = BisectService(library, operations, FolderNotes(), _now)
    tokens = KeyringTokens()
    account = AccountService(adapters.modrinth, tokens, adapters.settings)
    other_accounts = tuple(AccountService(one, tokens, adapters.settings) for one in adapters.others)
    arrivals = ArrivalService(adapters.transactions, library, files)
    return Services(
        instances=instances,
        library=library,
        drops=DropService(catalog, library, unsafe_name),
        policies=policies,
        updates=UpdateService(
            catalog, policies, unsafe_name, requests_sent=lambda: client.requests_sent, now=_now
        ),
        installs=installs,
        health=health,
        migration=MigrationService(
            catalog,
            policies,
            instances,
            Wishes(database),
            unsafe_name,
            requests_sent=lambda: client.requests_sent,
            now=_now,
        ),
        operations=operations,
        preflight=PreflightService(catalog, library, health, arrivals, unsafe_name),
        locks=LockService(
            instances,
            library,
            policies,
            bisects=bisects,
            notes=FolderNotes(),
            unsafe_name=unsafe_name,
        ),
        loadouts=LoadoutService(database, bisects),
        bisects=bisects,
        troubles=TroubleService(library.scan_quick, operations, bisects, FolderNotes(), _now),
        saved_plans=SavedPlanService(instances, library),
        search=SearchService(catalog),
        projects=ProjectService(catalog),
        account=account,
        other_accounts=other_accounts,
        community=CommunityService(account, adapters.modrinth, catalog),
        studios=Studios(lambda: _studios(adapters, account, other_accounts)),
        pictures=PictureService(adapters.downloads),
        settings=adapters.settings,
    )


def _studios(
    adapters: _Adapters, account: AccountService, others: tuple[AccountService, ...]
) -> "tuple[PublishingService, ...]":
    from modstead.application.studios import all_studios

    main = account, adapters.modrinth
    paired = zip(others, adapters.others, strict=True)
    return all_studios(adapters.client, adapters.endpoints, main, paired)


def _retention(settings: Settings) -> Retention:
    return Retention(settings.undo_gib * GIB, timedelta(days=settings.undo_days))


def _now() -> datetime:
    return datetime.now(UTC)
