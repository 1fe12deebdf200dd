"""The report as one HTML page that needs no other file, follows light and dark, and reads on a phone."""

import re
from collections.abc import Iterable
from datetime import date
from html import escape
from importlib.resources import files
from typing import Any

from namesake.report.findings import EVEN
from namesake.report.page_findings import finding_sections
from namesake.report.page_tables import cost_table, delivery_table, drift_tables, note_list, section, shadow_part
from namesake.report.plots import genealogy_picture, score_picture, share_picture
from namesake.report.text import change_text, in_html, score_text, visible
from namesake.report.words import spoken, spoken_of

Row = dict[str, Any]
_FEW = 1.0
"""Where chance alone reaches so large an index, it says nothing."""
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def page(report: Row) -> str:
    """The whole page."""
    style = files("namesake.report").joinpath("page.css").read_text(encoding="utf-8")
    parts = [
        _header(report),
        finding_sections(report),
        _clusters(report),
        _scores(report),
        _red_team(report),
        drift_tables(report["drift"]),
        cost_table(report),
        delivery_table(report["loads"], report["waiting"]),
        shadow_part(report["shadow"]),
        _notes(report["notes"]),
        _READING,
    ]
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>Namesake: night of {escape(report['night_id'])}</title>\n<style>\n{style}</style>\n</head>\n<body>\n<main>\n"
        + "\n".join(part for part in parts if part)
        + "\n</main>\n</body>\n</html>\n"
    )


def _header(report: Row) -> str:
    day = date.fromisoformat(report["date"])
    number = report["night_id"][11:]
    title = f"Night of {day.day} {day:%B %Y}" + (f", run {escape(number)} of that day" if number else "")
    against = report["previous_night"]
    meta = [
        f"beside the night of {escape(against)}" if against else "the first night",
        f"model {escape(report['model'] or 'not known')}",
        f"run {escape(report['run_id'] or 'not known')}",
        *(f"{count:,} {escape(name)}" for name, count in report["counts"].items() if name in ("artists", "identities")),
    ]
    return (
        f'<header>\n<p class="brand">Namesake, the night\'s report</p>\n<h1>{title}</h1>\n'
        f'<p class="meta">{"".join(f"<span>{item}</span>" for item in meta)}</p>\n'
        f'<div class="headline">{_paragraphs(report["headline"])}</div>\n{_attention(report["attention"])}\n{_tiles(report)}</header>'
    )


def _paragraphs(sentences: Iterable[str]) -> str:
    return "".join(f"<p>{escape(sentence)}</p>" for sentence in sentences)


def _attention(sentences: list[str]) -> str:
    if not sentences:
        return '<div class="attention calm"><h2>Nothing about the night itself needs attention</h2></div>'
    items = "".join(f"<li>{_code(escape(visible(sentence, most=1_000)))}</li>" for sentence in sentences)
    return f'<div class="attention"><h2>Look at this before you trust the night</h2><ul>{items}</ul></div>'


def _code(escaped: str) -> str:
    """What stands between backticks, as code."""
    return re.sub("`([^`]+)`", r"<code>\1</code>", escaped)


def _tiles(report: Row) -> str:
    first = report["previous_night"] is None
    tiles = []
    for kind, row in report["findings"]["by_kind"].items():
        big = row["likely"] if first else row["new_likely"]
        small = f"{row['listed']:,} listed" if first else f"{row['likely']:,} likely in all, {row['listed']:,} listed"
        dismissed = f", {row['dismissed']:,} dismissed" if row["dismissed"] else ""
        tiles.append(
            f'<div class="tile k-{kind}{"" if big else " none"}"><b>{big:,}</b><h3>{"likely" if first else "new"} {spoken_of(big, kind)}</h3>'
            f"<p>{small}{dismissed}</p></div>"
        )
    return f'<div class="tiles">{"".join(tiles)}</div>'


def _clusters(report: Row) -> str:
    told, lanes = report["clusters"], report["genealogy"]["lanes"]
    likely = [row for row in told["rows"] if row["score"] is not None and row["score"] >= EVEN]
    others = told["rows"][len(likely) :]
    more = told["changed"] - len(told["rows"])
    rest = f'<p class="more">{more:,} more in changes.jsonl.</p>' if more else ""
    folded = (
        f"<details><summary>Less likely clusters: {told['changed'] - len(likely):,}</summary>{_cluster_list(others)}{rest}</details>"
        if others
        else ""
    )
    steady = told["counts"].get("steady", 0)
    about = f"{told['clusters']:,} content farms and campaigns tonight, {steady:,} of them as they were."
    return section(
        "Clusters", about, (_genealogy(report["genealogy"]) if lanes else "") + _cluster_list(likely) + folded
    )


def _cluster_list(rows: list[Row]) -> str:
    items = "".join(
        f'<li><span><i class="dot-kind k-{escape(row["kind"])}"></i><code>{escape(row["cluster_id"])}</code></span>'
        f'<span class="num">{"" if row["score"] is None else escape(score_text(row["score"]))}</span>'
        f"<div>{escape(change_text(row))}{_members(row)}</div></li>"
        for row in rows
    )
    return f'<ul class="clusters">{items}</ul>' if items else ""


