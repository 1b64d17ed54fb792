"""What JARs and packs say of themselves, in the manifests of the loaders."""

from modstead.instances.metadata.icons import read_icon
from modstead.instances.metadata.ranking import rank_manifests
from modstead.instances.metadata.reading import ranked, read_manifests

__all__ = ["READER_VERSION", "rank_manifests", "ranked", "read_icon", "read_manifests"]

READER_VERSION = 3
"""Grows whenever the same JAR may be read differently, so that what was remembered is read anew."""
