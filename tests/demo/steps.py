"""The main job, step by step. Each answers with what it saw."""

import shutil
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

from account_steps import publish, sign_in
from driving import Driver, StepFailed
from PySide6.QtCore import Qt

from modstead.ui.installed.model import Show
from modstead_sandbox.crashes import leave_crash_report
from modstead_sandbox.faults import Fault
from modstead_sandbox.moving import MOVES_TO, moving_instance
from modstead_sandbox.quarrelling import quarrelling_instance
from modstead_sandbox.sample import SampleInstance
from modstead_sandbox.server import Handle

Step = Callable[[Driver, Handle, SampleInstance], Awaitable[str]]


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


class Memory:
    """What a later step compares with."""

    before: dict[str, bytes]
    broke: str


async def welcome(driver: Driver, _sandbox: Handle, _instance: SampleInstance) -> str:
    driver.desk.start(None)
    desk = driver.desk
    await driver.until(lambda: desk.window.current_page() == "welcome", "the first page")
    await driver.until(desk.pages.welcome.model.rowCount, "the launcher's instances")
    await driver.picture("07-first-start")
    found = desk.pages.welcome.model.rowCount()
    driver.press(desk.pages.welcome.add)
    await driver.until(lambda: desk.folders.instance is not None, "the first of them to be opened")
    return f"{found} instances of Prism Launcher found and taken"


async def scan(driver: Driver, _sandbox: Handle, instance: SampleInstance) -> str:
    desk = driver.desk
    desk.folders.open(instance.folder)
    await driver.until(
        lambda: desk.mods.library and desk.mods.library.instance.folder == instance.mods_folder, "the folder"
    )
    await driver.until(lambda: desk.mods.check is not None, "the mods and their updates")
    library, check = desk.mods.library, desk.mods.check
    if library is None or check is None or len(library.mods) != len(instance.mods):
        raise StepFailed("not every file was found")
    if {item.mod.file.name for item in check.updates} != {mod.file for mod in instance.updates}:
        raise StepFailed("other updates were found than there are")
    Memory.before = contents(instance.mods_folder)
    desk.mods.select(check.updates[3].mod.file.name)
    await driver.picture("01-mods")
    await _look_around(driver)
    return f"{len(library.mods)} mods, {len(check.updates)} updates, {len(check.held_back)} held back"


async def _look_around(driver: Driver) -> None:
    """What takes the table's place: the problems, and the graph."""
    mods = driver.desk.mods
    await driver.until(lambda: mods.state.findings.problems, "what is wrong in the folder")
    mods.show_only(Show.PROBLEMS)
    await driver.picture("01d-problems")
    mods.show_only(Show.ALL)
    mods.show_graph()
    await driver.until(lambda: mods.body.graph and mods.body.graph.view.picture.nodes, "the graph")
    await driver.picture("01e-graph")
    mods.show_graph(shown=False)


async def search(driver: Driver, _sandbox: Handle, _instance: SampleInstance) -> str:
    desk = driver.desk
    desk.show("browse")
    await driver.until(lambda: len(desk.pages.browse.model.hits) > 10, "results")
    await driver.picture("02-browse")
    driver.type(desk.pages.browse.field, "lantern")
    await driver.until(
        lambda: desk.pages.browse.model.hits and desk.pages.browse.model.hits[0].title == "Lanternworks",
        "Lanternworks",
    )
    found = len(desk.pages.browse.model.hits)
    await driver.picture("02b-browse-search")
    driver.type(desk.pages.browse.field, " chandelier of copper")
    await driver.until(lambda: not desk.pages.browse.model.hits, "an empty result")
    await driver.picture("08-empty-search")
    return f'"lantern" finds {found}'


async def project(driver: Driver, _sandbox: Handle, _instance: SampleInstance) -> str:
    desk = driver.desk
    desk.pages.browse.search_for("lantern")
    await driver.until(lambda: desk.pages.browse.model.hits, "results")
    desk.pages.browse.results.setFocus()
    driver.key(desk.pages.browse.results, Qt.Key.Key_Return)
    await driver.until(lambda: desk.window.current_page() == "project", "the project's page")
    await driver.until(lambda: desk.pages.project.project is not None, "the project")
    await driver.picture("03-project")
    for tab in ("gallery", "versions", "changelog", "dependencies"):
        desk.pages.project.tabs.chosen.emit(tab)
        desk.pages.project.tabs.choose(tab)
        await driver.picture(f"03-project-{tab}")
    opened = desk.pages.project.project
    if opened is None or opened.title != "Lanternworks":
        raise StepFailed("another project was opened")
    return f"{opened.title}, {len(opened.version_ids)} versions"


