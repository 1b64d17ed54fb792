"""Which of the manifests in one file counts."""

from collections.abc import Iterable

from modstead.domain.instance import ContentKind, Loader, Manifest, ManifestKind

_PAPER = (ManifestKind.PAPER, ManifestKind.PLUGIN)
_BUNGEE = (ManifestKind.BUNGEE, ManifestKind.PLUGIN)
_LOADED_FIRST: dict[Loader | None, tuple[ManifestKind, ...]] = {
    None: (),
    Loader.FABRIC: (ManifestKind.FABRIC,),
    Loader.QUILT: (ManifestKind.QUILT, ManifestKind.FABRIC),
    Loader.FORGE: (ManifestKind.FORGE, ManifestKind.LEGACY_FORGE, ManifestKind.NEOFORGE),
    Loader.NEOFORGE: (ManifestKind.NEOFORGE, ManifestKind.FORGE),
    Loader.PAPER: _PAPER,
    Loader.PURPUR: _PAPER,
    Loader.FOLIA: _PAPER,
    Loader.SPIGOT: (ManifestKind.PLUGIN,),
    Loader.BUKKIT: (ManifestKind.PLUGIN,),
    Loader.VELOCITY: (ManifestKind.VELOCITY,),
    Loader.WATERFALL: _BUNGEE,
    Loader.BUNGEECORD: _BUNGEE,
}
_PACKS = {ManifestKind.PACK, ManifestKind.SHADER}


def rank_manifests(
    manifests: Iterable[Manifest], loader: Loader | None, content: ContentKind | None = None
) -> tuple[Manifest, ...]:
    """The manifests with those first that `loader` reads, in the order in which it chooses.

    Where `content` is told, those that make the file that come before all others. A pack's comes last else: it is but
    the resources of the mod. What is alike keeps its order.
    """
    first = _LOADED_FIRST[loader]
    return tuple(
        sorted(
            manifests,
            key=lambda found: (
                content is not None and found.content is not content,
                found.kind in _PACKS,
                first.index(found.kind) if found.kind in first else len(first),
            ),
        )
    )
