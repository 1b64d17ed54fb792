"""Which of the manifests in one file counts."""

from collections.abc import Iterable

from modstead.domain.instance import ContentKind, Loader, Manifest, ManifestKind
from modstead.domain.loading import READS

_PACKS = {ManifestKind.PACK, ManifestKind.SHADER}


def rank_manifests(
    manifests: Iterable[Manifest], loader: Loader | None, content: ContentKind | None = None
) -> tuple[Manifest, ...]:
    """The manifests with those first that `loader` reads, in the order in which it chooses.

    Where `content` is told, those that make the file that come before all others. A pack's comes last else: it is but
    the resources of the mod. What is alike keeps its order.
    """
    first = READS[loader] if loader else ()
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
