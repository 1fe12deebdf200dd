"""Names and sentences from outside, made safe to print: artist names are written by attackers."""

import unicodedata
from html import escape
from typing import Any, Final

from namesake.report.files import Row

_BREAKING: Final = frozenset("\u2028\u2029")
_JOINERS: Final = frozenset("\u200c\u200d")
"""Format characters that Persian names and emoji need; they stay as they are."""
_MARKS: Final = r"\`*_[]<>|#~&!"
_MOST: Final = 160
"""Characters of a name or sentence that are shown."""


def visible(text: str, *, most: int = _MOST) -> str:
    """The text on one line, not too long, with characters that are not seen, or that turn the direction of others, spelled out."""
    shown = text if len(text) <= most else text[: most - 1] + "…"
    return "".join(_spelled(character) for character in shown)


def _spelled(character: str) -> str:
    if character in "\t\n\r":
        return " "
    unseen = unicodedata.category(character) in ("Cc", "Cf", "Cs") and character not in _JOINERS
    if unseen or character in _BREAKING:
        return f"‹U+{ord(character):04X}›"
    return character


def in_html(text: str, *, most: int = _MOST) -> str:
    """For HTML, its direction kept to itself."""
    return f"<bdi>{escape(visible(text, most=most))}</bdi>"


def in_markdown(text: str, *, most: int = _MOST) -> str:
    """For Markdown, none of its characters a mark-up."""
    return "".join(f"\\{character}" if character in _MARKS else character for character in visible(text, most=most))


def score_text(score: float) -> str:
    """To two places; never a certainty."""
    return ">0.99" if score >= 0.995 else f"{score:.2f}"


def end_name(end: dict[str, Any]) -> str:
    """A finding's end by name, by id where the name is not known."""
    return str(end["name"] or end["id"])


def change_text(row: Row) -> str:
    """What became of a cluster, in words; ids as they are."""
    size, before = row["size"], row["previous_size"]
    came, went = ", ".join(row["from"]), ", ".join(row["into"])
    moved = [f"{row['joined']:,} joined" if row["joined"] else "", f"{row['left']:,} left" if row["left"] else ""]
    flow = ", ".join(part for part in moved if part)
    steps = f"{size:,}" if before in (None, size) else f"{before:,} → {size:,}"
    told = {
        "born": f"new, {size:,} members",
        "returned": f"returned with {size:,} members",
        "died": f"gone, had {before or 0:,} members",
        "merged": f"merged into {went}, had {before or 0:,} members",
        "split": f"split from {came}, {size:,} members",
    }.get(row["change"], f"{row['change']}, {steps} members" + (f" ({flow})" if flow else ""))
    if row["change"] not in ("merged", "split"):
        told += f"; took in {came}" if came else ""
        told += f"; gave off {went}" if went else ""
    return told
