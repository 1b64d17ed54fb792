"""The window: Qt over the services. Pages get frozen values from a service and hand them to their models."""

import builtins

_import = builtins.__import__

import PySide6.QtCore  # noqa: E402, F401

# PySide's own reads the source of every module that is imported from then on, to see whether it is to have Qt's names
# in snake_case: a quarter of the time until the window is complete, and 10 MB that lie about afterwards.
builtins.__import__ = _import
