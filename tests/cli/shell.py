"""The command line as a script sees it: statuses, JSON, text."""

import json
from typing import Any

import pytest

from modstead.__main__ import main


class Shell:
    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def json(self, *arguments: object, status: int = 0) -> Any:
        assert main([*map(str, arguments), "--json"]) == status
        return json.loads(self._capsys.readouterr().out)

    def text(self, *arguments: object, status: int = 0) -> tuple[str, str]:
        assert main([*map(str, arguments)]) == status
        captured = self._capsys.readouterr()
        return captured.out, captured.err
