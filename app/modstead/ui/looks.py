"""What the settings say of the look, as the theme takes it."""

from modstead.settings import Settings
from modstead.ui.theme import SchemeChoice


def scheme_of(settings: Settings) -> SchemeChoice:
    """The scheme that was chosen; the system's where the settings hold another word."""
    match settings.color_scheme:
        case "light":
            return "light"
        case "dark":
            return "dark"
        case _:
            return "system"


def text_scale_of(settings: Settings) -> float | None:
    """None leaves the size to the system: 100 % is what people have set there."""
    return None if settings.text_percent == 100 else settings.text_percent / 100
