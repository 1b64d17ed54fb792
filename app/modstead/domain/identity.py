"""What a file is: a ladder from its hash over its manifest to its name, decided from what is known of it.

Hash known to the platform; else the manifest's ID and version, verified by comparing with that project's versions; else
the file's name, which only makes offers; else unknown. What the user said of a file stands above all but the hash.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from modstead.domain.compatibility import PACK_LOADERS, Target, contents_of, loader_label
from modstead.domain.instance import ContentKind, IdentifiedBy, Instance, Loader, Manifest, ManifestKind
from modstead.domain.project import Project
from modstead.domain.version import Version
from modstead.domain.version_numbers import same_number

_PLUGIN_YML = ("bukkit", "spigot", "paper", "purpur", "folia", "bungeecord", "waterfall")
_LOADERS_OF: dict[ManifestKind, tuple[str, ...]] = {
    ManifestKind.FABRIC: ("fabric", "quilt"),
    ManifestKind.QUILT: ("quilt",),
    ManifestKind.FORGE: ("forge", "neoforge"),
    ManifestKind.NEOFORGE: ("neoforge",),
    ManifestKind.LEGACY_FORGE: ("forge",),
    ManifestKind.LITELOADER: ("liteloader",),
    ManifestKind.RIFT: ("rift",),
    ManifestKind.PLUGIN: _PLUGIN_YML,
    ManifestKind.PAPER: ("paper", "purpur", "folia"),
    ManifestKind.BUNGEE: ("bungeecord", "waterfall"),
    ManifestKind.VELOCITY: ("velocity",),
    ManifestKind.SHADER: PACK_LOADERS[ContentKind.SHADER],
}
# A number of pixels ("32x") is part of a pack's name, not its version.
_VERSION_IN_NAME = re.compile(r"[-_+ ](?=v?\d)(?!\d+x)|\.(?=jar$|zip$)", re.IGNORECASE)
_WORD_BREAKS = re.compile(r"[^a-z0-9]+")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_SLUG = re.compile(r"[a-z0-9_-]{3,64}")
_NOISE = frozenset(
    [
        "fabric",
        "forge",
        "neoforge",
        "quilt",
        "mc",
        "mod",
        "plugin",
        "dev",
        "build",
        "paper",
        "spigot",
        "bukkit",
    ]
)


# Whoever made the file may have put in more manifests, and longer names, than anyone would.
_MOST_MANIFESTS = 8
_LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class Unknown:
    """A file whose hash the platform does not know. `name` is without `.disabled`."""

    sha1: str
    name: str
    manifests: tuple[Manifest, ...] = ()
    content: ContentKind = ContentKind.MOD

    @property
    def names(self) -> tuple[str, ...]:
        """How the file calls itself in its first manifests, by IDs and names."""
        names = (name for manifest in self.speaking for name in (manifest.id, manifest.name))
        return tuple(name for name in names if 0 < len(name) <= _LONGEST_NAME)

    @property
    def speaking(self) -> tuple[Manifest, ...]:
        """The manifests that are asked."""
        return self.manifests[:_MOST_MANIFESTS]


@dataclass(frozen=True, slots=True)
class Match:
    """What the platform's catalogue says of an unknown file.

    `project` is the one that its manifest names, verified; `versions` are those whose number the manifest states, for
    the manifest's loader. `offers` are projects that it may be of, likeliest first.
    """

    project: Project | None = None
    versions: tuple[Version, ...] = ()
    offers: tuple[Project, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """The user's own word on a file: it is of this project, or, with None, it is to be left alone."""

    project: Project | None


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything known of a file that says what it is.

    `before` is the version that lay here under the same name when Modstead last saw it, with its project's title.
    """

    manifests: tuple[Manifest, ...] = ()
    version: Version | None = None
    project: Project | None = None
    match: Match | None = None
    verdict: Verdict | None = None
    before: Version | None = None
    before_title: str = ""


@dataclass(frozen=True, slots=True)
class Identity:
    """What a file is, in the words of `InstalledMod`."""

    identified_by: IdentifiedBy
    version: Version | None = None
    project: Project | None = None
    claims: Version | None = None
    altered: str = ""
    chosen: bool = False
    offers: tuple[Project, ...] = ()


def identity(evidence: Evidence, instance: Instance | None, platform: str) -> Identity:
    """The highest rung of the ladder that the evidence reaches. `platform` is its name for people."""
    if evidence.version:
        return Identity(IdentifiedBy.HASH, evidence.version, evidence.project)
    by = IdentifiedBy.MANIFEST if any(item.id for item in evidence.manifests) else IdentifiedBy.NONE
    if evidence.verdict:
        if evidence.verdict.project is None:
            return Identity(by, chosen=True)
        named = IdentifiedBy.NAME if by is IdentifiedBy.NONE else by
        return Identity(named, project=evidence.verdict.project, chosen=True)
    match = evidence.match or Match()
    claims = _claimed(match, instance)
    altered = _altered(evidence, match, claims, platform)
    if by is IdentifiedBy.NONE and match.offers:
        by = IdentifiedBy.NAME
    return Identity(
        by,
        project=match.project,
        claims=claims or evidence.before,
        altered=altered,
        offers=() if match.project else match.offers,
    )


def _claimed(match: Match, instance: Instance | None) -> Version | None:
    """The one version that the file says it is, where there is just one in question."""
    versions: Sequence[Version] = match.versions
    if instance and instance.game_version:
        fitting = [item for item in versions if instance.game_version in item.game_versions]
        versions = fitting or versions
    if len(versions) > 1 and instance and instance.loader:
        takes = Target(instance.loader, instance.game_version or "").loaders
        versions = [item for item in versions if not set(takes).isdisjoint(item.loaders)] or versions
    return versions[0] if len(versions) == 1 else None


def _altered(evidence: Evidence, match: Match, claims: Version | None, platform: str) -> str:
    if evidence.before:
        what = f"{evidence.before_title} {evidence.before.number}".strip()
        return (
            f"It was {what} and was changed since: {platform} does not know it as it is now."
            " Replace it, unless you changed it yourself."
        )
    if claims is None or match.project is None or not _is_named(evidence.manifests, match.project):
        return ""
    return (
        f"It calls itself {match.project.title} {claims.number}, but is no file that {platform} has of that version:"
        " it may come from another site, or have been changed. Replace it, unless you know where it is from."
    )


def _is_named(manifests: Iterable[Manifest], project: Project) -> bool:
    """Whether a manifest's ID is the project's slug, not just its name like the title."""
    return any(plain(manifest.id) == plain(project.slug) for manifest in manifests)


def loaders_of(manifest: Manifest) -> tuple[str, ...]:
    """The loaders that read such a manifest, as the platforms name them."""
    if manifest.kind is ManifestKind.PACK:
        return PACK_LOADERS.get(manifest.content, ())
    return _LOADERS_OF[manifest.kind]


def made_for(manifests: Iterable[Manifest]) -> str:
    """The loaders that a file says it is for, as people write them."""
    preferred = (loaders_of(manifest)[:1] for manifest in manifests)
    return ", ".join(dict.fromkeys(loader_label(name) for names in preferred for name in names))


def reads(manifest: Manifest, target: Target) -> bool:
    """Whether the target loads files with this manifest."""
    if manifest.kind is ManifestKind.FORGE and target.loader is not Loader.FORGE:
        return Loader.FORGE in target.loaders
    return not set(loaders_of(manifest)).isdisjoint(target.loaders)


def slugs(file: Unknown) -> tuple[str, ...]:
    """What the slug of the file's project may be: from its manifests' IDs and names, else from its own name."""
    found = [form for name in file.names or (_stem(file.name),) for form in _forms(name)]
    return tuple(dict.fromkeys(form for form in found if _SLUG.fullmatch(form)))


def title(file: Unknown) -> str:
    """What to search a platform for: how the file calls itself, else its name; empty where that says nothing."""
    for manifest in file.speaking:
        name = manifest.name or manifest.id.replace("_", " ").replace("-", " ")
        if 0 < len(name) <= _LONGEST_NAME:
            return " ".join(name.split())
    words = [word for word in _WORD_BREAKS.split(_stem(file.name).lower()) if word and word not in _NOISE]
    return " ".join(words) if len("".join(words)) > 2 else ""


def is_candidate(file: Unknown, project: Project) -> bool:
    """Whether a project of the file's kind is called as the file calls itself. That alone proves nothing."""
    kinds = contents_of(project.loaders)
    if kinds and file.content not in kinds:
        return False
    names = plain_names(file)
    return plain(project.slug) in names or plain(project.title) in names


