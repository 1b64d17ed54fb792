"""The Mods page and the review over the real services, a real folder and real HTTP."""

import asyncio
from pathlib import Path

from PySide6.QtWidgets import QApplication

from backends import environment
from modstead.application.backend import open_backend
from modstead.services.bundle import Services
from modstead.ui.images import ImageLoader
from modstead.ui.installed import InstalledPage
from modstead.ui.installed.model import Show
from modstead.ui.review import ReviewPage
from modstead.ui.tasks import TaskScope
from modstead.ui.theme import Theme
from modstead_sandbox.sample import SampleInstance, sample_instance
from modstead_sandbox.server import Handle
from ui.folder_pages import Heard, run_on_qt, settled


class RealPages:
    """Both pages, wired as the window wires them."""

    def __init__(self, theme: Theme, services: Services) -> None:
        self.services = services
        self.scope = TaskScope(print)
        images = ImageLoader(services.pictures, self.scope)
        self.mods = InstalledPage(
            theme,
            library=services.library,
            updates=services.updates,
            projects=services.projects,
            settings=services.settings,
            images=images,
            health=services.health,
            search=services.search,
            policies=services.policies,
            locks=services.locks,
        )
        self.review = ReviewPage(theme, updates=services.updates, preflight=services.preflight, images=images)
        self.mods.requests.review_requested.connect(self.review.show_updates)
        self.plans = Heard(self.mods.requests.plan_ready)
        self.accepted = Heard(self.review.accepted)
        for page in (self.mods, self.review):
            page.resize(1128, 752)
            page.show()

    async def rest(self) -> None:
        """Wait until both pages have nothing under way."""
        scopes = (self.mods.state.scope, self.review.scope, self.mods.details.scope)
        while any(scope.busy for scope in scopes):
            await asyncio.wait([task for scope in scopes for task in scope._all])
            await settled()

    async def close(self) -> None:
        await self.mods.close_tasks()
        await self.review.close_tasks()
        await self.scope.close()
        for page in (self.mods, self.review):
            page.close()
            page.deleteLater()


async def use(pages: RealPages, sample: SampleInstance) -> None:
    instance = await pages.services.instances.open(sample.mods_folder)
    pages.mods.open(instance)
    await pages.rest()
    model = pages.mods.model
    assert len(model.rows) == len(sample.mods)
    assert model.number_of(Show.UPDATES) == len(sample.updates)
    assert model.number_of(Show.DISABLED) == sum(1 for mod in sample.mods if not mod.enabled)
    lacking = {mod.file for mod in sample.of_case("lacking") if mod.enabled}
    assert lacking <= {row.name for row in model.rows if row.has_problem}
    assert {mod.file for mod in sample.of_case("bare")} <= {row.name for row in model.rows if row.unknown}

    pages.mods.title_bar.update_button.main.click()
    await pages.rest()
    assert len(pages.review.model.ticked) == len(sample.updates)
    pages.review.footer.primary.click()
    await pages.services.operations.apply(pages.accepted.last)
    pages.mods.refresh()
    await pages.rest()
    assert model.number_of(Show.UPDATES) == 0
    assert pages.mods.title_bar.update_button.main.text() == "Up to date"

    first = next(row for row in model.rows if row.enabled)
    pages.mods.requests.toggle((first.name,), enabled=False)
    await pages.services.operations.apply(pages.plans.last)
    pages.mods.refresh()
    await pages.rest()
    assert model.place_of(first.name + ".disabled") >= 0

    await pages.services.operations.undo(instance)
    await pages.services.operations.undo(
        instance, (await pages.services.operations.history(instance.folder))[-1].operation_id
    )
    pages.mods.refresh()
    await pages.rest()
    assert {row.name for row in model.rows} == {mod.file for mod in sample.mods}


def test_a_folder_is_shown_updated_toggled_and_put_back(
    sandbox: Handle, tmp_path: Path, qapp: QApplication
) -> None:
    sample = sample_instance(tmp_path / "game", sandbox.catalogue, sandbox.contents, mods=24)
    theme = Theme("light", text_scale=1.0)

    async def work() -> None:
        async with open_backend(environment(sandbox, tmp_path / "home")) as backend:
            pages = RealPages(theme, backend.services)
            try:
                await use(pages, sample)
            finally:
                await pages.close()

    run_on_qt(qapp, work)
