"""Where a suspected profile's money goes: who its payees are named like, and whom else they collect for."""

import polars as pl

from detectors.blocking import artist_names
from detectors.catalog_tables import bare_name, release_payees
from graph.snapshot import Snapshot


def payees_named_like_artists(snapshot: Snapshot) -> pl.DataFrame:
    """One row an artist with a known payee: `payee_named` (1 where a payee's name has the words of the artist's name or of a stated
    alias, in any order, else 0) and `payee_name` (that payee's)."""
    paid = (
        snapshot["release_artists"]
        .select("artist_id", "release_id")
        .join(release_payees(snapshot), on="release_id")
        .join(snapshot["payees"].select("payee_id", payee_name="name"), on="payee_id")
        .select("artist_id", "payee_name", words=_words("payee_name"))
        .unique()
    )
    own = artist_names(snapshot).select("artist_id", words=_words("name"), own=pl.lit(1.0)).unique()
    return (
        paid.join(own, on=["artist_id", "words"], how="left")
        .with_columns(pl.col("own").fill_null(0.0))
        .sort("artist_id", "own", "payee_name", descending=[False, True, False])
        .group_by("artist_id", maintain_order=True)
        .agg(payee_named=pl.col("own").first(), payee_name=pl.col("payee_name").first())
    )


def _words(column: str) -> pl.Expr:
    return bare_name(column).str.split(" ").list.sort().list.join(" ")


def named_like_known_acts(directed: pl.DataFrame) -> pl.DataFrame:
    """`artist_id` of the subjects that are named like another payee's act with ten times the audience that is known of themselves.

    One whose audience nobody counted has none that is known: a profile of today and a draft are such.

    Args: directed: as of `suspect_pairs`.
    """
    better_known = pl.col("audience_target") + 10 > 10 * (pl.col("audience_subject") + 10)
    suspects = directed.filter((pl.col("operation") != "none") & pl.col("payee_shared").is_null() & better_known)
    return suspects.select(artist_id="subject").unique()


def lookalike_operators(suspects: pl.DataFrame, payees: pl.DataFrame, identities: pl.DataFrame) -> pl.DataFrame:
    """What else the subject's payees collect for, one row a subject whose payee is known.

    `operator_lookalikes`: acts paid through one payee of the subject that are named like another payee's known act, and
    `operator_share`: their share of all acts of that payee; null for a subject that is none of them. `operator_others`: acts
    of that payee (or, of several, the one with most) that are named like nobody of that kind, the subject's own not counted.

    Args: suspects: as of `named_like_known_acts`. payees: `artist_id`, `item` (the payee). identities: `artist_id`, `identity_id`: an act with three profiles is one.
    """
    marked = (
        payees.join(suspects.with_columns(suspect=pl.lit(True)), on="artist_id", how="left")
        .join(identities.select("artist_id", "identity_id"), on="artist_id")
        .with_columns(pl.col("suspect").fill_null(False))
    )
    alike = pl.col("identity_id").filter("suspect").n_unique().over("item").cast(pl.Int64)
    acts = pl.col("identity_id").n_unique().over("item").cast(pl.Int64)
    own = (~pl.col("suspect")).cast(pl.Int64)
    counted = marked.with_columns(
        operator_lookalikes=alike, operator_share=alike / acts, operator_others=(acts - alike - own).clip(0)
    ).with_columns(pl.when("suspect").then(pl.col(name)) for name in ("operator_lookalikes", "operator_share"))
    most = counted.group_by("artist_id").agg(pl.col("operator_others").max())
    best = counted.drop("operator_others").sort(
        "artist_id", "operator_share", "operator_lookalikes", "item", descending=[False, True, True, False]
    )
    return (
        best.unique("artist_id", keep="first", maintain_order=True)
        .join(most, on="artist_id")
        .select("operator_lookalikes", "operator_share", "operator_others", subject="artist_id")
    )
