"""An adversarial catalog grown by agents who act month by month over some 25 years (`generate`)."""

from functools import partial
from random import Random

import polars as pl

from graph.errors import BadArgument
from graph.records import CATALOG_TABLES
from graph.truth import Truth
from simulation.ledger import names
from simulation.ledger.audio import plan_lawful_reuse, plan_thieves
from simulation.ledger.doubles import register_twice
from simulation.ledger.farms import plan_houses
from simulation.ledger.feeds import build_tables, give_ids
from simulation.ledger.fraud import plan_fraud
from simulation.ledger.habits import draw_habits
from simulation.ledger.honest import begin_life
from simulation.ledger.labels import label_life
from simulation.ledger.market import found_label, found_market, new_act
from simulation.ledger.signals import build_signals
from simulation.ledger.twins import plan_twins
from simulation.ledger.world import World

SCENARIOS = ("standard", "hard", "quiet")


def generate(size: int, seed: int, scenario: str = "standard") -> tuple[dict[str, pl.DataFrame], Truth]:
    """Runs the world and gives what the service recorded of it, and what is really so.

    Args:
        size: about so many artists, 100 or more.
        seed: draws the habits of the world and all that happens; equal arguments give equal catalogs.
        scenario: `standard`, `hard` (better hidden, less filled in, more lookalikes) or `quiet` (no attack at all).
    Returns: a frame for each of `CATALOG_TABLES`, in the columns of its `RecordTable`, sorted by key; and the truth.
    Raises: BadArgument: an unknown scenario, or a size below 100.
    """
    if scenario not in SCENARIOS or size < 100:
        raise BadArgument(
            f"size {size}, scenario `{scenario}`: expected 100 artists or more and one of {', '.join(SCENARIOS)}",
            hint="give a larger size, or one of these scenarios",
        )
    rng = Random(f"ledger {scenario} {seed}")
    world = World(size, rng, draw_habits(rng, scenario))
    _settle(world)
    plan_twins(world)
    plan_houses(world)
    plan_fraud(world)
    plan_thieves(world)
    plan_lawful_reuse(world)
    world.run()
    return _record(world)


def _settle(world: World) -> None:
    """Founds feeds, labels and the honest acts; births grow with the years, as they did once anybody could upload."""
    rng, habits = world.rng, world.habits
    found_market(world)
    for _ in range(max(20, world.size // 22)):
        born = int((habits.months - 12) * rng.random() ** 0.8)
        label = found_label(world, born, names.pick_culture(rng), world.genres(), signs=True)
        world.at(born + rng.uniform(12, 24), partial(label_life, world, label))
    growth = rng.uniform(0.35, 0.8)
    others = habits.farm_share + habits.impostor_rate + 0.65 * habits.duplicate_share + 0.05 * habits.twin_rate + 0.01
    for _ in range(round(world.size * (1 - others))):
        act = new_act(world, int((habits.months - 2) * rng.random() ** growth))
        begin_life(world, act)
        if rng.random() < habits.duplicate_share:
            world.at(
                max(habits.launch, act.born) + rng.expovariate(1 / 30),
                partial(register_twice, world, act),
            )


def _record(world: World) -> tuple[dict[str, pl.DataFrame], Truth]:
    give_ids(world)
    tables = build_tables(world)
    tables["signals"] = build_signals(world)
    for note in world.deferred_truth:
        note()
    findings = sorted(world.findings, key=lambda f: (f.kind, f.subject.id, f.target.id if f.target else ""))
    innocents = sorted(world.innocents, key=lambda i: (i.twin, i.artist_ids, i.release_ids))
    return {table: tables[table] for table in CATALOG_TABLES}, Truth(
        tuple(findings), world.identities(), tuple(innocents)
    )
