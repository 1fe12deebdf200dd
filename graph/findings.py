"""Findings, identities and clusters: what detectors give back (INTERFACES, section 3)."""

import hashlib
import json
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

Kind = Literal["impersonation", "misattribution", "content_farm", "recycled_audio", "campaign"]
KINDS: tuple[Kind, ...] = ("impersonation", "misattribution", "content_farm", "recycled_audio", "campaign")


@dataclass(frozen=True, slots=True)
class Reference:
    """A thing by type (artist, release, recording, cluster) and id."""

    type: str
    id: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """One sentence an investigator can check, and its weight: log-odds, base e; negative speaks against the finding."""

    type: str
    weight: float
    text: str


@dataclass(frozen=True, slots=True)
class Counterfactual:
    """What the verdict hangs on: `without` these facts (evidence types), it would have the score `score`."""

    without: tuple[str, ...]
    score: float


@dataclass(frozen=True, slots=True)
class Finding:
    """A detector's claim. `prior` and the evidence weights add up to the log-odds of `score`.

    `sufficiency`: how much of what the model weighs was known at all, 0 to 1. `member_types`: of each member, where not all are
    artists.
    """

    kind: Kind
    subject: Reference
    prior: float
    evidence: tuple[Evidence, ...]
    target: Reference | None = None
    members: tuple[str, ...] = ()
    status: str = "open"
    first_seen: str = ""
    last_seen: str = ""
    run_id: str = ""
    sufficiency: float = 1.0
    member_types: tuple[str, ...] = ()
    member_strengths: tuple[float, ...] = ()
    """How firmly each of `members` belongs, 0 to 1; empty where that is not known."""
    answers: tuple[tuple[str, float], ...] = ()
    """Questions that the finding answers apart, each with its probability; see docs/concepts/farms.md."""

    @property
    def finding_id(self) -> str:
        target = f"{self.target.type}:{self.target.id}" if self.target else ""
        text = f"{self.kind}|{self.subject.type}:{self.subject.id}|{target}"
        return hashlib.sha256(text.encode()).hexdigest()[:20]

    @property
    def score(self) -> float:
        return probability(self.prior + sum(item.weight for item in self.evidence))


def counterfactual(prior: float, evidence: Sequence[tuple[str, float]]) -> Counterfactual:
    """The fewest facts without which the verdict at even odds would be another, heaviest first.

    For a score of 0.5 or more, facts that speak for it; below, facts that speak against it. Nothing, and the score itself, where no
    such facts would turn it.

    Args: evidence: type and weight of each fact.
    """
    log_odds = prior + sum(weight for _, weight in evidence)
    side = 1 if log_odds >= 0 else -1
    left, without = log_odds, []
    for name, weight in sorted(evidence, key=lambda item: (-side * item[1], item[0])):
        if side * weight <= 0 or side * left < 0:
            break
        left -= weight
        without.append(name)
    turned = side * left < 0
    return Counterfactual(tuple(without), probability(left)) if turned else Counterfactual((), probability(log_odds))


@dataclass(frozen=True, slots=True)
class Harm:
    """What is at stake in a finding, 0 to 1, and why so much: a sentence. Where readers begin is the score times it."""

    value: float
    reason: str


@dataclass(frozen=True, slots=True)
class Identity:
    """The act behind `artist_ids`; `probability` that they are one act (1.0 for a single profile)."""

    identity_id: str
    artist_ids: tuple[str, ...]
    probability: float


@dataclass(frozen=True, slots=True)
class Cluster:
    """A content farm or campaign as tracked from night to night. `member_types`: of each member, where not all are artists.

    `retired`: the last run did not find it; it is remembered for a while, in case it returns.
    """

    cluster_id: str
    kind: Kind
    members: tuple[str, ...]
    score: float
    first_seen: str = ""
    previous_size: int | None = None
    member_types: tuple[str, ...] = ()
    retired: bool = False


Change = Literal["born", "returned", "split", "grown", "shrunk", "changed", "steady", "merged", "died"]


