"""Which names reach the disk."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modstead.errors import UnsafeFileName
from modstead.instances.file_names import checked_name, collides, existing_name, shown

SAFE = [
    "sodium-fabric-0.6.0+mc1.21.1.jar",
    "Мод-1.0.jar",
    "模組.jar",
    "a.jar",
    "mod.jar.disabled",
    "pack.zip",
    "old.litemod",
    "[1.21] Name (fixed) 'n' more!.jar",
    "console.jar",
    "com10.jar",
    "UPPER.JAR",
]

UNSAFE = [
    *(
        "",
        ".",
        "..",
        "../x.jar",
        "..\\x.jar",
        "a/b.jar",
        "/etc/x.jar",
        "C:x.jar",
        "C:\\x.jar",
        "x.jar:stream.jar",
    ),
    *(
        "CON.jar",
        "con.tar.jar",
        "NUL.jar",
        "nul .jar",
        "COM1.jar",
        "lpt9.jar",
        "COM¹.jar",
        "CONIN$.jar",
        "aux.jar.disabled",
    ),
    *("x.jar\0", "x\n.jar", "x\x7f.jar", "x\u0085.jar", "x\u2028.jar", "\ud800.jar", "x\u202ejar.jar"),
    *("x.jar.", "x.jar ", ".x.jar", " x.jar", ".jar", "x.exe", "x.jar.exe", "jar", "x", "x.disabled"),
    *("x?.jar", "x*.jar", 'x".jar', "x<y>.jar", "x|y.jar", "x" * 252 + ".jar", "é" * 126 + ".jar"),
]


@pytest.mark.parametrize("name", SAFE)
def test_plain_names_pass(name: str) -> None:
    assert checked_name(name) == name


@pytest.mark.parametrize("name", UNSAFE)
def test_hostile_names_do_not(name: str) -> None:
    with pytest.raises(UnsafeFileName) as caught:
        checked_name(name)
    assert str(caught.value).isprintable()
    assert caught.value.detail


def test_the_endings_are_as_asked() -> None:
    assert checked_name("pack.mrpack", endings=(".mrpack",)) == "pack.mrpack"
    with pytest.raises(UnsafeFileName):
        checked_name("pack.jar", endings=(".mrpack",))


@given(st.text(min_size=1, max_size=30).map(lambda text: text + ".jar"))
def test_what_passes_is_one_component_of_the_folder(name: str) -> None:
    try:
        checked_name(name)
    except UnsafeFileName:
        return
    assert existing_name(name) == name
    assert not set("/\\:\0\n\r").intersection(name)
    assert name.strip(". ") == name
    assert len(name.encode()) <= 255


def test_names_that_some_file_system_takes_for_the_same() -> None:
    assert collides(["a.jar", "b.jar"]) == ()
    assert collides(["a.jar", "A.jar", "b.jar"]) == ("A.jar",)
    assert collides(["stra\u00dfe.jar", "STRASSE.jar"]) == ("STRASSE.jar",)
    assert collides(["caf\u00e9.jar", "cafe\u0301.jar"]) == ("cafe\u0301.jar",)


def test_a_hostile_name_is_shown_in_one_short_line() -> None:
    assert shown("a\nb") == '"a\N{REPLACEMENT CHARACTER}b"'
    assert len(shown("x" * 500)) < 90
