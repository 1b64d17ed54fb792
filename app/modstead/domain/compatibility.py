"""Which version fits an instance, and why each other one does not."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from modstead.domain.instance import ContentKind, Instance, Loader
from modstead.domain.project import Project
from modstead.domain.version import Channel, Version, VersionFile
from modstead.errors import LoaderUnknown

# NeoForge began as Forge for 1.20.1 and loads its mods on that version alone.
_NEOFORGE_TAKES_FORGE_ON = "1.20.1"
_ALSO_TAKES: Mapping[Loader, tuple[Loader, ...]] = {
    Loader.QUILT: (Loader.FABRIC,),
    Loader.PURPUR: (Loader.PAPER, Loader.SPIGOT, Loader.BUKKIT),
    Loader.PAPER: (Loader.SPIGOT, Loader.BUKKIT),
    Loader.SPIGOT: (Loader.BUKKIT,),
    Loader.WATERFALL: (Loader.BUNGEECORD,),
}

PACK_LOADERS: Mapping[ContentKind, tuple[str, ...]] = {
    ContentKind.RESOURCE_PACK: ("minecraft",),
    ContentKind.SHADER: ("iris", "optifine", "canvas", "vanilla"),
    ContentKind.DATA_PACK: ("datapack",),
}
"""What platforms name as the loaders of packs, which need none of the instance's own."""

_PACK_LABELS = {
    "minecraft": "resource packs",
    "datapack": "data packs",
    "optifine": "OptiFine",
    "vanilla": "vanilla shaders",
}
_NO_MOD_FILE_TYPES = frozenset({"sources-jar", "dev-jar", "javadoc-jar", "signature"})


@dataclass(frozen=True, slots=True)
class Target:
    """What a version must be made for. Packs need no loader, and what runs on a proxy no game version."""

    loader: Loader | None
    game_version: str
    content: ContentKind = ContentKind.MOD

    @classmethod
    def of(cls, instance: Instance) -> "Target":
        """The instance's loader and game version, as far as its content needs them.

        Raises:
            LoaderUnknown: one that is needed is neither told nor detected.
        """
        missing = lacking(instance)
        if missing:
            remedy = f"Say which {'they are' if len(missing) > 1 else 'it is'}."
            unknown = LoaderUnknown(
                f"The {' and '.join(missing)} of {instance.folder} cannot be told.", remedy=remedy
            )
            unknown.options = tuple(f"--{word.replace(' ', '-')}" for word in missing)
            raise unknown
        loader = None if instance.content in PACK_LOADERS else instance.loader
        game_version = "" if loader and loader.is_proxy else instance.game_version or ""
        return cls(loader, game_version, instance.content)

    @property
    def preferences(self) -> tuple[tuple[str, ...], ...]:
        """The loaders whose files run here, in groups: a later one only where the earlier ones have no file."""
        if self.loader is None:
            return (PACK_LOADERS.get(self.content, ()),)
        also = _ALSO_TAKES.get(self.loader, ())
        if self.loader is Loader.NEOFORGE and self.game_version == _NEOFORGE_TAKES_FORGE_ON:
            also = (Loader.FORGE,)
        return tuple((loader,) for loader in (self.loader, *also))

    @property
    def loaders(self) -> tuple[str, ...]:
        """The loaders whose files run here, the preferred ones first."""
        return tuple(loader for group in self.preferences for loader in group)

    @property
    def game_versions(self) -> tuple[str, ...]:
        """The game version to ask for; none where any will do."""
        return (self.game_version,) if self.game_version else ()

    @property
    def label(self) -> str:
        """What a file must be made for, in a word: the loader, or the kind of pack."""
        return self.loader.label if self.loader else self.content.label

    def __str__(self) -> str:
        return f"{self.loader.label if self.loader else 'Minecraft'} {self.game_version}".rstrip()


def lacking(instance: Instance) -> tuple[str, ...]:
    """What must be told of an instance before anything can be chosen for it: its loader, its game version."""
    needs_loader = instance.content not in PACK_LOADERS
    has_no_game = instance.loader is not None and instance.loader.is_proxy
    return tuple(
        word
        for word, lacks in (
            ("loader", needs_loader and instance.loader is None),
            ("game version", not instance.game_version and not has_no_game),
        )
        if lacks
    )


