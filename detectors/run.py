"""One run of the detectors: a snapshot in, findings, identities and clusters out. Pure: no database, no clock."""

import hashlib
import math
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from importlib.metadata import version

import polars as pl

from detectors import campaign, content_farm, identity, impersonation, misattribution, recycled_audio
from detectors.calibration import QUIET, SILENCE, base_rate_shift, quiet_probability
from detectors.embeddings import Encoder
from detectors.evidence import (
    Context,
    Detector,
    Feature,
    KindModel,
    Model,
    findings_from,
    model_id,
    score_candidates,
)
from detectors.farm_answers import OPERATOR, OPERATOR_FEATURES, RULES, answers
from detectors.farm_selection import select_clusters, select_farms
from detectors.features import forget_pairs
from detectors.tracking import Tracking, track
from graph.errors import UnreadableInput
from graph.findings import Cluster, ClusterChange, Detection, Finding, Kind, Reference, probability
from graph.snapshot import Snapshot

AnyDetector = Detector | campaign.CampaignDetector
DETECTORS: dict[str, AnyDetector] = {
    "identity": identity.DETECTOR,
    "impersonation": impersonation.DETECTOR,
    "misattribution": misattribution.DETECTOR,
    "content_farm": content_farm.DETECTOR,
    "recycled_audio": recycled_audio.DETECTOR,
    "campaign": campaign.DETECTOR,
}
"""In the order in which they run: identities first, and campaigns last, for they are made of the others' candidates."""
_SIDES: dict[Kind, tuple[str, str | None]] = {
    "impersonation": ("artist", "artist"),
    "misattribution": ("release", "artist"),
    "content_farm": ("cluster", None),
    "recycled_audio": ("recording", "recording"),
    "campaign": ("cluster", None),
}
_SUSPECTS: tuple[Kind, ...] = ("impersonation", "misattribution")
"""Kinds whose candidates campaigns are made of."""


NOTED_SHIFT = 0.5
"""Log-odds from which a lowered prior is worth a note."""
CLUSTER_KINDS: tuple[Kind, ...] = ("content_farm", "campaign")


@dataclass(frozen=True, slots=True)
class DetectOptions:
    """`min_score`: findings below it are not listed, clusters not below `min_cluster_score` (a group takes more reading than a pair, and
    those below are mostly pieces of lawful houses). Both are of scores before the catalog lowers them: what a quiet catalog makes less
    likely stays to be read. `min_identity_probability`: profiles below it are not merged.

    `only`: the kinds whose findings are told; empty means all. Every kind's candidates are scored all the same, since the catalog's base
    rate is judged by all of them: a finding has the same score whatever else was asked for.
    """

    min_score: float = 0.02
    min_cluster_score: float = 0.1
    min_identity_probability: float = 0.5
    only: tuple[str, ...] = ()


def run_id(snapshot: Snapshot, model: Model, options: DetectOptions) -> str:
    """The run's id: the same snapshot, model, options and release of the program give the same."""
    return hashlib.sha256(
        f"{snapshot.manifest.content_hash}{model_id(model)}{options}{version('namesake')}".encode()
    ).hexdigest()[:16]


def find_candidates(
    name: str, snapshot: Snapshot, context: Context, scored: Mapping[str, pl.DataFrame]
) -> pl.DataFrame:
    """A detector's candidates; campaigns are made of the other kinds' `scored` candidates."""
    detector = DETECTORS[name]
    if isinstance(detector, campaign.CampaignDetector):
        parts = [scored[kind].select("subject", "target", "log_odds", kind=pl.lit(kind)) for kind in _SUSPECTS]
        return detector.candidates(snapshot, context, pl.concat(parts))
    return detector.candidates(snapshot, context)


def separate_identities(snapshot: Snapshot) -> pl.DataFrame:
    """Every artist an identity of its own: what is known before identities are resolved."""
    return snapshot["artists"].select("artist_id", identity_id="artist_id")


