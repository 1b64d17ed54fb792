"""A folder of invented mods with everything that a page must show, and services that answer with it."""

import random
from collections.abc import AsyncGenerator, Callable, Collection
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import cast

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QColor, QImage

from modstead.domain.catalog import Catalog, GameVersionTag
from modstead.domain.changes import install_operation, update_operation
from modstead.domain.graph import Graph
from modstead.domain.instance import (
    IdentifiedBy,
    InstalledMod,
    Instance,
    Library,
    Loader,
    Manifest,
    ManifestKind,
    ModFile,
)
from modstead.domain.lock_file import Difference, DifferenceKind, Differences, LockedFile, LockFile
from modstead.domain.plan import Note, NoteKind, Operation, Plan, PlanKind, Progress, Stage
from modstead.domain.preflight import Preflight
from modstead.domain.problems import Problem, ProblemKind, Remedy, RemedyKind
from modstead.domain.project import (
    License,
    Project,
    ProjectRef,
    SearchHit,
    SearchPage,
    SearchQuery,
    SideSupport,
)
from modstead.domain.updates import HeldBack, HeldBackKind, Update, UpdateCheck
from modstead.domain.version import Channel, Dependency, DependencyKind, Hashes, Version, VersionFile
from modstead.events import Event
from modstead.instances.watcher import changes
from modstead.services.locks import Drift
from modstead.services.policies import PolicyService
from modstead.services.updates import UpdateService
from modstead.settings import Settings

Reading = Callable[[object], None]
NOW = datetime.now(UTC)
NAMED = (
    ("Acorn Ledger", "1.5.3", "", 2), ("Alder Workshop", "3.0.2", "3.1.0", 21), ("Amberlamp", "1.2.4", "", 21),
    ("Anvil Notes", "0.9.12", "1.0.0", 250), ("Apiary Days", "2.7.0", "", 5), ("Ashfall Weather", "4.1.0", "", 61),
    ("Barrel Index", "1.11.6", "1.11.9", 15), ("Basalt Roads", "2.0.0", "", 0), ("Beacon Post", "1.3.1", "", 305),
    ("Birchbark Maps", "5.4.2", "", 122), ("Bramble Core", "8.12.0", "8.14.1", 6), ("Brass Compass", "2.2.1", "", 1),
    ("Brookside", "0.6.5", "", 61), ("bq-helper-0.3.jar", "0.3", "", 280), ("Burrow Homes", "0.14.3", "0.15.0", 21),
    ("Candleshade", "1.8.0", "", 5), ("Cartwright", "3.3.5", "", 305), ("Cinder Render", "1.9.4", "2.0.1", 31),
    ("Clay & Kiln", "2.5.0", "", 21), ("Cloudbank", "1.1.1", "1.1.2", 2), ("Dovecote", "2.4.0", "", 40),
    ("Driftglass", "1.0.4", "", 12), ("Dusk Chorus", "1.6.0", "1.6.1", 14), ("Emberroot", "0.3.4", "0.4.0", 21),
    ("Fernlight", "2.0.0", "2.0.4", 33), ("Foundry Bells", "1.2.0", "1.3.0", 66), ("Foxglove Farm", "3.2.0", "", 45),
    ("Gable Roofs", "1.7.2", "1.8.0", 16), ("Glim", "0.2.0", "0.2.1", 5), ("Harvest Moonrise", "2.0.5", "2.1.0", 31),
    ("Hedgerow API", "0.110.5", "", 9), ("Ivy Trellis", "0.8.1", "0.8.3", 6), ("Kelp Forests", "1.4.0", "1.4.2", 64),
    ("Larkspur", "3.1.1", "3.2.0", 21), ("Millrace", "1.0.0", "1.0.2", 31), ("Nettle Soup", "2.2.0", "2.2.1", 4),
    ("Overgrown", "1.0.9", "1.1.0", 4), ("Pinecone", "0.5.0", "0.5.2", 9), ("Quartzite", "1.2.2", "1.2.3", 9),
    ("Rainbarrel", "4.0.0", "4.0.1", 9), ("Sootglass", "7.1.0", "7.2.0", 9), ("Thistledown", "2.0.0", "2.0.1", 9),
)  # fmt: skip
DISABLED = {"Anvil Notes", "Rowan Pass", "Slate 31", "Slate 32", "Slate 33"}
TIDAL = "TIDALCORE"
SUMMARY = "Find any item in every chest and barrel you have opened, and walk to it."
CHANGELOGS = (
    ("1.11.9", "# 1.11.9\n\nFixes a stall when 4,000 chests are indexed at once. Uses half the memory."),
    ("1.11.8", "- Copper chests are searched too\n- German and Korean translations"),
    ("1.11.7", "Middle click marks a container; the **mark** fades after a [minute](https://example.com)."),
)


