"""Pictures of the report as inline SVG: drawn by the page's own colours, so that they follow light and dark, and as wide as the screen.

What is drawn lies in an inner picture that is stretched sideways; text and dots lie over it by percentages and keep their shape.
"""

import math
from collections.abc import Iterable, Sequence
from html import escape
from typing import Any, Final

from detectors.reliability import wilson_interval
from namesake.report.words import spoken

Row = dict[str, Any]

_WIDE: Final = 1000
"""Units across the stretched part."""
_LANE, _BAND, _TOP = 46, 20, 26
"""Heights in pixels: of a lane, of the largest cluster's band, of the nights above."""
_FLAT: Final = 0.16
"""Part of a night's column, on each side of its middle, where a band keeps its width."""
_GUTTER: Final = 13
"""Percent of a picture's width for the names of levels."""


def genealogy_picture(told: Row) -> str:
    """One lane a cluster, as thick as the square root of its size; curves show members that went from one to another."""
    lanes, nights = told["lanes"], told["nights"]
    largest = max((size or 0 for lane in lanes for size in lane["sizes"]), default=1)
    height = _TOP + _LANE * len(lanes) + 8
    place = {lane["cluster_id"]: row for row, lane in enumerate(lanes)}

    def middle(cluster_id: str) -> float:
        return _TOP + _LANE * place[cluster_id] + 31

    def thick(size: int) -> float:
        return max(3.0, _BAND * math.sqrt(size / largest))

    curves = []
    for link in told["links"]:
        source, target = lanes[place[link["from"]]], lanes[place[link["to"]]]
        width = thick(min(source["sizes"][link["night"] - 1] or 1, target["sizes"][link["night"]] or 1))
        start, end = _edge(link["night"] - 1, len(nights), 1), _edge(link["night"], len(nights), -1)
        curves.append(_curve(start, middle(link["from"]), end, middle(link["to"]), width, target["kind"]))
    bands = [
        f'<path class="band k-{escape(lane["kind"])}" d="{_band(part, [thick(size or 1) for size in lane["sizes"]], middle(lane["cluster_id"]), len(nights))}"/>'
        for lane in lanes
        for part in _stretches(lane["sizes"])
    ]
    merged = {lane["cluster_id"] for lane in lanes if _has_merged(lane, told["links"])}
    labels = [_lane_label(lane, middle(lane["cluster_id"]) - 17, merged=lane["cluster_id"] in merged) for lane in lanes]
    ends = [_end(lane, len(nights), middle(lane["cluster_id"])) for lane in lanes if lane["cluster_id"] not in merged]
    inner = _stretched("".join([*curves, *bands]), height)
    return _picture(
        "Genealogy of clusters over the last nights",
        height,
        _night_lines(nights, height) + inner + "".join(labels + ends),
    )


def _edge(night: int, nights: int, side: int) -> float:
    return (night + 0.5 + side * _FLAT) * _WIDE / nights


def _has_merged(lane: Row, links: Sequence[Row]) -> bool:
    """Whether it went into another where it ends."""
    last = _last(lane["sizes"])
    return any(link["from"] == lane["cluster_id"] and link["night"] == last + 1 for link in links)


def _last(sizes: Sequence[int | None]) -> int:
    return max(night for night, size in enumerate(sizes) if size)


def _stretches(sizes: Sequence[int | None]) -> list[range]:
    """Runs of nights in which a cluster was there."""
    runs: list[range] = []
    for night, size in enumerate(sizes):
        if size:
            runs = (
                [*runs[:-1], range(runs[-1].start, night + 1)]
                if runs and runs[-1].stop == night
                else [*runs, range(night, night + 1)]
            )
    return runs


def _band(nights: range, widths: Sequence[float], middle: float, count: int) -> str:
    points = [(_edge(night, count, side), widths[night] / 2) for night in nights for side in (-1, 1)]
    above = _smooth([(x, middle - half) for x, half in points])
    below = _smooth([(x, middle + half) for x, half in reversed(points)])
    return f"M{above}L{below}Z"


def _smooth(points: Sequence[tuple[float, float]]) -> str:
    """Through the points from left to right or back, level at each."""
    (x, y), parts = points[0], [f"{points[0][0]:.1f},{points[0][1]:.1f}"]
    for to_x, to_y in points[1:]:
        half = (x + to_x) / 2
        parts.append(f"C{half:.1f},{y:.1f} {half:.1f},{to_y:.1f} {to_x:.1f},{to_y:.1f}")
        x, y = to_x, to_y
    return "".join(parts)


def _curve(x: float, y: float, to_x: float, to_y: float, width: float, kind: str) -> str:
    above = _smooth([(x, y - width / 2), (to_x, to_y - width / 2)])
    below = _smooth([(to_x, to_y + width / 2), (x, y + width / 2)])
    return f'<path class="link k-{escape(kind)}" d="M{above}L{below}Z"/>'


def _lane_label(lane: Row, y: float, *, merged: bool) -> str:
    sizes = [size for size in lane["sizes"] if size]
    told = f"{sizes[0]:,}" if sizes[0] == sizes[-1] else f"{sizes[0]:,} → {sizes[-1]:,}"
    first = next(night for night, size in enumerate(lane["sizes"]) if size)
    gone = "" if lane["sizes"][-1] else ", merged" if merged else ", gone"
    x = f"{100 * first / len(lane['sizes']):.2f}%" if first < len(lane["sizes"]) / 2 else "100%"
    side = "" if x != "100%" else ' text-anchor="end"'
    return f'<text class="lane" x="{x}" y="{y:.0f}"{side}>{escape(lane["cluster_id"])}<tspan class="soft" dx="8">{told}{gone}</tspan></text>'


