"""How good findings, identities and clusters are, against a known truth. Pure: rows in (INTERFACES, section 3), numbers out."""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final, TypeVar

from detectors.measures import (
    average_precision,
    b_cubed,
    brier_score,
    expected_calibration_error,
    pairwise,
    precision_at,
    recall_at_precision,
)
from graph.findings import KINDS
from graph.truth import TrueFinding, Truth

Row = Mapping[str, Any]
K = TypeVar("K", str, int)
PAIR_KINDS: Final = ("impersonation", "misattribution", "recycled_audio")
GROUP_KINDS: Final = ("content_farm", "campaign")
MIN_JACCARD: Final = 0.5
ALARM_SCORE: Final = 0.5


@dataclass(frozen=True, slots=True)
class Judged:
    """A finding and the number of the true finding it hits (None: it is wrong)."""

    score: float
    hit: int | None


@dataclass(frozen=True, slots=True)
class KindMeasures:
    """One kind of finding. `precision_at`: by k; k beyond the findings counts as empty places. Calibration: None without findings."""

    kind: str
    true: int
    found: int
    hits: int
    average_precision: float
    precision_at: dict[int, float]
    recall_at_90_precision: float
    brier: float | None
    calibration_error: float | None
    recall_by_trick: dict[str, float]
    recall_by_camouflage: dict[int, float]
    """Share of the true ones found with a score of 0.5 or more."""


@dataclass(frozen=True, slots=True)
class IdentityMeasures:
    """`pairwise`: over pairs of profiles in one identity. `b_cubed_f1`: over all profiles, single ones too."""

    precision: float
    recall: float
    f1: float
    b_cubed_f1: float


@dataclass(frozen=True, slots=True)
class FarmMeasures:
    """`member_f1`: the best over all score thresholds of members of clusters against members of farms."""

    member_f1: float
    threshold: float | None
    b_cubed_f1: float
    cluster_average_precision: float


@dataclass(frozen=True, slots=True)
class Evaluation:
    """`innocents`: findings of score 0.5 or more about an innocent lookalike and no true finding, by twin."""

    kinds: tuple[KindMeasures, ...]
    identities: IdentityMeasures
    farms: FarmMeasures
    innocents: dict[str, int]

    def to_json(self) -> dict[str, Any]:
        """Plain values for `json.dumps`."""
        return {
            "kinds": {measures.kind: _json(asdict(measures)) for measures in self.kinds},
            "identities": asdict(self.identities),
            "farms": asdict(self.farms),
            "innocents": dict(self.innocents),
        }


def evaluate(
    detection_findings: Iterable[Row], identities: Iterable[Row], clusters: Iterable[Row], truth: Truth
) -> Evaluation:
    """Compare rows of the three exports with the truth.

    A pair finding is right where its subject and target are (any profile of the target's identity; either direction, and any
    recording of the same audio, for recycled audio). A group is right at a Jaccard overlap of 0.5. What says again what a better
    scored finding said is neither right nor wrong and is left out.
    """
    rows = list(detection_findings)
    by_kind: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_kind[str(row["kind"])].append(row)
    farm_groups = list(clusters) or by_kind["content_farm"]
    farm_groups = [row for row in farm_groups if row["kind"] == "content_farm"]
    judged: dict[str, list[Judged]] = {kind: judge(by_kind[kind], truth, kind) for kind in KINDS}
    return Evaluation(
        kinds=tuple(_measure(kind, judged[kind], truth) for kind in KINDS),
        identities=measure_identities(identities, truth),
        farms=measure_farms(farm_groups, truth),
        innocents=count_innocents(rows, judged, truth),
    )