def instance(folder: Path | None = None) -> Instance:
    return Instance(
        folder or Path("/home/someone/.local/share/meadow/mods"), "Meadow", "", Loader.FABRIC, "", "1.21.4"
    )


def slug(title: str) -> str:
    return title.lower().replace(" ", "-").replace("&", "and")


def version(
    title: str,
    number: str,
    *,
    day: float,
    channel: Channel = Channel.RELEASE,
    requires: tuple[str, ...] = (),
    changelog: str | None = None,
) -> Version:
    name = f"{slug(title)}-{number}.jar"
    size = random.Random(name).randint(40_000, 3_200_000)
    hashes = Hashes(f"{random.Random(name).getrandbits(160):040x}", "ab" * 64)
    file = VersionFile(f"https://cdn.example/{name}", name, size, hashes, primary=True)
    return Version(
        "modrinth", f"{slug(title)}:{number}", slug(title), number, title, channel, ("fabric",), ("1.21.4",),
        NOW - timedelta(days=day), (file,), tuple(Dependency(DependencyKind.REQUIRED, item) for item in requires),
        changelog,
    )  # fmt: skip


def project(title: str) -> Project:
    return Project(
        ProjectRef("modrinth", slug(title)), slug(title), title, SUMMARY, loaders=("fabric",), categories=("storage",),
        client_side=SideSupport.REQUIRED, server_side=SideSupport.UNSUPPORTED, icon_url=f"https://cdn.example/{slug(title)}.png",
        license=License("MIT", "MIT License"),
    )  # fmt: skip


def mod(title: str, number: str, *, days: float, requires: tuple[str, ...] = ()) -> InstalledMod:
    of = version(title, number, day=days + 30, requires=requires)
    name = of.files[0].filename + (".disabled" if title in DISABLED else "")
    mtime = int((NOW - timedelta(days=days, minutes=30)).timestamp() * 1e9)
    lies = ModFile(name, of.files[0].size, mtime, of.files[0].hashes.sha1)
    manifest = Manifest(ManifestKind.FABRIC, slug(title), number, title, authors=("hollowreed",))
    if title == "bq-helper-0.3.jar":
        return InstalledMod(ModFile("bq-helper-0.3.jar", 41_000, mtime, "0" * 40))
    if title == "Brass Compass":
        problems = ("The archive is damaged.",)
        return InstalledMod(lies, IdentifiedBy.MANIFEST, (manifest,), problems=problems)
    return InstalledMod(lies, IdentifiedBy.HASH, (manifest,), of, project(title))


def library(total: int = 214, folder: Path | None = None) -> Library:
    requires = {
        "Basalt Roads": (TIDAL,),
        "Barrel Index": ("bramble-core", "hedgerow-api"),
        "Cartwright": ("barrel-index", "bramble-core"),
        "Cloudbank": ("bramble-core",),
    }
    mods = [
        mod(title, number, days=days, requires=requires.get(title, ())) for title, number, _new, days in NAMED
    ]
    mods += [mod(f"Slate {place}", "1.0.0", days=place % 200) for place in range(total - len(mods))]
    mods.sort(key=lambda item: (item.title.casefold(), item.file.name))
    return Library(instance(folder), tuple(mods))


def check(of: Library) -> UpdateCheck:
    by_title = {item.title: item for item in of.mods}
    updates = []
    for title, _number, new, _days in NAMED:
        if new:
            offer = version(title, new, day=5)
            updates.append(Update(by_title[title], offer, offer.files[0]))
    held = (
        HeldBack(by_title["Dovecote"], version("Dovecote", "2.3.8", day=80), HeldBackKind.OLDER,
                 "The offered file is not newer than yours: 11 March 2026, yours 2 May 2026."),
        HeldBack(by_title["Ashfall Weather"], version("Ashfall Weather", "4.2.0-beta.1", day=3, channel=Channel.BETA),
                 HeldBackKind.CHANNEL, "Only a beta is newer; you follow releases for this mod."),
    )  # fmt: skip
    return UpdateCheck(NOW, len(of.mods), 2, tuple(updates), held)


