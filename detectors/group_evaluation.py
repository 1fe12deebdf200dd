"""How good identities and clusters of content farms are, against a known truth. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from detectors.bootstrap import (
    RESAMPLING,
    Interval,
    Resampling,
    grouping_statistics,
    intervals,
    member_statistics,
    unit_numbers,
)
from detectors.matching import Row, judge
from detectors.measures import average_precision, b_cubed, pairwise
from detectors.reliability import Calibration, calibration
from graph.truth import Truth


@dataclass(frozen=True, slots=True)
class IdentityMeasures:
    """`precision`, `recall`, `f1`: over pairs of profiles in one identity. `b_cubed_f1`: over all profiles, single ones too.

    `calibration`: of the probability of the identities with several profiles; right where all of these are of one act.
    """

    precision: float
    recall: float
    f1: float
    b_cubed_f1: float
    calibration: Calibration | None = None
    intervals: dict[str, Interval] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FarmMeasures:
    """`member_f1`: the best over all score thresholds of members of clusters against members of farms."""

    member_f1: float
    threshold: float | None
    b_cubed_f1: float
    cluster_average_precision: float
    intervals: dict[str, Interval] = field(default_factory=dict)


def measure_identities(
    identities: Iterable[Row], truth: Truth, *, resampling: Resampling = RESAMPLING
) -> IdentityMeasures:
    """Profiles grouped by the system against profiles grouped in truth; an artist in no line is alone."""
    lines = list(identities)
    system = {artist: str(row["identity_id"]) for row in lines for artist in row["artist_ids"]}
    real = truth.identity_of()
    artists = sorted(set(system) | set(real))
    guessed = [("system", system[artist]) if artist in system else ("alone", artist) for artist in artists]
    actual = [("truth", real[artist]) if artist in real else ("alone", artist) for artist in artists]
    precision, recall, f1 = pairwise(guessed, actual)
    statistics, counts = grouping_statistics(guessed, actual)
    several = [line for line in lines if len(line["artist_ids"]) > 1 and line.get("probability") is not None]
    whole = [len({real.get(artist, artist) for artist in line["artist_ids"]}) == 1 for line in several]
    return IdentityMeasures(
        precision,
        recall,
        f1,
        b_cubed(guessed, actual)[2],
        calibration([float(line["probability"]) for line in several], whole),
        intervals(statistics, counts, width=len(counts), resampling=resampling),
    )


def measure_farms(groups: Iterable[Row], truth: Truth, *, resampling: Resampling = RESAMPLING) -> FarmMeasures:
    """Clusters of the system, best first, against the true farms; the intervals draw whole farms, and false clusters."""
    rows = sorted(
        groups, key=lambda row: (-float(row["score"]), str(row.get("cluster_id") or row.get("finding_id") or ""))
    )
    true = truth.of_kind("content_farm")
    home = {member: number for number, farm in enumerate(true) for member in farm.members}
    cluster_of: dict[str, int] = {}
    for number, row in enumerate(rows):
        for member in row["members"]:
            cluster_of.setdefault(member, number)
    listed = sorted(cluster_of, key=lambda member: (cluster_of[member], member))
    missed = sorted(set(home) - set(cluster_of))
    scores = [float(rows[cluster_of[member]]["score"]) for member in listed]
    labels = [member in home for member in listed]
    best, threshold = _best_f1(scores, labels, len(home))
    units = unit_numbers([f"farm {home[m]}" if m in home else f"cluster {cluster_of[m]}" for m in [*listed, *missed]])
    statistics = member_statistics(scores, labels, units[: len(listed)], missed_units=units[len(listed) :])
    everyone = [*listed, *missed]
    guessed = [("cluster", cluster_of[m]) if m in cluster_of else ("alone", m) for m in everyone]
    actual = [("farm", home[m]) if m in home else ("alone", m) for m in everyone]
    judged = judge(rows, truth, "content_farm")
    ranked = average_precision([j.score for j in judged], [j.hit is not None for j in judged], positives=len(true))
    return FarmMeasures(
        best,
        threshold,
        b_cubed(guessed, actual)[2],
        ranked,
        intervals(statistics, np.ones(len(set(units))), width=len(units), resampling=resampling),
    )


def _best_f1(scores: Sequence[float], labels: Sequence[bool], members: int) -> tuple[float, float | None]:
    """The best F1 over thresholds, and its threshold; scores falling."""
    best, at, hits = 0.0, None, 0
    for place, (score, label) in enumerate(zip(scores, labels, strict=True), start=1):
        hits += label
        f1 = 2 * hits / (place + members)
        if (place == len(scores) or scores[place] != score) and f1 > best:
            best, at = f1, score
    return best, at
