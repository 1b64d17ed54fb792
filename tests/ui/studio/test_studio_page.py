"""The studio as its user goes through it: nothing is sent but from its review, and what was sent is shown then."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from jars import FABRIC, fabric_manifest, make_jar, png_bytes
from modstead.domain.credentials import Token
from modstead.domain.project import Project
from modstead.ui.creating import STUDIO, Creating
from modstead.ui.kit.action_list import ActionRow
from modstead.ui.main_window import MainWindow
from modstead.ui.pages import Pages
from modstead.ui.studio import StudioPage
from modstead.ui.studio.platform import PlatformStudio
from modstead.ui.theme import Theme
from modstead_sandbox.faults import Fault
from modstead_sandbox.server import Handle
from ui.stage import Stage, Watch, on_stage
from ui.studio.conftest import Play, rest


@pytest.fixture
def jar(tmp_path: Path) -> Path:
    text = fabric_manifest(
        "tidal-core",
        "9.0.0-beta.1",
        depends={"minecraft": ">=1.21 <1.21.4", "iron-tram": "*"},
        suggests={"nowhere-at-all": "*"},
    )
    return make_jar(tmp_path / "tidal-core.jar", {FABRIC: text})


def titled(page: PlatformStudio, title: str) -> Project:
    return next(one for one in page.list.projects if one.title == title)


async def opened(page: PlatformStudio, title: str = "Tidal Core") -> None:
    page.list.opened.emit(titled(page, title).project_id)
    await rest(page)


def shown(page: PlatformStudio) -> list[tuple[str, str, str]]:
    """The difference that is to be read."""
    pending = page.review.pending
    assert pending is not None
    assert page.stack.currentWidget() is page.review
    return [
        (change.label, mark, line)
        for _, changes in pending.groups
        for change in changes
        for mark, line in change.lines
    ]


def test_a_change_is_written_read_and_sent(play: Play, sandbox: Handle) -> None:
    async def act(stage: Stage, page: PlatformStudio) -> None:
        told = Watch(page.told)
        await opened(page)
        editor = page.editor
        assert not editor.footer.primary.isEnabled()
        form = editor.fields.details.form
        form.boxes["title"].editor.write("Tidal Core and Tides")
        form.boxes["wiki_url"].editor.write("example.org")
        assert editor.footer.total.text() == "2 changes"
        editor.footer.primary.click()
        await rest(page)
        assert page.stack.currentWidget() is editor
        assert "no address" in form.boxes["wiki_url"].trouble
        form.boxes["wiki_url"].editor.write("")
        editor.footer.primary.click()
        await rest(page)
        assert shown(page) == [("Title", "-", "Tidal Core"), ("Title", "+", "Tidal Core and Tides")]
        assert not [one for one in sandbox.requests if one.method == "PATCH"]
        page.review.footer.primary.click()
        await rest(page)
        assert page.stack.currentWidget() is editor
        assert editor.header.title.text() == "Tidal Core and Tides"
        assert titled(page, "Tidal Core and Tides")
        assert told.values == ["Done: Change Tidal Core"]

    play(act)


def test_what_was_not_sent_is_not_lost_by_leaving(play: Play) -> None:
    async def act(stage: Stage, page: PlatformStudio) -> None:
        await opened(page)
        editor = page.editor
        editor.fields.details.form.boxes["title"].editor.write("Tides")
        QTest.keyClick(editor, Qt.Key.Key_Escape)
        assert page.stack.currentWidget() is editor
        banner = editor.banners.banner("unsent")
        assert banner is not None
        assert "1 change not sent yet" in banner.accessibleName()
        editor._discard()
        assert page.stack.currentWidget() is page.list
        await opened(page)
        QTest.keyClick(editor, Qt.Key.Key_Escape)
        assert page.stack.currentWidget() is page.list

    play(act)


def test_what_is_written_survives_that_something_else_was_sent(play: Play) -> None:
    async def act(stage: Stage, page: PlatformStudio) -> None:
        await opened(page)
        editor = page.editor
        editor.fields.details.form.boxes["title"].editor.write("Tides")
        editor.team.who.setText("hollowreed")
        editor.team.invite.click()
        await rest(page)
        page.review.footer.primary.click()
        await rest(page)
        assert editor.fields.edited() == {"title": "Tides"}
        assert page.takes_files_for == "Tidal Core"

    play(act)


def test_a_dropped_file_becomes_a_version(play: Play, jar: Path) -> None:
    async def act(stage: Stage, page: PlatformStudio) -> None:
        assert page.takes_files_for == ""
        await opened(page)
        assert page.takes_files_for == "Tidal Core"
        page.take_files([jar])
        await rest(page)
        content = page.version.form.content()
        assert content["name"] == "Tidal Core 9.0.0-beta.1"
        assert (content["version_type"], content["loaders"]) == ("beta", ("fabric",))
        assert content["game_versions"] == ("1.21.3", "1.21.2", "1.21.1", "1.21")
        assert content["dependencies"] == ("required iron-tram",)
        notes = page.version.banners.banner("notes")
        assert notes is not None
        assert "nowhere-at-all" in notes.accessibleName()
        page.version.form.boxes["dependencies"].editor.write(("needs iron-tram",))
        page.version.footer.primary.click()
        await rest(page)
        assert "no dependency" in page.version.form.boxes["dependencies"].trouble
        page.version.form.boxes["dependencies"].editor.write(("optional iron-tram",))
        page.version.footer.primary.click()
        await rest(page)
        assert ("Dependencies", "+", "optional iron-tram") in shown(page)
        page.review.footer.primary.click()
        await rest(page)
        page.editor.tabs.button("versions").click()
        await rest(page)
        newest = page.editor.versions.versions[0]
        assert (newest.number, newest.dependencies[0].kind.value) == ("9.0.0-beta.1", "optional")

    play(act)


def test_a_file_that_cannot_be_published_is_told(play: Play, tmp_path: Path) -> None:
    async def act(stage: Stage, page: PlatformStudio) -> None:
        await opened(page)
        file = tmp_path / "notes.txt"
        file.write_text("x", encoding="utf-8")
        page.take_files([file])
        await rest(page)
        banner = page.version.banners.banner("failed")
        assert banner is not None
        assert "notes.txt has the wrong extension" in banner.accessibleName()
        assert not page.version.footer.primary.isEnabled()

    play(act)


def test_a_version_is_changed_and_deleted_by_its_number(play: Play) -> None:
    async def act(stage: Stage, page: PlatformStudio) -> None:
        await opened(page, "Ferryman")
        page.editor.tabs.button("versions").click()
        await rest(page)
        before = page.editor.versions.versions
        page.editor.versions._open(before[0].id)
        await rest(page)
        page.version.form.boxes["changelog"].editor.write("Better.")
        page.version.footer.primary.click()
        await rest(page)
        assert ("Changelog", "+", "Better.") in shown(page)
        page.review.footer.primary.click()
        await rest(page)
        assert page.editor.versions.versions[0].changelog == "Better."
        page.editor.versions._open(before[0].id)
        await rest(page)
        page.version.delete.click()
        page.review.name.setText(before[0].number)
        page.review.footer.primary.click()
        await rest(page)
        assert before[0].id not in {one.id for one in page.editor.versions.versions}

    play(act)


def test_a_project_is_made_and_deleted(play: Play, tmp_path: Path) -> None:
    async def act(stage: Stage, page: PlatformStudio) -> None:
        page.list.new.click()
        await rest(page)
        boxes = page.making.form.boxes
        page.making.footer.primary.click()
        assert boxes["title"].trouble == "The title is missing."
        assert boxes["description"].trouble == "The summary is missing."
        boxes["title"].editor.write("Lantern's Post")
        assert boxes["slug"].value() == "lanterns-post"
        boxes["slug"].editor.write("lantern-post")
        boxes["title"].editor.write("Lantern Post")
        assert boxes["slug"].value() == "lantern-post"
        boxes["description"].editor.write("Lights for every road.")
        icon = tmp_path / "icon.png"
        icon.write_bytes(png_bytes())
        page.making.take_icon(icon)
        await rest(page)
        page.making.footer.primary.click()
        await rest(page)
        assert ("Icon", "+", "icon.png") in shown(page)
        page.review.footer.primary.click()
        await rest(page)
        made = page.editor.project
        assert made is not None
        assert (made.slug, made.status, bool(made.icon_url)) == ("lantern-post", "draft", True)
        page.editor.submit.click()
        refused = page.editor.banners.banner("submit")
        assert refused is not None
        assert "has no version yet" in refused.accessibleName()
        page.editor._delete()
        assert not page.review.footer.primary.isEnabled()
        page.review.name.setText("Lantern Post")
        page.review.footer.primary.click()
        await rest(page)
        assert page.stack.currentWidget() is page.list
        assert "Lantern Post" not in {one.title for one in page.list.projects}

    play(act)


def test_pictures_and_the_team_are_changed(play: Play, tmp_path: Path) -> None:
    async def act(stage: Stage, page: PlatformStudio) -> None:
        await opened(page, "Ferryman")
        editor = page.editor
        before = len(editor.project.gallery) if editor.project else 0
        picture = tmp_path / "front.png"
        picture.write_bytes(png_bytes())
        editor.pictures.take_picture(picture)
        await rest(page)
        editor.pictures.words.form.boxes["title"].editor.write("Front")
        editor.pictures.footer.primary.click()
        assert ("Title", "+", "Front") in shown(page)
        page.review.footer.primary.click()
        await rest(page)
        assert editor.project
        assert len(editor.project.gallery) == before + 1
        editor.tabs.button("team").click()
        await rest(page)
        members = len(editor.team.members)
        editor.team.who.setText("nosuchuser")
        editor.team.invite.click()
        await rest(page)
        unknown = editor.team.banners.banner("invite")
        assert unknown is not None
        assert "does not know the user nosuchuser" in unknown.accessibleName()
        editor.team.who.setText("hollowreed")
        editor.team.invite.click()
        await rest(page)
        page.review.footer.primary.click()
        await rest(page)
        assert len(editor.team.members) == members + 1
        editor.team._open(editor.team.members[-1].user.id)
        editor.team.form.form.boxes["role"].editor.write("Artist")
        editor.team.footer.primary.click()
        assert ("Role", "+", "Artist") in shown(page)
        page.review.footer.primary.click()
        await rest(page)
        assert editor.team.members[-1].role == "Artist"

    play(act)


def test_several_projects_are_changed_alike(play: Play) -> None:
    async def act(stage: Stage, page: PlatformStudio) -> None:
        page.list.several.click()
        for title in ("Iron Tram", "Ferryman"):
            page.list._acted(titled(page, title).project_id)
        page.list.footer.primary.click()
        await rest(page)
        assert not page.bulk.footer.primary.isEnabled()
        page.bulk.form.boxes["set:wiki_url"].editor.write("https://example.org/wiki")
        page.bulk.footer.primary.click()
        await rest(page)
        assert shown(page) == [("Wiki", "+", "https://example.org/wiki")] * 2
        page.review.footer.primary.click()
        await rest(page)
        assert all(titled(page, title).links.get("Wiki") for title in ("Iron Tram", "Ferryman"))

    play(act)


def test_who_is_not_signed_in_is_led_to_the_account(play: Play) -> None:
    async def act(stage: Stage, page: PlatformStudio) -> None:
        assert page.loaded.currentWidget() is page.sign_in
        await stage.services.account.sign_in(Token("mrp_sandbox_player"), keep=False)
        await rest(page)
        assert page.loaded.currentWidget() is page.stack
        assert page.list.loaded.currentWidget() is page.list.loaded.empty
        await stage.services.account.sign_out()
        assert page.loaded.currentWidget() is page.sign_in

    play(act, signed_in=False)


def test_what_a_platform_out_of_reach_shows(play: Play, sandbox: Handle) -> None:
    async def act(stage: Stage, page: PlatformStudio) -> None:
        rows = [row for row in page.list.model.rows if isinstance(row, ActionRow)]
        assert len(rows) == len(page.list.projects) > 10
        sandbox.fault("/v2/user/*", Fault(status=400))
        page.list.forget()
        page.list.refresh()
        await rest(page)
        assert page.list.loaded.currentWidget() is page.list.loaded.failure
        sandbox.clear_faults()
        page.list.loaded.retry.click()
        await rest(page)
        assert page.list.loaded.currentWidget() is page.list.loaded.content

    play(act)


def test_the_rail_has_an_entry_while_somebody_is_signed_in(play: Play, tmp_path: Path) -> None:
    async def act(stage: Stage, page: PlatformStudio) -> None:
        window = MainWindow(stage.theme)
        pages = Pages(
            stage.theme,
            stage.services,
            states=stage.states,
            images=stage.images,
            paths=None,  # type: ignore[arg-type]
            sample_command=(),
            parent=window,
        )
        creating = Creating(window, (stage.services.account,), pages)
        assert "studio" not in window.rail._entries
        await stage.services.account.sign_in(Token("mrp_sandbox_creator"), keep=False)
        assert window.rail.entry(STUDIO.key).accessibleName() == "Studio"
        assert list(window.rail._entries)[-1] == "studio"
        assert not pages.made("studio")
        assert creating.project() == ""
        await stage.services.account.sign_out()
        assert "studio" not in window.rail._entries
        creating.close()
        window.deleteLater()

    play(act, signed_in=False)


def test_each_platform_that_is_on_has_its_studio(sandbox: Handle, theme: Theme, tmp_path: Path) -> None:
    async def act(stage: Stage) -> None:
        services = stage.services
        await services.account.sign_in(Token("mrp_sandbox_creator"), keep=False)
        page = StudioPage(theme, services.studios, stage.images)
        page.resize(1000, 700)
        page.show()
        await rest(page.shown)
        assert list(page._made) == ["modrinth"]
        first = page.shown
        assert first.list.projects
        page.platforms.button("guizhan").click()
        other = page.shown
        assert other.loaded.currentWidget() is other.sign_in
        (account,) = services.other_accounts
        await account.sign_in(Token("gzr_sandbox_creator"), keep=False)
        await rest(other)
        assert "Bamboo Press" in {one.title for one in other.list.projects}
        assert not other.list.several.isVisible()
        await opened(other, "Copper Abacus")
        assert [tab for tab in ("pictures", "team") if tab in other.editor.tabs._parts] == []
        other.editor.fields.details.form.boxes["keywords"].editor.write(("beads",))
        other.editor.footer.primary.click()
        await rest(other)
        assert shown(other)[-1] == ("Keywords", "+", "beads")
        other.review.footer.primary.click()
        await rest(other)
        assert other.editor.published
        assert other.editor.published.content["keywords"] == ("beads",)
        page.show_platform("modrinth")
        assert page.shown is first
        await page.close_tasks()
        page.close()
        page.deleteLater()

    on_stage(theme, sandbox, tmp_path / "home", act, guizhan=f"{sandbox.url}/guizhan")


def test_a_file_is_added_to_a_version_and_taken_out(play: Play, tmp_path: Path) -> None:
    async def act(stage: Stage, page: PlatformStudio) -> None:
        await opened(page, "Ferryman")
        page.editor.tabs.button("versions").click()
        await rest(page)
        version = page.editor.versions.versions[0]
        page.editor.versions._open(version.id)
        await rest(page)
        page.version._chosen(make_jar(tmp_path / "more.jar", {"a": "b"}), more=True)
        await rest(page)
        assert shown(page) == [("Files", "+", "more.jar")]
        page.review.footer.primary.click()
        await rest(page)
        now = page.editor.versions.versions[0]
        assert [file.filename for file in now.files] == [version.files[0].filename, "more.jar"]
        page.editor.versions._open(version.id)
        await rest(page)
        assert page.version.fewer.isVisible()
        page.version._pend_deletion(now.files[1])
        page.review.footer.primary.click()
        await rest(page)
        assert len(page.editor.versions.versions[0].files) == 1

    play(act)
