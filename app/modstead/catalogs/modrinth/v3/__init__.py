"""Modrinth's API v3, which its makers call experimental: the operations of its document, and search and pages by it."""

from modstead.catalogs.modrinth.v3.catalog import ModrinthV3Catalog
from modstead.catalogs.modrinth.v3.operations import OPERATIONS

__all__ = ["OPERATIONS", "ModrinthV3Catalog"]
