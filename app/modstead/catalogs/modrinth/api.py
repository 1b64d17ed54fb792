"""What the operations on Modrinth's resources have in common."""

from modstead.catalogs.api import PlatformApi

TITLE = "Modrinth"
IDS_PER_REQUEST = 500
HASHES_PER_REQUEST = 500


class Operations:
    def __init__(self, api: PlatformApi) -> None:
        self._api = api
        self._lacking: set[str] = set()
        """Paths of operations that no document states and this server was found not to have."""
