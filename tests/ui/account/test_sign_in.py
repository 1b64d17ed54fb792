"""What signing in asks for: what everybody needs first, and what only creators need behind a link."""

from __future__ import annotations

import pytest

from modstead.domain.account import Permission
from modstead.ui.account.permissions import PermissionLine
from modstead.ui.account.sign_in import SignIn
from modstead.ui.theme import Theme

READ = Permission("USER_READ", "know you")
DELETE = Permission("PROJECT_DELETE", "delete your projects", publishing=True)


def seen(page: SignIn) -> list[str]:
    return [line.accessibleName() for line in page.findChildren(PermissionLine) if line.isVisibleTo(page)]


def test_what_creators_need_is_shown_when_it_is_asked_for(theme: Theme) -> None:
    page = SignIn(theme, "Modrinth", "Follow projects.", (READ, DELETE))
    assert seen(page) == ["Know you: USER_READ"]
    assert page.publishing.text() == "If you publish: 1 more …"
    page.publishing.click()
    assert seen(page) == ["Know you: USER_READ", "Delete your projects: PROJECT_DELETE"]
    page.publishing.click()
    assert seen(page) == ["Know you: USER_READ"]


@pytest.mark.parametrize("wanted", [(READ,), (DELETE,)])
def test_there_is_nothing_to_fold_where_all_is_for_the_same_people(
    theme: Theme, wanted: tuple[Permission, ...]
) -> None:
    page = SignIn(theme, "Modrinth", "Follow projects.", wanted)
    assert len(seen(page)) == 1
