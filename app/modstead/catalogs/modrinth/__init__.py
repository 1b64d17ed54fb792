"""Modrinth's APIs: what they offer is declared in `operations`, and listed in docs/operations.md."""

from modstead.catalogs.modrinth.catalog import ModrinthCatalog
from modstead.catalogs.modrinth.operations import OPERATIONS

__all__ = ["OPERATIONS", "ModrinthCatalog"]
