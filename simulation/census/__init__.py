"""A statistical generator of adversarial catalogs: honest tables from joint distributions, attacks and innocents as
transformations of them, missing values by source. Independent of the other generators on purpose.
"""

import hashlib

import numpy as np
import polars as pl

from graph.truth import Truth
from simulation.census.acts import draw_draft
from simulation.census.assemble import Ids, catalog_tables, truth_of
from simulation.census.draft import Draft, Spared
from simulation.census.farms import cast_farms, cast_mass_producers, play_houses
from simulation.census.habits import draw_habits
from simulation.census.hijacks import cast_hijacks, play_hijacks
from simulation.census.identities import cast_copies, play_copies
from simulation.census.impostors import cast_impostors, play_impostors
from simulation.census.money import draw_payouts, draw_signals
from simulation.census.releases import draw_releases
from simulation.census.sources import thin_out
from simulation.census.twins import cast_twins, play_twins
from simulation.census.works import cast_moves, play_moves, play_recycling, play_works


def generate(size: int, seed: int, scenario: str) -> tuple[dict[str, pl.DataFrame], Truth]:
    """A catalog of about `size` artists and what is true of it.

    Args:
        size: profiles, at least 300; a few per cent of the acts drawn have no profile.
        seed: every seed draws its own habits.
        scenario: `standard`, `hard` (better camouflage, more missing, more lookalikes) or `quiet` (no attack).
    Returns: one frame per table of `CATALOG_TABLES` with the columns of `RECORDS`, and the truth.
    Raises: ValueError: an unknown scenario, or a size too small to hold one case of each kind.
    """
    if size < 300:
        raise ValueError(f"size is {size}, expected at least 300")
    digest = hashlib.sha256(f"census:{size}:{seed}:{scenario}".encode()).digest()
    rng = np.random.default_rng(list(digest))
    draft = draw_draft(rng, draw_habits(rng, scenario), size)
    _populate(draft)
    draw_payouts(draft)
    ids = Ids(draft)
    signals = draw_signals(draft, ids)
    thin_out(draft)
    return catalog_tables(draft, ids, signals), truth_of(draft, ids)


def _populate(draft: Draft) -> None:
    """Make something of ordinary acts, let all release, then do to the releases what was planned."""
    attacks = draft.habits.attacks
    farms = cast_farms(draft) if attacks else []
    houses = cast_mass_producers(draft)
    copies = cast_copies(draft)
    twins = cast_twins(draft)
    moves = cast_moves(draft)
    impostors = cast_impostors(draft) if attacks else []
    hijacks = cast_hijacks(draft) if attacks else []
    draw_releases(draft)
    play_copies(draft, copies)
    play_moves(draft, moves)
    play_works(draft)
    play_twins(draft, twins)
    play_houses(draft, farms + houses)
    play_impostors(draft, impostors)
    play_hijacks(draft, hijacks)
    if attacks:
        play_recycling(draft)
    _blame(draft)


def _blame(draft: Draft) -> None:
    """Users report honest acts too."""
    for act in draft.known(draft.count(draft.habits.signal_noise * 0.3), fame=0.2):
        draft.innocents.append(Spared("reported_honest", (act,)))