async def install(driver: Driver, _sandbox: Handle, instance: SampleInstance) -> str:
    desk = driver.desk
    desk.pages.project.tabs.choose("description")
    desk.pages.project.tabs.chosen.emit("description")
    before = names(instance.mods_folder)
    driver.press(desk.pages.project.header.button)
    await driver.until(lambda: desk.window.current_page() == "review", "the review")
    await _judged(driver)
    await driver.picture("04a-review-installation")
    driver.press(desk.pages.review.footer.primary)
    await driver.until(lambda: len(names(instance.mods_folder) - before) >= 2, "the files")
    await driver.until(lambda: desk.changes.plan is None, "the end of the installation")
    await driver.until(lambda: "nstalled" in desk.window.toast.text, "the message")
    await driver.picture("03b-project-installed", with_toast=True)
    new = sorted(names(instance.mods_folder) - before)
    if not any(name.startswith("lanternworks") for name in new):
        raise StepFailed("the project's own file is missing")
    return f"{len(new)} files: {', '.join(new)}"


async def update_all(driver: Driver, sandbox: Handle, instance: SampleInstance) -> str:
    desk = driver.desk
    desk.show("mods")
    await driver.until(lambda: desk.mods.check is not None and not desk.mods.state.scanning, "the check")
    driver.press(desk.mods.title_bar.update_button)
    await driver.until(lambda: desk.window.current_page() == "review", "the review")
    await driver.until(lambda: desk.pages.review.plan is not None, "the plan")
    held = len(desk.mods.check.held_back) if desk.mods.check else 0
    desk.pages.review.list.setCurrentIndex(desk.pages.review.model.index(held + 3))
    driver.key(desk.pages.review.list, Qt.Key.Key_Return)
    await driver.until(lambda: desk.pages.review.model.opened, "an opened changelog")
    await _judged(driver)
    await driver.picture("04-review")
    plan = desk.pages.review.plan
    if plan is None:
        raise StepFailed("there is no plan")
    # The review has fetched the new files to look into them: without those there is something to be seen.
    for held in (instance.mods_folder.parent / ".modstead" / instance.mods_folder.name / "fetched").iterdir():
        held.unlink()
    sandbox.fault("/data/*", Fault(latency=900))
    driver.press(desk.pages.review.footer.primary)
    await driver.until(lambda: desk.window.current_page() == "progress", "the progress")
    await driver.until(lambda: (desk.pages.progress.summary()[1] or 0) > 0.3, "some downloads")
    await driver.picture("11-progress")
    sandbox.clear_faults()
    await driver.until(lambda: desk.changes.plan is None, "the end of the update")
    await driver.until(lambda: "updated" in desk.window.toast.text, "the message")
    await driver.picture("01c-mods-updated", with_toast=True)
    present = names(instance.mods_folder)
    missing = [item.file_name for item in plan.operations if item.file_name not in present]
    if missing:
        raise StepFailed(f"{', '.join(missing)} did not arrive")
    return f"{len(plan.operations)} changes, {plan.download_size / 1e6:.1f} MB"


async def drop(driver: Driver, sandbox: Handle, instance: SampleInstance) -> str:
    desk = driver.desk
    elsewhere = instance.folder.parents[2] / "downloads"
    elsewhere.mkdir()
    wanted = _jar_of(sandbox, "Driftglass", elsewhere)
    strange = elsewhere / "xk-helper.jar"
    shutil.copy(instance.mods_folder / instance.of_case("bare")[0].file, strange)
    strange.write_bytes(strange.read_bytes() + b" ")
    page = elsewhere / "download.jar"
    page.write_text("<!doctype html><title>Sign in</title>")
    pack = elsewhere / "hearthside-2.1.mrpack"
    pack.write_bytes(b"PK\x05\x06" + bytes(18))
    data = driver.drag(wanted, strange, page, pack)
    await driver.picture("05a-drop")
    driver.drop(data)
    await driver.until(lambda: desk.window.current_page() == "report", "the report")
    await driver.until(lambda: not desk.pages.report.tasks.busy, "the identification")
    await driver.picture("05b-drop-report")
    driver.press(desk.pages.report.footer.primary)
    await driver.until(lambda: wanted.name in names(instance.mods_folder), "the dropped file")
    await driver.until(lambda: desk.changes.plan is None, "the end")
    return f"{wanted.name} identified and added, the rest left alone"


async def undo(driver: Driver, _sandbox: Handle, instance: SampleInstance) -> str:
    desk = driver.desk
    desk.show("history")
    await driver.until(
        lambda: not desk.pages.history.tasks.busy and desk.pages.history.model.rowCount() > 2, "the history"
    )
    await driver.picture("06-history")
    done = 0
    while contents(instance.mods_folder) != Memory.before:
        entries = await desk.services.operations.history(instance.mods_folder)
        last = next((item for item in entries if item.state.value == "done" and not item.undoes), None)
        if last is None:
            raise StepFailed("everything is undone, but the folder is not as it was")
        desk.pages.history.reverse(last.operation_id)
        await driver.until(lambda: not desk.pages.history.tasks.busy, "the end of the undo")
        done += 1
    await driver.picture("06b-history-undone")
    return f"{done} changes taken back; every byte is as before"


