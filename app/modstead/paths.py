"""Where Modstead keeps its own things. `MODSTEAD_HOME` moves all of it into one folder."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Paths:
    """`data` holds the database, `config` the settings, `cache` what can be fetched again."""

    data: Path
    config: Path
    cache: Path

    @property
    def database(self) -> Path:
        return self.data / "modstead.db"

    @property
    def settings(self) -> Path:
        return self.config / "settings.json"

    @property
    def http_cache(self) -> Path:
        return self.cache / "http"

    @property
    def pictures(self) -> Path:
        return self.cache / "pictures"

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> "Paths":
        """The system's places for this user, or those below `MODSTEAD_HOME`. Nothing is created."""
        home = environment.get("MODSTEAD_HOME")
        if home:
            root = Path(home).expanduser().absolute()
            return cls(root / "data", root / "config", root / "cache")
        import platformdirs  # not needed where a home is told, nor for the resources of the first picture

        places = platformdirs.PlatformDirs("modstead", appauthor=False, roaming=True)
        return cls(Path(places.user_data_dir), Path(places.user_config_dir), Path(places.user_cache_dir))


def resources() -> Path:
    """The folder of icons and other files that travel with the package."""
    here = Path(__file__).resolve()
    packaged = here.parent / "resources"
    return packaged if packaged.is_dir() else here.parents[2] / "resources"
