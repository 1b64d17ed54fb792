"""Modstead: a desktop mod manager for Minecraft."""

__version__ = "0.1.0"
