"""Findings, identities and clusters: what detectors give back (INTERFACES, section 3)."""

import hashlib
import json
import math
from dataclasses import dataclass, field
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
class Finding:
    """A detector's claim. `prior` and the evidence weights add up to the log-odds of `score`."""

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

    @property
    def finding_id(self) -> str:
        target = f"{self.target.type}:{self.target.id}" if self.target else ""
        text = f"{self.kind}|{self.subject.type}:{self.subject.id}|{target}"
        return hashlib.sha256(text.encode()).hexdigest()[:20]

    @property
    def score(self) -> float:
        return probability(self.prior + sum(item.weight for item in self.evidence))


@dataclass(frozen=True, slots=True)
class Identity:
    """The act behind `artist_ids`; `probability` that they are one act (1.0 for a single profile)."""

    identity_id: str
    artist_ids: tuple[str, ...]
    probability: float


@dataclass(frozen=True, slots=True)
class Cluster:
    """A content farm as tracked from night to night."""

    cluster_id: str
    kind: Kind
    members: tuple[str, ...]
    score: float
    first_seen: str = ""
    previous_size: int | None = None


@dataclass(frozen=True, slots=True)
class Detection:
    """All that one run of the detectors says."""

    findings: tuple[Finding, ...] = ()
    identities: tuple[Identity, ...] = ()
    clusters: tuple[Cluster, ...] = ()
    notes: tuple[str, ...] = field(default=())
    """What a reader should know of the run: capped blocks, evidence that was off."""


def probability(log_odds: float) -> float:
    """The probability of these log-odds, safe for large values."""
    if log_odds >= 0:
        return 1 / (1 + math.exp(-log_odds))
    return math.exp(log_odds) / (1 + math.exp(log_odds))


def finding_row(finding: Finding) -> dict[str, Any]:
    """One line of `export findings`; evidence by falling weight."""
    row: dict[str, Any] = {
        "finding_id": finding.finding_id,
        "kind": finding.kind,
        "subject": {"type": finding.subject.type, "id": finding.subject.id},
    }
    if finding.target:
        row["target"] = {"type": finding.target.type, "id": finding.target.id}
    if finding.members:
        row["members"] = list(finding.members)
    ordered = sorted(finding.evidence, key=lambda item: (-item.weight, item.type))
    return row | {
        "score": round(finding.score, 6),
        "prior": round(finding.prior, 6),
        "status": finding.status,
        "first_seen": finding.first_seen,
        "last_seen": finding.last_seen,
        "run_id": finding.run_id,
        "evidence": [{"type": item.type, "weight": round(item.weight, 6), "text": item.text} for item in ordered],
    }


def identity_row(identity: Identity) -> dict[str, Any]:
    """One line of `export identities`."""
    return {
        "identity_id": identity.identity_id,
        "artist_ids": list(identity.artist_ids),
        "probability": round(identity.probability, 6),
    }


def cluster_row(cluster: Cluster) -> dict[str, Any]:
    """One line of `export clusters`."""
    return {
        "cluster_id": cluster.cluster_id,
        "kind": cluster.kind,
        "members": list(cluster.members),
        "first_seen": cluster.first_seen,
        "previous_size": cluster.previous_size,
        "size": len(cluster.members),
        "score": round(cluster.score, 6),
    }


def as_json_lines(rows: list[dict[str, Any]]) -> str:
    """JSON Lines, UTF-8, keys in the order of INTERFACES."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
