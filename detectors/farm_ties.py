"""What holds a group of profiles together: the things that its members share, their money and the people whom they credit."""

import polars as pl

from detectors.catalog_tables import plain
from graph.snapshot import Snapshot

TIES = (
    "payee",
    "account",
    "contributor",
    "fingerprint",
    "cover",
    "image",
    "registrant",
    "isrc_run",
    "p_line",
    "label",
    "cohort",
)


def tie_shares(inside: pl.DataFrame, ties: pl.DataFrame) -> pl.DataFrame:
    """By kind of thing: the largest share of members that have one value in common, and that value."""
    sizes = inside.group_by("subject").agg(n=pl.len())
    things = ties.unique("thing").select("thing", "kind", "value", "degree")
    shared = (
        inside.join(ties.select("artist_id", "thing"), on="artist_id")
        .group_by("subject", "thing")
        .agg(sharing=pl.len(), artists=pl.col("artist_id"))
        .filter(pl.col("sharing") > 1)
        .join(things, on="thing")
        .join(sizes, on="subject")
        .with_columns(share=pl.col("sharing") / pl.col("n"), own=pl.col("sharing") / pl.col("degree"))
    )
    top = (
        shared.sort("subject", "kind", "share", "value", descending=[False, False, True, False])
        .group_by("subject", "kind", maintain_order=True)
        .agg(pl.col("share").first(), pl.col("value").first(), pl.col("own").first())
    )
    tied = (
        shared.select("subject", "kind", "artists")
        .explode("artists")
        .group_by("subject", "kind")
        .agg(tied=pl.col("artists").n_unique())
        .join(sizes, on="subject")
        .with_columns(tied=pl.col("tied") / pl.col("n"))
    )
    table = sizes.select("subject")
    for kind in TIES:
        part = top.filter(pl.col("kind") == kind).select(
            "subject",
            pl.col("share").alias(f"{kind}_top"),
            pl.col("value").alias(f"{kind}_value"),
            pl.col("own").alias(f"{kind}_own"),
        )
        much = tied.filter(pl.col("kind") == kind).select("subject", pl.col("tied").alias(f"{kind}_tied"))
        table = table.join(part, on="subject", how="left").join(much, on="subject", how="left")
    ways = tied.filter(pl.col("tied") >= 0.5).group_by("subject").agg(ways=pl.col("kind").n_unique())
    return table.join(ways, on="subject", how="left")


def ties_inside(inside: pl.DataFrame, things: pl.DataFrame) -> pl.DataFrame:
    """How much of what members share with anyone they share with one another: `subject`, `ties_inside`, 0 to 1.

    Of a part cut out of an operation much is outside; an operation found whole keeps nearly everything inside.

    Args:
        things: as of `communities.rare_things`.
    """
    held = (
        inside.join(things.select("artist_id", "thing", "weight", "degree"), on="artist_id")
        .group_by("subject", "thing")
        .agg(sharing=pl.len(), weight=pl.col("weight").first(), degree=pl.col("degree").first())
    )
    whole = pl.col("weight") * pl.col("sharing")
    within = whole * (pl.col("sharing") - 1) / (pl.col("degree") - 1)
    return held.group_by("subject").agg(ties_inside=within.sum() / whole.sum())


def money(inside: pl.DataFrame, operators: pl.DataFrame) -> pl.DataFrame:
    """The connected payees who are paid for most of the members, how many they are and for whom else they are paid."""
    sizes = inside.group_by("subject").agg(n=pl.len())
    paid = inside.join(operators, on="artist_id")
    total = operators.group_by("operator").agg(operator_artists=pl.col("artist_id").n_unique())
    top = (
        paid.group_by("subject", "operator")
        .agg(members_paid=pl.col("artist_id").n_unique(), operator_payees=pl.col("payee_id").n_unique())
        .join(total, on="operator")
        .join(sizes, on="subject")
        .sort("subject", "members_paid", "operator", descending=[False, True, False])
        .unique("subject", keep="first", maintain_order=True)
    )
    return top.select(
        "subject",
        "operator",
        "operator_payees",
        "members_paid",
        "operator_artists",
        one_operator=pl.col("members_paid") / pl.col("n"),
        operator_inside=pl.col("members_paid") / pl.col("operator_artists"),
        split_payees=((pl.col("operator_payees") - 1) / pl.col("n")).clip(0, 1),
    )


def credits(inside: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    """Whom the members credit: `closed_credits` (share of the credits of people whom several members and nobody else credits),
    `outside_people` (share of the people who are credited by others too), `lone_people` (by one member only).

    Args:
        people: as of `credited_people`.
    """
    known = (
        inside.join(people, on="artist_id")
        .group_by("subject", "party")
        .agg(sharing=pl.len(), artists=pl.col("artists").first())
    )
    closed = (pl.col("sharing") == pl.col("artists")) & (pl.col("sharing") > 1)
    return known.group_by("subject").agg(
        closed_credits=pl.col("sharing").filter(closed).sum() / pl.col("sharing").sum(),
        outside_people=(pl.col("artists") > pl.col("sharing")).mean(),
        lone_people=(pl.col("artists") == 1).mean(),
        people=pl.len(),
    )


def credited_people(snapshot: Snapshot) -> pl.DataFrame:
    """Who is credited on whose recordings: `artist_id`, `party`, `artists` (how many artists credit that person)."""
    mains = snapshot["recording_artists"].filter(pl.col("role") == "main").select("recording_id", "artist_id")
    people = snapshot["contributions"].select("recording_id", party=plain("party_name")).join(mains, on="recording_id")
    return people.select("artist_id", "party").unique().with_columns(artists=pl.len().over("party"))
