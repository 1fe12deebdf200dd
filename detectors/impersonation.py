"""Profiles that trade on another act's name: a lookalike name, a target worth imitating, another identity, a copy's behaviour."""

from typing import Final

import polars as pl

from detectors.artist_profiles import memberships
from detectors.evidence import Context
from detectors.features import described_pairs
from detectors.impersonation_features import (
    FEATURES,
    directed_pairs,
    feature_columns,
    rare_registrant,
    relation_columns,
)
from detectors.subject_act import act_columns, other_profiles
from detectors.subject_money import lookalike_operators, payees_named_like_artists
from graph.names import OPERATIONS
from graph.snapshot import Snapshot
from graph.truth import Truth


class ImpersonationDetector:
    """Directed pairs: the subject may pose as the target."""

    name = "impersonation"
    features = FEATURES

    def candidates(self, snapshot: Snapshot, context: Context) -> pl.DataFrame:
        """One row a subject and a target that it may pose as: the features, and what their sentences need.

        A pair is looked at from both sides, unless the would-be target is both less known and younger. Profiles of one identity
        are no candidates.
        """
        identity = context.identities.select("artist_id", "identity_id")
        table = described_pairs(snapshot, context).join(
            identity.rename({"artist_id": "left", "identity_id": "one"}), on="left", maintain_order="left"
        )
        table = table.join(
            identity.rename({"artist_id": "right", "identity_id": "two"}), on="right", maintain_order="left"
        )
        table = table.filter(pl.col("one") != pl.col("two")).drop("one", "two")
        known = pl.col("operation_rank") < OPERATIONS.index("number_apart")
        copied = [
            pl.col("image_likeness").fill_null(0) > 0,
            pl.col("biography_likeness").fill_null(0) > 0.5,
            pl.col("title_shared").fill_null(0) > 0.3,
        ]
        copies = (
            pl.sum_horizontal(column.cast(pl.Int64) for column in copied) >= 2
        )  # a name is the gate; without it, several copies
        if context.likely_acts is not None:
            likely = context.likely_acts.rename({"log_odds": "act_log_odds"})
            table = table.join(likely, on=["left", "right"], how="left", maintain_order="left")
        else:
            table = table.with_columns(act_log_odds=pl.lit(None, dtype=pl.Float64))
        held = memberships(snapshot)
        directed = directed_pairs(table.filter(known | copies)).with_columns(relation_columns())
        for known_of_subject in (
            lookalike_operators(directed, held["payee"], identity),
            payees_named_like_artists(snapshot).rename({"artist_id": "subject"}),
            other_profiles(snapshot, context).rename({"artist_id": "subject"}),
        ):
            directed = directed.join(known_of_subject, on="subject", how="left", maintain_order="left")
        described = directed.with_columns(feature_columns(snapshot)).with_columns(
            *act_columns(), registrant_shared=rare_registrant(held["registrant"])
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
