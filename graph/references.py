"""What a snapshot settles: references by UPC or ISRC find their releases, and what was withdrawn is left out."""

from collections.abc import Mapping
from typing import Final

import polars as pl

Tables = dict[str, pl.DataFrame]
_UPC: Final = "upc:"
_ISRC: Final = "isrc:"


def settle_references(tables: Mapping[str, pl.DataFrame]) -> Tables:
    """The tables of a snapshot with every payout at the release it is for, summed, and without releases that were withdrawn.

    A statement knows a release by its UPC, or a track by its ISRC, and refers to `upc:…` or `isrc:…`. Where a source has that release
    or recording, the payout is moved to it (to each, where several sources have it), and what the statement said of it is dropped.
    """
    settled = _without_withdrawn(_with_payouts_moved(dict(tables)))
    settled["payouts"] = _summed(settled["payouts"])
    return settled


def _summed(payouts: pl.DataFrame) -> pl.DataFrame:
    """One row a payee, release, period and currency: amounts add up, of several shares the largest stands."""
    keys = ["payee_id", "release_id", "period", "currency"]
    if payouts.select(keys).is_unique().all():
        return payouts
    has_amount = pl.col("amount").is_not_null().any()
    amount = pl.when(has_amount).then(pl.col("amount").sort().sum()).alias("amount")
    return payouts.group_by(keys).agg(pl.col("share").max(), amount).select(payouts.columns)


def _with_payouts_moved(tables: Tables) -> Tables:
    payouts = tables["payouts"]
    by_code = payouts["release_id"].str.contains(f"^({_UPC}|{_ISRC})")
    if not by_code.any():
        return tables
    releases, recordings = tables["releases"], tables["recordings"]
    own = releases.filter(~pl.col("release_id").str.contains(f"^({_UPC}|{_ISRC})"))
    by_upc = own.drop_nulls("upc").select(code=_UPC + pl.col("upc"), own_id="release_id")
    by_isrc = (
        recordings.drop_nulls("isrc")
        .select("recording_id", code=_ISRC + pl.col("isrc"))
        .join(tables["recording_releases"], on="recording_id")
        .join(own.select("release_id"), on="release_id", how="semi")
        .select("code", own_id="release_id")
    )
    known = pl.concat([by_upc, by_isrc]).unique()
    tables["payouts"] = (
        payouts.join(known, left_on="release_id", right_on="code", how="left")
        .with_columns(release_id=pl.coalesce("own_id", "release_id"))
        .drop("own_id")
    )
    return _without_releases(tables, known.select(release_id="code").unique())


def _without_withdrawn(tables: Tables) -> Tables:
    withdrawn = tables["availability"].filter(pl.col("status") == "withdrawn").select("release_id")
    return _without_releases(tables, withdrawn) if withdrawn.height else tables


def _without_releases(tables: Tables, gone: pl.DataFrame) -> Tables:
    """Without these releases (`release_id`), and the recordings that were on nothing else."""
    links = tables["recording_releases"]
    left = links.join(gone, on="release_id", how="anti")
    lost = (
        links.join(gone, on="release_id", how="semi")
        .select("recording_id")
        .unique()
        .join(left, on="recording_id", how="anti")
    )
    for name in ("releases", "release_artists", "recording_releases", "payouts", "availability"):
        tables[name] = tables[name].join(gone, on="release_id", how="anti")
    if lost.height:
        for name in ("recordings", "recording_artists", "contributions"):
            tables[name] = tables[name].join(lost, on="recording_id", how="anti")
    return tables
