"""Fit the model on simulated catalogs."""

from pathlib import Path
from typing import Any

from detectors.evidence import write_model
from detectors.fitting import fit_model
from graph.settings import Settings
from graph.snapshot import snapshot_from_records
from namesake.console import Progress
from namesake.detect import text_encoder
from simulation import simulate


def fit_on_simulations(
    settings: Settings, *, catalogs: int, size: int, out: Path, progress: Progress
) -> dict[str, Any]:
    """Fit every detector on simulated catalogs (alternating standard and hard, seeds 1, 2, …) and write the model to `out`."""
    world = []
    for seed in range(1, catalogs + 1):
        progress.step("simulating", 1, total=catalogs)
        catalog = simulate(size=size, seed=seed, scenario="standard" if seed % 3 else "hard")
        world.append((snapshot_from_records(catalog.records), catalog.truth))
    facts = {
        "data": f"{catalogs} simulated catalogs of {size} artists, seeds 1 to {catalogs}, every third of scenario hard, the rest standard"
    }
    model = fit_model(
        world, encode=text_encoder(settings), facts=facts, progress=lambda name: progress.stage(f"fitting {name}")
    )
    write_model(model, out)
    return {kind: dict(entry.facts) for kind, entry in model.items()}
