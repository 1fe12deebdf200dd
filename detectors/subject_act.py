"""The act behind a suspected profile: a second profile of an act that people know, or that was there before, poses as nobody."""

import polars as pl


def other_profiles(profiles: pl.DataFrame, identities: pl.DataFrame) -> pl.DataFrame:
    """One row an artist whose identity has other profiles: `act_name` and `act_audience` (with `_measure`) of the best known of them,
    `act_since` (first sign of life of the oldest).

    Args: profiles: as of `artist_profiles`. identities: `artist_id`, `identity_id`.
    """
    of_identity = identities.filter(pl.len().over("identity_id") > 1).select("artist_id", "identity_id")
    known = profiles.select("artist_id", "name", "audience", "audience_measure", "since")
    others = of_identity.join(known, on="artist_id").rename({"artist_id": "other"})
    return (
        of_identity.join(others, on="identity_id")
        .filter(pl.col("other") != pl.col("artist_id"))
        .sort("artist_id", "audience", "other", descending=[False, True, False])
        .group_by("artist_id", maintain_order=True)
        .agg(
            act_name=pl.col("name").first(),
            act_audience=pl.col("audience").first(),
            act_audience_measure=pl.col("audience_measure").first(),
            act_since=pl.col("since").min(),
        )
    )


def act_columns() -> list[pl.Expr]:
    """`act_known`: how near the subject's act is to the target in renown, 0 (nobody knows it) to 1 (as many people, or more);
    `act_older`: 1 where the act was there before the target. Null for a profile that is an act of its own."""
    people = (pl.col("act_audience") + 10).log10() - 1
    target = (pl.col("audience_target") + 10).log10() - 1
    return [
        (people / target.clip(0.5)).clip(0, 1).alias("act_known"),
        (pl.col("act_since") <= pl.col("since_target")).cast(pl.Float64).alias("act_older"),
    ]
