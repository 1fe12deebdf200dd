"""What is known of each artist that tells mass production from music, one row an artist; groups add it up."""

import polars as pl

from detectors.catalog_tables import latest, payee_operators, plain, release_payees, release_times
from graph.snapshot import Snapshot

FLAGS = (
    *("no_biography", "no_urls", "no_image", "verified", "registered", "signalled"),
    *("short_share", "invented_share", "people_without_ipi", "disclosed_ai"),
)
"""Shares, 0 to 1: of a group their distance from the catalog's own average is evidence."""
SIGNALS = ("signal_ai_generated", "signal_stream_manipulation")
"""What other systems say of an artist, 0 to 1, unknown where they say nothing."""
STANDINGS = ("streams_per_follower", "streams_per_listener", "followers", "page_years", "pace", "history")
"""Quantities of which an artist's standing in the catalog is known: -1 the least of all, 0 the median, 1 the most."""

SHORT_MS, SHORT_END_MS = 30_000, 45_000
"""A stream pays from 30 s on, so farms pile durations just above it."""
LOUD_SIGNAL = 0.5
"""From here on another system takes its suspicion for likelier than not."""


def artist_profiles(snapshot: Snapshot, identities: pl.DataFrame) -> pl.DataFrame:
    """One row per artist: `artist_id`, `identity_id` and what the group features average (flags as 0 or 1).

    `standing_NAME` for each of `STANDINGS`: what is plenty in one catalog is little in another, the place among its artists is not.
    """
    artists = snapshot["artists"]
    dates = snapshot["releases"].select("release_date", received_on=pl.col("received_at").cast(pl.Date))
    newest = pl.lit(dates.select(pl.max_horizontal(latest("received_on"), latest("release_date"))).item(), pl.Date)
    pages = artists.select(
        "artist_id",
        "created_on",
        followers=pl.col("followers").cast(pl.Float64),
        no_biography=(pl.col("biography").fill_null("") == "").cast(pl.Float64),
        no_urls=(pl.col("urls").list.len().fill_null(0) == 0).cast(pl.Float64),
        no_image=pl.col("image_phash").is_null().cast(pl.Float64),
        verified=pl.col("verified").fill_null(False).cast(pl.Float64),
        registered=pl.any_horizontal(pl.col("isni", "ipi", "musicbrainz_id", "discogs_id").is_not_null()).cast(
            pl.Float64
        ),
        page_years=((newest - pl.col("created_on")).dt.total_days() / 365.25).clip(0, 40),
    )
    return (
        pages.join(_recording_profile(snapshot), on="artist_id", how="left")
        .join(_release_profile(snapshot), on="artist_id", how="left")
        .join(_signal_profile(snapshot), on="artist_id", how="left")
        .join(_people_profile(snapshot), on="artist_id", how="left")
        .join(identities, on="artist_id", how="left")
        .with_columns(
            identity_id=pl.coalesce("identity_id", "artist_id"),
            signalled=(pl.max_horizontal("signal_ai_generated", "signal_stream_manipulation") > LOUD_SIGNAL)
            .fill_null(False)
            .cast(pl.Float64),
        )
        .with_columns(
            _standing("streams_per_follower", (pl.col("streams") + 1) / (pl.col("followers") + 1)),
            _standing("streams_per_listener", (pl.col("streams") + 1) / (pl.col("listeners") + 1)),
            _standing("followers", pl.col("followers")),
            _standing("page_years", pl.col("page_years")),
            _standing("pace", pl.col("releases_per_month")),
            _standing("history", pl.col("history_years")),
        )
    )


def _standing(name: str, quantity: pl.Expr) -> pl.Expr:
    """The quantity's place among all artists of whom it is known, -1 to 1; equal ones share the middle of their places."""
    return (2 * (quantity.rank("average") - 0.5) / quantity.count() - 1).alias(f"standing_{name}")


def _recording_profile(snapshot: Snapshot) -> pl.DataFrame:
    mains = snapshot["recording_artists"].filter(pl.col("role") == "main")
    recordings = mains.join(snapshot["recordings"], on="recording_id")
    short = pl.col("duration_ms").is_between(SHORT_MS, SHORT_END_MS)
    return recordings.group_by("artist_id").agg(
        recordings=pl.len().cast(pl.Float64),
        streams=pl.col("streams_28d").sum().cast(pl.Float64),
        listeners=pl.col("listeners_28d").sum().cast(pl.Float64),
        short_share=short.mean().cast(pl.Float64),
        minutes=(pl.col("duration_ms").median() / 60_000).cast(pl.Float64),
        disclosed_ai=pl.col("ai_disclosure")
        .list.eval(pl.element() == "generated")
        .list.any()
        .fill_null(False)
        .mean()
        .cast(pl.Float64),
    )


def _release_profile(snapshot: Snapshot) -> pl.DataFrame:
    dated = snapshot["release_artists"].select("artist_id", "release_id").join(release_times(snapshot), on="release_id")
    span = (pl.col("released").max() - pl.col("released").min()).dt.total_days() / 30.4
    return dated.group_by("artist_id").agg(
        releases=pl.len().cast(pl.Float64),
        first_release=pl.col("released").min(),
        releases_per_month=pl.len() / span.clip(1),
        history_years=(span / 12).cast(pl.Float64),
    )


