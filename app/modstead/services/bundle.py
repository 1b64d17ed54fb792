"""All services together, as the composition root builds them and pages and commands take them."""

from dataclasses import dataclass

from modstead.services.account import AccountService
from modstead.services.bisects import BisectService
from modstead.services.community import CommunityService
from modstead.services.drops import DropService
from modstead.services.health import HealthService
from modstead.services.installs import InstallService
from modstead.services.instances import InstanceService
from modstead.services.library import LibraryService
from modstead.services.loadouts import LoadoutService
from modstead.services.locks import LockService
from modstead.services.migration import MigrationService
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


@dataclass(frozen=True, slots=True)
class Services:
    instances: InstanceService
    library: LibraryService
    drops: DropService
    policies: PolicyService
    updates: UpdateService
    installs: InstallService
    health: HealthService
    migration: MigrationService
    operations: OperationService
    preflight: PreflightService
    locks: LockService
    loadouts: LoadoutService
    bisects: BisectService
    troubles: TroubleService
    saved_plans: SavedPlanService
    search: SearchService
    projects: ProjectService
    account: AccountService
    """That of the main platform."""
    other_accounts: tuple[AccountService, ...]
    """Those of the others that are on."""
    community: CommunityService
    studios: Studios
    pictures: PictureService
    settings: SettingsService
