"""The page's lists of findings."""

from html import escape
from typing import Any, Final

from namesake.report.findings import EVEN
from namesake.report.text import end_name, in_html, score_text
from namesake.report.words import SAYS, counted, spoken

Row = dict[str, Any]

_SHOWN: Final = 20
_TITLES: Final = {
    "reopened": ("Came back with new evidence", "dismissed before; what is new is told first"),
    "returned": ("Returned", "a finding of an earlier night, not of the last"),
    "raised": ("Rose past even odds", "below 0.5 the night before"),
    "lowered": ("Fell below even odds", "0.5 or more the night before"),
    "gone": ("Gone", "said the night before, not tonight"),
}


def finding_sections(report: Row) -> str:
    """What is new, in full; what else changed, folded."""
    findings = report["findings"]
    first = report["previous_night"] is None
    name, title = ("best", "Findings") if first else ("new", "New findings")
    told = findings[name]
    likely = [row for row in told["rows"] if row["score"] >= EVEN]
    shown = (likely or told["rows"][:5])[:_SHOWN]
    others = told["total"] - len(shown)
    if not told["total"]:
        about = "None."
    elif not likely:
        about = "None is likely. The highest scores:"
    else:
        about = f"Best first, each with its heaviest evidence. {counted(told['likely'], 'finding')} from 0.5 on."
    more = (
        f'<p class="more">{counted(others, "more finding")} of lower score in findings.jsonl.</p>'
        if others and shown
        else ""
    )
    folded = "".join(_folded(name, *titles, findings[name]) for name, titles in _TITLES.items())
    return f'<section><h2>{title}</h2><p class="about">{about}</p>{cards(shown)}{more}{folded}</section>'


def _folded(name: str, title: str, about: str, told: Row) -> str:
    if not told["total"]:
        return ""
    rows = told["rows"][:_SHOWN]
    more = told["total"] - len(rows)
    rest = f'<p class="more">{more:,} more.</p>' if more else ""
    is_open = " open" if name == "reopened" else ""
    likely = f", {told['likely']:,} likely" if name in ("returned", "gone") else ""
    return (
        f'<details{is_open}><summary>{title}: {told["total"]:,}{likely} <span class="soft">({about})</span></summary>'
        f"{cards(rows)}{rest}</details>"
    )


def cards(rows: list[Row]) -> str:
    """Findings below each other."""
    return f'<ol class="cards">{"".join(_card(row) for row in rows)}</ol>' if rows else ""


def _card(row: Row) -> str:
    """One finding: the claim, its score, its heaviest evidence."""
    claim = f"<b>{_end(row['subject'])}</b>"
    if "target" in row:
        claim += f' <span class="soft">{SAYS[row["kind"]]}</span> <b>{_end(row["target"])}</b>'
    if "members" in row:
        part = "part" if row["kind"] == "campaign" else "profile"
        names = ", ".join(in_html(name) for name in row["member_names"])
        claim += f" of {counted(row['members'], part)}" + (
            f': <span class="soft">{names}{" …" if row["members"] > 3 else ""}</span>' if names else ""
        )
    was = row["score_before"]
    score = score_text(row["score"])
    before = f"<small>was {escape(score_text(was))}</small>" if was is not None and score_text(was) != score else ""
    news = "".join(
        f'<li class="news"><span>new</span><span>{in_html(text, most=400)}</span></li>'
        for text in row.get("new_evidence", [])
    )
    facts = "".join(
        f'<li><span class="num">{item["weight"]:+.1f}</span><span>{in_html(item["text"], most=400)}</span></li>'
        for item in row["evidence"]
    )
    return (
        f'<li class="finding k-{escape(row["kind"])}"><div class="score">{escape(score)}{before}</div>'
        f'<div class="claim"><span class="kind">{escape(spoken(row["kind"]))}</span> <span class="id"><code>{escape(row["finding_id"])}</code></span>'
        f"<br>{claim}</div><span></span><ul>{news}{facts}</ul></li>"
    )


def _end(end: Row) -> str:
    if end["type"] == "cluster":
        return f"cluster <code>{escape(end['id'])}</code>"
    told = in_html(end_name(end))
    return told if end["name"] is None else f'{told}</b> <span class="id"><code>{escape(end["id"])}</code></span><b>'
