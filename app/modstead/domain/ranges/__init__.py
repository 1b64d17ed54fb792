"""Whether a manifest's ranges admit a version, exactly as the manifest's loader means them; a file for each syntax."""

from functools import lru_cache

from modstead.domain.instance import ManifestKind
from modstead.domain.ranges import bukkit, fabric, maven, quilt
from modstead.domain.ranges.minecraft import normalised

_SYNTAXES = {
    ManifestKind.FABRIC: fabric.admits,
    ManifestKind.QUILT: quilt.admits,
    ManifestKind.FORGE: maven.admits,
    ManifestKind.NEOFORGE: maven.admits,
    ManifestKind.LEGACY_FORGE: maven.admits,
    ManifestKind.PLUGIN: bukkit.admits,
    ManifestKind.PAPER: bukkit.admits,
}
_NORMALISING = frozenset({ManifestKind.FABRIC, ManifestKind.QUILT})
# Real ones are shorter by far; what is longer was written to hurt.
_LONGEST = 250


@lru_cache(maxsize=4096)
def admits(kind: ManifestKind, ranges: tuple[str, ...], version: str) -> bool | None:
    """Whether any of `ranges`, in the syntax of a manifest of `kind`, admits the version.

    None where that cannot be told: the loader would refuse the range itself, or its syntax has no ranges. No range
    admits every version.
    """
    if not ranges:
        return True
    test = _SYNTAXES.get(kind)
    if test is None or not version or len(version) > _LONGEST:
        return None
    told = [test(text, version) if len(text) <= _LONGEST else None for text in ranges]
    if True in told:
        return True
    return None if None in told else False


def admits_game(kind: ManifestKind, ranges: tuple[str, ...], game_version: str) -> bool | None:
    """The same for a version of the game, by the name that platforms give it ("1.21.4", "24w14a", "1.21-rc1")."""
    if not ranges or kind not in _NORMALISING:
        return admits(kind, ranges, game_version)
    name = normalised(game_version)
    return None if name is None else admits(kind, ranges, name)