def detect(
    snapshot: Snapshot,
    *,
    model: Model,
    options: DetectOptions,
    previous: Iterable[Cluster] = (),
    encode: Encoder | None = None,
    progress: Callable[[str], None] = lambda stage: None,
    uncounted: Collection[str] = (),
) -> Detection:
    """Resolve identities, then run each detector against them.

    Args:
        previous: the last run's clusters, whose ids live on.
        encode: text vectors (see `Context`); None where that evidence is off.
        progress: told the name of each stage as it begins.
        uncounted: ids of things that the catalog's base rate is not judged by, as of planted attacks.
    """
    _check(model)
    before = list(previous)
    start = Context(separate_identities(snapshot), encode)
    progress("identity")
    scored = score_candidates(
        identity.DETECTOR.candidates(snapshot, start), identity.DETECTOR.features, model["identity"]
    ).select("subject", "target", "log_odds")
    identities, mapping = identity.resolve_identities(
        snapshot, scored, model["identity"], min_probability=options.min_identity_probability
    )
    listed = tuple(cluster for cluster in before if not cluster.retired)
    context = replace(start, identities=mapping, likely_acts=identity.likely_acts(scored), last_clusters=listed)
    findings: list[Finding] = []
    clusters: list[Cluster] = []
    changes: list[ClusterChange] = []
    known: dict[str, pl.DataFrame] = {}
    likely: dict[str, pl.DataFrame] = {}
    asked = [kind for kind in _SIDES if not options.only or kind in options.only]
    for kind in _SIDES if asked else ():
        progress(kind)
        scored = score_candidates(
            find_candidates(kind, snapshot, context, known), DETECTORS[kind].features, model[kind]
        )
        known[kind] = scored.select("subject", "target", "members", "log_odds")
        # whole rows are wide: of pairs only those that can be told are kept, for the shift raises no score
        likely[kind] = scored if kind in CLUSTER_KINDS else scored.filter(pl.col("score") >= options.min_score)
        del scored
        if kind == "impersonation":
            forget_pairs()
    counted = {kind: _without(table, uncounted) for kind, table in known.items()} if uncounted else known
    log_odds = {kind: table["log_odds"].to_numpy() for kind, table in counted.items()}
    shift, quiet = base_rate_shift(log_odds, model), quiet_probability(log_odds, model)
    if shift < -NOTED_SHIFT:
        lowered = f"the catalog is quieter than those of the fit: every prior is lowered by {-shift:.1f}"
        context.note([f"{lowered}; so little stands out that with {quiet:.2f} probability nothing attacks it"])
    for kind in asked:
        features = DETECTORS[kind].features
        tonight = replace(model[kind], prior=model[kind].prior + shift)
        scored = score_candidates(likely[kind], features, tonight)
        least = options.min_cluster_score if kind in CLUSTER_KINDS else options.min_score
        found = _findings(kind, scored, features, tonight, min_score=_lowered(least, shift))
        if kind == "content_farm":
            found = _answered(found, scored, model)
        if kind in CLUSTER_KINDS:
            found, tracking = _tracked(found, [cluster for cluster in before if cluster.kind == kind])
            clusters += tracking.clusters
            changes += tracking.changes
        findings += found
    if not encode:
        context.note(["text embeddings are off: the evidence of similar texts was not used"])
    return Detection(
        tuple(findings),
        tuple(identities),
        tuple(clusters),
        tuple(context.notes),
        model_id(model),
        tuple(changes),
        shift,
    )


def _without(candidates: pl.DataFrame, ids: Collection[str]) -> pl.DataFrame:
    """The candidates that none of these things is the subject, the target or a member of."""
    named = pl.Series(sorted(ids), dtype=pl.String).implode()
    sides = [pl.col(side).is_in(named).fill_null(False) for side in ("subject", "target")]
    inside = pl.col("members").list.eval(pl.element().is_in(named)).list.any().fill_null(False)
    return candidates.filter(~pl.any_horizontal(*sides, inside))


def _check(model: Model) -> None:
    """Raises: UnreadableInput: the model is of other detectors than these."""
    missing = sorted(set(DETECTORS) - set(model))
    known = {name: {feature.name for feature in detector.features} for name, detector in DETECTORS.items()}
    known |= {OPERATOR: known["content_farm"], RULES: known["content_farm"], QUIET: {SILENCE}}
    unknown = sorted(
        f"{name}.{weight}"
        for name, entry in model.items()
        for weight in entry.weights
        if weight not in known.get(name, ()) and weight != identity.NOT_PROPOSED
    )
    if missing or unknown:
        what = f"it lacks {', '.join(missing)}" if missing else f"it weighs what is not looked at: {', '.join(unknown)}"
        raise UnreadableInput(
            f"the model was fitted for another version: {what}", hint="fit one for this version with `namesake fit`"
        )


def _findings(
    kind: Kind, scored: pl.DataFrame, features: tuple[Feature, ...], model: KindModel, *, min_score: float
) -> list[Finding]:
    """The findings of one kind: of an impostor the likeliest target, of overlapping groups the best."""
    if kind == "impersonation":
        scored = scored.sort(["score", "subject", "target"], descending=[True, False, False]).unique(
            "subject", keep="first", maintain_order=True
        )
    if kind in CLUSTER_KINDS:
        scored = select_farms(scored) if kind == "content_farm" else select_clusters(scored)
    subject_type, target_type = _SIDES[kind]
    return findings_from(
        scored,
        kind=kind,
        subject_type=subject_type,
        target_type=target_type,
        features=features,
        model=model,
        min_score=min_score,
    )


def _lowered(score: float, shift: float) -> float:
    """The score with its log-odds moved by `shift`."""
    return probability(math.log(score / (1 - score)) + shift) if 0 < score < 1 else score


def _answered(found: list[Finding], groups: pl.DataFrame, model: Model) -> list[Finding]:
    """The findings about groups of profiles with both answers: is there one operator, and does it break the rules? A model of before
    there were two answers gives none."""
    if OPERATOR not in model or RULES not in model:
        return found
    operated = score_candidates(groups, OPERATOR_FEATURES, model[OPERATOR])
    broken = score_candidates(groups, DETECTORS["content_farm"].features, model[RULES])
    chances = dict(zip(operated["subject"], zip(operated["score"], broken["score"], strict=True), strict=True))
    told = [(one, *chances[one.subject.id]) for one in found]
    return [replace(one, answers=tuple(answers(operator, rules, one.score).items())) for one, operator, rules in told]


def _tracked(found: list[Finding], previous: list[Cluster]) -> tuple[list[Finding], Tracking]:
    """Give clusters the ids they had, in the clusters and in their findings."""
    current = [
        Cluster(finding.subject.id, finding.kind, finding.members, finding.score, member_types=finding.member_types)
        for finding in found
    ]
    tracking = track(previous, current)
    renamed = [
        replace(finding, subject=Reference("cluster", cluster.cluster_id))
        for finding, cluster in zip(found, tracking.clusters, strict=True)
    ]
    return renamed, tracking
