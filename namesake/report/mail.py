"""The report as Markdown that reads well as a plain mail: what to do first, the lists short, no picture."""

from collections.abc import Iterable
from typing import Any, Final

from namesake.report.findings import EVEN, LISTS
from namesake.report.text import change_text, end_name, in_markdown, score_text
from namesake.report.words import SAYS, counted, spoken

Row = dict[str, Any]

_SHOWN: Final = 10
_TITLES: Final = {
    "new": "New",
    "returned": "Returned",
    "reopened": "Came back with new evidence",
    "raised": "Rose past even odds",
    "lowered": "Fell below even odds",
    "gone": "Gone",
}


def mail(report: Row) -> str:
    """The whole text."""
    parts = [
        f"# Night of {report['night_id']}",
        "\n".join(report["headline"]),
        *_attention(report["attention"]),
        *_findings(report),
        *_clusters(report["clusters"]),
        *_red_team(report["red_team"]),
        *_shadow(report["shadow"]),
        *_sentences("Left in the drop folder", report["waiting"]),
        *_sentences("Notes of the run", report["notes"]),
        *_cost(report["stages"]),
        f"Pictures, drift of the data and everything else: report.html beside this file. Model {report['model'] or 'not known'}.",
    ]
    return "\n\n".join(parts) + "\n"


def _attention(sentences: list[str]) -> list[str]:
    if not sentences:
        return ["Nothing about the night itself needs attention."]
    return [
        "## Look at this before you trust the night",
        _items(in_markdown(text.replace("`", "'"), most=1_000) for text in sentences),
    ]


def _findings(report: Row) -> list[str]:
    findings = report["findings"]
    if report["previous_night"] is None:
        return _list("Findings", findings["best"], only_likely=True)
    return [
        part
        for name in LISTS
        for part in _list(_TITLES[name], findings[name], only_likely=name not in ("reopened", "lowered"))
    ]


def _list(title: str, told: Row, *, only_likely: bool) -> list[str]:
    rows = [row for row in told["rows"] if row["score"] >= EVEN or not only_likely]
    if not rows:
        return []
    more = told["total"] - min(len(rows), _SHOWN)
    rest = [f"- {counted(more, 'other')} in report.json and findings.jsonl"] if more else []
    return [
        f"## {title}: {(told['likely'] if only_likely else told['total']):,}",
        "\n".join([_items(map(_finding, rows[:_SHOWN])), *rest]),
    ]


def _finding(row: Row) -> str:
    claim = _end(row["subject"])
    if "target" in row:
        claim += f" {SAYS[row['kind']]} {_end(row['target'])}"
    if "members" in row:
        names = ", ".join(in_markdown(name) for name in row["member_names"])
        claim += f", {counted(row['members'], 'member')}" + (f": {names}" if names else "")
    reasons = [*row.get("new_evidence", []), *(item["text"] for item in row["evidence"])][:1]
    why = "".join(f"  \n  {in_markdown(text, most=400)}" for text in reasons)
    return f"{score_text(row['score'])} {spoken(row['kind'])}: {claim}{why}"


def _end(end: Row) -> str:
    name = f"**{in_markdown(end_name(end))}**"
    return f"{name} ({in_markdown(end['id'])})" if end["name"] else name


def _clusters(told: Row) -> list[str]:
    rows = [row for row in told["rows"] if row["score"] is not None and row["score"] >= EVEN][:_SHOWN]
    if not rows:
        return []
    return ["## Clusters", _items(f"{in_markdown(row['cluster_id'])}: {in_markdown(change_text(row))}" for row in rows)]


def _red_team(told: Row | None) -> list[str]:
    if told is None:
        return ["The red team did not run: a loss of recall would not be noticed."]
    rows = [
        f"| {in_markdown(spoken(kind))} | {row['found']} of {row['planted']} | {row['found_before']} of {row['planted_before']} |"
        for kind, row in told["kinds"].items()
    ]
    return [
        "## Red team: found of planted",
        "\n".join(["| kind | tonight | earlier nights |", "| --- | --- | --- |", *rows]),
    ]


def _shadow(told: Row | None) -> list[str]:
    if told is None:
        return []
    rows = [
        f"| {in_markdown(spoken(kind))} | {row['current']} | {row['candidate']} | {row['appear']} | {row['vanish']} | {row['moved']} |"
        for kind, row in told["by_kind"].items()
    ]
    head = ["| kind | now | candidate | appear | vanish | across even odds |", "| --- | --- | --- | --- | --- | --- |"]
    return [f"## Candidate model {in_markdown(told['model'])}", "\n".join([*head, *rows])]


def _sentences(title: str, told: list[str]) -> list[str]:
    more = len(told) - _SHOWN
    rest = [f"{counted(more, 'other')} in report.json"] if more > 0 else []
    shown = [in_markdown(text.replace("`", "'"), most=500) for text in told[:_SHOWN]]
    return [f"## {title}: {len(told):,}", _items([*shown, *rest])] if told else []


def _cost(stages: list[Row]) -> list[str]:
    told = ", ".join(f"{row['name']} {row['seconds']:.0f} s" for row in stages if not row["skipped"])
    return [f"Cost: {told}; at most {max(row['peak_mib'] for row in stages):,.0f} MiB."] if told else []


def _items(texts: Iterable[str]) -> str:
    return "\n".join(f"- {text}" for text in texts)