def plain_names(file: Unknown) -> tuple[str, ...]:
    """How the file calls itself, spelt plainly: by its manifests, else by its own name."""
    names = map(plain, file.names or _forms(_stem(file.name)))
    return tuple(dict.fromkeys(name for name in names if name))


def stated(file: Unknown, versions: Iterable[Version]) -> tuple[tuple[Version, ...], bool]:
    """The versions whose number the file's manifests state, and whether the project is verified by them.

    Only versions for a loader that reads the manifest count. The project's own file name verifies it as well.
    """
    matching, verified = [], False
    for version in versions:
        readers = [item for item in file.speaking if item.id and _shares_loader(item, version)]
        if any(same_number(item.version, version.number, version.game_versions) for item in readers):
            matching.append(version)
        verified = verified or bool(readers and _has_file_named(version, file.name))
    exact = [version for version in matching if _has_file_named(version, file.name)]
    return tuple(exact or matching), verified or bool(matching)


def plain(text: str) -> str:
    """Letters and digits alone, in lower case: what remains of a name however it is spelt."""
    return _WORD_BREAKS.sub("", text.lower())


def _shares_loader(manifest: Manifest, version: Version) -> bool:
    return not set(loaders_of(manifest)).isdisjoint(version.loaders)


def _has_file_named(version: Version, name: str) -> bool:
    return any(file.filename.casefold() == name.casefold() for file in version.files)


def _stem(name: str) -> str:
    """The file's name before its version, without what most names have."""
    stem = _VERSION_IN_NAME.split(re.sub(r"^\[[^\]]*\]\s*", "", name), maxsplit=1)[0]
    words = [word for word in re.split(r"[-_+ ]+", stem) if word and word.lower() not in _NOISE]
    return "-".join(words)


def _forms(name: str) -> Collection[str]:
    """The slugs that people make of a name."""
    lower = name.lower().replace("'", "").replace("’", "")
    hyphened = _WORD_BREAKS.sub("-", lower).strip("-")
    camel = _WORD_BREAKS.sub("-", _CAMEL.sub("-", name).lower()).strip("-")
    return dict.fromkeys((lower, hyphened, camel, hyphened.replace("-", "")))
