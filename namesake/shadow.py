"""A candidate model beside the current one: what would change if it were used."""

from collections.abc import Callable
from typing import Any, Final

from detectors.embeddings import Encoder
from detectors.evidence import Model
from detectors.run import DetectOptions, detect
from graph.findings import KINDS, Detection, Finding, finding_row
from graph.snapshot import Snapshot

_EVEN: Final = 0.5


def compare_models(
    snapshot: Snapshot,
    current: Detection,
    *,
    candidate: Model,
    options: DetectOptions,
    encode: Encoder | None,
    progress: Callable[[str], None] = lambda stage: None,
) -> dict[str, Any]:
    """Run the candidate over the same snapshot and compare; nothing of it is published.

    Clusters of the candidate that are mostly one of the current ones bear its id, so that a farm found by both is one finding.

    Returns: `model`, and `by_kind` with how many findings each lists, how many would appear, vanish, or move to the other side
        of even odds; `appear` and `vanish` as rows of `export findings`, best first; `notes` of the candidate's run.
    """
    run = detect(
        snapshot, model=candidate, options=options, previous=current.clusters, encode=encode, progress=progress
    )
    by_kind = {}
    appear: list[Finding] = []
    vanish: list[Finding] = []
    for kind in KINDS:
        before = {finding.finding_id: finding for finding in current.findings if finding.kind == kind}
        after = {finding.finding_id: finding for finding in run.findings if finding.kind == kind}
        new, gone = [after[key] for key in after.keys() - before], [before[key] for key in before.keys() - after]
        moved = sum((before[key].score >= _EVEN) != (after[key].score >= _EVEN) for key in before.keys() & after)
        by_kind[kind] = {
            "current": len(before),
            "candidate": len(after),
            "appear": len(new),
            "vanish": len(gone),
            "moved": moved,
        }
        appear += new
        vanish += gone
    return {
        "model": run.model,
        "by_kind": by_kind,
        "appear": _rows(appear),
        "vanish": _rows(vanish),
        "notes": list(run.notes),
    }


def _rows(findings: list[Finding]) -> list[dict[str, Any]]:
    return [finding_row(finding) for finding in sorted(findings, key=lambda item: (-item.score, item.finding_id))]
