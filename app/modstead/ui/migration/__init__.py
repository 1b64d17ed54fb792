"""Move to another Minecraft: which mods are ready for which version, and the move."""

from modstead.ui.migration.page import MigrationPage

__all__ = ["MigrationPage"]
