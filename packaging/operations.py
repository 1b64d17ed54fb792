"""Writes docs/operations.md anew from the declarations of the operations: make operations."""

from pathlib import Path

from modstead.catalogs.inventory import as_markdown

Path(__file__).parent.parent.joinpath("docs", "operations.md").write_text(as_markdown(), encoding="utf-8")
