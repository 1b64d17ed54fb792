"""Tags: the fixed vocabularies of the platform."""

from dataclasses import dataclass

from modstead.catalogs.modrinth import convert, decode
from modstead.catalogs.modrinth.api import FOR_A_DAY, Operations, segment
from modstead.domain.catalog import CategoryTag, GameVersionTag, LicenseTag, LoaderTag
from modstead.domain.project import Freshness


@dataclass(frozen=True, slots=True)
class LicenseText:
    title: str
    body: str


@dataclass(frozen=True, slots=True)
class DonationPlatform:
    id: str
    name: str


class TagOperations(Operations):
    """Operations 21 to 29."""

    async def categories(self) -> tuple[CategoryTag, ...]:
        return await self._api.get(
            "/v2/tag/category",
            list[decode.CategoryAnswer],
            _categories,
            about="the categories",
            keeping=FOR_A_DAY,
        )

    async def loaders(self) -> tuple[LoaderTag, ...]:
        return await self._api.get(
            "/v2/tag/loader", list[decode.LoaderAnswer], _loaders, about="the loaders", keeping=FOR_A_DAY
        )

    async def game_versions(self) -> tuple[GameVersionTag, ...]:
        """Newest first, as the platform has them: the one true order of game versions."""
        return await self._api.get(
            "/v2/tag/game_version",
            list[decode.GameVersionAnswer],
            _game_versions,
            about="the game versions",
            keeping=FOR_A_DAY,
        )

    async def licenses(self) -> tuple[LicenseTag, ...]:
        return await self._api.get(
            "/v2/tag/license",
            list[decode.LicenseTagAnswer],
            _licenses,
            about="the licences",
            keeping=FOR_A_DAY,
        )

    async def license_text(self, license_id: str) -> LicenseText:
        about = f"the licence {license_id}"
        path = f"/v2/tag/license/{segment(license_id, about)}"
        return await self._api.get(
            path, decode.LicenseTextAnswer, _license_text, about=about, keeping=FOR_A_DAY
        )

    async def donation_platforms(self) -> tuple[DonationPlatform, ...]:
        return await self._api.get(
            "/v2/tag/donation_platform",
            list[decode.DonationPlatformAnswer],
            _donation_platforms,
            about="the donation platforms",
            keeping=FOR_A_DAY,
        )

    async def report_types(self) -> tuple[str, ...]:
        return await self._words("report_type", "the types of reports")

    async def project_types(self) -> tuple[str, ...]:
        return await self._words("project_type", "the types of projects")

    async def side_types(self) -> tuple[str, ...]:
        return await self._words("side_type", "the types of sides")

    async def _words(self, tag: str, about: str) -> tuple[str, ...]:
        return await self._api.get(f"/v2/tag/{tag}", list[str], _as_is, about=about, keeping=FOR_A_DAY)


def _categories(answer: list[decode.CategoryAnswer], _freshness: Freshness) -> tuple[CategoryTag, ...]:
    """Each once: a name may repeat only for another type of project."""
    tags = {(tag.name, tag.project_type): tag for tag in map(convert.category, answer)}
    return tuple(tags.values())


def _loaders(answer: list[decode.LoaderAnswer], _freshness: Freshness) -> tuple[LoaderTag, ...]:
    return tuple(map(convert.loader, answer))


def _game_versions(
    answer: list[decode.GameVersionAnswer], _freshness: Freshness
) -> tuple[GameVersionTag, ...]:
    return tuple(map(convert.game_version, answer))


def _licenses(answer: list[decode.LicenseTagAnswer], _freshness: Freshness) -> tuple[LicenseTag, ...]:
    return tuple(map(convert.license_tag, answer))


def _license_text(answer: decode.LicenseTextAnswer, _freshness: Freshness) -> LicenseText:
    return LicenseText(answer.title or "", answer.body or "")


def _donation_platforms(
    answer: list[decode.DonationPlatformAnswer], _freshness: Freshness
) -> tuple[DonationPlatform, ...]:
    return tuple(DonationPlatform(one.short, one.name or one.short) for one in answer)


def _as_is(answer: list[str], _freshness: Freshness) -> tuple[str, ...]:
    return tuple(answer)
