"""The text of Prism's entries: what is written is read back, and every other line stays as it is spelt."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modstead.instances.packwiz import LIMIT, edited, file_name_of, text_at, values_of, written

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
PATHS = [
    ("filename",),
    ("x-prismlauncher-version-number",),
    ("download", "url"),
    ("download", "hash"),
    ("update", "modrinth", "mod-id"),
    ("update", "modrinth", "version"),
]
LISTS = [("x-prismlauncher-mc-versions",), ("x-prismlauncher-loaders",)]
VALUES = st.fixed_dictionaries(
    {("filename",): TEXTS},
    optional=dict.fromkeys(PATHS[1:], TEXTS)
    | {path: st.lists(TEXTS, max_size=4).map(tuple) for path in LISTS},
)

ENTRY = """\
# mine
filename = 'amber.jar'   # a remark
name = "Amber's \\"own\\""
side = 'both'
x-prismlauncher-mc-versions = [
    '1.21',  # with a remark
    '1.21.1'
]
other = { inline = true, list = [ 1, 2 ] }
text = \"\"\"
[download]
filename = 'not this one'
\"\"\"

[[x-prismlauncher-dependencies]]
addonId = 'P7dR8mSH'
type = 'required'

[download]
hash = 'abc'
hash-format = 'sha1'
mode = 'metadata:curseforge'
url = ''

[update.curseforge]
file-id = 5101366
project-id = 238222

[option]
optional = true
"""


@given(VALUES)
def test_what_is_written_is_read_back(values: dict[tuple[str, ...], str | tuple[str, ...]]) -> None:
    content = written(values)
    assert values_of(content) == values
    assert text_at(content, ("filename",)) == values["filename",]
    if "\n" not in str(values["filename",]):
        assert file_name_of(content) == values["filename",]


@given(VALUES, st.sampled_from(["\n", "\r\n"]))
def test_an_edit_changes_what_is_asked_and_nothing_else(
    values: dict[tuple[str, ...], str | tuple[str, ...]], newline: str
) -> None:
    before = ENTRY.replace("\n", newline).encode()
    after = edited(before, values)
    assert after is not None
    found = values_of(after)
    assert found is not None
    assert found.items() >= values.items()
    kept = {"other", "text", "option", "side", "name", "x-prismlauncher-dependencies"}
    old, new = tomllib.loads(before.decode()), tomllib.loads(after.decode())
    assert {key: new[key] for key in kept} == {key: old[key] for key in kept}
    assert b"# mine" in after
    assert ("curseforge" in new.get("update", {})) is not any(path[0] == "update" for path in values)


@given(VALUES, VALUES)
def test_an_edit_on_an_edit(first: dict[tuple[str, ...], str], second: dict[tuple[str, ...], str]) -> None:
    content = edited(written(first), second)
    assert content is not None
    assert values_of(content) == {**first, **second}


def test_lines_that_are_not_asked_for_stay_as_they_are_spelt() -> None:
    after = edited(ENTRY.encode(), {("download", "url"): "https://cdn.example/x", ("side",): "client"})
    expected = ENTRY.replace("url = ''", "url = 'https://cdn.example/x'").replace("'both'", "'client'")
    assert after == expected.encode()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "filename =",
        "filename = 'a'\nfilename = 'b'\n",
        "filename = 'a'\ndownload.url = 'x'\n",
        "filename = 'a'\ndownload = { url = 'x' }\n",
        "\ufefffilename = 'a'\n",
        "filename = 'a'\n[download\n",
        "filename = 'a'\nx = [\n" + "1,\n" * 9_000,
        "filename = 'a'\nx = " + "[" * 5_000,
        "filename = 'a'\n#" + "x" * LIMIT,
    ],
)
def test_what_cannot_be_changed_line_by_line_is_not_changed(text: str) -> None:
    assert edited(text.encode(), {("filename",): "b.jar", ("download", "url"): "y"}) is None


@pytest.mark.parametrize(
    "content",
    [
        b"filename = 'a'\n" + b"x%d = [\n]\n" * 10 % tuple(range(10)) + b"y = [\n" + b"[]\n" * 20_000,
        b"filename = '" + b"\\" * 60_000 + b"'",
        b"filename = 'a'\n" + b"a.b." * 15_000 + b"c = 1\n",
        b"filename = 'a'\n" + b"a.b." * 990 + b"c = 1\n",
        b"[" + b"a." * 1_900 + b"c]\n",
        b"[a]\n" * 16_000,
        b"filename" * 8_000,
        b" " * 65_000,
    ],
)
def test_hostile_entries_are_bounded(content: bytes) -> None:
    file_name_of(content)
    edited(content[:LIMIT], {("filename",): "b.jar"})
    values_of(content[:LIMIT])


@given(st.binary(max_size=400))
def test_anything_may_lie_there(content: bytes) -> None:
    name = file_name_of(content)
    assert isinstance(name, str)
    values_of(content)
    edited(content, {("filename",): "b.jar"})


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"filename = 'a.jar'", "a.jar"),
        (b'name = "x"\n "filename" = "a\\u0062.jar" # mine\n', "ab.jar"),
        (b"filename = 7", ""),
        (b"filename = 'a", ""),
        (b"name = 'x'", ""),
        (b"\xff", ""),
    ],
)
def test_the_file_an_entry_is_about(content: bytes, name: str) -> None:
    assert file_name_of(content) == name
