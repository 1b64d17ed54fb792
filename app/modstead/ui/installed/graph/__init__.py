"""The picture of the graph: which mods need which, the whole folder at a glance."""

from modstead.ui.installed.graph.page import GraphPage

__all__ = ["GraphPage"]
