"""Simulate a catalog: an honest world, innocents that look guilty, attacks, then the blemishes of real data."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Final

import numpy as np
import polars as pl

from graph.errors import BadArgument
from graph.records import CATALOG_TABLES, RECORDS
from graph.truth import Truth, write_truth
from simulation import attacks, blemishes, census, farms, honest, innocents, ledger, recycling
from simulation.tricks import TRICKS
from simulation.world import Habits, Row, World


@dataclass(frozen=True, slots=True)
class Scenario:
    """How a catalog differs from the standard one: factors on attack rates, missing values, camouflage."""

    impersonation: float = 1.0
    misattribution: float = 1.0
    recycled_audio: float = 1.0
    content_farm: float = 1.0
    missing: float = 0.14
    camouflage: tuple[float, float, float, float] = (0.3, 0.3, 0.25, 0.15)


SCENARIOS: Final[dict[str, Scenario]] = {
    "standard": Scenario(),
    "hard": Scenario(missing=0.22, camouflage=(0.1, 0.2, 0.35, 0.35)),
    "quiet": Scenario(0, 0, 0, 0),
    "farms": Scenario(0.4, 0.4, 1.0, 2.5),
    "impersonation": Scenario(4.0, 1.5, 0.4, 0.4),
}
COMMON_SCENARIOS: Final = ("standard", "hard", "quiet")
_OTHERS: Final = {"ledger": ledger.generate, "census": census.generate}
GENERATORS: Final = ("acts", *_OTHERS)
"""By what a catalog is made of: acts and their stories; agents and payments month by month; columns drawn from joint distributions."""
MIN_SIZE: Final = 40
_UNIT: Final = "\x1f"


@dataclass(frozen=True, slots=True)
class SimulatedCatalog:
    """`records`: tables as `graph.records.RECORDS` has them. `truth`: what is really so."""

    records: dict[str, pl.DataFrame]
    truth: Truth


def simulate(size: int, seed: int, scenario: str = "standard", generator: str = "acts") -> SimulatedCatalog:
    """A catalog of about `size` artists; equal arguments give an equal catalog.

    Args: generator: one of `GENERATORS`, each written without sight of the others.
    Raises: BadArgument: an unknown scenario or generator, too small a size, a scenario that the generator does not know.
    """
    if generator not in GENERATORS:
        raise BadArgument(f"there is no generator `{generator}`", hint=f"choose one of {', '.join(GENERATORS)}")
    if scenario not in SCENARIOS:
        raise BadArgument(f"there is no scenario `{scenario}`", hint=f"choose one of {', '.join(SCENARIOS)}")
    if size < MIN_SIZE:
        raise BadArgument(f"a catalog of {size} artists is too small", hint=f"ask for {MIN_SIZE} or more")
    if generator != "acts" and scenario not in COMMON_SCENARIOS:
        raise BadArgument(
            f"the generator `{generator}` has no scenario `{scenario}`",
            hint=f"choose one of {', '.join(COMMON_SCENARIOS)}, or the generator acts",
        )
    with _collector_paused():
        if generator != "acts":
            return SimulatedCatalog(*_OTHERS[generator](size, seed, scenario))
        return _simulate(size, seed, scenario)


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Without the cycle collector, which finds nothing in millions of plain rows: 9 s for 13 s of 20,000 artists."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _simulate(size: int, seed: int, scenario: str) -> SimulatedCatalog:
    chosen = SCENARIOS[scenario]
    vector = np.random.default_rng([seed & 0xFFFFFFFF, size, list(SCENARIOS).index(scenario)])
    draw = Random(int(vector.integers(2**63)))
    world = World(draw, vector, draw_habits(draw, chosen))
    honest.build_market(world, size)
    plan = farms.plan(world, size, factor=chosen.content_farm)
    mass = farms.plan(world, size, factor=1.0)
    rates = world.habits.attack_rate
    impostors, hijacks, copies = (
        round(size * rates[kind]) for kind in ("impersonation", "misattribution", "recycled_audio")
    )
    extra = round(0.085 * size)
    honest.build_acts(world, max(20, size - sum(plan) - sum(mass) - impostors - extra))
    innocents.build(world, size, mass)
    for members in plan:
        farms.build_farm(world, members)
    attacks.impersonate(world, impostors)
    attacks.misattribute(world, hijacks)
    recycling.recycle(world, copies)
    innocents.false_alarms(world)
    blemishes.blemish(world)
    return SimulatedCatalog(
        _records(world), Truth(tuple(world.findings), tuple(world.identities), tuple(world.innocents))
    )


def draw_habits(draw: Random, scenario: Scenario) -> Habits:
    """This catalog's own habits: rates, holes and formats that differ from seed to seed."""
    level = scenario.missing * draw.uniform(0.75, 1.3)
    return Habits(
        today=date(2026, 1, 1) + timedelta(days=draw.randrange(300)),
        id_style=draw.randrange(3),
        id_offset=draw.randrange(2**32),
        missing=blemishes.missing_rates(draw, level=level),
        noise=level * draw.uniform(0.1, 0.35),
        attack_rate={
            "impersonation": scenario.impersonation * draw.uniform(0.005, 0.010),
            "misattribution": scenario.misattribution * draw.uniform(0.006, 0.014),
            "recycled_audio": scenario.recycled_audio * draw.uniform(0.004, 0.010),
        },
        camouflage=scenario.camouflage,
        trick_weights={trick: draw.uniform(0.4, 1.6) * (2.5 if trick == "exact" else 1) for trick in TRICKS},
        signal_recall=draw.uniform(0.15, 0.4),
        signal_noise=draw.uniform(0.004, 0.012),
        impostor={
            "copies": draw.uniform(0.25, 1.25),
            "imprint": draw.uniform(0.0, 0.6),
            "by_name": draw.uniform(0.1, 0.8),
            "numbered": draw.uniform(0.0, 0.08),
            "verified": draw.uniform(0.0, 0.06),
            "oldest_days": draw.uniform(250, 2600),
            "greed": draw.uniform(0.15, 0.6),
            "genre": draw.uniform(0.3, 0.95),
        },
        imprints=draw.uniform(0.0, 0.6),
        assignment={
            "artist_key": draw.uniform(20, 70),
            "identifier": draw.uniform(5, 35),
            "name_only": draw.uniform(5, 60),
            "manual": draw.uniform(1, 10),
        },
        imported=draw.choice((0.0, 0.0, draw.uniform(0.2, 0.95))),
    )


