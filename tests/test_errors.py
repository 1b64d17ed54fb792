import inspect

import pytest

from modstead import errors
from modstead.errors import ModsteadError, RateLimited

WITH_AN_OPTION = {
    errors.GameRunning: "--while-running",
    errors.NoArchive: "--anyway",
    errors.WouldNotStart: "--anyway",
    errors.Unauthorized: "modstead account sign-in",
    errors.ScopeMissing: "modstead account sign-in",
}
EVERY = [item for _, item in inspect.getmembers(errors, inspect.isclass) if issubclass(item, ModsteadError)]


@pytest.mark.parametrize("kind", EVERY)
def test_each_error_says_what_happened_and_what_to_do(kind: type[ModsteadError]) -> None:
    error = kind("It failed.", "For a reason.", remedy="Do this.")
    assert error.typed_remedy.startswith("Do this.")
    assert WITH_AN_OPTION.get(kind, "Do this.") in error.typed_remedy
    assert kind in WITH_AN_OPTION or error.typed_remedy == "Do this."
    assert str(error) == f"It failed. For a reason. {error.typed_remedy}"
    assert error.as_json() == {"title": "It failed.", "detail": f"For a reason. {error.typed_remedy}"}
    assert errors.__doc__
    assert kind.__name__ in errors.__doc__


def test_a_default_remedy_can_be_replaced_or_dropped() -> None:
    assert RateLimited("Busy.").remedy == RateLimited.default_remedy
    assert RateLimited("Busy.", remedy="").as_json()["detail"] == ""
    assert RateLimited("Busy.", retry_after=3).retry_after == 3


def test_a_command_to_copy_is_quoted_for_the_shell(monkeypatch: pytest.MonkeyPatch) -> None:
    assert errors.typed("undo", "/srv/game") == "modstead undo /srv/game"
    assert errors.typed("undo", "/tmp/größe 世界 big") == "modstead undo '/tmp/größe 世界 big'"
    monkeypatch.setattr(errors.os, "name", "nt")
    assert errors.typed("undo", r"C:\My games") == r'modstead undo "C:\My games"'