def picture(key: str) -> bytes:
    """A symmetrical drawing of 8x8 pixels, the same for the same key."""
    chance = random.Random(key)
    back, front = (QColor.fromHsv(chance.randrange(360), 140, value) for value in (90, 230))
    image = QImage(8, 8, QImage.Format.Format_ARGB32)
    image.fill(back)
    for y in range(1, 7):
        for x in range(1, 4):
            if chance.random() < 0.5:
                image.setPixelColor(x, y, front)
                image.setPixelColor(7 - x, y, front)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


class Pictures:
    async def picture(self, url: str) -> bytes:
        return picture(url)


class Libraries:
    """`answer` is what both scans find, or the error they raise; folders on the disk are watched as they are.

    `choices` are the words that the user said of files, by sha1.
    """

    def __init__(self, answer: Library | Exception) -> None:
        self.answer = answer
        self.scans = 0
        self.choices: dict[str, Project | None] = {}

    def changes(self, folder: Path) -> AsyncGenerator[None, None]:
        return changes(folder)

    async def choose(self, sha1: str, project: Project | None) -> None:
        self.choices[sha1] = project

    async def forget_choice(self, sha1: str) -> None:
        del self.choices[sha1]

    async def scan_quick(self, _instance: Instance, progress: Reading | None = None) -> Library:
        return await self.scan(_instance, progress)

    async def scan(self, _instance: Instance, progress: Reading | None = None) -> Library:
        self.scans += 1
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer

    async def icon(self, _instance: Instance, _mod: InstalledMod) -> bytes | None:
        return None


class Updates:
    """With policies it weighs a check anew as the real service does."""

    def __init__(self, answer: UpdateCheck | Exception, policies: PolicyService | None = None) -> None:
        self.answer = answer
        self.checks = 0
        self._policies = policies
        self.planned: list[tuple[Collection[str] | None, Collection[str]]] = []

    async def reconsidered(
        self, of: Library, found: UpdateCheck, *, otherwise: Channel | None = None
    ) -> UpdateCheck:
        service = UpdateService(
            cast("Catalog", None),
            cast("PolicyService", self._policies),
            lambda _name: None,
            requests_sent=lambda: 0,
            now=lambda: NOW,
        )
        return await service.reconsidered(of, found, otherwise=otherwise)

    async def check(self, of: Library, *, otherwise: Channel | None = None) -> UpdateCheck:
        self.checks += 1
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer

    async def changelogs(self, of: InstalledMod, offered: Version) -> tuple[Version, ...]:
        return tuple(
            version(of.title, number, day=5 * (place + 1), changelog=words)
            for place, (number, words) in enumerate(CHANGELOGS)
        )

    async def changelogs_of(self, operation: Operation) -> tuple[Version, ...]:
        return (version(operation.title, operation.version_number, day=5, changelog="As good as new."),)

    async def plan(
        self,
        of: Library,
        found: UpdateCheck,
        names: Collection[str] | None = None,
        *,
        held_back: Collection[str] = (),
    ) -> Plan:
        self.planned.append((names, held_back))
        chosen = [item for item in found.updates if names is None or item.mod.file.name in names]
        chosen += [
            Update(item.mod, item.version, item.version.files[0])
            for item in found.held_back
            if item.version and item.mod.file.name in held_back
        ]
        operations = [update_operation(item, "newer version") for item in chosen]
        if any(item.mod.title == "Burrow Homes" for item in chosen):
            tidal = version("Tidal Core", "2.1.4", day=40)
            operations.append(
                install_operation(
                    tidal, tidal.files[0], project("Tidal Core"), "needed", required_by=("burrow-homes",)
                )
            )
        notes = tuple(
            Note(NoteKind.HELD_BACK, item.mod.title, item.reason)
            for item in found.held_back
            if item.mod.file.name not in held_back
        )
        return Plan(of.instance, PlanKind.UPDATE, tuple(operations), notes)


