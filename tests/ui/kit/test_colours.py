"""The contrasts that the design promises, computed from the tokens."""

import pytest
from PySide6.QtGui import QColor

from modstead.ui.tokens import DARK, LIGHT, Palette

PROMISED = [
    ("text", "accent_soft_2", 4.5, 4.5),
    ("text", "chrome_on", 10.0, 10.0),
    ("text_2", "sheet", 7.7, 8.4),
    ("text_2", "chrome", 6.6, 9.1),
    ("text_2", "accent_soft_2", 5.7, 5.3),
    ("text_2", "warn_soft", 6.8, 6.6),
    ("text_3", "sheet", 5.9, 5.8),
    ("text_3", "chrome", 5.0, 6.3),
    ("text_3", "accent_soft", 5.1, 4.7),
    ("text_3", "press", 4.8, 4.6),
    ("accent_text", "sheet", 7.1, 8.3),
    ("accent_text", "accent_soft", 6.1, 6.7),
    ("accent_text", "accent_soft_2", 5.2, 5.2),
    ("on_accent", "accent", 6.2, 5.3),
    ("on_accent", "accent_hover", 7.6, 4.7),
    ("on_accent", "accent_pressed", 9.5, 6.4),
    ("good", "sheet", 6.2, 9.0),
    ("good", "good_soft", 5.3, 7.1),
    ("good", "accent_soft", 5.3, 7.2),
    ("warn", "sheet", 6.5, 9.5),
    ("warn", "warn_soft", 5.7, 7.4),
    ("warn", "accent_soft", 5.6, 7.7),
    ("bad", "sheet", 6.5, 8.3),
    ("bad", "bad_soft", 5.5, 7.0),
    ("bad", "accent_soft", 5.6, 6.6),
    ("toast_text", "toast", 13.5, 10.8),
    ("toast_link", "toast", 8.4, 6.7),
    ("control", "sheet", 3.7, 4.7),
    ("control", "panel", 3.5, 4.4),
    ("accent", "sheet", 6.2, 3.2),
    ("accent", "chrome", 5.3, 3.5),
    ("accent", "panel", 5.9, 3.1),
]


def luminance(colour: QColor) -> float:
    """WCAG 2's relative luminance."""
    channels = (colour.redF(), colour.greenF(), colour.blueF())
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: QColor, other: QColor) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize(("front", "back", "light", "dark"), PROMISED)
def test_contrast_is_what_the_design_promises(front: str, back: str, light: float, dark: float) -> None:
    for palette, least in ((LIGHT, light), (DARK, dark)):
        assert round(contrast(getattr(palette, front), getattr(palette, back)), 1) >= least


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_all_text_can_be_read_where_it_stands(palette: Palette) -> None:
    for back in (
        "sheet",
        "panel",
        "raised",
        "hover",
        "press",
        "chrome",
        "chrome_hover",
        "chrome_on",
        "accent_soft",
    ):
        for front in ("text", "text_2"):
            assert contrast(getattr(palette, front), getattr(palette, back)) >= 4.5
