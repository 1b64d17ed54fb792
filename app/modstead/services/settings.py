"""The settings in force, changed one option at a time and saved at once."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from modstead.events import Event
from modstead.settings import Settings, check_options, load_settings, save_settings


class SettingsService:
    """`changed` tells of new settings after they were saved."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._value = load_settings(path)
        self.changed: Event[Settings] = Event()

    @property
    def value(self) -> Settings:
        return self._value

    def change(self, **options: Any) -> None:
        """Set these options and save all.

        Raises:
            SettingsError: one cannot have this value, and nothing was changed; or they could not be saved, and the new
                values hold for this run.
        """
        check_options(options)
        self._value = replace(self._value, **options)
        self.changed.emit(self._value)
        save_settings(self._path, self._value)
