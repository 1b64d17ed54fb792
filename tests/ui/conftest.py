"""What holds for all tests of the window."""

import gc
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication


@pytest.fixture(autouse=True, scope="session")
def _modules_set_aside() -> Iterator[None]:
    """All that was imported until now is there to stay: looking through it after each test took most of the time."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.fixture(autouse=True)
def _collected_in_this_thread(_modules_set_aside: None) -> Iterator[None]:
    """Free Qt's objects in the thread they live in.

    Python collects cycles in whichever thread happens to allocate. A widget with a timer that is freed by a worker, or
    by the sandbox's thread, leaves its timer armed; the next turn of the event loop then crashes.
    """
    gc.disable()
    yield
    gc.collect()
    gc.enable()


@pytest.fixture(autouse=True)
def _application(qapp: QApplication) -> Iterator[None]:
    """As the application has it: the loop outlives the last window, since closing takes time.

    A menu that a test leaves open would take the next one's pointer.
    """
    qapp.setQuitOnLastWindowClosed(False)
    yield
    while popup := QApplication.activePopupWidget():
        popup.close()
    qapp.setQuitOnLastWindowClosed(True)