def _end(lane: Row, nights: int, middle: float) -> str:
    """A cross where a cluster was last there."""
    last = _last(lane["sizes"])
    if last == nights - 1:
        return ""
    x = f"{100 * (last + 0.5 + 2 * _FLAT) / nights:.2f}%"
    return f'<text class="cross" x="{x}" y="{middle + 4.5:.1f}" text-anchor="middle">×</text>'


def _night_lines(nights: Sequence[str], height: int) -> str:
    parts = []
    for place, night in enumerate(nights):
        x = f"{100 * (place + 0.5) / len(nights):.2f}%"
        last = " now" if place == len(nights) - 1 else ""
        parts.append(f'<line class="grid" x1="{x}" x2="{x}" y1="20" y2="{height}"/>')
        parts.append(f'<text class="tick{last}" x="{x}" y="12" text-anchor="middle">{short_night(night)}</text>')
    return "".join(parts)


def short_night(night_id: str) -> str:
    """Month and day, and which night of that day."""
    return escape(night_id[5:10] + (f"/{night_id[11:]}" if night_id[11:] else ""))


def score_picture(kind: str, told: Row) -> str:
    """How many findings score in each tenth: bars are tonight, lines the night before. Heights are square roots (a rootogram)."""
    now = told["tonight"]
    was = told["before"] or [0] * len(now)
    height, foot, head = 132, 18, 16
    unit = (height - foot - head) / math.sqrt(max(1, *now, *was))
    wide = 100 / len(now)
    parts = [f'<line class="grid even" x1="50%" x2="50%" y1="{head - 10}" y2="{height - foot}"/>']
    for place, (count, before) in enumerate(zip(now, was, strict=True)):
        left, tall, line = wide * place, unit * math.sqrt(count), unit * math.sqrt(before)
        if count:
            parts.append(
                f'<rect class="bar k-{escape(kind)}" x="{left + 0.8:.2f}%" y="{height - foot - tall:.1f}" width="{wide - 1.6:.2f}%" height="{tall:.1f}" rx="2"/>'
                f'<text class="count" x="{left + wide / 2:.2f}%" y="{height - foot - max(tall, line) - 5:.1f}" text-anchor="middle">{count:,}</text>'
            )
        if before:
            y = f"{height - foot - line:.1f}"
            parts.append(
                f'<line class="before" x1="{left + 0.8:.2f}%" x2="{left + wide - 0.8:.2f}%" y1="{y}" y2="{y}"/>'
            )
    parts.append(f'<line class="axis" x1="0" x2="100%" y1="{height - foot + 0.5}" y2="{height - foot + 0.5}"/>')
    parts += _ticks(("0", "score 0.5", "1"), height - 4)
    return _picture(f"Scores of {spoken(kind)}, tonight and the night before", height, "".join(parts))


def share_picture(kind: str, history: Sequence[Row], nights: Sequence[str]) -> str:
    """The red team's share found by night, each with its 95 % interval."""
    height, foot, head = 132, 18, 10

    def level(share: float) -> float:
        return head + (height - foot - head) * (1 - share)

    parts = []
    for share in (0.0, 0.5, 1.0):
        y = level(share) + 0.5
        parts.append(f'<line class="grid" x1="{_GUTTER}%" x2="100%" y1="{y}" y2="{y}"/>')
        parts.append(f'<text class="tick" x="{_GUTTER - 2}%" y="{y + 4}" text-anchor="end">{share:.0%}</text>')
    for row in history:
        x = _column(nights.index(row["night_id"]), len(nights))
        low, high = wilson_interval(row["found"], row["planted"])
        now = " now" if row["night_id"] == nights[-1] else ""
        parts.append(
            f'<line class="whisker k-{escape(kind)}{now}" x1="{x}" x2="{x}" y1="{level(high):.1f}" y2="{level(low):.1f}"/>'
        )
        parts.append(
            f'<circle class="dot k-{escape(kind)}{now}" cx="{x}" cy="{level(row["found"] / row["planted"]):.1f}" r="4"/>'
        )
    shown = [0, len(nights) - 1] if len(nights) > 4 else range(len(nights))
    parts += [
        f'<text class="tick" x="{_column(place, len(nights))}" y="{height - 3}" text-anchor="middle">{short_night(nights[place])}</text>'
        for place in shown
    ]
    return _picture(f"Share of planted {spoken(kind)} found, by night", height, "".join(parts))


def _column(night: int, nights: int) -> str:
    return f"{_GUTTER + (100 - _GUTTER) * (night + 0.5) / nights:.2f}%"


def _ticks(names: Iterable[str], y: float) -> list[str]:
    places = (("0", "start"), ("50%", "middle"), ("100%", "end"))
    return [
        f'<text class="tick" x="{x}" y="{y}" text-anchor="{anchor}">{name}</text>'
        for name, (x, anchor) in zip(names, places, strict=True)
    ]


def _stretched(content: str, height: int) -> str:
    return (
        f'<svg width="100%" height="{height}" viewBox="0 0 {_WIDE} {height}" preserveAspectRatio="none">{content}</svg>'
    )


def _picture(title: str, height: int, content: str) -> str:
    return (
        f'<svg class="picture" role="img" width="100%" height="{height}" aria-label="{escape(title)}">{content}</svg>'
    )
