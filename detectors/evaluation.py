"""How good findings, identities and clusters are, against a known truth. Pure: rows in (INTERFACES, section 3), numbers out."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Final, TypeVar

import numpy as np

from detectors.bootstrap import (
    RESAMPLING,
    Interval,
    Resampling,
    intervals,
    ranking_statistics,
    unit_numbers,
)
from detectors.false_alarms import PER, Alarms, count_alarms, count_wrong_targets
from detectors.group_evaluation import FarmMeasures, IdentityMeasures, measure_farms, measure_identities
from detectors.matching import ALARM_SCORE, Judged, Row, drawn_together, judge
from detectors.measures import (
    average_precision,
    precision_at,
    recall_at_precision,
)
from detectors.reliability import Calibration, CurvePoint, calibration, precision_recall_curve
from graph.findings import KINDS
from graph.truth import TrueFinding, Truth

K = TypeVar("K", str, int)
PLACES: Final = (10, 20, 50, 100)
"""Places that precision is measured at: a morning's, a day's, a week's list."""


@dataclass(frozen=True, slots=True)
class Share:
    """`found` of `true` ones have a finding with a score of 0.5 or more."""

    found: int
    true: int

    @property
    def recall(self) -> float:
        return self.found / self.true


@dataclass(frozen=True, slots=True)
class KindMeasures:
    """One kind of finding.

    `direction`: of the right pairs of recordings from 0.5 on, the share whose subject is truly the copy; None of other kinds, and
    without any. `true`: true ones there are. `found`: findings listed, repetitions left out, `hits` of them right. `precision_at`: by k; k beyond
    the findings counts as empty places. `recall`, `precision`: of findings with a score of 0.5 or more (`precision` None without
    any). `calibration`: over the listed findings; None without any. `intervals`: 95 %, by the measure's name (see `bootstrap`).
    """

    kind: str
    true: int
    found: int
    hits: int
    average_precision: float
    precision_at: dict[int, float]
    recall_at_90_precision: float
    recall: float
    precision: float | None
    calibration: Calibration | None
    recall_by_trick: dict[str, Share]
    recall_by_camouflage: dict[int, Share]
    curve: tuple[CurvePoint, ...]
    direction: float | None = None
    intervals: dict[str, Interval] = field(default_factory=dict)

    @property
    def brier(self) -> float | None:
        return self.calibration.brier if self.calibration else None

    @property
    def calibration_error(self) -> float | None:
        return self.calibration.expected_error if self.calibration else None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """`profiles`: artists in the identities' lines (0: none were given). `wrong_targets`: by kind, findings from 0.5 on of a true subject
    with a target that is not its own; `alarms` are of innocent subjects only."""

    profiles: int
    kinds: tuple[KindMeasures, ...]
    identities: IdentityMeasures
    farms: FarmMeasures
    alarms: tuple[Alarms, ...]
    wrong_targets: dict[str, int]

    @property
    def innocents(self) -> dict[str, int]:
        """False alarms by twin, of all kinds."""
        counted: Counter[str] = Counter()
        for alarm in self.alarms:
            counted[alarm.twin] += alarm.findings if alarm.twin else 0
        return {twin: count for twin, count in sorted(counted.items()) if twin}

    def of_kind(self, kind: str) -> KindMeasures:
        return next(measures for measures in self.kinds if measures.kind == kind)

    def false_alarms_per_100k(self, kind: str | None = None) -> float | None:
        """Findings with a score of 0.5 or more about innocent subjects, of one kind or of all, per 100,000 profiles."""
        findings = sum(alarm.findings for alarm in self.alarms if kind in (None, alarm.kind))
        return PER * findings / self.profiles if self.profiles else None

    def to_json(self) -> dict[str, Any]:
        """Plain values for `json.dumps`: all of it."""
        return {
            "profiles": self.profiles,
            "kinds": {measures.kind: _kind_json(measures) for measures in self.kinds},
            "identities": asdict(self.identities),
            "farms": asdict(self.farms),
            "false_alarms_per_100k": self.false_alarms_per_100k(),
            "alarms": [asdict(alarm) for alarm in self.alarms],
            "wrong_targets": self.wrong_targets,
            "innocents": self.innocents,
        }


