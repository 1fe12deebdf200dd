"""Recordings that may be one sound though no fingerprint says so: one title at one length, or at another tempo."""

import math
from typing import Final

import polars as pl

from detectors.catalog_tables import plain

MAX_TITLE_CROWD: Final = 20
"""Recordings of one title that are all paired; among more, only those that say another tempo are paired with those that do not."""
MAX_RENAMED_CROWD: Final = 400
"""Recordings of one title beyond which not even those are paired: anybody may have made the original."""
SAME_LENGTH_MS: Final = 1_000
"""Difference up to which two of one title may be one recording; the shorter it is, the more it weighs."""
TEMPI: Final = ((0.65, 0.97), (1.03, 1.55))
"""The later duration as a share of the earlier one: faster, slower. Between them lie other edits, beyond them other works."""
RATIO_BIN: Final = 0.002
"""Log-ratios of duration in one bin are one tempo: 0.4 s in 200 s, what rounding and padding make of one ratio."""
MIN_STEADY: Final = 3.0
"""Nats, chance of one in twenty, from which a ratio that no title speaks of is looked into."""

_BINS = math.log(TEMPI[1][1] / TEMPI[0][0]) / RATIO_BIN
_MORE = r"(?:\s*(?:\+|&|and|n|'n')\s*reverb(?:ed)?)?(?:\s*(?:version|edit|remix|mix))?"
_FASTER = rf"\b(?:sped[ -]?up|speed(?:ed)?[ -]?up|nightcore)\b{_MORE}"
_SLOWER = rf"\b(?:slowed(?:[ -]?down)?|daycore)\b{_MORE}"


def bare_title(column: str = "title", title: pl.Expr | None = None) -> pl.Expr:
    """A title (the column's, or `title`) without what it says of the tempo, signs and cases; null where nothing is left."""
    bare = (plain(column) if title is None else title).str.replace_all(_FASTER, " ").str.replace_all(_SLOWER, " ")
    return bare.str.replace_all(r"[^\p{L}\p{N}\p{M}]+", " ").str.strip_chars().replace("", None)


def said_tempo(column: str = "title") -> pl.Expr:
    """What a title says of its tempo: 1 faster, -1 slower, 0 nothing."""
    title = plain(column)
    return title.str.contains(_FASTER).cast(pl.Int8) - title.str.contains(_SLOWER).cast(pl.Int8)


def same_title(sounds: pl.DataFrame) -> pl.DataFrame:
    """Pairs of different artists, of one length or at another tempo; none that fingerprints tell apart unless the tempo explains it.

    Another tempo is what the titles say, unless the durations speak against it; or what so many songs of the later artist have in
    common with songs of the same names that chance does not make it (`steady`). Where two artists have such a pair, their other
    recordings of that ratio are paired too, whatever their titles.

    Args: sounds: `recording_id`, `title`, `duration_ms`, `audio_fingerprint`, `artist` (the first one), `order` (place in time).
    Returns: `left` (later), `right` (recording ids), `ratio` (left duration as a share of the right one's), `crowd` (recordings of the
        title; null for other titles), `said` (1 faster, -1 slower, 0 nothing), `steady` (nats), `one_length`.
    """
    titled = sounds.with_columns(key=bare_title(), said=said_tempo()).select(
        "recording_id", "key", "said", "duration_ms", "audio_fingerprint", "artist", "order"
    )
    told = _steadiness(_compared(_of_one_title(titled)))
    found = told.filter(pl.col("proposed") | (pl.col("steady") >= MIN_STEADY))
    return pl.concat([found.select(_COLUMNS), _companions(found, titled).select(_COLUMNS)]).sort("left", "right")


_COLUMNS = ("left", "right", "ratio", "crowd", "said", "steady", "one_length")


def _of_one_title(titled: pl.DataFrame) -> pl.DataFrame:
    crowds = titled.drop_nulls("key").with_columns(crowd=pl.len().over("key")).filter(pl.col("crowd") > 1)
    few = crowds.filter(pl.col("crowd") <= MAX_TITLE_CROWD)
    crowded = crowds.filter(pl.col("crowd") > MAX_TITLE_CROWD, pl.col("crowd") <= MAX_RENAMED_CROWD)
    renamed, others = crowded.filter(pl.col("said") != 0), crowded.filter(pl.col("said") == 0)
    sides = ((few, few), (renamed, others), (others, renamed))
    return pl.concat(one.join(two, on="key", suffix="_right") for one, two in sides)


