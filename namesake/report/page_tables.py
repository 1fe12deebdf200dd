"""The page's tables: drift of the data, cost by stage, deliveries, the candidate model."""

from collections.abc import Iterable
from html import escape
from typing import Any, Final

from namesake.report.drift import PSI_MOVED
from namesake.report.page_findings import cards
from namesake.report.text import in_html
from namesake.report.words import counted, spoken

Row = dict[str, Any]

_FULL: Final = 1.0
"""The stability index that fills a meter."""
_COLUMNS: Final = 25
_DELIVERIES: Final = 60
_FINDINGS: Final = 20


def section(title: str, about: str, content: str) -> str:
    """A part of the page; `about` and `content` are HTML."""
    told = f'<p class="about">{about}</p>' if about else ""
    return f"<section><h2>{title}</h2>{told}{content}</section>"


def _table(heads: Iterable[str], rows: Iterable[str], kind: str = "") -> str:
    """Heads that begin with `#` are of numbers, with `-` of what a phone has no room for."""
    cells = "".join(f'<th class="{_classes(head)}">{head.lstrip("#-")}</th>' for head in heads)
    return f'<table class="{kind}"><tr>{cells}</tr>{"".join(rows)}</table>'


def _classes(head: str) -> str:
    return " ".join(name for mark, name in (("#", "num"), ("-", "aside")) if mark in head[:2])


def _row(*cells: str, told: bool = False) -> str:
    return f'<tr class="{"told" if told else ""}">{"".join(cells)}</tr>'


def _cell(content: str, kind: str = "", *, span: int = 1) -> str:
    return f'<td class="{kind}" colspan="{span}">{content}</td>'


def _meter(share: float, mark: float | None) -> str:
    """A bar of this share of its width, and a mark."""
    at = "" if mark is None else f'<s style="left:{100 * min(1, mark):.1f}%"></s>'
    return _cell(f'<div class="meter"><i style="width:{100 * min(1, max(0, share)):.1f}%"></i>{at}</div>', "wide")


def drift_tables(told: Row) -> str:
    """Rows by table, and the columns that moved most."""
    if not told["rows"]:
        return ""
    if not told["since"]:
        return section("Data", "Nothing to compare with yet; what they look like is kept for the next night.", "")
    parts = [_row_counts(told), _columns(told["since"][0], "the night before")]
    if len(told["since"]) > 1:
        slow = told["since"][1]
        parts.append(_columns(slow, f"{slow['night_id']}, step by step"))
        parts.append('<p class="more">What leaps from one night to the next is told on its night, not here.</p>')
    about = (
        "How far each column's values moved, by the population stability index. The mark is at 0.25, from which on they are "
        "other data. The share of missing values counts as well, where it moved farther than the values."
    )
    return section("Data", about, "".join(parts))


def _row_counts(told: Row) -> str:
    before = told["since"][0]["rows"]
    rows = [
        _row(
            _cell(escape(spoken(name))), _cell(f"{count:,}", "num"), _cell(_change(count - before.get(name, 0)), "num")
        )
        for name, count in told["rows"].items()
        if count or before.get(name)
    ]
    return _table(("table", "#rows tonight", "#change"), rows, "narrow")


def _change(rows: int) -> str:
    return f"{rows:+,}" if rows else "same"


def _columns(since: Row, when: str) -> str:
    title = f"Since {escape(when)}: {counted(since['moved'], 'column')} of {since['compared']:,} moved"
    rows = [
        _row(
            _cell(f"<code>{escape(row['table'])}.{escape(row['column'])}</code>"),
            _meter(row["psi"] / _FULL, PSI_MOVED / _FULL),
            _cell(f"{row['psi']:.2f}", "num"),
            _cell(_missing(row), "num"),
            told=row["moved"],
        )
        for row in since["columns"][:_COLUMNS]
    ]
    table = _table(("column", "", "#index", "#missing"), rows, "meters columns") if rows else ""
    return f'<h3 class="part">{title}</h3>{table}'


def _missing(row: Row) -> str:
    was, now = f"{row['missing_before']:.1%}", f"{row['missing']:.1%}"
    return now if was == now else f"{was} → {now}"


