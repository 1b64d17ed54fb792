"""Which version fits an instance, and why each other one does not."""

from collections.abc import Iterable
from dataclasses import dataclass

from modstead.domain.instance import Instance, Loader
from modstead.domain.version import Channel, Version, VersionFile
from modstead.errors import LoaderUnknown

# NeoForge began as Forge for 1.20.1 and loads its mods on that version alone.
_NEOFORGE_TAKES_FORGE_ON = "1.20.1"
_NO_MOD_FILE_TYPES = frozenset({"sources-jar", "dev-jar", "javadoc-jar", "signature"})


@dataclass(frozen=True, slots=True)
class Target:
    """What a version must be made for."""

    loader: Loader
    game_version: str

    @classmethod
    def of(cls, instance: Instance) -> "Target":
        """The instance's loader and game version.

        Raises:
            LoaderUnknown: one of them is neither told nor detected.
        """
        missing = [
            word
            for word, value in (("loader", instance.loader), ("game version", instance.game_version))
            if not value
        ]
        if instance.loader is None or instance.game_version is None:
            raise LoaderUnknown(f"The {' and '.join(missing)} of {instance.folder} cannot be told.")
        return cls(instance.loader, instance.game_version)

    @property
    def loaders(self) -> tuple[Loader, ...]:
        """The loaders whose files run here, the preferred one first; later ones only where the first has none."""
        if self.loader is Loader.QUILT:
            return (Loader.QUILT, Loader.FABRIC)
        if self.loader is Loader.NEOFORGE and self.game_version == _NEOFORGE_TAKES_FORGE_ON:
            return (Loader.NEOFORGE, Loader.FORGE)
        return (self.loader,)

    def __str__(self) -> str:
        return f"{self.loader.label} {self.game_version}"


def misfit(version: Version, target: Target) -> str | None:
    """Why `version` does not fit the target, as a sentence, or None where it does."""
    if not any(loader in version.loaders for loader in target.loaders):
        made_for = ", ".join(_label(loader) for loader in version.loaders) or "no loader"
        return f"It is made for {made_for}, not for {target.loader.label}."
    if target.game_version not in version.game_versions:
        return f"It is not made for Minecraft {target.game_version}."
    if mod_file(version) is None:
        return "It has no file to install."
    return None


def mod_file(version: Version) -> VersionFile | None:
    """The file to install: the one marked primary, else the first that is no sources or development file."""
    files = tuple(file for file in version.files if file.file_type not in _NO_MOD_FILE_TYPES)
    marked = next((file for file in files if file.primary), None)
    if marked:
        return marked
    plain = (file for file in files if not _looks_like_extra(file.filename))
    return next(plain, files[0] if files else None)


def _looks_like_extra(filename: str) -> bool:
    stem = filename.lower().removesuffix(".jar")
    return stem.endswith(("-sources", "-dev", "-javadoc", "-api", "-slim"))


@dataclass(frozen=True, slots=True)
class Choice:
    """The version to take, or None and the reason in one sentence. `lenient` tells that no stabler one was there."""

    version: Version | None
    reason: str = ""
    lenient: bool = False


def choose(versions: Iterable[Version], target: Target, channel: Channel | None = None) -> Choice:
    """The newest version that fits the target and the channel.

    Without a channel, releases are preferred, then betas, then alphas: many projects publish nothing else. A file for
    the target's own loader is preferred over a newer one for a loader that it merely also takes.
    """
    fitting = [version for version in versions if misfit(version, target) is None]
    if not fitting:
        return Choice(None, f"No version fits {target}.")
    for loader in target.loaders:
        own = [version for version in fitting if loader in version.loaders]
        if own:
            fitting = own
            break
    for follows in (channel,) if channel else tuple(Channel):
        admitted = [version for version in fitting if follows.admits(version.channel)]
        if admitted:
            return Choice(newest(admitted), lenient=channel is None and follows is not Channel.RELEASE)
    found = newest(fitting)
    return Choice(None, f"Only {an(found.channel)} fits {target}.")


def newest(versions: Iterable[Version]) -> Version:
    """By date of publication; undated versions are the oldest."""
    return max(versions, key=lambda version: version.published.timestamp() if version.published else 0.0)


def an(channel: Channel) -> str:
    """The channel with its article: "a beta", "an alpha"."""
    return f"an {channel}" if channel is Channel.ALPHA else f"a {channel}"


def _label(loader: str) -> str:
    return Loader(loader).label if loader in tuple(Loader) else loader