def evaluate(
    detection_findings: Iterable[Row],
    identities: Iterable[Row],
    clusters: Iterable[Row],
    truth: Truth,
    *,
    resampling: Resampling = RESAMPLING,
) -> Evaluation:
    """Compare rows of the three exports with the truth; `matching` says when a finding is right.

    Args: resampling: how often catalogs are redrawn for the intervals; `bootstrap` says what is drawn.
    """
    rows, lines = list(detection_findings), list(identities)
    by_kind: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_kind[str(row["kind"])].append(row)
    farms = [row for row in list(clusters) or by_kind["content_farm"] if row["kind"] == "content_farm"]
    profiles = sum(len(line["artist_ids"]) for line in lines)
    return Evaluation(
        profiles=profiles,
        kinds=tuple(_measure(kind, judge(by_kind[kind], truth, kind), truth, resampling) for kind in KINDS),
        identities=measure_identities(lines, truth, resampling=resampling),
        farms=measure_farms(farms, truth, resampling=resampling),
        alarms=count_alarms(rows, truth, profiles=profiles),
        wrong_targets=count_wrong_targets(rows, truth),
    )


def _measure(kind: str, judged: Sequence[Judged], truth: Truth, resampling: Resampling) -> KindMeasures:
    true = truth.of_kind(kind)
    scores = [item.score for item in judged]
    labels = [item.hit is not None for item in judged]
    loud = [item for item in judged if item.score >= ALARM_SCORE]
    caught = {item.hit for item in loud if item.hit is not None}
    return KindMeasures(
        kind=kind,
        true=len(true),
        found=len(judged),
        hits=sum(labels),
        average_precision=average_precision(scores, labels, positives=len(true)),
        precision_at={k: precision_at(labels, k) for k in PLACES},
        recall_at_90_precision=recall_at_precision(scores, labels, positives=len(true), precision=0.9),
        recall=len(caught) / len(true) if true else 0.0,
        precision=len(caught) / len(loud) if loud else None,
        calibration=calibration(scores, labels),
        recall_by_trick=_recall_by(true, caught, lambda finding: finding.trick),
        recall_by_camouflage=_recall_by(true, caught, lambda finding: finding.camouflage),
        curve=precision_recall_curve(scores, labels, positives=len(true)),
        direction=_direction(loud) if kind == "recycled_audio" else None,
        intervals=_ranking_intervals(kind, judged, truth, resampling),
    )


def _direction(loud: Sequence[Judged]) -> float | None:
    """Of the right ones, the share that is told the right way round."""
    right = [not item.turned for item in loud if item.hit is not None]
    return sum(right) / len(right) if right else None


def _ranking_intervals(
    kind: str, judged: Sequence[Judged], truth: Truth, resampling: Resampling
) -> dict[str, Interval]:
    true, unit = truth.of_kind(kind), drawn_together(truth, kind)
    hit = {item.hit for item in judged}
    missed = [
        unit(finding.subject.id, finding.target.id if finding.target else None)
        for number, finding in enumerate(true)
        if number not in hit
    ]
    numbers = unit_numbers([*(item.unit for item in judged), *missed])
    statistics = ranking_statistics(
        [item.score for item in judged],
        [item.hit is not None for item in judged],
        numbers[: len(judged)],
        missed_units=numbers[len(judged) :],
        ks=PLACES,
    )
    return intervals(statistics, np.ones(len(set(numbers))), width=len(numbers), resampling=resampling)


def _recall_by(true: Sequence[TrueFinding], caught: set[int], key: Callable[[TrueFinding], K]) -> dict[K, Share]:
    total: Counter[K] = Counter(key(finding) for finding in true)
    hits: Counter[K] = Counter(key(finding) for number, finding in enumerate(true) if number in caught)
    return {name: Share(hits[name], total[name]) for name in sorted(total)}


def _kind_json(measures: KindMeasures) -> dict[str, Any]:
    """With keys of text, and shares with their recall."""
    plain = asdict(measures)
    plain["precision_at"] = {str(k): value for k, value in measures.precision_at.items()}
    for name in ("recall_by_trick", "recall_by_camouflage"):
        shares: Mapping[Any, Share] = getattr(measures, name)
        plain[name] = {str(key): {**asdict(share), "recall": share.recall} for key, share in shares.items()}
    return plain
