"""Fit the model: on simulated catalogs of every generator, and on what reviewers decided."""

from pathlib import Path
from typing import Any, Final

from detectors import campaign, content_farm
from detectors.evidence import write_model
from detectors.fitting import Labelled, Reviews, fit_model
from graph.session import Graph
from graph.settings import Settings
from graph.snapshot import Snapshot, read_snapshot, snapshot_from_records
from graph.store import read_finding_rows
from namesake.console import Progress
from namesake.detect import text_encoder
from simulation import GENERATORS, simulate


def fit_on_simulations(
    settings: Settings,
    *,
    catalogs: int,
    size: int,
    out: Path,
    progress: Progress,
    reviewed: tuple[Snapshot, Reviews] | None = None,
) -> dict[str, Any]:
    """Fit every detector on simulated catalogs (`catalogs` of each generator, seeds 1, 2, …) and write the model to `out`.

    Every third catalog is of scenario hard, the next of quiet, the rest are standard.
    """
    world = []
    for generator in GENERATORS:
        for seed in range(1, catalogs + 1):
            progress.step("simulating", 1, total=catalogs * len(GENERATORS))
            catalog = simulate(size, seed, SCENARIO_OF[seed % 3], generator)
            world.append(Labelled(snapshot_from_records(catalog.records), catalog.truth, generator))
    facts = {
        "data": f"{catalogs} simulated catalogs of {size} artists by each of {', '.join(GENERATORS)}, seeds 1 to {catalogs}: "
        "of three, one standard, one hard, one quiet"
    }
    model = fit_model(
        world,
        encode=text_encoder(settings),
        facts=facts,
        reviewed=reviewed,
        progress=lambda name: progress.stage(f"fitting {name}"),
    )
    write_model(model, out)
    return {kind: dict(entry.facts) for kind, entry in model.items()}


SCENARIO_OF = ("quiet", "standard", "hard")
"""By the remainder of the seed."""


def reviews_of(graph: Graph, settings: Settings) -> tuple[Snapshot, Reviews]:
    """The last run's snapshot, and what people decided: judgements of pairs, and findings confirmed or dismissed.

    Of groups it applies where the same members are proposed again.

    Raises: BadSnapshot: no run has left its snapshot here.
    """
    snapshot = read_snapshot(settings.data_dir / "snapshots" / "latest")
    decided: dict[str, dict[tuple[str, str], bool]] = {"identity": {}}
    judged = snapshot["judgements"].sort("at", nulls_last=False, maintain_order=True)
    for left, right, verdict in judged.select("left", "right", "verdict").iter_rows():
        decided["identity"].pop((min(left, right), max(left, right)), None)
        if verdict in ("same", "different"):
            decided["identity"][min(left, right), max(left, right)] = verdict == "same"
    for row in read_finding_rows(graph):
        if row["status"] in ("confirmed", "dismissed"):
            decided.setdefault(row["kind"], {})[_candidate(row)] = row["status"] == "confirmed"
    return snapshot, decided


_GROUP_ID: Final = {"campaign": campaign.campaign_id, "content_farm": content_farm.cluster_id}


def _candidate(row: dict[str, Any]) -> tuple[str, str]:
    """Subject and target of the candidate that a finding was; a group's own id lives over nights, its candidate's is of its members."""
    if row["kind"] in _GROUP_ID:
        return _GROUP_ID[row["kind"]](row["members"]), ""
    return row["subject"]["id"], row["target"]["id"] if "target" in row else ""


def told_of_unseen(facts: dict[str, Any]) -> str:
    """How well each generator's catalogs were ranked by weights fitted on the others; of what judges whole catalogs, nothing."""
    if "unseen_origin" not in facts:
        return ""
    return ", ".join(f"{origin} {row['average_precision']:.2f}" for origin, row in facts["unseen_origin"].items())
