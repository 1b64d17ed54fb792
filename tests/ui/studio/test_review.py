"""What is about to be sent, until it is."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from modstead.domain.publishing import Change
from modstead.domain.studio import Progress
from modstead.errors import ScopeMissing, Unreachable
from modstead.ui.kit.buttons import Button
from modstead.ui.studio.pending import Pending
from modstead.ui.studio.review import DifferenceLines, ReviewView
from modstead.ui.theme import Theme
from ui.stage import Watch, on_qt, settled

CHANGES = (Change("title", "Title", "Lantern", "Lanterns"), Change("tags", "Tags", ("a",), ("a", "<b>")))


def pending(work: Any, done: Any = lambda _answer: None, **more: Any) -> Pending:
    return Pending("Change Lantern", (("", CHANGES),), "Send 2 changes", work, done, **more)


def test_a_difference_is_told_by_marks_and_words_and_is_no_markup(theme: Theme) -> None:
    lines = DifferenceLines(theme, CHANGES[0])
    assert lines.accessibleName() == "Title: removed Lantern; added Lanterns"
    assert "&lt;b&gt;" in DifferenceLines(theme, CHANGES[1]).text()
    long = DifferenceLines(theme, Change("x", "X", "", "\n".join(map(str, range(500)))))
    assert "300 more lines" in long.text()


def test_it_is_sent_once_and_its_answer_told(theme: Theme) -> None:
    async def main() -> None:
        view, answers, sent = ReviewView(theme), [], []

        async def work(progress: Progress) -> str:
            sent.append(view.progress.share)
            progress(40)
            sent.append(view.progress.share)
            progress(100)
            sent.append(view.progress.share)
            return "made"

        view.show_pending(pending(work, answers.append, octets=80))
        assert view.footer.total.text() == "2 changes"
        finished = Watch(view.finished)
        view.send()
        view.send()
        await settled(view.scope)
        assert (answers, sent, len(finished.values)) == (["made"], [0.0, 0.5, None], 1)
        await view.scope.close()

    on_qt(main)


@pytest.mark.parametrize(
    ("sent", "words"), [(10, "nothing was published"), (80, "may have arrived all the same")]
)
def test_stopping_says_whether_it_may_have_arrived(theme: Theme, sent: int, words: str) -> None:
    async def main() -> None:
        view, started, stopped = ReviewView(theme), asyncio.Event(), []

        async def work(progress: Progress) -> None:
            progress(sent)
            started.set()
            try:
                await asyncio.Event().wait()
            except asyncio.CancelledError:
                stopped.append(True)
                raise

        view.show_pending(pending(work, octets=80))
        left = Watch(view.left)
        view.send()
        await started.wait()
        assert view.footer.cancel.text() == "Stop"
        view.footer.cancel.click()
        await settled(view.scope)
        assert (stopped, left.values) == ([True], [])
        (banner,) = view.banners.findChildren(type(view.banners.banner("stopped")))
        assert words in banner.accessibleName()
        view.footer.cancel.click()
        assert len(left.values) == 1
        await view.scope.close()

    on_qt(main)


def test_a_name_has_to_be_typed_where_one_is_asked_for(theme: Theme) -> None:
    async def main() -> None:
        view, done = ReviewView(theme), []

        async def work(_progress: Progress) -> None:
            done.append(True)

        view.show_pending(pending(work, name="Lantern"))
        for typed, ready in (("", False), ("lantern", False), ("Lantern ", True)):
            view.name.setText(typed)
            assert view.footer.primary.isEnabled() is ready
            if not ready:
                view.send()
        await settled(view.scope)
        assert not done
        view.send()
        await settled(view.scope)
        assert done == [True]
        await view.scope.close()

    on_qt(main)


def test_a_token_that_does_not_allow_it_leads_to_the_account(theme: Theme) -> None:
    async def main() -> None:
        view = ReviewView(theme)

        async def work(_progress: Progress) -> None:
            raise ScopeMissing("The token does not allow it.")

        view.show_pending(pending(work))
        wanted = Watch(view.account_wanted)
        view.send()
        await settled(view.scope)
        banner = view.banners.banner("send")
        assert banner
        (button,) = [one for one in banner.findChildren(Button) if one.text()]
        button.click()
        assert len(wanted.values) == 1
        await view.scope.close()

    on_qt(main)


def test_a_failure_is_told_and_can_be_tried_again(theme: Theme) -> None:
    async def main() -> None:
        view, tries = ReviewView(theme), []

        async def work(_progress: Progress) -> None:
            tries.append(True)
            if len(tries) == 1:
                raise Unreachable("Modrinth cannot be reached.")

        view.show_pending(pending(work))
        finished = Watch(view.finished)
        view.send()
        await settled(view.scope)
        assert "cannot be reached" in view.banners.banner("send").accessibleName()
        assert view.footer.primary.isEnabled()
        view.send()
        await settled(view.scope)
        assert (len(tries), len(finished.values)) == (2, 1)
        await view.scope.close()

    on_qt(main)
