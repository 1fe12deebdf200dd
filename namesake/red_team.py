"""The nightly red team: how many attacks, planted in a copy of the snapshot, the detectors find."""

from collections.abc import Callable
from typing import Any, Final

from detectors.embeddings import Encoder
from detectors.evidence import Model
from detectors.matching import ALARM_SCORE, judge
from detectors.run import DetectOptions, detect
from graph.findings import KINDS, Detection, Kind
from graph.snapshot import Snapshot
from graph.truth import TrueIdentity, Truth
from simulation.red_team import Planted, plant
from simulation.red_team_sample import sample_artists

MAX_ARTISTS: Final = 50_000
"""Artists that are kept of a larger catalog; see docs/guides/red-team.md for what that changes."""


def red_team(
    snapshot: Snapshot,
    *,
    model: Model,
    seed: int,
    encode: Encoder | None,
    max_artists: int | None = MAX_ARTISTS,
    progress: Callable[[str], None] = lambda stage: None,
) -> dict[str, Any]:
    """Plant attacks in a copy, detect, and count; nothing is published.

    Args: max_artists: of a larger catalog a sample with its neighbours is taken; None for the whole.
    Returns: the object of a night's `red_team.json`: `seed`, `artists` (looked at, `of` all), `merged` (impostors that were taken for
        their victim itself), and by kind how many were `planted`, how
        many `found` (score of 0.5 or more) and `listed` at all, `share` found, `by_trick` and `by_camouflage` ([found, planted]);
        `not_planted` says why, where a kind could not be planted.
    """
    progress("planting")
    ground = sample_artists(snapshot, seed=seed, max_artists=max_artists)
    planted = plant(ground, seed=seed)
    detection = detect(
        planted.snapshot,
        model=model,
        options=DetectOptions(),
        encode=encode,
        progress=progress,
        uncounted=planted.ids,
    )
    return {
        "seed": seed,
        "artists": ground["artists"].height,
        "of": snapshot["artists"].height,
        "planted_artists": planted.snapshot["artists"].height - ground["artists"].height,
        "merged": _merged(planted, detection),
        "kinds": {kind: _kind(kind, planted, detection) for kind in KINDS},
        "notes": list(detection.notes),
    }


def _kind(kind: Kind, planted: Planted, detection: Detection) -> dict[str, Any]:
    true = planted.truth.of_kind(kind)
    if not true:
        return {"planted": 0, "found": 0, "listed": 0, "share": None, "by_trick": {}, "by_camouflage": {},
                "not_planted": planted.refused.get(kind, "there was no room for it")}  # fmt: skip
    judged = judge(_rows(kind, detection), _with_identities(planted, detection), kind)
    listed = {item.hit for item in judged if item.hit is not None}
    found = {item.hit for item in judged if item.hit is not None and item.score >= ALARM_SCORE}
    return {
        "planted": len(true),
        "found": len(found),
        "listed": len(listed),
        "share": round(len(found) / len(true), 4),
        "by_trick": _counted([finding.trick for finding in true], found),
        "by_camouflage": _counted([str(finding.camouflage) for finding in true], found),
    }


def _merged(planted: Planted, detection: Detection) -> int:
    """Impostors that identity resolution put into one act with their victim."""
    act = {artist: identity.identity_id for identity in detection.identities for artist in identity.artist_ids}
    claims = [finding for finding in planted.truth.of_kind("impersonation") if finding.target]
    return sum(act.get(claim.subject.id, "") == act.get(claim.target.id) for claim in claims if claim.target)


def _rows(kind: Kind, detection: Detection) -> list[dict[str, Any]]:
    """What `judge` looks at of the findings."""
    return [
        {
            "finding_id": finding.finding_id,
            "subject": {"id": finding.subject.id},
            "target": {"id": finding.target.id} if finding.target else None,
            "members": finding.members,
            "score": finding.score,
        }
        for finding in detection.findings
        if finding.kind == kind
    ]


def _with_identities(planted: Planted, detection: Detection) -> Truth:
    """The attacks, and the catalog's own acts as the run sees them: a finding may name any profile of the victim's."""
    acts = []
    for identity in detection.identities:
        own = tuple(artist for artist in identity.artist_ids if artist not in planted.ids)
        if len(own) > 1:
            acts.append(TrueIdentity(identity.identity_id, own))
    return Truth(planted.truth.findings, tuple(acts))


def _counted(labels: list[str], found: set[int]) -> dict[str, list[int]]:
    """[found, planted] by label."""
    return {
        label: [sum(labels[number] == label for number in found), labels.count(label)] for label in sorted(set(labels))
    }
