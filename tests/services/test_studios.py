"""The platforms that one can publish on are loaded when one wants to."""

from __future__ import annotations

import subprocess
import sys

import pytest

from modstead.errors import NotFound
from modstead.services.studios import Studios


class Studio:
    def __init__(self, name: str) -> None:
        self.id = name


def test_they_are_made_once_and_found_by_name() -> None:
    made: list[object] = []

    def make() -> tuple[Studio, ...]:
        made.append(None)
        return Studio("modrinth"), Studio("guizhan")

    studios = Studios(make)  # type: ignore[arg-type]
    assert not made
    assert [studios.of(name).id for name in ("", "modrinth", "guizhan")] == [
        "modrinth",
        "modrinth",
        "guizhan",
    ]
    with pytest.raises(NotFound) as caught:
        studios.of("nowhere")
    assert "modrinth, guizhan" in caught.value.remedy
    assert len(made) == 1


def test_neither_the_window_nor_a_command_loads_them_by_itself() -> None:
    script = (
        "import sys, modstead.application.backend, modstead.cli.commands, modstead.ui.desk;"
        "loaded = {'modstead.domain.publishing', 'modstead.services.publishing', 'modstead.ui.studio'};"
        "print(loaded & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