async def find_culprit(driver: Driver, _sandbox: Handle, instance: SampleInstance) -> str:
    """The state that works is remembered, an update breaks the game, and half of the mods at a time are turned off."""
    desk = driver.desk
    desk.show("mods")
    desk.mods.refresh()
    await driver.until(lambda: not desk.mods.state.scanning and desk.mods.check, "the mods")
    before = contents(instance.mods_folder)
    desk.troubling.mark_good()
    await driver.until(lambda: "remembered" in desk.window.toast.text, "the good state")
    culprit = await _break_game(driver, instance)
    banner = desk.mods.banners.banner("crash")
    if banner is None:
        raise StepFailed("the crash is told of no more")
    driver.press(banner.buttons[0])
    await driver.until(lambda: desk.window.current_page() == "trouble", "the page of the crash")
    page = desk.pages.trouble
    await driver.until(lambda: page.trouble and page.trouble.blame.suspects, "the suspects")
    if page.trouble and page.trouble.blame.suspects[0].title != culprit:
        raise StepFailed("another mod is suspected first")
    await driver.picture("13-what-changed")
    asked = await _search(driver, culprit)
    await driver.until(lambda: not desk.mods.state.scanning, "the mods")
    if desk.mods.library is None:
        raise StepFailed("there is no folder")
    desk.changes.undo(desk.mods.library.instance, Memory.broke)
    await driver.until(lambda: contents(instance.mods_folder) == before, "the folder as it was")
    await driver.until(lambda: desk.changes.plan is None, "the end of the undo")
    return f"{culprit} after {asked} questions; every byte is as before"


async def _break_game(driver: Driver, instance: SampleInstance) -> str:
    """Update one mod and let the game crash by it; its title."""
    desk = driver.desk
    library, check = desk.mods.library, desk.mods.check
    if library is None or check is None:
        raise StepFailed("there is no folder")
    chosen = next(item for item in check.updates if item.mod.file.enabled and item.mod.manifests)
    plan = await desk.services.updates.plan(library, replace(check, updates=(chosen,)))
    applied = await desk.services.operations.apply(plan)
    Memory.broke = applied.operation_id
    other = next(mod for mod in library.mods if mod.manifests and mod is not chosen.mod and mod.file.enabled)
    game = instance.mods_folder.parent
    moment = time.time() + 60
    leave_crash_report(game, chosen.mod.manifests[0].id, beside=other.manifests[0].id, moment=moment)
    desk.mods.refresh()
    await driver.until(lambda: desk.mods.banners.banner("crash"), "the crash to be told of")
    return chosen.mod.title


async def _search(driver: Driver, culprit: str) -> int:
    """Answer as one does whose game breaks by this mod; the number of questions."""
    desk = driver.desk
    desk.troubling.search()
    page = desk.pages.bisect
    await driver.until(lambda: not page.tasks.busy, "the search")
    driver.press(page.begin_button)
    await driver.until(
        lambda: page.found and page.found.question and not page.tasks.busy, "the first question"
    )
    await driver.picture("14-bisect")
    asked = 0
    while (found := page.found) and found.question and found.record:
        guilty = next(name for name in found.record.search.files if found.title(name) == culprit)
        driver.press(page.fails if guilty in found.question.on else page.works)
        asked += 1
        await driver.until(
            lambda answered=asked: page.found and page.found.answered == answered and not page.tasks.busy,
            "the next question",
        )
    if culprit not in page.state.text():
        raise StepFailed(f"{page.state.text()} But it was {culprit}.")
    await driver.picture("14b-bisect-found")
    driver.press(page.back)
    await driver.until(lambda: desk.window.current_page() == "mods" and not page.tasks.busy, "the end")
    return asked


async def offline(driver: Driver, sandbox: Handle, _instance: SampleInstance) -> str:
    desk = driver.desk
    sandbox.fault("*", Fault(status=503))
    desk.show("browse")
    desk.pages.browse.search_for("lantern")
    # What was answered within the last seconds is not asked again: only later is the platform found out of reach.
    while not desk.states.offline:
        await driver.until(lambda: not desk.pages.browse.scope.busy, "an answer")
        desk.pages.browse.refresh()
    await driver.picture("09-offline")
    sandbox.clear_faults()
    desk.pages.browse.refresh()
    await driver.until(lambda: not desk.states.offline, "the platform to be back")
    return "what was seen before is shown, with its age"


