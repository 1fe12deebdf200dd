"""Whom findings accuse that say nothing true: by the innocent lookalike that they are about. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from detectors.matching import ALARM_SCORE, Matcher, Row, matcher
from graph.findings import KINDS
from graph.truth import Truth

PER: Final = 100_000
"""Profiles that false alarms are counted for."""


@dataclass(frozen=True, slots=True)
class Alarms:
    """`findings` of one kind with a score of 0.5 or more that say nothing true, about innocents of one `twin`.

    `twin`: empty for those about nobody whom the truth names as an innocent lookalike. `innocents`: lookalikes of that twin there
    are. `per_100k`: findings per 100,000 profiles; None where the number of profiles is not known.
    """

    twin: str
    kind: str
    findings: int
    innocents: int
    per_100k: float | None


def count_alarms(rows: Iterable[Row], truth: Truth, *, profiles: int) -> tuple[Alarms, ...]:
    """Findings with a score of 0.5 or more that say nothing true, by the innocents that they are about and by kind.

    A finding is about an innocent who is its subject or, for a group, half of its members. The innocents' release ids come first: a
    release that looks misattributed is that twin, whatever else its artist is.
    """
    twin_of: dict[str, str] = {}
    for innocent in truth.innocents:
        for key in (*innocent.release_ids, *innocent.artist_ids):
            twin_of.setdefault(key, innocent.twin)
    matchers: dict[str, Matcher] = {kind: matcher(truth, kind) for kind in KINDS}
    counted: Counter[tuple[str, str]] = Counter()
    for row in rows:
        kind = str(row["kind"])
        if float(row["score"]) >= ALARM_SCORE and not matchers[kind](row):
            counted[_twin(row, twin_of), kind] += 1
    known = Counter(innocent.twin for innocent in truth.innocents)
    return tuple(
        Alarms(twin, kind, count, known[twin], PER * count / profiles if profiles else None)
        for (twin, kind), count in sorted(counted.items(), key=lambda item: (-item[1], item[0]))
    )


def _twin(row: Row, twin_of: Mapping[str, str]) -> str:
    members = row.get("members") or ()
    if not members:
        return twin_of.get(row["subject"]["id"], "")
    twins = Counter(twin_of[key] for key in members if key in twin_of)
    return twins.most_common(1)[0][0] if 2 * sum(twins.values()) >= len(members) else ""
