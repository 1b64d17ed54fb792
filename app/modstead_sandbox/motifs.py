"""Pixel drawings on a grid of 16. Inks: `.` ground, `#` deep, `o` main, `+` light, `*` glint."""

from __future__ import annotations

DRAWN: dict[str, tuple[str, ...]] = {}
import re as _re

for _name in _re.findall(
    r"\w+",
    "waves bird moon book flame leaf sun drop tree note tiles flower feather lantern hills pickaxe key frame bell house cup tower star cog circles furnace peak gem fish mountains chest target boat clock wheat potion snow spool cloud moth shelf ruler mushroom bee toadstool cube parcel gate scales tram kite jar coins column carrot heart glass shield sign",
):
    DRAWN[_name] = ("." * 16,) * 4 + ("....oooooooo....",) * 8 + ("." * 16,) * 4