def cost_table(report: Row) -> str:
    """Seconds and memory by stage, beside the median of earlier nights."""
    stages = report["stages"]
    if not stages:
        return ""
    longest = max(max(row["seconds"], row["median_seconds"] or 0) for row in stages) or 1
    total = _seconds(sum(row["seconds"] for row in stages))
    memory = escape(report["memory"] or "the process's")
    about = f"{total} in all, before the report itself. The mark is the median of the earlier nights. Memory: {memory}, without the database server's."
    heads = ("stage", "", "#time", "#median", "#memory", "#-median")
    return section("Cost by stage", about, _table(heads, (_stage(row, longest) for row in stages), "meters"))


def _stage(row: Row, longest: float) -> str:
    if row["skipped"]:
        return _row(_cell(escape(row["name"])), _cell("left out, or nothing to do", "soft", span=5))
    seconds, memory = row["median_seconds"], row["median_peak_mib"]
    return _row(
        _cell(escape(row["name"])),
        _meter(row["seconds"] / longest, None if seconds is None else seconds / longest),
        _cell(_seconds(row["seconds"]), "num"),
        _cell("" if seconds is None else _seconds(seconds), "num soft"),
        _cell(f"{row['peak_mib']:,.0f} MiB", "num"),
        _cell("" if memory is None else f"{memory:,.0f} MiB", "num soft aside"),
        told=row["slow"],
    )


def _seconds(seconds: float) -> str:
    if seconds < 10:
        return f"{seconds:.1f} s"
    return f"{seconds:.0f} s" if seconds < 120 else f"{seconds / 60:.0f} min"


def note_list(notes: Iterable[str]) -> str:
    """Sentences as a list."""
    return f'<ul class="notes">{"".join(f"<li>{in_html(note, most=500)}</li>" for note in notes)}</ul>'


def delivery_table(loads: list[Row], waiting: list[str]) -> str:
    """What was loaded, what was set aside, what failed, and what was left in the drop folder."""
    left = f'<h3 class="part">Left in the drop folder: {len(waiting):,}</h3>{note_list(waiting)}' if waiting else ""
    if not loads:
        return section("Deliveries", f"Nothing {'was loaded' if left else 'new was in the drop folder'}.", left)
    total = sum(row["quarantined"] for row in loads)
    about = (
        f"{counted(len(loads), 'load')}, {counted(total, 'row')} set aside (see <code>namesake quarantine list</code>)."
    )
    heads = ("source", "delivery", "#written", "#-unchanged", "#set aside")
    table = _table(heads, map(_delivery, loads[:_DELIVERIES]))
    more = len(loads) - _DELIVERIES
    rest = f'<p class="more">{more:,} more in night.json.</p>' if more > 0 else ""
    return section("Deliveries", about, f'<div class="scroll">{table}</div>{rest}{left}')


def _delivery(row: Row) -> str:
    source, path = _cell(escape(row["source"])), in_html(row["path"])
    if "error" in row:
        what, hint = (in_html(row["error"][name], most=400) for name in ("what", "hint"))
        told = f"{path}<br>Not loaded: {what}. Remedy: {hint}."
        return _row(source, _cell(told, "name", span=4), told=True)
    aside = f"{row['quarantined']:,}" + (f" ({row['quarantined_share']:.1%})" if row["quarantined"] else "")
    return _row(
        source,
        _cell(path, "name"),
        _cell(f"{row['written']:,}", "num"),
        _cell(f"{row['unchanged']:,}", "num aside"),
        _cell(aside, "num"),
    )


def shadow_part(told: Row | None) -> str:
    """What would change if the candidate model were used."""
    if told is None:
        return ""
    rows = [
        _row(
            _cell(f'<i class="dot-kind k-{escape(kind)}"></i>{escape(spoken(kind))}'),
            *(_cell(f"{row[name]:,}", "num") for name in ("current", "candidate", "appear", "vanish", "moved")),
        )
        for kind, row in told["by_kind"].items()
    ]
    heads = ("kind", "#now", "#candidate", "#appear", "#vanish", "#across 0.5")
    lists = "".join(
        f"<details><summary>{title}: {told[name]['total']:,}</summary>{cards(told[name]['rows'][:_FINDINGS])}</details>"
        for name, title in (("appear", "Would appear"), ("vanish", "Would vanish"))
        if told[name]["total"]
    )
    about = f"The candidate model {escape(told['model'])} over the same data, nothing of it published."
    return section("Candidate model", about, f'<div class="scroll">{_table(heads, rows)}</div>{lists}')
