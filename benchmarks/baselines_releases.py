"""Misattribution and recycled audio by what a competent user would write without Namesake: release rules, equal fingerprints."""

from typing import Any

import polars as pl

from graph.snapshot import Snapshot

Row = dict[str, Any]
MIN_KNOWN_RELEASES = 2
LONG_SILENCE_DAYS = 3 * 365
MIN_SHARE = 0.4


def release_rules(snapshot: Snapshot) -> list[Row]:
    """Points for each rule that a release breaks on its artist's page; the score is the share of the points.

    A payee that the page's other releases do not have (3 points), as yet unknown people (2), an ISRC or UPC that another payee's release
    has too (2); a new distributor, a new label, put there by its name only, the first for three years, after the act ended (1 each). Only
    pages of acts with at least two other releases; a release with a payee that the page knows is never listed.
    """
    pages = _pages(snapshot)
    for thing in ("payee_id", "distributor_id", "label_id", "party_name"):
        news = _unknown_elsewhere(pages, _holdings(snapshot, thing), thing)
        pages = pages.join(news, on=["release_id", "artist_id"], how="left")
    pages = pages.join(_shared_codes(snapshot), on="release_id", how="left")
    rules = [
        (3, pl.col("new_payee_id")),
        (2, pl.col("new_party_name")),
        (2, pl.col("code_shared")),
        (1, pl.col("new_distributor_id")),
        (1, pl.col("new_label_id")),
        (1, pl.col("artist_assignment") == "name_only"),
        (1, pl.col("silence_days") > LONG_SILENCE_DAYS),
        (1, pl.col("release_date") > pl.col("ended_on")),
    ]
    points = pl.sum_horizontal(rule.fill_null(False).cast(pl.Int32) * weight for weight, rule in rules)
    suspect = pl.col("new_payee_id").fill_null(True) & (pl.col("known") >= MIN_KNOWN_RELEASES)
    told = pages.filter(suspect).with_columns(score=points / sum(weight for weight, _ in rules))
    told = told.filter(pl.col("score") >= MIN_SHARE).sort(
        ["score", "release_id", "artist_id"], descending=[True, False, False]
    )
    return [
        _row("misattribution", ("release", release), ("artist", artist), score)
        for release, artist, score in told.select("release_id", "artist_id", "score").iter_rows()
    ]


def _pages(snapshot: Snapshot) -> pl.DataFrame:
    """Each release on each of its main artists' pages, with how many others there are and how long the last one was ago."""
    releases = snapshot["releases"].select("release_id", "release_date", "artist_assignment")
    ended = snapshot["artists"].select("artist_id", "ended_on")
    dated = snapshot["release_artists"].select("release_id", "artist_id").join(releases, on="release_id")
    ordered = dated.join(ended, on="artist_id", how="left").sort(
        "artist_id", "release_date", "release_id", nulls_last=True
    )
    gap = pl.col("release_date") - pl.col("release_date").shift(1).over("artist_id")
    return ordered.with_columns(known=pl.len().over("artist_id") - 1, silence_days=gap.dt.total_days())


def _holdings(snapshot: Snapshot, thing: str) -> pl.DataFrame:
    """What each release holds of the thing: `release_id`, `thing`."""
    if thing == "payee_id":
        held = snapshot["payouts"].select("release_id", "payee_id")
    elif thing == "party_name":
        held = (
            snapshot["contributions"]
            .join(snapshot["recording_releases"], on="recording_id")
            .select("release_id", thing)
        )
    else:
        held = snapshot["releases"].select("release_id", thing)
    return held.drop_nulls().unique()


def _unknown_elsewhere(pages: pl.DataFrame, held: pl.DataFrame, thing: str) -> pl.DataFrame:
    """`new_THING`: no other release of the page shares any of the release's; null where it holds none."""
    placed = pages.select("release_id", "artist_id").join(held, on="release_id")
    shared = pl.col("release_id").n_unique().over("artist_id", thing) > 1
    known = placed.with_columns(shared=shared)
    return known.group_by("release_id", "artist_id").agg((~pl.col("shared").any()).alias(f"new_{thing}"))


def _shared_codes(snapshot: Snapshot) -> pl.DataFrame:
    """`code_shared`: the release's UPC, or an ISRC on it, is also on a release that pays somebody else."""
    isrcs = (
        snapshot["recordings"]
        .select("recording_id", code="isrc")
        .join(snapshot["recording_releases"], on="recording_id")
    )
    codes = pl.concat([snapshot["releases"].select("release_id", code="upc"), isrcs.select("release_id", "code")])
    paid = (
        codes.drop_nulls().unique().join(snapshot["payouts"].select("release_id", "payee_id").unique(), on="release_id")
    )
    several = (pl.col("payee_id").n_unique().over("code") > 1) & (pl.col("release_id").n_unique().over("code") > 1)
    return paid.with_columns(several=several).group_by("release_id").agg(code_shared=pl.col("several").any())


def equal_fingerprints(snapshot: Snapshot) -> list[Row]:
    """Recordings with the fingerprint of an earlier one (the earliest release date) under other artists."""
    first = (
        snapshot["recording_releases"]
        .join(snapshot["releases"].select("release_id", "release_date"), on="release_id")
        .group_by("recording_id")
        .agg(date=pl.col("release_date").min())
    )
    artists = (
        snapshot["recording_artists"]
        .filter(pl.col("role") == "main")
        .group_by("recording_id")
        .agg(by=pl.col("artist_id").unique().sort())
    )
    sounds = (
        snapshot["recordings"]
        .select("recording_id", "audio_fingerprint")
        .drop_nulls()
        .join(first, on="recording_id", how="left")
        .join(artists, on="recording_id", how="left")
        .sort("audio_fingerprint", "date", "recording_id", nulls_last=True)
        .with_columns(
            original=pl.col("recording_id").first().over("audio_fingerprint"),
            original_by=pl.col("by").first().over("audio_fingerprint"),
        )
    )
    copied = sounds.filter(
        (pl.col("recording_id") != pl.col("original"))
        & (pl.col("by").list.set_intersection("original_by").list.len() == 0)
    )
    return [
        _row("recycled_audio", ("recording", copy), ("recording", original), 0.9)
        for copy, original in copied.select("recording_id", "original").iter_rows()
    ]


def _row(kind: str, subject: tuple[str, str], target: tuple[str, str], score: float) -> Row:
    return {
        "finding_id": f"{kind} {subject[1]} {target[1]}",
        "kind": kind,
        "subject": {"type": subject[0], "id": subject[1]},
        "target": {"type": target[0], "id": target[1]},
        "score": score,
    }