@dataclass(frozen=True, slots=True)
class ClusterChange:
    """What became of a cluster in one night; see docs/concepts/tracking.md.

    Attributes:
        change: born, returned (gone for a while), split (a part of another that became a cluster of its own), grown, shrunk,
            changed (as many, but others), steady; of a cluster that is there no more, merged or died.
        size: members now, 0 of one that is there no more. `previous_size`: when it was last there; None if it is new.
        from_ids: clusters that merged into this one, or that it split from.
        into_ids: clusters that it merged into, or that split from it.
        joined, left: member ids, sorted.
    """

    cluster_id: str
    kind: Kind
    change: Change
    size: int
    previous_size: int | None
    from_ids: tuple[str, ...] = ()
    into_ids: tuple[str, ...] = ()
    joined: tuple[str, ...] = ()
    left: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Detection:
    """All that one run of the detectors says."""

    findings: tuple[Finding, ...] = ()
    identities: tuple[Identity, ...] = ()
    clusters: tuple[Cluster, ...] = ()
    notes: tuple[str, ...] = field(default=())
    """What a reader should know of the run: capped blocks, evidence that was off."""
    model: str = ""
    """Id of the model whose weights were used."""
    changes: tuple[ClusterChange, ...] = ()
    """What became of each cluster, of the run before and of this one."""
    prior_shift: float = 0.0
    """How far every prior was lowered for this catalog, log-odds of at most 0."""


def probability(log_odds: float) -> float:
    """The probability of these log-odds, safe for large values."""
    if log_odds >= 0:
        return 1 / (1 + math.exp(-log_odds))
    return math.exp(log_odds) / (1 + math.exp(log_odds))


def finding_row(finding: Finding) -> dict[str, Any]:
    """One line of `export findings`; evidence by falling weight. A release and an artist of one id are one of `members`."""
    row: dict[str, Any] = {
        "finding_id": finding.finding_id,
        "kind": finding.kind,
        "subject": {"type": finding.subject.type, "id": finding.subject.id},
    }
    if finding.target:
        row["target"] = {"type": finding.target.type, "id": finding.target.id}
    if finding.members:
        row["members"] = list(dict.fromkeys(finding.members))
    if finding.member_types:
        row["member_types"] = distinct_types(finding.members, finding.member_types)
    if finding.member_strengths:
        row["member_strengths"] = list(finding.member_strengths)
    if finding.answers:
        row["answers"] = dict(finding.answers)
    turned = counterfactual(finding.prior, [(item.type, item.weight) for item in finding.evidence])
    ordered = sorted(finding.evidence, key=lambda item: (-item.weight, item.type))
    return row | {
        "score": round(finding.score, 6),
        "prior": round(finding.prior, 6),
        "sufficiency": round(finding.sufficiency, 3),
        "counterfactual": counterfactual_row(turned),
        "status": finding.status,
        "first_seen": finding.first_seen,
        "last_seen": finding.last_seen,
        "run_id": finding.run_id,
        "evidence": [{"type": item.type, "weight": round(item.weight, 6), "text": item.text} for item in ordered],
    }


def distinct_types(members: Sequence[str], types: Sequence[str]) -> list[str]:
    """The type of each distinct member, in their order; `both` of an id that a release and an artist have."""
    known: dict[str, str] = {}
    for member, kind in zip(members, types, strict=True):
        known[member] = kind if known.get(member, kind) == kind else "both"
    return list(known.values())


def counterfactual_row(turned: Counterfactual) -> dict[str, Any]:
    """As in a line of `export findings`."""
    return {"without": list(turned.without), "score": round(turned.score, 6)}


def identity_row(identity: Identity) -> dict[str, Any]:
    """One line of `export identities`."""
    return {
        "identity_id": identity.identity_id,
        "artist_ids": list(identity.artist_ids),
        "probability": round(identity.probability, 6),
    }


def cluster_row(cluster: Cluster) -> dict[str, Any]:
    """One line of `export clusters`; `members` are distinct ids, `size` is how many there are."""
    members = list(dict.fromkeys(cluster.members))
    typed = {"member_types": distinct_types(cluster.members, cluster.member_types)} if cluster.member_types else {}
    return {
        "cluster_id": cluster.cluster_id,
        "kind": cluster.kind,
        "members": members,
        **typed,
        "first_seen": cluster.first_seen,
        "previous_size": cluster.previous_size,
        "size": len(members),
        "score": round(cluster.score, 6),
    }


def cluster_state(cluster: Cluster) -> dict[str, Any]:
    """All of a cluster, for a file from which a later run can track on; `cluster_row` is what an export shows of it."""
    return asdict(cluster)


def change_row(change: ClusterChange) -> dict[str, Any]:
    """One line of a night's `changes.jsonl`."""
    return {
        "cluster_id": change.cluster_id,
        "kind": change.kind,
        "change": change.change,
        "size": change.size,
        "previous_size": change.previous_size,
        "from": list(change.from_ids),
        "into": list(change.into_ids),
        "joined": list(change.joined),
        "left": list(change.left),
    }


def as_json_lines(rows: list[dict[str, Any]]) -> str:
    """JSON Lines, UTF-8, keys in the order of INTERFACES."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
