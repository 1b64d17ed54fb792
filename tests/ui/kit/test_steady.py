"""Fast clicks while rows move."""

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication

from modstead.ui.kit.steady import Steady

HERE, ELSEWHERE = QPoint(300, 200), QPoint(300, 260)


class Clock:
    now = 50.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(qapp: QApplication) -> Clock:
    return Clock()


@pytest.fixture
def steady(clock: Clock) -> Steady:
    return Steady(clock)


def test_the_second_press_of_a_double_click_counts_only_for_the_same_row(
    steady: Steady, clock: Clock
) -> None:
    assert steady.press(HERE, "older")
    clock.now += 0.1
    assert not steady.press(HERE, "newer")
    assert steady.press(HERE, "older")


def test_fast_clicks_stay_with_their_first_row_until_there_is_a_pause(steady: Steady, clock: Clock) -> None:
    assert steady.press(HERE, "one")
    for _ in range(5):
        clock.now += QApplication.doubleClickInterval() / 1000 * 0.9
        assert not steady.press(HERE, "two")
    clock.now += 1
    assert steady.press(HERE, "two")


def test_after_rows_moved_the_pointed_row_is_the_one_before(steady: Steady, clock: Clock) -> None:
    steady.point(HERE, "one")
    clock.now += 5
    steady.moved()
    steady.point(HERE + QPoint(2, 1), "two")
    assert not steady.press(HERE + QPoint(2, 1), "two")
    clock.now += 1
    assert steady.press(HERE, "two")


def test_another_place_is_another_aim(steady: Steady, clock: Clock) -> None:
    steady.press(HERE, "one")
    steady.moved()
    assert steady.press(ELSEWHERE, "three")
