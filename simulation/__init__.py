"""Adversarial catalogs with known truth: for the demo, the fitting of weights and the evaluation."""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import polars as pl

from graph.errors import BadArgument
from graph.truth import TrueIdentity, Truth, write_truth
from simulation import attacks, honest
from simulation.world import World

SCENARIOS: Final = ("standard", "hard", "quiet", "impersonation", "farms")
_MAY_BE_MISSING: Final = {
    "artists": ("country", "genres", "biography", "followers", "monthly_listeners", "image_phash", "created_on", "urls"),
    "releases": ("label_id", "upc", "genres", "language", "p_line", "c_line", "cover_phash", "received_at", "artist_assignment"),
    "recordings": ("isrc", "duration_ms", "language", "audio_fingerprint", "listeners_28d"),
    "payees": ("device_hash", "address_hash", "email_hash", "tax_id_hash"),
}


@dataclass(frozen=True, slots=True)
class SimulatedCatalog:
    """`records`: every table of `graph.records.RECORDS`, with its schema. `truth`: what is planted in it."""

    records: dict[str, pl.DataFrame]
    truth: Truth


def simulate(size: int, seed: int, scenario: str = "standard") -> SimulatedCatalog:
    """Make a catalog of about `size` artists; equal arguments give an equal catalog.

    Args: scenario: standard; hard (better camouflage, more missing values); quiet (no attacks); impersonation and farms (only these).
    Raises: BadArgument: there is no such scenario.
    """
    if scenario not in SCENARIOS:
        raise BadArgument(f"`{scenario}` is not a scenario", hint=f"use one of {', '.join(SCENARIOS)}")
    world = World(np.random.default_rng([seed, SCENARIOS.index(scenario)]))
    hard = scenario == "hard"
    honest.build_market(world, size)
    for _ in range(int(size * 0.82)):
        honest.add_act(world)
    for act in list(world.acts):
        honest.add_catalogue(world, act)
    honest.add_twins(world, size)
    honest.add_duplicates(world, float(world.random.uniform(0.035, 0.07)))
    honest.add_mass_producers(world, size)
    if scenario in ("standard", "hard", "impersonation"):
        attacks.add_impersonations(world, max(4, round(size * float(world.random.uniform(0.006, 0.01)))), hard=hard)
    if scenario in ("standard", "hard"):
        attacks.add_misattributions(world, max(4, round(size * float(world.random.uniform(0.006, 0.01)))), hard=hard)
        attacks.add_recycled(world, max(3, round(size * 0.005)))
    if scenario in ("standard", "hard", "farms"):
        for index in range(max(2, size // 450)):
            camouflage = 3 - index % 4 if hard else index % 4
            attacks.add_farm(world, int(world.random.integers(5, max(8, min(60, size // 40)))), camouflage)
    _false_reports(world, size)
    missing = float(world.random.uniform(0.04, 0.12)) * (2 if hard else 1)
    records = _with_missing(world.tables(), world, missing)
    return SimulatedCatalog(records, Truth(tuple(world.findings), tuple(TrueIdentity(f"i{group[0]}", group) for group in world.identities), tuple(world.innocents)))


def _false_reports(world: World, size: int) -> None:
    """Listeners also report honest acts."""
    for _ in range(size // 60):
        act = world.acts[int(world.random.integers(len(world.acts)))]
        world.signal("artist", act.artist_id, "user_report", float(world.random.uniform(0.1, 0.8)), "listeners")


def _with_missing(tables: dict[str, pl.DataFrame], world: World, share: float) -> dict[str, pl.DataFrame]:
    """Blank a share of the optional values, each column at a rate of its own."""
    for table, columns in _MAY_BE_MISSING.items():
        frame = tables[table]
        blank = {column: world.random.random(frame.height) < share * float(world.random.uniform(0.3, 1.7)) for column in columns}
        tables[table] = frame.with_columns(
            pl.when(pl.Series(f"blank_{column}", where)).then(None).otherwise(pl.col(column)).alias(column) for column, where in blank.items()
        )
    return tables


def write_catalog(catalog: SimulatedCatalog, folder: Path) -> None:
    """Write the catalog folder as CSV (INTERFACES, section 2) and its truth beside, in `truth/`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in catalog.records.items():
        columns = [column for column in table.columns if column != "source_attributes" and not table[column].is_null().all()]
        if name == "artist_relations" or not table.height:
            continue
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(columns)
        writers: list[Callable[[Any], str]] = [_as_list if isinstance(table.schema[column], pl.List) else _as_text for column in columns]
        writer.writerows([as_text(value) for as_text, value in zip(writers, row, strict=True)] for row in table.select(columns).iter_rows())
        (folder / f"{name}.csv").write_text(text.getvalue(), encoding="utf-8")
    write_truth(catalog.truth, folder / "truth")


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _as_list(values: list[str] | None) -> str:
    return "|".join(value.replace("|", "\\|") for value in values or ())
