"""Lookalikes that UTS #39 leaves out: small capitals and letters of other scripts that pass for Latin ones in a list of artists.

Collected by eye, as an addition to Unicode's own table (`graph.scripts.prototype`): UTS #39 keeps apart what a careful reader of
an address bar tells apart (κ and k, в and b), which a glance at a search result does not. Both cases are listed where their
shapes differ (Greek Η looks like H, η like n).
"""

from typing import Final

_SHAPES: Final = {
    "a": "ᴀ∂",
    "b": "вьʙβƅ",
    "c": "ↄ",
    "d": "ᴅɖ",
    "e": "єεᴇɛ",
    "f": "ꜰϝƒ",
    "g": "ɢԍ",
    "h": "нʜⲏꮋ",
    "j": "ᴊյ",
    "k": "кκᴋⲕқ",
    "l": "ʟւԼi1|ıI",
    "m": "мᴍⲙ",
    "n": "ηɴղпᥒ",
    "o": "0",
    "p": "ᴘ",
    "q": "Ք",
    "r": "ʀ",
    "t": "тτᴛⲧ",
    "u": "цᏌ",
    "w": "ωш",
    "x": "χⲭ",
    "z": "ⲍʐ",
    "-": "—",
}

LOOKALIKES: Final = str.maketrans({twin: letter for letter, twins in _SHAPES.items() for twin in twins})
"""Character to Latin twin; i and l have one shape, for a capital I is a small l."""

SEQUENCES: Final = (("rn", "m"), ("vv", "w"))
"""Two letters that look like one."""
