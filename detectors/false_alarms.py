"""Whom findings accuse that say nothing true: innocents, by the lookalike that they are, and true ones with a wrong target. Pure."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from detectors.matching import ALARM_SCORE, Matcher, Row, matcher, wrong_target
from graph.findings import KINDS
from graph.truth import Truth

PER: Final = 100_000
"""Profiles that false alarms are counted for."""


@dataclass(frozen=True, slots=True)
class Alarms:
    """`findings` of one kind with a score of 0.5 or more about subjects that are innocent of it, of one `twin`.

    `twin`: empty for those about nobody whom the truth names as an innocent lookalike. `innocents`: lookalikes of that twin there
    are. `per_100k`: findings per 100,000 profiles; None where the number of profiles is not known.
    """

    twin: str
    kind: str
    findings: int
    innocents: int
    per_100k: float | None


def count_alarms(rows: Iterable[Row], truth: Truth, *, profiles: int) -> tuple[Alarms, ...]:
    """Findings with a score of 0.5 or more about subjects that are innocent of what they say, by twin and by kind.

    Who truly is one of its kind, of another target, is not innocent of it: see `count_wrong_targets`. A finding is about an innocent
    who is its subject or, for a group, half of its members. The innocents' release ids come first: a release that looks misattributed
    is that twin, whatever else its artist is.
    """
    twin_of: dict[str, str] = {}
    for innocent in truth.innocents:
        for key in (*innocent.release_ids, *innocent.artist_ids):
            twin_of.setdefault(key, innocent.twin)
    wrong = (row for row, innocent in _wrong(rows, truth) if innocent)
    counted = Counter((_twin(row, twin_of), str(row["kind"])) for row in wrong)
    known = Counter(innocent.twin for innocent in truth.innocents)
    return tuple(
        Alarms(twin, kind, count, known[twin], PER * count / profiles if profiles else None)
        for (twin, kind), count in sorted(counted.items(), key=lambda item: (-item[1], item[0]))
    )


def count_wrong_targets(rows: Iterable[Row], truth: Truth) -> dict[str, int]:
    """By kind, findings with a score of 0.5 or more whose subject truly is one of the kind, and whose target is not the true one."""
    counted = Counter(str(row["kind"]) for row, innocent in _wrong(rows, truth) if not innocent)
    return {kind: counted[kind] for kind in KINDS if counted[kind]}


def _wrong(rows: Iterable[Row], truth: Truth) -> Iterator[tuple[Row, bool]]:
    """The findings with a score of 0.5 or more that say nothing true, each with whether its subject is innocent of its kind."""
    tests: dict[str, tuple[Matcher, Callable[[Row], bool]]]
    tests = {kind: (matcher(truth, kind), wrong_target(truth, kind)) for kind in KINDS}
    for row in rows:
        hits, is_one = tests[str(row["kind"])]
        if float(row["score"]) >= ALARM_SCORE and not hits(row):
            yield row, not is_one(row)


def _twin(row: Row, twin_of: Mapping[str, str]) -> str:
    members = row.get("members") or ()
    if not members:
        return twin_of.get(row["subject"]["id"], "")
    twins = Counter(twin_of[key] for key in members if key in twin_of)
    return twins.most_common(1)[0][0] if 2 * sum(twins.values()) >= len(members) else ""
