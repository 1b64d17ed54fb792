"""What the operations on Modrinth's resources have in common."""

import asyncio
from collections import defaultdict

from modstead.catalogs.api import PlatformApi

TITLE = "Modrinth"
IDS_PER_REQUEST = 500
HASHES_PER_REQUEST = 500


class Operations:
    def __init__(self, api: PlatformApi) -> None:
        self._api = api
        self._there: dict[str, bool] = {}
        """Of operations that no document states, by their paths: whether this server was found to have them."""
        self._finding_out: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
