"""What somebody does who is signed in: follow, read, and publish. Each step answers with what it saw."""

import json
import zipfile
from pathlib import Path

from driving import Driver, StepFailed
from PySide6.QtCore import Qt

from modstead_sandbox.sample import SampleInstance
from modstead_sandbox.server import Handle

TOKEN = "mrp_sandbox_creator"


async def sign_in(driver: Driver, _sandbox: Handle, _instance: SampleInstance) -> str:
    desk = driver.desk
    desk.show("account")
    main = desk.pages.account.main
    await driver.picture("16-sign-in")
    driver.type(main.sign_in.field, TOKEN)
    driver.key(main.sign_in.field, Qt.Key.Key_Return)
    await driver.until(lambda: desk.services.account.standing.user, "the user of the token")
    desk.open_project("lanternworks")
    header = desk.pages.project.header
    await driver.until(lambda: header.follow.isVisible() and header.follow.text() == "Follow", "the button")
    driver.press(header.follow)
    await driver.until(lambda: header.follow.text() == "Following", "the project to be followed")
    desk.show("account")
    main.open_tab("following")
    await driver.until(lambda: main.following.panel.model.hits, "what is followed")
    await driver.picture("16b-following")
    main.open_tab("notifications")
    await driver.until(lambda: main.notifications.notifications, "the notifications")
    await driver.picture("16c-notifications")
    main.open_tab("profile")
    await driver.picture("16d-profile")
    return f"{desk.services.account.standing.user.username} follows Lanternworks"


async def publish(driver: Driver, sandbox: Handle, instance: SampleInstance) -> str:
    desk = driver.desk
    desk.show("studio")
    studio = desk.pages.studio.shown
    await driver.until(lambda: studio.list.projects, "the user's own projects")
    await driver.picture("17-studio")
    studio.open_project("tidal-core")
    await driver.until(lambda: studio.editor.project, "the project")
    await driver.picture("17b-studio-project")
    file = _jar(instance.folder.parents[2] / "tidal-core-9.0.0.jar")
    driver.drop(driver.drag(file))
    await driver.until(lambda: studio.version.form.boxes, "the form of a version")
    number = studio.version.form.content()["version_number"]
    if number != "9.0.0":
        raise StepFailed(f"the file's own number is not taken: {number}")
    await driver.picture("17c-studio-version")
    return f"{len(studio.list.projects)} projects of one's own; a version prefilled from its file"


def _jar(path: Path) -> Path:
    manifest = {
        "schemaVersion": 1,
        "id": "tidal-core",
        "version": "9.0.0",
        "name": "Tidal Core",
        "depends": {"fabricloader": ">=0.16", "minecraft": ">=1.21.4"},
    }
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("fabric.mod.json", json.dumps(manifest))
    return path
