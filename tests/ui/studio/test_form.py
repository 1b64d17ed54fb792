"""Fields that are built from what a platform says of them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from modstead.domain.publishing import Field, FieldKind, Section, Value
from modstead.errors import FieldRefused
from modstead.ui.kit.flow import FlowLayout
from modstead.ui.studio.details import FormColumn
from modstead.ui.studio.form import Form
from modstead.ui.studio.names import MOST_PILLS, ChosenNames, PillNames, called
from modstead.ui.theme import Theme

MANY = tuple(f"1.{number}" for number in range(MOST_PILLS + 1))
FIELDS = {
    "title": Field("title", "Title", most=8),
    "link": Field("link", "Wiki", FieldKind.LINK, Section.LINKS),
    "body": Field("body", "Description", FieldKind.TEXT),
    "side": Field("side", "Side", FieldKind.CHOICE, choices=("client", "server")),
    "tags": Field("tags", "Tags", FieldKind.NAMES, choices=("magic", "food")),
    "games": Field("games", "Versions", FieldKind.NAMES, choices=MANY),
    "lines": Field("lines", "Dependencies", FieldKind.NAMES),
    "featured": Field("featured", "Featured", FieldKind.FLAG),
}


def form_of(theme: Theme, *names: str) -> Form:
    form = Form(theme)
    form.show_fields([FIELDS[name] for name in names], {})
    return form


@pytest.mark.parametrize(
    ("name", "value", "other"),
    [
        ("title", "Lantern", "Other"),
        ("link", "https://example.org", ""),
        ("body", "# One\n\nTwo", "Three"),
        ("side", "server", "client"),
        ("side", "unknown", "client"),
        ("side", "client", ""),
        ("tags", ("food", "magic"), ("magic",)),
        ("tags", ("unheard-of",), ()),
        ("games", ("1.3", "1.2"), ()),
        ("lines", ("required lantern", "optional tidal"), ()),
        ("featured", True, False),
    ],
)
def test_what_is_shown_is_read_back_and_is_no_change(
    theme: Theme, name: str, value: Value, other: Value
) -> None:
    form = form_of(theme, name)
    heard: list[None] = []
    form.changed.connect(lambda: heard.append(None))
    form.set_content({name: value})
    assert (form.content(), form.edited(), heard) == ({name: value}, {}, [])
    form.fill({name: other})
    assert (form.edited(), len(heard)) == ({name: other}, 1)
    form.set_content({name: other})
    assert form.edited() == {}


@pytest.mark.parametrize(
    ("name", "value"), [("body", "One\r\nTwo"), ("title", " Lantern "), ("title", "A\nB")]
)
def test_what_a_field_cannot_show_as_it_is_counts_as_no_change(theme: Theme, name: str, value: str) -> None:
    form = form_of(theme, name)
    form.set_content({name: value})
    assert form.edited() == {}


def test_every_field_has_a_name_and_tells_its_own_trouble(theme: Theme) -> None:
    form = form_of(theme, *FIELDS)
    for name, box in form.boxes.items():
        assert FIELDS[name].label in box.editor.widget.accessibleName()
    seen: list[object] = []
    form.looked_at.connect(seen.append)
    error = FieldRefused("The link cannot be used.", "It is none.", field="link")
    assert form.show_problems({"link": error})
    link = form.boxes["link"]
    assert link.trouble == "The wiki cannot be used. It is none."
    assert link.editor.widget.accessibleDescription() == link.trouble
    assert seen == [link]
    link.editor.write("https://example.org")
    assert link.trouble == ""
    assert not form.show_problems({"other": error})


def test_how_much_room_is_taken_is_told(theme: Theme) -> None:
    form = form_of(theme, "title")
    box = form.boxes["title"]
    box.editor.write("Lanterns and more")
    assert box._count.text() == "17 of 8"
    assert form.content() == {"title": "Lanterns and more"}


def test_names_are_turned_on_and_off_by_keyboard(theme: Theme) -> None:
    names = PillNames(theme, "Tags", ("magic", "food"))
    heard: list[None] = []
    names.changed.connect(lambda: heard.append(None))
    for wanted in (("food",), ("food", "magic"), ("magic",)):
        pill = names._pills["magic" if wanted == ("food", "magic") else "food"]
        QTest.keyClick(pill, Qt.Key.Key_Space)
        assert names.names() == wanted
    assert len(heard) == 3


def test_a_name_from_a_long_list_is_typed_and_taken_away(theme: Theme) -> None:
    names = ChosenNames(theme, "Versions", MANY)
    heard: list[None] = []
    names.changed.connect(lambda: heard.append(None))
    for typed in ("1.7", "1.7", " ", "24w14a"):
        names.box.setEditText(typed)
        names.add.click()
    assert names.names() == ("1.7", "24w14a")
    names._remove("1.7")
    assert (names.names(), len(heard)) == (("24w14a",), 3)


def test_what_has_no_room_in_a_line_goes_on_in_the_next(theme: Theme) -> None:
    box = QWidget()
    flow = FlowLayout(box, gap=10)
    for _ in range(3):
        part = QWidget()
        part.setFixedSize(100, 20)
        flow.addWidget(part)
    assert [flow.heightForWidth(width) for width in (320, 319, 209, 50)] == [20, 50, 80, 80]
    box.resize(210, 100)
    flow.activate()
    places = [flow.itemAt(number) for number in range(3)]
    assert [(item.geometry().x(), item.geometry().y()) for item in places if item] == [
        (0, 0),
        (110, 0),
        (0, 30),
    ]


def test_the_keyboard_goes_on_to_what_lies_further_down(theme: Theme, qtbot: QtBot) -> None:
    column = FormColumn(theme)
    column.form.show_fields([replace(FIELDS["title"], name=f"title-{number}") for number in range(30)], {})
    column.resize(400, 300)
    with qtbot.waitExposed(column):
        column.show()
    column.activateWindow()
    bar = column.area.verticalScrollBar()
    last = column.form.boxes["title-29"]
    last.setFocus()
    qtbot.waitUntil(lambda: bar.value() > 0 and last.visibleRegion().boundingRect().height() > 0)
    column.close()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("neoforge", "NeoForge"),
        ("MIT", "MIT"),
        ("CC-BY-4.0", "CC-BY-4.0"),
        ("game-mechanics", "Game mechanics"),
    ],
)
def test_names_are_written_as_people_do(name: str, words: str) -> None:
    assert called(name) == words
