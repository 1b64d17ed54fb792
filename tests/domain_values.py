"""Short ways to make domain values for tests."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from modstead.domain.instance import IdentifiedBy, InstalledMod, Instance, Library, Loader, ModFile
from modstead.domain.project import Project, ProjectRef
from modstead.domain.version import Channel, Dependency, DependencyKind, Hashes, Version, VersionFile

START = datetime(2026, 1, 1, tzinfo=UTC)


def instance(loader: Loader | None = Loader.FABRIC, game_version: str | None = "1.21.4") -> Instance:
    return Instance(Path("/game/mods"), "Meadow", "", loader, "", game_version)


def sha1(text: str) -> str:
    import hashlib

    return hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()


def version_file(name: str, *, primary: bool = True, file_type: str = "") -> VersionFile:
    url = f"https://cdn.example/{name}"
    return VersionFile(url, name, 1000, Hashes(sha1(name), sha1(name) * 3), primary, file_type)


def version(
    project_id: str = "AAAA",
    number: str = "1.0.0",
    *,
    day: int = 0,
    channel: Channel = Channel.RELEASE,
    loaders: tuple[str, ...] = ("fabric",),
    game_versions: tuple[str, ...] = ("1.21.4",),
    dependencies: tuple[Dependency, ...] = (),
    files: tuple[VersionFile, ...] | None = None,
) -> Version:
    made = (version_file(f"{project_id.lower()}-{number}.jar"),) if files is None else files
    return Version(
        "modrinth",
        f"{project_id}-{number}",
        project_id,
        number,
        channel=channel,
        loaders=loaders,
        game_versions=game_versions,
        published=START + timedelta(days=day),
        files=made,
        dependencies=dependencies,
    )


def needs(project_id: str) -> Dependency:
    return Dependency(DependencyKind.REQUIRED, project_id)


def refuses(project_id: str) -> Dependency:
    return Dependency(DependencyKind.INCOMPATIBLE, project_id)


def project(project_id: str = "AAAA") -> Project:
    return Project(ProjectRef("modrinth", project_id), project_id.lower(), f"Project {project_id}")


def mod(of: Version, *, enabled: bool = True) -> InstalledMod:
    file = of.files[0]
    name = file.filename if enabled else f"{file.filename}.disabled"
    lies = ModFile(name, file.size, 1, file.hashes.sha1)
    return InstalledMod(lies, IdentifiedBy.HASH, (), of, project(of.project_id))


def library(*mods: InstalledMod, of: Instance | None = None) -> Library:
    return Library(of or instance(), tuple(mods))
