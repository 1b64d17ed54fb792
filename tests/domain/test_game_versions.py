from modstead.domain.catalog import GameVersionTag
from modstead.domain.game_versions import GameVersions

LIST = GameVersions(
    tuple(
        GameVersionTag(name, "snapshot" if "w" in name or "-" in name else "release")
        for name in (
            "26.1.2",
            "26.1",
            "26.1-snapshot-1",
            "1.21.10",
            "1.21.9",
            "1.21.2",
            "1.21.1",
            "1.21",
            "1.20.1",
        )
    )
)


def test_the_order_is_the_lists_and_never_the_texts() -> None:
    assert LIST.newest_first(["1.21.2", "1.21.10", "26.1", "1.9"]) == ("26.1", "1.21.10", "1.21.2", "1.9")
    assert LIST.is_newer("1.21.10", "1.21.9")
    assert not LIST.is_newer("1.21.9", "1.21.10")


def test_what_the_list_does_not_know_is_older_than_all() -> None:
    assert LIST.is_newer("1.20.1", "99.9")


def test_neighbouring_releases_are_drawn_together() -> None:
    assert LIST.spans(["1.20.1", "1.21", "1.21.1", "1.21.2", "26.1"]) == "1.20.1 – 1.21.2, 26.1"
    assert LIST.spans(["1.21.9", "26.1-snapshot-1"]) == "1.21.9, 26.1-snapshot-1"
    assert LIST.spans([]) == ""