def _signal_profile(snapshot: Snapshot) -> pl.DataFrame:
    mains = snapshot["recording_artists"].filter(pl.col("role") == "main")
    signals = snapshot["signals"].select("subject_type", "kind", "score", id="subject_id")
    parts = [
        signals.filter(pl.col("subject_type") == "artist").select("kind", "score", artist_id="id"),
        signals.filter(pl.col("subject_type") == "recording")
        .join(mains, left_on="id", right_on="recording_id")
        .select("kind", "score", "artist_id"),
        signals.filter(pl.col("subject_type") == "release")
        .join(snapshot["release_artists"], left_on="id", right_on="release_id")
        .select("kind", "score", "artist_id"),
    ]
    kinds = ("ai_generated", "stream_manipulation", "user_report", "takedown")
    return (
        pl.concat(parts)
        .group_by("artist_id")
        .agg(pl.col("score").filter(pl.col("kind") == kind).max().alias(f"signal_{kind}") for kind in kinds)
    )


def _people_profile(snapshot: Snapshot) -> pl.DataFrame:
    """How many of an artist's credited people are credited nowhere else in the catalog: `invented_share`."""
    people = snapshot["contributions"].select("recording_id", "ipi", party=plain("party_name"))
    once = pl.col("recording_id").n_unique().over("party") == 1
    counted = people.with_columns(once=once).join(
        snapshot["recording_artists"].filter(pl.col("role") == "main"), on="recording_id"
    )
    return counted.group_by("artist_id").agg(
        invented_share=pl.col("once").mean().cast(pl.Float64),
        people_without_ipi=pl.col("ipi").is_null().mean().cast(pl.Float64),
        people_per_recording=(pl.col("party").n_unique() / pl.col("recording_id").n_unique()).cast(pl.Float64),
    )


def title_words(snapshot: Snapshot) -> pl.DataFrame:
    """Words of an artist's recording titles: `artist_id`, `recording_id`, `word`, `rarity` (0 common to 1 rare)."""
    titles = (
        snapshot["recordings"].select("recording_id", word=plain("title").str.extract_all(r"\p{L}+")).explode("word")
    )
    known = titles.drop_nulls().unique()
    total = max(snapshot["recordings"].height, 2)
    rarity = 1 - pl.len().over("word").log() / pl.lit(float(total)).log()
    mains = snapshot["recording_artists"].filter(pl.col("role") == "main").select("artist_id", "recording_id")
    return (
        known.with_columns(rarity=rarity)
        .join(mains, on="recording_id")
        .select("artist_id", "recording_id", "word", "rarity")
    )


def title_shape(column: str) -> pl.Expr:
    """A title without digits, numerals and marks, words in order of the alphabet; empty where nothing is left."""
    bare = plain(column).str.replace_all(r"\b[ivxl]+\b|\d+|[^\p{L}\s]", " ").str.extract_all(r"\p{L}+")
    return bare.list.sort().list.join(" ")


def title_shapes(snapshot: Snapshot) -> pl.DataFrame:
    """`artist_id`, `recording_id`, `shape`: the title without digits, numerals and marks, words in order of the
    alphabet."""
    mains = snapshot["recording_artists"].filter(pl.col("role") == "main").select("artist_id", "recording_id")
    shapes = snapshot["recordings"].select("recording_id", shape=title_shape("title"))
    return (
        shapes.filter(pl.col("shape") != "").join(mains, on="recording_id").select("artist_id", "recording_id", "shape")
    )


def arrival_days(snapshot: Snapshot) -> pl.DataFrame:
    """`artist_id`, `release_id`, `day`: when each release was received."""
    received = snapshot["releases"].select("release_id", day=pl.col("received_at").cast(pl.Date)).drop_nulls()
    return snapshot["release_artists"].select("artist_id", "release_id").join(received, on="release_id")


def artist_operators(snapshot: Snapshot) -> pl.DataFrame:
    """`artist_id`, `payee_id`, `operator`: who is paid for each artist's releases."""
    paid = snapshot["release_artists"].select("artist_id", "release_id").join(release_payees(snapshot), on="release_id")
    return paid.select("artist_id", "payee_id").unique().join(payee_operators(snapshot), on="payee_id")


def label_years(snapshot: Snapshot) -> pl.DataFrame:
    """`artist_id`, `label_id`, `label_years`: the labels of each artist and over how many years each has released."""
    dated = snapshot["releases"].select("release_id", "label_id", "release_date").drop_nulls()
    years = (pl.col("release_date").max() - pl.col("release_date").min()).dt.total_days() / 365.25
    spans = dated.group_by("label_id").agg(label_years=years)
    pages = snapshot["release_artists"].select("artist_id", "release_id").join(dated, on="release_id")
    return pages.select("artist_id", "label_id").unique().join(spans, on="label_id")
