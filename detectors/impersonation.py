"""Profiles that trade on another act's name: a lookalike name, a target worth imitating, another identity, a copy's behaviour."""

from dataclasses import dataclass
from typing import Final

import polars as pl

from detectors.artist_profiles import artist_profiles, memberships
from detectors.evidence import Context
from detectors.features import described_pairs
from detectors.habits import Habits, catalog_habits, rare_registrant
from detectors.impersonation_features import (
    FEATURES,
    directed_pairs,
    feature_columns,
    relation_columns,
)
from detectors.subject_act import act_columns, other_profiles
from detectors.subject_money import lookalike_operators, named_like_known_acts, payees_named_like_artists
from graph.names import OPERATIONS
from graph.snapshot import Snapshot
from graph.truth import Truth


@dataclass(frozen=True, slots=True)
class SuspectFacts:
    """What suspects are described by, beside their pairs.

    Attributes:
        operators: as of `lookalike_operators`. `payees`: as of `payees_named_like_artists`. `acts`: as of `other_profiles`.
        habits: of the catalog.
    """

    operators: pl.DataFrame
    payees: pl.DataFrame
    acts: pl.DataFrame
    habits: Habits


class ImpersonationDetector:
    """Directed pairs: the subject may pose as the target."""

    name = "impersonation"
    features = FEATURES

    def candidates(self, snapshot: Snapshot, context: Context) -> pl.DataFrame:
        """One row a subject and a target that it may pose as: the features, and what their sentences need."""
        identities = context.identities.select("artist_id", "identity_id")
        directed = suspect_pairs(described_pairs(snapshot, context), identities, context.likely_acts)
        held = memberships(snapshot)
        facts = SuspectFacts(
            lookalike_operators(named_like_known_acts(directed), held["payee"], identities),
            payees_named_like_artists(snapshot),
            other_profiles(artist_profiles(snapshot), identities),
            catalog_habits(snapshot, held["registrant"]),
        )
        return describe_suspects(directed, facts)


def suspect_pairs(described: pl.DataFrame, identities: pl.DataFrame, likely_acts: pl.DataFrame | None) -> pl.DataFrame:
    """Of described pairs those that may be a subject and its target, with how they stand to one another.

    A pair is looked at from both sides, unless the would-be target is both less known and younger. Profiles of one identity
    are no candidates. A name is the gate; without it, several copies.
    """
    table = described
    for side in ("left", "right"):
        of_side = identities.select(pl.col("artist_id").alias(side), pl.col("identity_id").alias(f"{side}_act"))
        table = table.join(of_side, on=side, maintain_order="left")
    table = table.filter(pl.col("left_act") != pl.col("right_act")).drop("left_act", "right_act")
    if likely_acts is not None:
        likely = likely_acts.rename({"log_odds": "act_log_odds"})
        table = table.join(likely, on=["left", "right"], how="left", maintain_order="left")
    else:
        table = table.with_columns(act_log_odds=pl.lit(None, dtype=pl.Float64))
    named = pl.col("operation_rank") < OPERATIONS.index("number_apart")
    copied = [
        pl.col("image_likeness").fill_null(0) > 0,
        pl.col("biography_likeness").fill_null(0) > 0.5,
        pl.col("title_shared").fill_null(0) > 0.3,
    ]
    copies = pl.sum_horizontal(column.cast(pl.Int64) for column in copied) >= 2
    return directed_pairs(table.filter(named | copies)).with_columns(relation_columns())


def describe_suspects(directed: pl.DataFrame, facts: SuspectFacts) -> pl.DataFrame:
    """The features of suspect pairs, and what their sentences need. Args: directed: as of `suspect_pairs`."""
    for known_of_subject in (
        facts.operators,
        facts.payees.rename({"artist_id": "subject"}),
        facts.acts.rename({"artist_id": "subject"}),
    ):
        directed = directed.join(known_of_subject, on="subject", how="left", maintain_order="left")
    described = directed.with_columns(feature_columns(facts.habits)).with_columns(
        *act_columns(), registrant_shared=rare_registrant(facts.habits.registrant_users)
    )
    return described.with_columns(members=pl.lit(None, dtype=pl.List(pl.String)))


DETECTOR: Final = ImpersonationDetector()


def labels(candidates: pl.DataFrame, truth: Truth) -> pl.Series:
    """Whether each candidate's subject really poses as its target or another profile of that act, for the fit."""
    of = truth.identity_of()
    real = {
        (finding.subject.id, of.get(finding.target.id, finding.target.id))
        for finding in truth.of_kind("impersonation")
        if finding.target
    }
    sides = candidates.select("subject", "target").iter_rows()
    return pl.Series([(subject, of.get(target, target)) in real for subject, target in sides], dtype=pl.Boolean)