def misfit(version: Version, target: Target) -> str | None:
    """Why `version` does not fit the target, as a sentence, or None where it does."""
    return mismatch(version, target) or unobtainable(version)


def mismatch(version: Version, target: Target) -> str | None:
    """The same as far as it is made for another loader or game version."""
    if not any(loader in version.loaders for loader in target.loaders):
        made_for = ", ".join(loader_label(loader) for loader in version.loaders) or "no loader"
        return f"It is made for {made_for}, not for {target.label}."
    if target.game_version and target.game_version not in version.game_versions:
        return f"It is not made for Minecraft {target.game_version}."
    return None


def unobtainable(version: Version) -> str | None:
    """Why there is no file of `version` that may be installed, as a sentence, or None where there is one."""
    if not version.files_known:
        return None
    file = mod_file(version)
    if file is None:
        return "It has no file to install."
    if file.elsewhere:
        return "Its file lies on another site, so that nothing vouches for what would come: get it with the browser."
    if not file.hashes.verify:
        return "The platform tells no checksum of its file, so that nothing vouches for what would come."
    return None


def address_elsewhere(version: Version) -> str:
    """Where the browser finds the version's file, if it lies on another site; empty where it does not."""
    file = mod_file(version)
    return file.url if file and file.elsewhere else ""


def contents_of(loaders: Collection[str]) -> frozenset[ContentKind]:
    """The kinds of content that files for these loaders are; empty where none of them is known."""
    kinds = {Loader(name).content for name in loaders if name in tuple(Loader)}
    kinds |= {kind for kind, names in PACK_LOADERS.items() if not set(names).isdisjoint(loaders)}
    return frozenset(kinds)


def contents_of_project(project_type: str, loaders: Collection[str]) -> frozenset[ContentKind]:
    """The kinds of content that a project is, by its loaders, unless it is called a pack and they speak of none.

    Empty where neither tells: many a plugin is called a mod.
    """
    kinds, named = contents_of(loaders), frozenset(kind for kind in PACK_LOADERS if kind == project_type)
    return kinds if named <= kinds else named


def misplaced(project: Project, target: Target) -> str:
    """Why a project is none for the target's kind of folder, as a sentence; empty where it may be one."""
    kinds = contents_of(project.loaders)
    if not kinds or target.content in kinds:
        return ""
    labels = " or ".join(sorted(kind.label for kind in kinds))
    return f"It belongs among the {labels}, not among the {target.content.label}."


def loader_label(name: str) -> str:
    """A platform's name of a loader as people write it; packs are called what they are."""
    return Loader(name).label if name in tuple(Loader) else _PACK_LABELS.get(name, name.capitalize())


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
    """The version to take, or None and the reason in one sentence. `lenient` tells that no stabler one was there.

    `elsewhere` is a version that would have been taken if its file did not lie on another site.
    """

    version: Version | None
    reason: str = ""
    lenient: bool = False
    elsewhere: Version | None = None


def choose(versions: Iterable[Version], target: Target, channel: Channel | None = None) -> Choice:
    """The newest version that fits the target and the channel.

    Without a channel, releases are preferred, then betas, then alphas: many projects publish nothing else. A file for
    the target's own loader is preferred over a newer one for a loader that it merely also takes.
    """
    made_for_it = [version for version in versions if mismatch(version, target) is None]
    taken = _best([one for one in made_for_it if unobtainable(one) is None], target, channel)
    if taken.version or not made_for_it:
        return taken
    refused = _best([one for one in made_for_it if unobtainable(one)], target, channel).version
    if refused is None:
        return _best(made_for_it, target, channel)
    return Choice(
        None, unobtainable(refused) or "", elsewhere=refused if address_elsewhere(refused) else None
    )


def _best(fitting: Sequence[Version], target: Target, channel: Channel | None) -> Choice:
    if not fitting:
        return Choice(None, f"No version fits {target}.")
    for group in target.preferences:
        own = [version for version in fitting if not set(group).isdisjoint(version.loaders)]
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
