"""What a person should look at before trusting tonight's findings: few rules, each with its threshold and where that comes from."""

import math
from typing import Any, Final

from graph.findings import KINDS
from namesake.report.drift import PSI_MOVED, RARE
from namesake.report.text import visible
from namesake.report.words import spoken

Row = dict[str, Any]

MAX_QUARANTINED: Final = 0.01
"""Share of a delivery's rows. One in a hundred: an operator's choice, no finding depends on it."""
MAX_ROWS_LOST: Final = 0.02
"""Share of a table's rows. Rows go only by withdrawals; an operator's choice as well."""
MUCH: Final = 2.0
"""Times as many findings as the night before, or as few, and by more than the Poisson noise of both."""


def attention(report: Row) -> list[str]:
    """Sentences, most urgent first; none where all is as it was. What there is no earlier night for is not compared."""
    return [
        *_red_team(report["red_team"]),
        *_emptiness(report["drift"]),
        *_deliveries(report["loads"]),
        *_amounts(report["findings"]),
        *_scores(report["scores"]),
        *_data(report["drift"]),
        *_stages(report["stages"]),
    ]


def _red_team(told: Row | None) -> list[str]:
    kinds = told["kinds"] if told else {}
    return [
        f"Recall fell: of the red team's planted cases of {spoken(kind)}, {row['found']} of {row['planted']} were found tonight "
        f"({row['found'] / row['planted']:.0%}), {row['found_before']} of {row['planted_before']} in earlier nights "
        f"({row['found_before'] / row['planted_before']:.0%}); chance does that in less than one of 1,000 comparisons, "
        f"and each night makes one a kind, {len(kinds)} tonight. "
        "See which tricks went unseen, and what changed: model, text vectors or data."
        for kind, row in kinds.items()
        if row["fell"]
    ]


def _emptiness(drift: Row) -> list[str]:
    if drift["rows"].get("artists", 1):
        return []
    return [
        "The graph holds no artist: nothing was looked at. Has anything been delivered, or does all of it still wait "
        "(NAMESAKE_DROP_SETTLE_S)? The night's notes say which deliveries wait."
    ]


def _deliveries(loads: list[Row]) -> list[str]:
    sentences = []
    for row in loads:
        if "error" in row:
            sentences.append(
                f"Not loaded: {visible(row['path'])} ({row['source']}): {visible(row['error']['what'], most=400)}. "
                f"Remedy: {visible(row['error']['hint'], most=400)}."
            )
        elif row["quarantined_share"] > MAX_QUARANTINED:
            sentences.append(
                f"{row['quarantined']:,} rows of {visible(row['path'])} ({row['source']}) were set aside, {row['quarantined_share']:.1%} of it "
                f"(told from {MAX_QUARANTINED:.0%} on). Read why with `namesake quarantine list`."
            )
    return sentences


def _amounts(findings: Row) -> list[str]:
    sentences = []
    for kind in KINDS:
        now, was = findings["by_kind"][kind]["likely"], findings["by_kind"][kind]["likely_before"]
        if was is None:
            continue
        beyond_chance = math.sqrt(2) * abs(math.sqrt(now) - math.sqrt(was)) > RARE
        if beyond_chance and (now >= MUCH * was or was >= MUCH * now):
            sentences.append(
                f"The number of likely findings of {spoken(kind)} went from {was:,} to {now:,}, by more than chance and a factor of "
                f"{MUCH:.0f}: an attack, a large delivery, or a fault of the detector."
            )
    return sentences


def _scores(scores: Row) -> list[str]:
    return [
        f"Scores of {spoken(kind)} are distributed otherwise than last night: stability index {row['psi']:.2f} "
        f"(told from {max(PSI_MOVED, row['noise']):.2f} on)."
        for kind, row in scores.items()
        if row["moved"]
    ]


def _data(drift: Row) -> list[str]:
    sentences = []
    for place, since in enumerate(drift["since"]):
        when = "the night before" if place == 0 else f"the night of {since['night_id']}, step by step"
        for table, rows in since["rows"].items() if place == 0 else ():
            left = drift["rows"].get(table, 0)
            if rows and left < rows * (1 - MAX_ROWS_LOST):
                sentences.append(
                    f"The table {table} lost {rows - left:,} of {rows:,} rows since {when}: was something withdrawn, or not delivered?"
                )
        moved = [row for row in since["columns"] if row["moved"]]
        if moved:
            sentences.append(_drifted(moved, since, when))
    return sentences


def _drifted(moved: list[Row], since: Row, when: str) -> str:
    named = [f"{row['table']}.{row['column']} ({row['psi']:.2f})" for row in moved[:5]]
    more = f" and {since['moved'] - len(named)} more" if since["moved"] > len(named) else ""
    count = f"{since['moved']} column{'s' if since['moved'] > 1 else ''}"
    return (
        f"The data are not those of {when}: {count} moved by a stability index of more than {PSI_MOVED:.2f}: "
        f"{', '.join(named)}{more}. Scores were calibrated on other data; check the deliveries first."
    )


def _stages(stages: list[Row]) -> list[str]:
    return [
        f"The stage {row['name']} took {row['seconds']:.0f} s, {row['seconds'] / row['median_seconds']:.1f} times the median of "
        f"the {row['nights']} nights before ({row['median_seconds']:.0f} s)."
        for row in stages
        if row["slow"]
    ]
