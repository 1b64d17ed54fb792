"""Guizhan Resources, its 22 operations.

It was written from the documents alone and never tried against the live service, whose address they do not tell. What
they leave open is settled in `assumptions`; what creators do is in `studio`. A file's `url` is the operation that
downloads it: whatever fetches files follows its redirect.
"""

from modstead.catalogs.guizhan.catalog import GuizhanCatalog
from modstead.catalogs.guizhan.operations import OPERATIONS

__all__ = ["OPERATIONS", "GuizhanCatalog"]
