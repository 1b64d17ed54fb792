"""Documents made to take time by the square of their length: each is read or refused at once."""

import pytest

from modstead.instances.metadata.lenient_toml import EndlessDocument, parse_toml

MANY_DOTS = "".join(f"x{number} = 'a.b'\n" for number in range(1_100))
LONG = 800_000


@pytest.mark.parametrize("part", ["a", '"a"', "'a'", '"]"', '"\\""'])
@pytest.mark.parametrize("form", ["{} = 1", "[{}]", "a = {{{} = 1}}"])
def test_a_key_without_end_is_refused_however_it_is_quoted(part: str, form: str) -> None:
    with pytest.raises(EndlessDocument):
        parse_toml(form.format(".".join([part] * 16_000)).encode())


@pytest.mark.parametrize("rest", ["\n" * LONG, "# " + "a" * LONG, "a = 1" + " " * LONG, "# " + '\\"' * LONG])
def test_a_long_document_is_read(rest: str) -> None:
    assert parse_toml((MANY_DOTS + rest).encode())["x7"] == "a.b"


@pytest.mark.parametrize(
    "rest", ['k = \\"' + '\\"' * LONG, '"""' + '" ' * LONG, "'''" + "' " * LONG, "a" + " " * LONG]
)
def test_a_long_document_that_is_none_is_refused(rest: str) -> None:
    with pytest.raises(ValueError, match=r"\(at "):
        parse_toml((MANY_DOTS + rest).encode())


def test_a_raw_line_break_in_a_string_is_mended() -> None:
    assert parse_toml(b'a = "one\ntwo" # "\nb = 1') == {"a": "one\ntwo", "b": 1}
