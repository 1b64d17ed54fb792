"""`bungee.yml` of BungeeCord and Waterfall, which they choose before a `plugin.yml`."""

from modstead.domain.instance import Manifest, ManifestKind
from modstead.instances.metadata.plugin import parse_plugin


def parse_bungee(data: bytes) -> tuple[Manifest, ...]:
    """The manifest in the document.

    Raises:
        BrokenJar: it is no YAML, or names no plugin.
    """
    return parse_plugin(data, ManifestKind.BUNGEE)
