import inspect

import pytest

from modstead import errors
from modstead.errors import ModsteadError, RateLimited

EVERY = [item for _, item in inspect.getmembers(errors, inspect.isclass) if issubclass(item, ModsteadError)]


@pytest.mark.parametrize("kind", EVERY)
def test_each_error_says_what_happened_and_what_to_do(kind: type[ModsteadError]) -> None:
    error = kind("It failed.", "For a reason.", remedy="Do this.")
    assert str(error) == "It failed. For a reason. Do this."
    assert error.as_json() == {"title": "It failed.", "detail": "For a reason. Do this."}
    assert errors.__doc__
    assert kind.__name__ in errors.__doc__


def test_a_default_remedy_can_be_replaced_or_dropped() -> None:
    assert RateLimited("Busy.").remedy == RateLimited.default_remedy
    assert RateLimited("Busy.", remedy="").as_json()["detail"] == ""
    assert RateLimited("Busy.", retry_after=3).retry_after == 3