def _members(row: Row) -> str:
    if not row["member_names"]:
        return ""
    return f'<br><span class="soft">{", ".join(in_html(name) for name in row["member_names"])}{" …" if row["size"] > len(row["member_names"]) else ""}</span>'


def _genealogy(told: Row) -> str:
    kinds = dict.fromkeys(lane["kind"] for lane in told["lanes"])
    legend = "".join(f'<span><i class="dot-kind k-{escape(kind)}"></i>{escape(spoken(kind))}</span>' for kind in kinds)
    left_out = f" {told['left_out']:,} other clusters are not drawn." if told["left_out"] else ""
    return (
        f'<figure class="panel"><h3>Genealogy</h3><p class="legend">{legend}</p>{genealogy_picture(told)}'
        "<figcaption>One lane a cluster, left to right from night to night; its thickness is the square root of its size. Pale curves are mergers and "
        f"splits, × is the end of one. Drawn are those that were likely in any of these nights, with their relatives: families first, then what changed most tonight.{left_out}</figcaption></figure>"
    )


def _scores(report: Row) -> str:
    panels = []
    for kind, row in report["scores"].items():
        if not sum(row["tonight"]) and not sum(row["before"] or []):
            continue
        panels.append(f'<div class="panel"><h3>{spoken(kind)}{_shift(row)}</h3>{score_picture(kind, row)}</div>')
    about = "Findings by tenth of score. Bars are tonight, lines the night before; heights are square roots, so that few and many read in one picture."
    return section("Scores", about, f'<div class="panels">{"".join(panels)}</div>') if panels else ""


def _shift(row: Row) -> str:
    if row["before"] is None:
        return ""
    if row["moved"]:
        return f'<span class="told">moved: index {row["psi"]:.2f}</span>'
    told = "too few to compare" if row["noise"] > _FEW else "within chance"
    return f'<span class="soft">{told}</span>'


def _red_team(report: Row) -> str:
    told = report["red_team"]
    if told is None:
        return section("Red team", "It did not run: a loss of recall would not be noticed.", "")
    nights = list(dict.fromkeys(row["night_id"] for kind in told["kinds"].values() for row in kind["history"]))
    nights.sort(key=lambda name: (name[:10], int(name[11:] or 1)))
    panels = "".join(_red_team_panel(kind, row, nights) for kind, row in told["kinds"].items())
    part = (
        f" A sample of {told['artists']:,} of {told['of']:,} artists was looked at."
        if told["of"] and told["artists"] < told["of"]
        else ""
    )
    about = f"Attacks of known making, planted each night in a copy of the data: the share that was found, with its 95 % interval.{part}"
    return section("Red team", about, f'<div class="panels">{panels}</div>')


def _red_team_panel(kind: str, row: Row, nights: list[str]) -> str:
    count = f"{row['found']:,} of {row['planted']:,} found" if row["planted"] else "none planted"
    picture = share_picture(kind, row["history"], nights) if row["history"] else ""
    alarm = '<p class="told">Fell by more than chance.</p>' if row["fell"] else ""
    reason = f"<p>{in_html(row['not_planted'])}</p>" if row["not_planted"] else ""
    title = f'<h3>{escape(spoken(kind))}<span class="soft">{count}</span></h3>'
    return f'<div class="panel">{title}{picture}{alarm}{reason}{_tricks(row["by_trick"])}</div>'


def _tricks(by_trick: dict[str, list[int]]) -> str:
    worst = sorted(by_trick.items(), key=lambda item: (item[1][0] / max(1, item[1][1]), item[0]))
    told = [f"{escape(spoken(name))} {found} of {planted}" for name, (found, planted) in worst[:6] if found < planted]
    return f"<p>Least seen: {', '.join(told)}.</p>" if told else ""


def _notes(notes: list[str]) -> str:
    return section("Notes of the run", "", note_list(notes)) if notes else ""


_READING = """<section><h2>How to read this</h2><dl>
<dt>Score</dt><dd>A calibrated probability that the finding is right. <i>Likely</i> means 0.5 or more; less likely ones are listed from 0.02
on, clusters (content farms and campaigns) from 0.1 on.</dd>
<dt>Evidence</dt><dd>The number before a sentence is its weight: log-odds, base e. +0.7 doubles the odds, +2.3 makes them ten times as large.</dd>
<dt>Stability index</dt><dd>How far a distribution moved (population stability index). Below 0.10 it did not, from 0.25 on the data are other data. With few rows chance alone
reaches such values, so an index counts as moved only beyond what chance does once in 1,000.</dd>
<dt>New, returned, gone</dt><dd>Beside the night before. Returned: it was a finding in some earlier night. Gone: the night before said it, tonight does not.</dd>
</dl></section>"""
