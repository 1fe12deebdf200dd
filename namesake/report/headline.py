"""The night in a few sentences: what a person does with it tomorrow morning."""

from collections.abc import Iterable
from typing import Any

from namesake.report.words import counted, spoken_of

Row = dict[str, Any]


def headline(report: Row) -> list[str]:
    """Sentences; the first says what is new."""
    findings = report["findings"]
    if report["previous_night"] is None:
        total = sum(row["likely"] for row in findings["by_kind"].values())
        sentences = [
            "This is the first night: there is nothing to compare with.",
            f"{counted(total, 'finding')} {'are' if total != 1 else 'is'} more likely right than not"
            + _by_kind((kind, row["likely"]) for kind, row in findings["by_kind"].items()),
        ]
    else:
        new = findings["new"]["likely"]
        sentences = [
            (f"{counted(new, 'new finding')} {'are' if new != 1 else 'is'}" if new else "No new finding is")
            + " more likely right than not"
            + _by_kind((kind, row["new_likely"]) for kind, row in findings["by_kind"].items())
        ]
        sentences += _others(findings)
    sentences += _clusters(report["clusters"])
    return sentences


def _by_kind(counts: Iterable[tuple[str, int]]) -> str:
    told = [f"{count:,} {spoken_of(count, kind)}" for kind, count in counts if count]
    return f": {', '.join(told)}." if told else "."


def _others(findings: Row) -> list[str]:
    reopened, returned = findings["reopened"]["total"], findings["returned"]["likely"]
    raised, lowered, gone = (findings[name]["total"] for name in ("raised", "lowered", "gone"))
    likely_gone = findings["gone"]["likely"]
    told = [
        f"{counted(reopened, 'dismissed finding')} came back with new evidence" if reopened else "",
        f"{returned:,} likely {'one' if returned == 1 else 'ones'} returned" if returned else "",
        f"{raised:,} rose past even odds" if raised else "",
        f"{lowered:,} fell below them" if lowered else "",
        f"{gone:,} {'is' if gone == 1 else 'are'} gone ({likely_gone:,} of them likely until last night)"
        if gone
        else "",
    ]
    known = [part for part in told if part]
    return [f"{'; '.join(known)}."] if known else []


def _clusters(clusters: Row) -> list[str]:
    told = [f"{count:,} {change}" for change, count in clusters["likely_counts"].items() if change != "steady"]
    return [f"Likely clusters: {', '.join(told)}."] if told else []