async def error(driver: Driver, sandbox: Handle, instance: SampleInstance) -> str:
    desk = driver.desk
    before = contents(instance.mods_folder)
    desk.show("mods")
    desk.mods.refresh()
    await driver.until(lambda: not desk.mods.state.scanning and desk.mods.check, "the mods")
    sandbox.fault("/data/*", Fault(wrong_hash=True))
    driver.press(desk.mods.title_bar.update_button)
    await driver.until(lambda: desk.pages.review.plan is not None, "the plan")
    driver.press(desk.pages.review.footer.primary)
    await driver.until(lambda: desk.mods.banners.banner("stopped"), "the failure to be told")
    await driver.picture("10-error")
    sandbox.clear_faults()
    if contents(instance.mods_folder) != before:
        raise StepFailed("a failed update changed the folder")
    return "damaged downloads are refused; nothing was changed"


async def migrate(driver: Driver, sandbox: Handle, instance: SampleInstance) -> str:
    desk = driver.desk
    desk.mods.banners.clear("stopped")
    moving = moving_instance(instance.folder.parent / "Harbour", sandbox.catalogue, sandbox.contents)
    desk.folders.open(moving.folder)
    await driver.until(
        lambda: desk.mods.library and desk.mods.library.instance.folder == moving.mods_folder, "the folder"
    )
    await driver.until(lambda: desk.mods.check, "its updates")
    desk.moving.open()
    page = desk.pages.migration
    await driver.until(lambda: page.outlook is not None, "what there is for newer versions")
    await driver.picture("13-migrate")
    driver.press(page.footer.primary)
    await driver.until(lambda: desk.window.current_page() == "review", "the review")
    await _judged(driver)
    await driver.picture("13b-migrate-review")
    plan = desk.pages.review.plan
    if plan is None or plan.move is None or plan.move.game_version != MOVES_TO:
        raise StepFailed("it does not lead to the version that most mods are ready for")
    return f"{page.summary.accessibleName()}"


async def look_into_new_files(driver: Driver, sandbox: Handle, instance: SampleInstance) -> str:
    desk = driver.desk
    folder = instance.folder.parent / "Cliffside"
    quarrelling = quarrelling_instance(folder, sandbox.catalogue, sandbox.contents)
    desk.folders.open(quarrelling.folder)
    await driver.until(
        lambda: desk.mods.library and desk.mods.library.instance.folder == quarrelling.mods_folder,
        "the folder",
    )
    await driver.until(lambda: desk.mods.check, "its updates")
    driver.press(desk.mods.title_bar.update_button)
    page = desk.pages.review
    await driver.until(lambda: page.verdict.refusing, "the new files to be looked into")
    await driver.picture("15-verdict")
    banner = page.above.banner("verdict")
    if banner is None:
        raise StepFailed("nothing is said of what does not go together")
    driver.press(next(button for button in banner.buttons if button.text().startswith("Take")))
    await driver.until(lambda: page.footer.primary.isEnabled() and page.above.banner("verdict"), "what does")
    await driver.until(lambda: not page.verdict.scope.busy, "the verdict on that")
    await driver.picture("15b-verdict-settled")
    driver.press(page.footer.primary)
    await driver.until(lambda: desk.window.current_page() == "mods", "the end of the update")
    return f"{desk.window.toast.text}; what would have stopped the game was found before"


async def settings(driver: Driver, _sandbox: Handle, _instance: SampleInstance) -> str:
    driver.desk.show("settings")
    await driver.picture("12-settings")
    return "shown"


async def _judged(driver: Driver) -> None:
    page = driver.desk.pages.review
    await driver.until(lambda: page.plan is not None, "the plan")
    await driver.until(lambda: not page.verdict.scope.busy, "the verdict")


def _jar_of(sandbox: Handle, title: str, folder: Path) -> Path:
    """A published file, as a browser would have saved it."""
    project = sandbox.catalogue.named(title)
    version = next(
        item
        for item in sandbox.catalogue.listed(project)
        if "fabric" in item.loaders and "1.21.4" in item.game_versions
    )
    path = folder / version.files[0].filename
    path.write_bytes(sandbox.contents.data(version, version.files[0]))
    return path


STEPS: tuple[tuple[str, Step], ...] = (
    ("first start", welcome),
    ("scan a folder", scan),
    ("search", search),
    ("open a project", project),
    ("install with dependencies", install),
    ("update all", update_all),
    ("drop files", drop),
    ("undo everything", undo),
    ("find what breaks the game", find_culprit),
    ("go offline and back", offline),
    ("meet damaged downloads", error),
    ("move to another Minecraft", migrate),
    ("look into new files", look_into_new_files),
    ("sign in", sign_in),
    ("publish", publish),
    ("open the settings", settings),
)
