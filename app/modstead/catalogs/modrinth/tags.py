"""Tags: the fixed vocabularies of the platform."""

from dataclasses import dataclass

from modstead.catalogs.modrinth import convert, decode
from modstead.catalogs.modrinth.api import Operations
from modstead.catalogs.modrinth.operations import tags as declared
from modstead.catalogs.operations import Operation
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
    """The operations on tags."""

    async def categories(self) -> tuple[CategoryTag, ...]:
        return await self._api.ask(declared.CATEGORIES, _categories, about="the categories")

    async def loaders(self) -> tuple[LoaderTag, ...]:
        return await self._api.ask(declared.LOADERS, _loaders, about="the loaders")

    async def game_versions(self) -> tuple[GameVersionTag, ...]:
        """Newest first, as the platform has them: the one true order of game versions."""
        return await self._api.ask(declared.GAME_VERSIONS, _game_versions, about="the game versions")

    async def licenses(self) -> tuple[LicenseTag, ...]:
        return await self._api.ask(declared.LICENSES, _licenses, about="the licences")

    async def license_text(self, license_id: str) -> LicenseText:
        about = f"the licence {license_id}"
        return await self._api.ask(declared.LICENSE_TEXT, _license_text, {"id": license_id}, about=about)

    async def donation_platforms(self) -> tuple[DonationPlatform, ...]:
        return await self._api.ask(
            declared.DONATION_PLATFORMS, _donation_platforms, about="the donation platforms"
        )

    async def report_types(self) -> tuple[str, ...]:
        return await self._words(declared.REPORT_TYPES, "the types of reports")

    async def project_types(self) -> tuple[str, ...]:
        return await self._words(declared.PROJECT_TYPES, "the types of projects")

    async def side_types(self) -> tuple[str, ...]:
        return await self._words(declared.SIDE_TYPES, "the types of sides")

    async def _words(self, operation: Operation[list[str]], about: str) -> tuple[str, ...]:
        return await self._api.ask(operation, _as_is, about=about)


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
