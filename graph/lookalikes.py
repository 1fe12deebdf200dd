"""Characters that look like Latin letters, by script: the table behind the skeleton of a name.

Collected by eye for the scripts whose letters pass for Latin ones in common fonts; fullwidth, circled and mathematical letters
are left to NFKC. Both cases are listed where their shapes differ (Greek Η looks like H, η like n).
"""

from typing import Final

_SHAPES: Final = {
    "a": "аɑαᴀᎪꓮ∂",
    "b": "ВвЬьʙᏏᏴꓐβΒƄƅ",
    "c": "сϲᴄᏟꓚↄⲥ",
    "d": "ԁᎠꓓᴅꓒɖ",
    "e": "еєεЕΕᴇᎬꓰҽɛ℮",
    "f": "ſꜰꓝϝƒꬵ",
    "g": "ɡցɢᏀꓖԍᶃ",
    "h": "һнНΗհʜᎻꓧⲏꮋ",
    "i": "іɪιΙІɩᎥꓲíı",
    "j": "јЈϳᴊᎫꓙյ",
    "k": "кКκΚᴋᏦꓗⲕқ",
    "l": "ӏӀʟᏞꓡ|ΙⅼւԼ∣ǀ׀ן",
    "m": "мМΜᴍᎷꓟⲙ",
    "n": "ηΝոɴꓠղпᥒ",
    "o": "оοօσОΟᴏꓳ๐໐೦௦〇ⲟ",
    "p": "рРρΡᴘᏢꓑⲣքр",
    "q": "ԛզգՔ",
    "r": "ггʀᎡᏒꓣᴦⲅꮁ",
    "s": "ѕЅꜱᏚᏕꓢՏƽ",
    "t": "тТτΤᴛᎢꓔⲧ",
    "u": "υսꓴᴜՍцᏌ",
    "v": "ѵνᴠᏙꓦѴ∨",
    "w": "ԝωшաᴡᎳᏔꓪɯѡ",
    "x": "хХχΧꓫ×ⲭ᙭",
    "y": "уУγΥʏᎩꓬүҮყ",
    "z": "ΖᴢᏃꓜⲍʐ",
    "'": "’‘ʼ`´ʹ′ʻ",
    "-": "‐‑‒–—−˗",
}

LOOKALIKES: Final = str.maketrans(
    {
        **{twin: letter for letter, twins in _SHAPES.items() for twin in twins if twin != "í"},
        "I": "l",
        "i": "l",
        "1": "l",
        "İ": "l",
        **{twin: "l" for twin in _SHAPES["i"] if twin != "í"},
        "0": "o",
    }
)
"""Character to Latin twin; i and l have one shape, for a capital I is a small l."""

SEQUENCES: Final = (("rn", "m"), ("vv", "w"))
"""Two letters that look like one."""