def _records(world: World) -> dict[str, pl.DataFrame]:
    records = {}
    for name, table in RECORDS.items():
        rows = world.tables[name]
        frame = pl.DataFrame([_column(rows, column, kind) for column, kind in table.schema.items()])
        records[name] = frame.unique(list(table.key), keep="first", maintain_order=True).sort(list(table.key))
    return records


def _column(rows: list[Row], column: str, kind: pl.DataType) -> pl.Series:
    """One column. Lists of text go through joined text, which Polars takes up many times faster than Python lists."""
    values = [row.get(column) for row in rows]
    if not isinstance(kind, pl.List):
        return pl.Series(column, values, dtype=kind)
    joined = pl.Series(column, [None if value is None else _UNIT.join(value) for value in values], dtype=pl.String)
    none = pl.lit([], dtype=pl.List(pl.String))
    return (
        pl.select(pl.when(joined == "").then(none).otherwise(joined.str.split(_UNIT)).alias(column)).to_series()
        if rows
        else joined.cast(kind)
    )


def write_catalog(catalog: SimulatedCatalog, folder: Path) -> None:
    """Write a catalog folder (INTERFACES, section 2) and, in its `truth` folder, what is really so."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in catalog.records.items():
        if name not in CATALOG_TABLES:
            continue
        flat = table.select(_as_text(column, kind) for column, kind in RECORDS[name].columns.items())
        flat.write_csv(folder / f"{name}.csv", date_format="%Y-%m-%d", datetime_format="%Y-%m-%dT%H:%M:%SZ")
    write_truth(catalog.truth, folder / "truth")


def _as_text(column: str, kind: pl.DataType) -> pl.Expr:
    if isinstance(kind, pl.List):
        return (
            pl.col(column)
            .list.eval(pl.element().str.replace_all("|", r"\|", literal=True))
            .list.join("|")
            .alias(column)
        )
    return pl.col(column)
