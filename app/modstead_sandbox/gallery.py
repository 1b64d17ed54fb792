"""placeholder"""

from modstead_sandbox.pixels import icon

IN_BODY = 2


def picture(number: int, palette: str, place: int) -> bytes:
    return icon("waves", palette, 8)


def thumbnail(number: int, palette: str, place: int) -> bytes:
    return icon("waves", palette, 8)


def avatar(number: int) -> bytes:
    return icon("waves", "sky", 4)