def _compared(pairs: pl.DataFrame) -> pl.DataFrame:
    """The pairs of different artists, the later recording left, with what titles and durations say of the tempo.

    Where only the earlier one says that it is faster or slower, it is the version of something else.
    """
    ratio, said = pl.col("ratio"), pl.col("said")
    faster, slower = (ratio.is_between(*bounds) for bounds in TEMPI)
    agrees = (((said > 0) & faster) | ((said < 0) & slower)).fill_null(False)
    unheard = pl.col("audio_fingerprint").is_null() | pl.col("audio_fingerprint_right").is_null()
    apart = (pl.col("duration_ms") - pl.col("duration_ms_right")).abs()
    return (
        pairs.filter(
            pl.col("order") > pl.col("order_right"),
            pl.col("artist") != pl.col("artist_right"),
            (pl.col("said") == pl.col("said_right")) | (pl.col("said_right") == 0),
        )
        .with_columns(
            ratio=pl.col("duration_ms") / pl.col("duration_ms_right"),
            said=pl.col("said") - pl.col("said_right"),
            one_length=(unheard & (apart <= SAME_LENGTH_MS)).fill_null(False),
        )
        .with_columns(
            tempo=agrees | ((said == 0) & (faster | slower)).fill_null(False),
            proposed=agrees | ((said != 0) & ratio.is_null()) | ((said == 0) & pl.col("one_length")),
        )
        .rename({"recording_id": "left", "recording_id_right": "right"})
    )


def _steadiness(pairs: pl.DataFrame) -> pl.DataFrame:
    """The pairs with `steady`: how far from chance it is that so many songs, of the later artist or of both artists, have one ratio.

    Under chance the pairs of songs spread over the ratios as all other pairs of the catalog do (and one that is spread evenly). Nats,
    less those of trying each song's ratio.
    Source: Chernoff bound of the Poisson distribution's upper tail.
    """
    tempo = pairs.filter("tempo").with_columns(log_ratio=pl.col("ratio").log())
    counted = [
        tempo.with_columns(bin=(pl.col("log_ratio") / RATIO_BIN + shift).floor().cast(pl.Int64)).select(
            "left",
            "right",
            others=pl.col("key").n_unique().over(*group, "bin") - 1.0,
            expected=(pl.len().over(*group) - 1)
            * (pl.len().over("bin") - pl.len().over(*group, "bin") + 1 / _BINS)
            / (pl.len() - pl.len().over(*group) + 1),
            tries=pl.col("key").n_unique().over(*group).log(),
        )
        for shift in (0.0, 0.5)
        for group in (["artist"], ["artist", "artist_right"])
    ]
    others, expected = pl.col("others"), pl.col("expected").clip(1e-6)
    nats = others * (others / expected).log() - others + expected - pl.col("tries")
    best = (
        pl.concat(counted)
        .with_columns(steady=pl.when(others > expected).then(nats.clip(0)).otherwise(0.0))
        .group_by("left", "right")
        .agg(pl.col("steady").max())
    )
    return pairs.join(best, on=["left", "right"], how="left", maintain_order="left").with_columns(
        pl.col("steady").fill_null(0.0)
    )


def _companions(found: pl.DataFrame, titled: pl.DataFrame) -> pl.DataFrame:
    """Other recordings of two artists that have a pair at another tempo, with that very ratio: they take over its `steady`."""
    log_ratio = pl.col("ratio").log()
    acts = (
        found.filter("tempo", (pl.col("said") != 0) | (pl.col("steady") >= MIN_STEADY))
        .group_by("artist", "artist_right")
        .agg(known=log_ratio.unique(), steady=pl.col("steady").max())
    )
    sides = titled.drop("key").drop_nulls("duration_ms")
    pairs = (
        acts.join(sides, on="artist")
        .join(sides, left_on="artist_right", right_on="artist", suffix="_right")
        .filter(pl.col("order") > pl.col("order_right"), pl.col("said") == pl.col("said_right"))
        .with_columns(ratio=pl.col("duration_ms") / pl.col("duration_ms_right"))
        .explode("known")
        .filter((log_ratio - pl.col("known")).abs() <= RATIO_BIN / 2)
        .select(
            "ratio",
            "steady",
            left="recording_id",
            right="recording_id_right",
            crowd=pl.lit(None, found.schema["crowd"]),
            said=pl.lit(0, found.schema["said"]),
            one_length=pl.lit(False),
        )
        .unique(["left", "right"], keep="any")
    )
    return pairs.join(found, on=["left", "right"], how="anti")