def judge(rows: Sequence[Row], truth: Truth, kind: str) -> list[Judged]:
    """Each finding of the kind, best first, with the true finding it hits; repetitions left out."""
    match = _matcher(truth, kind)
    taken: set[int] = set()
    judged = []
    for row in sorted(rows, key=lambda row: (-float(row["score"]), str(row.get("finding_id", "")))):
        hits = match(row)
        fresh = [number for number in hits if number not in taken]
        if hits and not fresh:
            continue
        hit = fresh[0] if fresh else None
        if hit is not None:
            taken.add(hit)
        judged.append(Judged(float(row["score"]), hit))
    return judged


def _matcher(truth: Truth, kind: str) -> Callable[[Row], list[int]]:
    """A function from a row to the numbers (places in `truth.of_kind(kind)`) of the true findings it says, best first."""
    true = truth.of_kind(kind)
    if kind in GROUP_KINDS:
        groups = [set(finding.members) for finding in true]

        def by_overlap(row: Row) -> list[int]:
            members = set(row.get("members") or ())
            scored = sorted(((-_jaccard(members, group), number) for number, group in enumerate(groups)))
            return [number for overlap, number in scored if -overlap >= MIN_JACCARD]

        return by_overlap
    same = _audio_groups(true) if kind == "recycled_audio" else truth.identity_of()
    places: dict[Hashable, list[int]] = defaultdict(list)
    for number, finding in enumerate(true):
        if finding.target is not None:
            places[_claim(kind, finding.subject.id, finding.target.id, same)].append(number)

    def by_claim(row: Row) -> list[int]:
        target = row.get("target")
        if not target:
            return []
        return places.get(_claim(kind, row["subject"]["id"], target["id"], same), [])

    if kind != "recycled_audio":
        return by_claim

    def by_audio(row: Row) -> list[int]:
        target = row.get("target")
        sides = [row["subject"]["id"], target["id"]] if target else []
        found = [number for number in by_claim(row) if true[number].subject.id in sides]
        return sorted(found, key=lambda number: true[number].subject.id != row["subject"]["id"])

    return by_audio


def _claim(kind: str, subject: str, target: str, same: Mapping[str, str]) -> Hashable:
    """What a pair finding says, in a form in which equal claims are equal."""
    if kind == "recycled_audio":
        left, right = same.get(subject, subject), same.get(target, target)
        return (left, right) if left == right else (subject, target, "unlike")
    return (subject, same.get(target, target))


def _audio_groups(true: Iterable[TrueFinding]) -> dict[str, str]:
    """Recordings tied by true findings, each with its group's name."""
    group: dict[str, str] = {}
    members: dict[str, list[str]] = {}
    for finding in true:
        if finding.target is None:
            continue
        names = {group.get(side, side) for side in (finding.subject.id, finding.target.id, *finding.members)}
        merged = min(names)
        members[merged] = sorted({member for name in names for member in members.get(name, [name])})
        group.update(dict.fromkeys(members[merged], merged))
    return group


def _measure(kind: str, judged: Sequence[Judged], truth: Truth) -> KindMeasures:
    true = truth.of_kind(kind)
    scores = [item.score for item in judged]
    labels = [item.hit is not None for item in judged]
    caught = {item.hit for item in judged if item.hit is not None and item.score >= ALARM_SCORE}
    return KindMeasures(
        kind=kind,
        true=len(true),
        found=len(judged),
        hits=sum(labels),
        average_precision=average_precision(scores, labels, positives=len(true)),
        precision_at={k: precision_at(labels, k) for k in (10, 20, 50)},
        recall_at_90_precision=recall_at_precision(scores, labels, positives=len(true), precision=0.9),
        brier=brier_score(scores, labels) if scores else None,
        calibration_error=expected_calibration_error(scores, labels) if scores else None,
        recall_by_trick=_recall_by(true, caught, lambda finding: finding.trick),
        recall_by_camouflage=_recall_by(true, caught, lambda finding: finding.camouflage),
    )


def _recall_by(true: Sequence[TrueFinding], caught: set[int], key: Callable[[TrueFinding], K]) -> dict[K, float]:
    total: Counter[K] = Counter(key(finding) for finding in true)
    hits: Counter[K] = Counter(key(finding) for number, finding in enumerate(true) if number in caught)
    return {name: hits[name] / total[name] for name in sorted(total)}


