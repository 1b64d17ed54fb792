"""Tags, and what belongs to no resource."""

from modstead.catalogs.modrinth import decode
from modstead.catalogs.modrinth.operations.common import DOCUMENT, V2
from modstead.catalogs.operations import FOR_A_DAY, FOR_MINUTES, Operation, choice

CATEGORIES = Operation(V2, "GET", "/tag/category", list[decode.CategoryAnswer], DOCUMENT, keeping=FOR_A_DAY)
LOADERS = Operation(V2, "GET", "/tag/loader", list[decode.LoaderAnswer], DOCUMENT, keeping=FOR_A_DAY)
GAME_VERSIONS = Operation(
    V2, "GET", "/tag/game_version", list[decode.GameVersionAnswer], DOCUMENT, keeping=FOR_A_DAY
)
LICENSES = Operation(V2, "GET", "/tag/license", list[decode.LicenseTagAnswer], DOCUMENT, keeping=FOR_A_DAY)
LICENSE_TEXT = Operation(
    V2, "GET", "/tag/license/{id}", decode.LicenseTextAnswer, DOCUMENT, keeping=FOR_A_DAY
)
DONATION_PLATFORMS = Operation(
    V2, "GET", "/tag/donation_platform", list[decode.DonationPlatformAnswer], DOCUMENT, keeping=FOR_A_DAY
)
REPORT_TYPES = Operation(V2, "GET", "/tag/report_type", list[str], DOCUMENT, keeping=FOR_A_DAY)
PROJECT_TYPES = Operation(V2, "GET", "/tag/project_type", list[str], DOCUMENT, keeping=FOR_A_DAY)
SIDE_TYPES = Operation(V2, "GET", "/tag/side_type", list[str], DOCUMENT, keeping=FOR_A_DAY)
FORGE_UPDATES = Operation(
    V2,
    "GET",
    "/updates/{id}/forge_updates.json",
    decode.ForgeUpdatesAnswer,
    DOCUMENT,
    (choice("neoforge", "only", "include"),),
    topics=("versions",),
    at_root=True,
)
STATISTICS = Operation(V2, "GET", "/statistics", decode.StatisticsAnswer, DOCUMENT, keeping=FOR_MINUTES)

OPERATIONS = (
    CATEGORIES,
    LOADERS,
    GAME_VERSIONS,
    LICENSES,
    LICENSE_TEXT,
    DONATION_PLATFORMS,
    REPORT_TYPES,
    PROJECT_TYPES,
    SIDE_TYPES,
    FORGE_UPDATES,
    STATISTICS,
)
