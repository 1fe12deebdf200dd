"""What the members of a group look like together: pages, audience, titles, cadence, labels, held against the whole catalog."""

import polars as pl

from detectors.farm_profiles import FLAGS, SIGNALS, STANDINGS


def mean_profiles(inside: pl.DataFrame, profiles: pl.DataFrame) -> pl.DataFrame:
    """Averages over identities, profiles of one identity count once; `usual_NAME`: the average of all artists.

    Catalogs differ in how much is known of anybody, so a share says nothing until it is held against the catalog's own.
    """
    joined = inside.join(profiles, on="artist_id")
    numbers = [
        *FLAGS,
        *SIGNALS,
        *(f"standing_{name}" for name in STANDINGS),
        *(
            "followers",
            "streams",
            "listeners",
            "page_years",
            "releases_per_month",
            "history_years",
            "minutes",
            "releases",
        ),
    ]
    per_identity = joined.group_by("subject", "identity_id").agg(
        *(pl.col(name).mean() for name in numbers), created_on=pl.col("created_on").min()
    )
    described = per_identity.group_by("subject").agg(
        *(pl.col(name).mean().alias(f"mean_{name}") for name in (*FLAGS, *SIGNALS)),
        *(pl.col(f"standing_{name}").mean() for name in STANDINGS),
        acts=pl.len(),
        followers=pl.col("followers").median(),
        streams=pl.col("streams").sum(),
        listeners=pl.col("listeners").sum(),
        streams_each=pl.col("streams").median(),
        page_years=pl.col("page_years").median(),
        monthly=pl.col("releases_per_month").median(),
        history_years=pl.col("history_years").median(),
        minutes_spread=(pl.col("minutes").std() / pl.col("minutes").mean()),
        streams_spread=(pl.col("streams") + 1).log10().std(),
        followers_spread=(pl.col("followers") + 1).log10().std(),
        created_spread=pl.col("created_on").dt.epoch("d").cast(pl.Float64).std(),
    )
    usual = profiles.select(pl.col(name).mean().alias(f"usual_{name}") for name in FLAGS)
    return described.join(usual, how="cross")


def titles(inside: pl.DataFrame, shapes: pl.DataFrame, words: pl.DataFrame) -> pl.DataFrame:
    """How far titles repeat across members, by shape and by rare words.

    Args:
        shapes: as of `counted_texts`, of `shape`.
        words: as of `counted_texts`, of `word`, with its `rarity`.
    """
    sizes = inside.group_by("subject").agg(n=pl.len())
    shaped = (
        inside.join(shapes, on="artist_id")
        .group_by("subject", "shape")
        .agg(sharing=pl.len(), uses=pl.col("uses").sum())
    )
    by_shape = shaped.group_by("subject").agg(
        template_titles=pl.col("uses").filter(pl.col("sharing") >= 2).sum() / pl.col("uses").sum(),
        template_example=pl.col("shape").sort_by("sharing", "shape", descending=[True, False]).first(),
    )
    counted = (
        inside.join(words, on="artist_id")
        .group_by("subject", "word")
        .agg(artists=pl.len(), uses=pl.col("uses").sum(), rarity=pl.col("rarity").first())
        .join(sizes, on="subject")
    )
    weight = pl.col("uses") * pl.col("rarity")
    common = pl.col("artists") >= (pl.col("n") * 0.15).clip(3)
    by_word = counted.group_by("subject").agg(
        word_reuse=weight.filter(common).sum() / weight.sum().clip(1e-9),
        template_words=pl.col("word").sort_by("artists", "word", descending=[True, False]).head(5),
    )
    told = by_shape.join(by_word, on="subject", how="full", coalesce=True)
    return told.with_columns(
        pl.col("template_example").cast(pl.String), pl.col("template_words").cast(pl.List(pl.String))
    )


def counted_texts(table: pl.DataFrame, column: str) -> pl.DataFrame:
    """How often each artist uses each text: `artist_id`, the column, `uses`, and what else is known of the text; texts as numbers in
    alphabetical order, quick to group."""
    others = [pl.col(name).first() for name in table.columns if name not in ("artist_id", "recording_id", column)]
    counted = table.group_by("artist_id", column).agg(*others, uses=pl.len())
    return counted.with_columns(pl.col(column).cast(pl.Enum(table[column].unique().sort())))


def cadence(inside: pl.DataFrame, days: pl.DataFrame, profiles: pl.DataFrame) -> pl.DataFrame:
    """Deliveries on the same days: `lockstep` (share of releases), and pages made together: `made_together`."""
    sizes = inside.group_by("subject").agg(n=pl.len())
    dated = inside.join(days, on="artist_id").join(sizes, on="subject")
    at_once = pl.col("artist_id").n_unique().over("subject", "day")
    lockstep = (
        dated.with_columns(at_once=at_once)
        .group_by("subject")
        .agg(
            lockstep=(pl.col("at_once") >= (pl.col("n") * 0.2).clip(2, 10)).mean(),
            lockstep_day=pl.col("day").sort_by("at_once", "day", descending=[True, False]).first(),
            lockstep_members=pl.col("at_once").max(),
        )
    )
    made = (
        inside.join(profiles.select("artist_id", "created_on"), on="artist_id")
        .drop_nulls()
        .with_columns(month=pl.col("created_on").dt.epoch("d") // 45)
        .group_by("subject", "month")
        .agg(made=pl.len())
        .group_by("subject")
        .agg(made=pl.col("made").max(), dated=pl.col("made").sum())
    )
    together = made.select(
        "subject", made_together=pl.when(pl.col("dated") > 1).then((pl.col("made") - 1) / (pl.col("dated") - 1))
    )
    return lockstep.join(together, on="subject", how="full", coalesce=True)


def labels_of_groups(inside: pl.DataFrame, years: pl.DataFrame) -> pl.DataFrame:
    """`subject`, `label_years`: over how many years the members' labels have released, the median."""
    return inside.join(years, on="artist_id").group_by("subject").agg(label_years=pl.col("label_years").median())
