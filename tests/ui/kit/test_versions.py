import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRect

from modstead.ui.kit.versions import short_version, version_change_rects, version_parts
from modstead.ui.theme import Theme


@pytest.mark.parametrize(
    ("old", "new", "parts"),
    [
        ("1.11.6", "1.11.9", ("1.11.", "9")),
        ("3.0.2", "3.1.0", ("3.", "1.0")),
        ("0.9.12", "1.0.0", ("", "1.0.0")),
        ("8.12.0", "8.14.1", ("8.", "14.1")),
        ("4.1.0", "4.2.0-beta.1", ("4.", "2.0-beta.1")),
        ("1.0", "1.0.1", ("1.0", ".1")),
        ("1.0.0", "1.0.0", ("1.0.0", "")),
        ("1.1", "1.10", ("1.", "10")),
        ("2.0.0-beta.1", "2.0.0", ("2.0.", "0")),
    ],
)
def test_only_what_differs_stands_out(old: str, new: str, parts: tuple[str, str]) -> None:
    assert version_parts(old, new) == parts


@given(st.text(alphabet="0123456789.-+abc", max_size=20), st.text(alphabet="0123456789.-+abc", max_size=20))
def test_parts_are_the_whole_new_version(old: str, new: str) -> None:
    common, fresh = version_parts(old, new)
    assert common + fresh == new
    assert old.startswith(common)
    assert bool(fresh) or old == new or new == ""


@pytest.mark.parametrize(
    ("version", "short"),
    [
        ("3.1.0+mc1.21.4", "3.1.0"),
        ("3.1.0+mc1.21.4-fabric", "3.1.0"),
        ("0.110.5+1.21.4", "0.110.5"),
        ("mc1.21.4-0.6.5-fabric", "0.6.5"),
        ("1.5.3-fabric", "1.5.3"),
        ("v2.0", "2.0"),
        ("1.21.4", "1.21.4"),
        ("1.20.1-forge", "1.20.1"),
        ("4.2.0-beta.1", "4.2.0-beta.1"),
        ("fabric", "fabric"),
        ("", ""),
    ],
)
def test_what_repeats_the_instance_is_dropped(version: str, short: str) -> None:
    assert short_version(version) == short


@pytest.mark.parametrize(
    ("old", "width", "moved"),
    [("1.0.0", 300, False), ("4.1.4-beta.12-rebuild", 300, True), ("4.1.4-beta.12-rebuild", 200, False)],
)
def test_a_long_old_version_takes_the_room_that_the_new_one_leaves(
    theme: Theme, old: str, width: int, moved: bool
) -> None:
    new = "4.1.4-beta.13"
    before, arrow, after = version_change_rects(theme, QRect(0, 0, width, 20), old, new)
    assert before.right() < arrow.x() < after.x()
    assert (before.width() >= theme.advance(old, "body")) is (moved or old == "1.0.0")
    assert (arrow.x() > theme.px(78 + 8)) is moved
    if width == 300:
        assert after.width() >= theme.advance(new, "body", 600)
