"""The colours of both schemes, named by what they are used for."""

from dataclasses import dataclass
from typing import Literal

from PySide6.QtGui import QColor

Scheme = Literal["light", "dark"]


@dataclass(
    frozen=True, slots=True, eq=False, repr=False
)  # there are two; comparing by identity starts faster
class Palette:
    """One scheme. The colours are shared: never change one in place."""

    scheme: Scheme
    chrome: QColor
    chrome_hover: QColor
    chrome_on: QColor
    sheet: QColor
    panel: QColor
    raised: QColor
    line: QColor
    edge: QColor
    control: QColor
    hover: QColor
    press: QColor
    text: QColor
    text_2: QColor
    text_3: QColor
    off: QColor
    accent: QColor
    accent_hover: QColor
    accent_pressed: QColor
    on_accent: QColor
    accent_text: QColor
    accent_soft: QColor
    accent_soft_2: QColor
    good: QColor
    good_soft: QColor
    warn: QColor
    warn_soft: QColor
    bad: QColor
    bad_soft: QColor
    bad_fill: QColor
    toast: QColor
    toast_text: QColor
    toast_link: QColor
    scrim: QColor
    """Lies over the window while something is dragged across it; translucent."""


LIGHT = Palette(
    scheme="light",
    chrome=QColor("#EEECE8"),
    chrome_hover=QColor("#E4E1DB"),
    chrome_on=QColor("#DAD6CE"),
    sheet=QColor("#FFFFFF"),
    panel=QColor("#FAF9F6"),
    raised=QColor("#FFFFFF"),
    line=QColor("#E6E3DD"),
    edge=QColor("#CFCAC1"),
    control=QColor("#8A847A"),
    hover=QColor("#F5F3EF"),
    press=QColor("#EAE7E1"),
    text=QColor("#1F1C18"),
    text_2=QColor("#57524A"),
    text_3=QColor("#69635A"),
    off=QColor("#A39D93"),
    accent=QColor("#2D57CE"),
    accent_hover=QColor("#264BB6"),
    accent_pressed=QColor("#1F3E9A"),
    on_accent=QColor("#FFFFFF"),
    accent_text=QColor("#264FBF"),
    accent_soft=QColor("#E9EEFC"),
    accent_soft_2=QColor("#D3DDF8"),
    good=QColor("#1C6F41"),
    good_soft=QColor("#E1F2E6"),
    warn=QColor("#835400"),
    warn_soft=QColor("#FBEFD2"),
    bad=QColor("#B3261E"),
    bad_soft=QColor("#FBE8E5"),
    bad_fill=QColor("#C02F26"),
    toast=QColor("#2A2724"),
    toast_text=QColor("#F6F4F0"),
    toast_link=QColor("#A9C3FF"),
    scrim=QColor(0xEE, 0xEC, 0xE8, round(0.84 * 255)),
)

DARK = Palette(
    scheme="dark",
    chrome=QColor("#151412"),
    chrome_hover=QColor("#211F1D"),
    chrome_on=QColor("#2D2B27"),
    sheet=QColor("#1D1C1A"),
    panel=QColor("#21201E"),
    raised=QColor("#2B2927"),
    line=QColor("#312F2B"),
    edge=QColor("#47433D"),
    control=QColor("#8B857B"),
    hover=QColor("#262522"),
    press=QColor("#302E2A"),
    text=QColor("#ECE9E4"),
    text_2=QColor("#BBB6AD"),
    text_3=QColor("#9C968C"),
    off=QColor("#6A655E"),
    accent=QColor("#3A63D6"),
    accent_hover=QColor("#426CDE"),
    accent_pressed=QColor("#3157C4"),
    on_accent=QColor("#FFFFFF"),
    accent_text=QColor("#93B4FF"),
    accent_soft=QColor("#232D46"),
    accent_soft_2=QColor("#2D3D64"),
    good=QColor("#79CE9B"),
    good_soft=QColor("#1F3326"),
    warn=QColor("#EABB60"),
    warn_soft=QColor("#3A2E18"),
    bad=QColor("#FF998E"),
    bad_soft=QColor("#3C2320"),
    bad_fill=QColor("#C93A31"),
    toast=QColor("#3A3733"),
    toast_text=QColor("#F6F4F0"),
    toast_link=QColor("#A9C3FF"),
    scrim=QColor(0x0E, 0x0C, 0x0A, round(0.78 * 255)),
)
