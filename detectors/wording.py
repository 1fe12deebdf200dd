"""Numbers as a sentence tells them: shares, times, counts."""

from typing import Final

_MONTH = 365.25 / 12
_AUDIENCES: Final = {
    "monthly_listeners": ("monthly listener", "monthly listeners"),
    "followers": ("follower", "followers"),
    "listeners_28d": ("listener of one recording", "listeners of one recording"),
}
"""What an artist's audience is counted in, one and several."""


def share_text(share: float | None) -> str:
    """A share or probability, 0 to 1, in whole percent; what is not quite nothing or all of it is told so. None: unknown."""
    if share is None:
        return "an unknown share"
    if 0 < share < 0.01:
        return "below 1 %"
    return "over 99 %" if 0.99 < share < 1 else f"{round(100 * share)} %"


def part_text(share: float | None) -> str:
    """A share as the part of several things, "none", "35 %" or "all" (of them). None: unknown."""
    whole = {0.0: "none", 1.0: "all"}
    return share_text(share) if share is None else whole.get(share, share_text(share))


def time_text(days: float | None) -> str:
    """So many days, as days up to two months, as months up to two years, then as years. None: unknown."""
    if days is None:
        return "an unknown time"
    if days < 2 * _MONTH:
        return count_text(round(days), "day")
    return f"{round(days / _MONTH)} months" if days < 24 * _MONTH else f"{days / 365.25:.1f} years"


def count_text(number: int, noun: str) -> str:
    """A number, its thousands parted, with its noun, which takes an s."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def number_text(number: float | None) -> str:
    """A number to the nearest whole, its thousands parted: `13,496`. None: unknown."""
    return "an unknown number" if number is None else f"{number:,.0f}"


def source_text(source: str | None) -> str:
    """Who reports something, as the subject of a sentence: its name as it writes itself. None: unknown."""
    return "another system" if source is None else f"“{source}”"


def audience_text(size: int | None, measure: str | None) -> str:
    """An audience with what it is counted in: `13,496 listeners of one recording`. None: unknown, which is not nobody."""
    if size is None or measure is None:
        return "no known audience"
    one, many = _AUDIENCES[measure]
    return f"{size:,} {one if size == 1 else many}"


def size_text(size: float) -> str:
    """A large number, in two digits from 10,000 on: `950`, `9,500`, `46 thousand`, `1.2 million`, `3 billion`."""
    if size < 10_000:
        return f"{size:,.0f}"
    size = float(f"{size:.2g}")
    unit, name = next(item for item in ((1e9, "billion"), (1e6, "million"), (1e3, "thousand")) if size >= item[0])
    return f"{size / unit:.12g} {name}"