def measure_identities(identities: Iterable[Row], truth: Truth) -> IdentityMeasures:
    """Profiles grouped by the system against profiles grouped in truth; an artist in no line is alone."""
    system = {artist: str(row["identity_id"]) for row in identities for artist in row["artist_ids"]}
    real = truth.identity_of()
    artists = sorted(set(system) | set(real))
    guessed = [("system", system[artist]) if artist in system else ("alone", artist) for artist in artists]
    actual = [("truth", real[artist]) if artist in real else ("alone", artist) for artist in artists]
    precision, recall, f1 = pairwise(guessed, actual)
    return IdentityMeasures(precision, recall, f1, b_cubed(guessed, actual)[2])


def measure_farms(groups: Iterable[Row], truth: Truth) -> FarmMeasures:
    """Clusters of the system, best first, against the true farms."""
    rows = sorted(
        groups, key=lambda row: (-float(row["score"]), str(row.get("cluster_id") or row.get("finding_id") or ""))
    )
    home = {member: number for number, farm in enumerate(truth.of_kind("content_farm")) for member in farm.members}
    score_of: dict[str, float] = {}
    cluster_of: dict[str, int] = {}
    for number, row in enumerate(rows):
        for member in row["members"]:
            score_of.setdefault(member, float(row["score"]))
            cluster_of.setdefault(member, number)
    best, threshold = _best_f1(score_of, set(home))
    everyone = sorted(set(home) | set(cluster_of))
    guessed = [("cluster", cluster_of[m]) if m in cluster_of else ("alone", m) for m in everyone]
    actual = [("farm", home[m]) if m in home else ("alone", m) for m in everyone]
    judged = judge(rows, truth, "content_farm")
    ranked = average_precision(
        [j.score for j in judged], [j.hit is not None for j in judged], positives=len(truth.of_kind("content_farm"))
    )
    return FarmMeasures(best, threshold, b_cubed(guessed, actual)[2], ranked)


def _best_f1(score_of: Mapping[str, float], members: set[str]) -> tuple[float, float | None]:
    best, at = 0.0, None
    hits = 0
    ordered = sorted(score_of.items(), key=lambda item: -item[1])
    for place, (member, score) in enumerate(ordered, start=1):
        hits += member in members
        if place < len(ordered) and ordered[place][1] == score:
            continue
        f1 = 2 * hits / (place + len(members))
        if f1 > best:
            best, at = f1, score
    return best, at


def count_innocents(rows: Iterable[Row], judged: Mapping[str, Sequence[Judged]], truth: Truth) -> dict[str, int]:
    """Findings of score 0.5 or more about innocents (their subject or half of their members) that hit nothing true, by twin."""
    twin_of: dict[str, str] = {}
    for innocent in truth.innocents:
        for key in (*innocent.release_ids, *innocent.artist_ids):
            twin_of.setdefault(key, innocent.twin)
    matchers = {kind: _matcher(truth, kind) for kind in judged}
    counted: Counter[str] = Counter()
    for row in rows:
        if float(row["score"]) < ALARM_SCORE or matchers[str(row["kind"])](row):
            continue
        members = row.get("members") or ()
        twins = Counter(twin_of[key] for key in members if key in twin_of)
        if members and 2 * sum(twins.values()) >= len(members):
            counted[twins.most_common(1)[0][0]] += 1
        elif not members and row["subject"]["id"] in twin_of:
            counted[twin_of[row["subject"]["id"]]] += 1
    return dict(sorted(counted.items()))


def _jaccard(left: set[str], right: set[str]) -> float:
    return len(left & right) / len(left | right) if left or right else 0.0


def _json(values: dict[str, Any]) -> dict[str, Any]:
    return {
        name: {str(key): item for key, item in value.items()} if isinstance(value, dict) else value
        for name, value in values.items()
    }