class Health:
    """Names what the invented folder is made to have."""

    def __init__(self, more: tuple[Problem, ...] = ()) -> None:
        self.more = more
        self.checks = 0

    async def graph(self, of: Library) -> Graph:
        return Graph.of(of, {TIDAL: replace(project("Tidal Core"), ref=ProjectRef("modrinth", TIDAL))})

    async def problems(self, of: Library, graph: Graph) -> tuple[Problem, ...]:
        self.checks += 1
        return (*problems(of), *self.more)


def problems(of: Library) -> tuple[Problem, ...]:
    """A damaged file, one that needs what is missing, and one that nobody knows, where the folder has them."""
    found = []
    for item in of.mods:
        name = item.file.name
        if item.problems:
            remedy = Remedy(RemedyKind.REPLACE, "Replace it", file=name)
            found.append(Problem(ProblemKind.BROKEN, name, item.title, item.problems[0], (remedy,)))
        if item.title == "Basalt Roads" and item.version and item.file.enabled:
            remedy = Remedy(RemedyKind.INSTALL, "Install Tidal Core", project_id=TIDAL)
            detail = "Basalt Roads needs Tidal Core, which is not in this folder."
            found.append(Problem(ProblemKind.MISSING_DEPENDENCY, name, item.title, detail, (remedy,)))
        if item.identified_by is IdentifiedBy.NONE:
            remedies = (Remedy(RemedyKind.IDENTIFY, "Identify", file=name),)
            detail = "Neither the platform nor the file itself says what this is."
            found.append(Problem(ProblemKind.UNKNOWN, name, item.title, detail, remedies))
    return tuple(found)


class Locks:
    """`drifts` makes a game that has a lock file differ from it in so many files."""

    def __init__(self) -> None:
        self.drifts: int | None = None

    def path(self, _instance: Instance) -> Path:
        return Path(__file__ if self.drifts is not None else "/nowhere/modstead.lock.toml")

    async def drift(self, of: Instance) -> Drift:
        locked = LockedFile("mods", "a.jar", enabled=True, size=1, hashes=Hashes("0" * 40))
        found = Difference(DifferenceKind.ADDED, None, locked)
        return Drift(self.path(of), LockFile(), Differences((found,) * (self.drifts or 0)))


class PlatformOfPolicies:
    """Knows the order of game versions and nothing else."""

    id, title = "modrinth", "Modrinth"

    async def game_versions(self) -> tuple[GameVersionTag, ...]:
        return tuple(GameVersionTag(number, "release") for number in ("1.21.6", "1.21.5", "1.21.4", "1.21.3"))


class Projects:
    async def page(self, id_or_slug: str) -> Project:
        return project({TIDAL: "Tidal Core"}.get(id_or_slug, id_or_slug.replace("-", " ").title()))

    def url(self, of: Project) -> str:
        return f"https://modrinth.com/mod/{of.slug}"


class Searches:
    """Finds every named project whose title has all words."""

    async def search(self, query: SearchQuery) -> SearchPage:
        words = query.text.casefold().split()
        titles = [title for title, *_ in NAMED if all(word in title.casefold() for word in words)]
        hits = tuple(
            SearchHit(ref=ProjectRef("modrinth", slug(title)), slug=slug(title), title=title, author="hollowreed",
                      summary=SUMMARY, downloads=1_240_000, icon_url=f"https://cdn.example/{slug(title)}.png")
            for title in titles
        )  # fmt: skip
        return SearchPage(hits, len(hits))


class SettingsKeeper:
    def __init__(self, value: Settings | None = None) -> None:
        self.value = value or Settings()
        self.changed: Event[Settings] = Event()

    def change(self, **options: object) -> None:
        self.value = replace(self.value, **options)  # type: ignore[arg-type]
        self.changed.emit(self.value)


class Preflights:
    """Passes every plan, or answers with what it was given."""

    def __init__(self) -> None:
        self.answer: Callable[[Plan], Preflight] = Preflight
        self.checked: list[Plan] = []

    async def check(self, plan: Plan, progress: Callable[[Progress], None] | None = None) -> Preflight:
        self.checked.append(plan)
        if progress:
            progress(Progress(Stage.DOWNLOAD, 1, len(plan.operations)))
        return self.answer(plan)
