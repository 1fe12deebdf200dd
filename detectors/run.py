"""One run of the detectors: a snapshot in, findings, identities and clusters out. Pure: no database, no clock."""

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, replace

import polars as pl

from detectors import content_farm, identity, impersonation, misattribution, recycled_audio
from detectors.evidence import Context, Detector, Model, findings_from, score_candidates
from detectors.tracking import track_clusters
from graph.findings import Cluster, Detection, Finding, Kind, Reference
from graph.snapshot import Snapshot

DETECTORS: dict[str, Detector] = {
    "identity": identity.DETECTOR,
    "impersonation": impersonation.DETECTOR,
    "misattribution": misattribution.DETECTOR,
    "content_farm": content_farm.DETECTOR,
    "recycled_audio": recycled_audio.DETECTOR,
}
_SIDES: dict[Kind, tuple[str, str | None]] = {
    "impersonation": ("artist", "artist"),
    "misattribution": ("release", "artist"),
    "content_farm": ("cluster", None),
    "recycled_audio": ("recording", "recording"),
}


@dataclass(frozen=True, slots=True)
class DetectOptions:
    """`min_score`: findings below it are not listed. `min_identity_probability`: profiles below it are not merged.

    `only`: detector names to run (identities are always resolved, every detector needs them); empty means all.
    """

    min_score: float = 0.1
    min_identity_probability: float = 0.5
    only: tuple[str, ...] = ()


def run_id(snapshot: Snapshot, model: Model) -> str:
    """The run's id: the same snapshot and the same model give the same."""
    fitted = json.dumps({kind: asdict(entry) for kind, entry in sorted(model.items())}, sort_keys=True, default=dict)
    return hashlib.sha256(f"{snapshot.manifest.content_hash}{fitted}".encode()).hexdigest()[:16]


def separate_identities(snapshot: Snapshot) -> pl.DataFrame:
    """Every artist an identity of its own: what is known before identities are resolved."""
    return snapshot["artists"].select("artist_id", identity_id="artist_id")


def detect(
    snapshot: Snapshot,
    *,
    model: Model,
    options: DetectOptions,
    previous: Iterable[Cluster] = (),
    encode: Callable[[list[str]], object] | None = None,
    progress: Callable[[str], None] = lambda stage: None,
) -> Detection:
    """Resolve identities, then run each detector against them.

    Args:
        previous: the last run's clusters, whose ids live on.
        encode: text vectors (see `Context`); None where that evidence is off.
        progress: told the name of each stage as it begins.
    """
    start = Context(separate_identities(snapshot), encode)  # type: ignore[arg-type]
    progress("identity")
    pairs = identity.DETECTOR.candidates(snapshot, start)
    scored = score_candidates(pairs, identity.DETECTOR.features, model["identity"])
    identities, mapping = identity.resolve_identities(
        snapshot, scored, min_probability=options.min_identity_probability
    )
    context = replace(start, identities=mapping)
    findings: list[Finding] = []
    clusters: list[Cluster] = []
    for kind, (subject_type, target_type) in _SIDES.items():
        if options.only and kind not in options.only:
            continue
        progress(kind)
        detector = DETECTORS[kind]
        candidates = score_candidates(detector.candidates(snapshot, context), detector.features, model[kind])
        if kind == "impersonation":
            candidates = candidates.sort(["score", "subject", "target"], descending=[True, False, False]).unique(
                "subject", keep="first", maintain_order=True
            )
        if kind == "content_farm":
            candidates = content_farm.select_clusters(candidates)
        found = findings_from(
            candidates,
            kind=kind,
            subject_type=subject_type,
            target_type=target_type,
            features=detector.features,
            model=model[kind],
            min_score=options.min_score,
        )
        if kind == "content_farm":
            found, clusters = _tracked(found, list(previous))
        findings += found
    notes = () if encode else ("text embeddings are off: the evidence of similar texts was not used",)
    return Detection(tuple(findings), tuple(identities), tuple(clusters), notes)


def _tracked(found: list[Finding], previous: list[Cluster]) -> tuple[list[Finding], list[Cluster]]:
    """Give clusters the ids they had, in the clusters and in their findings."""
    current = [Cluster(finding.subject.id, finding.kind, finding.members, finding.score) for finding in found]
    tracked = track_clusters(previous, current)
    ids = {frozenset(cluster.members): cluster.cluster_id for cluster in tracked}
    renamed = [replace(finding, subject=Reference("cluster", ids[frozenset(finding.members)])) for finding in found]
    return renamed, tracked
