"""Recycled audio: the same or nearly the same sound sold again under an artist who has nothing to do with the first."""

from dataclasses import dataclass

import polars as pl

from detectors.catalog_tables import near_hashes, payee_operators, plain, release_payees, release_times
from detectors.evidence import Context, Feature
from detectors.recycled_audio_features import FEATURES
from graph.snapshot import Snapshot
from graph.truth import Truth

_ALL_PAIRS_UP_TO = 12
"""Recordings of one sound that are all paired; beyond it each is paired with the earliest only."""


def candidates(snapshot: Snapshot, context: Context) -> pl.DataFrame:
    """Pairs of recordings that sound alike and have no artist and no identity in common; `subject` is the later one,
    `target` the earliest.

    Returns: `subject`, `target` (recording ids), one column per feature and what the sentences need. Sorted.
    """
    pairs = _sounding_alike(_sounds(snapshot))
    facts = _recording_facts(snapshot, context, pl.concat([pairs["left"], pairs["right"]]).unique())
    joined = (
        pairs.join(facts.select(pl.all().name.prefix("l_")), left_on="left", right_on="l_recording_id")
        .join(facts.select(pl.all().name.prefix("r_")), left_on="right", right_on="r_recording_id")
        .filter(_overlap("identities") == 0, _overlap("artists") == 0)
    )
    order = joined.select("l_arrived", "l_released", "left", "r_arrived", "r_released", "right").rows()
    later = pl.Series([_key(row[:3]) > _key(row[3:]) for row in order], dtype=pl.Boolean)
    ordered = joined.with_columns(_left_is_later=later)
    columns = [name for name in facts.columns if name != "recording_id"]
    swapped = ordered.with_columns(
        *(pl.when("_left_is_later").then(f"l_{name}").otherwise(f"r_{name}").alias(f"s_{name}") for name in columns),
        *(pl.when("_left_is_later").then(f"r_{name}").otherwise(f"l_{name}").alias(f"t_{name}") for name in columns),
        subject=pl.when("_left_is_later").then("left").otherwise("right"),
        target=pl.when("_left_is_later").then("right").otherwise("left"),
    ).drop([f"l_{n}" for n in columns] + [f"r_{n}" for n in columns] + ["left", "right", "_left_is_later"])
    firsts = swapped.sort("subject", "t_arrived", "t_released", "target", nulls_last=True).unique(
        "subject", keep="first", maintain_order=True
    )
    return (
        _with_features(firsts, snapshot)
        .with_columns(members=pl.lit(None, pl.List(pl.String)))
        .sort("subject", "target")
    )


def _key(parts: tuple[object, ...]) -> tuple[str, ...]:
    return tuple("" if part is None else str(part) for part in parts)


def _overlap(column: str, left: str = "l_", right: str = "r_") -> pl.Expr:
    return pl.col(left + column).list.set_intersection(right + column).list.len().fill_null(0)


def _sounds(snapshot: Snapshot) -> pl.DataFrame:
    """Recordings with a fingerprint: `recording_id`, `audio_fingerprint`, `arrived`, `sharers` (with the very same
    one)."""
    arrived = (
        snapshot["recording_releases"]
        .join(release_times(snapshot), on="release_id")
        .group_by("recording_id")
        .agg(pl.col("arrived").min())
    )
    known = snapshot["recordings"].select("recording_id", "audio_fingerprint").drop_nulls()
    return known.with_columns(sharers=pl.len().over("audio_fingerprint")).join(arrived, on="recording_id", how="left")


def _recording_facts(snapshot: Snapshot, context: Context, wanted: pl.Series) -> pl.DataFrame:
    """Per wanted recording: its artists, money, labels, dates and profile, lists without repeats."""
    chosen = pl.col("recording_id").is_in(wanted.implode())
    recordings = (
        snapshot["recordings"]
        .select(
            "recording_id",
            "title",
            "isrc",
            "duration_ms",
            "audio_fingerprint",
            "streams_28d",
            "listeners_28d",
            "ai_disclosure",
        )
        .with_columns(sharers=pl.len().over("audio_fingerprint"))
        .filter(chosen)
    )
    artists = snapshot["recording_artists"].filter(chosen).join(context.identities, on="artist_id", how="left")
    page = snapshot["artists"].select("artist_id", "name", "followers", "created_on", "verified", "biography")
    of_artists = (
        artists.join(page, on="artist_id", how="left")
        .group_by("recording_id")
        .agg(
            artists=pl.col("artist_id").unique().sort(),
            identities=pl.coalesce("identity_id", "artist_id").unique().sort(),
            artist_names=pl.col("name").filter(pl.col("role") == "main").unique().sort(),
            followers=pl.col("followers").max(),
            created_on=pl.col("created_on").max(),
            verified=pl.col("verified").fill_null(False).any(),
            empty_page=pl.col("biography").is_null().all(),
        )
    )
    links = snapshot["recording_releases"].filter(chosen)
    releases = (
        snapshot["releases"]
        .select("release_id", "type", "label_id", "distributor_id", "upc")
        .join(release_times(snapshot), on="release_id")
    )
    money = release_payees(snapshot).join(payee_operators(snapshot), on="payee_id", how="left")
    of_releases = (
        links.join(releases, on="release_id")
        .join(money, on="release_id", how="left")
        .group_by("recording_id")
        .agg(
            arrived=pl.col("arrived").min(),
            released=pl.col("released").min(),
            compilation=(pl.col("type") == "compilation").fill_null(False).any(),
            labels=pl.col("label_id").drop_nulls().unique().sort(),
            distributors=pl.col("distributor_id").drop_nulls().unique().sort(),
            payees=pl.col("payee_id").drop_nulls().unique().sort(),
            operators=pl.col("operator").drop_nulls().unique().sort(),
            releases=pl.col("release_id").unique().sort(),
        )
    )
    people = (
        snapshot["contributions"]
        .filter(chosen)
        .with_columns(party=plain("party_name"))
        .group_by("recording_id")
        .agg(people=pl.col("party").unique().sort())
    )
    return (
        recordings.join(of_artists, on="recording_id")
        .join(of_releases, on="recording_id", how="left")
        .join(people, on="recording_id", how="left")
        .with_columns(
            pl.col("labels", "distributors", "payees", "operators", "releases", "people").fill_null([]),
        )
    )


def _sounding_alike(facts: pl.DataFrame) -> pl.DataFrame:
    """`left`, `right` (recording ids, left < right), `distance` in bits."""
    base = (
        facts.select("recording_id", "audio_fingerprint", "arrived", "sharers")
        .sort("audio_fingerprint", "arrived", "recording_id", nulls_last=True)
        .with_columns(rank=pl.int_range(pl.len()).over("audio_fingerprint"))
    )
    shared = base.filter(pl.col("sharers") > 1)
    equal = (
        shared.join(shared, on="audio_fingerprint", suffix="_right")
        .filter(pl.col("rank") < pl.col("rank_right"), (pl.col("rank") == 0) | (pl.col("sharers") <= _ALL_PAIRS_UP_TO))
        .select(left="recording_id", right="recording_id_right", distance=pl.lit(0, pl.Int64))
    )
    hashes = near_hashes(facts["audio_fingerprint"].unique().sort().to_list(), max_distance=6)
    few = base.filter(pl.col("rank") < _ALL_PAIRS_UP_TO).select("recording_id", "audio_fingerprint")
    near = (
        hashes.join(few, left_on="left", right_on="audio_fingerprint")
        .join(few, left_on="right", right_on="audio_fingerprint", suffix="_right")
        .select(left="recording_id", right="recording_id_right", distance="distance")
    )
    return pl.concat([equal, near]).unique(["left", "right"]).sort("left", "right")


def _with_features(pairs: pl.DataFrame, snapshot: Snapshot) -> pl.DataFrame:
    def both(column: str) -> pl.Expr:
        return (pl.col(f"s_{column}").list.len() > 0) & (pl.col(f"t_{column}").list.len() > 0)

    def shared(column: str) -> pl.Expr:
        return (_overlap(column, "s_", "t_") > 0).cast(pl.Float64)

    def disjoint(column: str) -> pl.Expr:
        return pl.when(both(column)).then((_overlap(column, "s_", "t_") == 0).cast(pl.Float64))

    duration = (pl.col("s_duration_ms") - pl.col("t_duration_ms")).abs()
    ratio = pl.col("s_followers").fill_null(0).add(1).log10() - pl.col("t_followers").fill_null(0).add(1).log10()
    s_title, t_title = plain("s_title"), plain("t_title")
    years = (pl.col("s_released") - pl.col("t_released")).dt.total_days() / 365.25
    page_age = (pl.col("s_released") - pl.col("s_created_on")).dt.total_days()
    operator_reach = (
        pairs.select("subject", "s_operators", "t_identities")
        .explode("s_operators")
        .explode("t_identities")
        .drop_nulls()
        .group_by("s_operators")
        .agg(victims=pl.col("t_identities").n_unique())
    )
    reach = (
        pairs.select("subject", "s_operators")
        .unique("subject")
        .explode("s_operators")
        .join(operator_reach, on="s_operators")
        .group_by("subject")
        .agg(victims=pl.col("victims").max())
    )
    return (
        pairs.join(_signals(snapshot), left_on="subject", right_on="recording_id", how="left")
        .join(_known_together(pairs, snapshot), on=["subject", "target"], how="left")
        .join(reach, on="subject", how="left")
        .with_columns(
            audio_equal=(pl.col("distance") == 0).cast(pl.Float64),
            isrc_differs=(pl.col("s_isrc") != pl.col("t_isrc")).cast(pl.Float64),
            isrc_equal=(pl.col("s_isrc") == pl.col("t_isrc")).cast(pl.Float64),
            payee_differs=disjoint("operators"),
            payee_shared=shared("operators"),
            title_differs=(s_title != t_title).cast(pl.Float64),
            duration_near=(1 - duration / 5000).clip(0, 1),
            years_apart=(years.abs() / 10).clip(0, 1),
            compilation=(pl.col("s_compilation") | pl.col("t_compilation")).fill_null(False).cast(pl.Float64),
            label_shared=shared("labels"),
            release_shared=shared("releases"),
            people_shared=shared("people"),
            people_differ=disjoint("people"),
            known_together=pl.col("known_together").fill_null(0.0),
            many_share=((pl.max_horizontal("s_sharers", "t_sharers") - 2).clip(0).add(1).log() / 4).clip(0, 1),
            young_page=(1 - page_age / 365).clip(0, 1),
            less_followed=(-ratio / 4).clip(-1, 1),
            empty_page=(pl.col("s_empty_page") & ~pl.col("t_empty_page")).cast(pl.Float64),
            verified=pl.col("s_verified").cast(pl.Float64),
            many_victims=((pl.col("victims") - 1).clip(0).add(1).log() / 3).clip(0, 1),
            outside_signal=pl.col("outside_signal"),
        )
    )


def _signals(snapshot: Snapshot) -> pl.DataFrame:
    signals = snapshot["signals"].filter(
        pl.col("kind").is_in(["stream_manipulation", "takedown", "user_report", "ai_generated"])
    )
    own = signals.filter(pl.col("subject_type") == "recording").select(recording_id="subject_id", score="score")
    of_releases = (
        signals.filter(pl.col("subject_type") == "release")
        .select(release_id="subject_id", score="score")
        .join(snapshot["recording_releases"], on="release_id")
        .select("recording_id", "score")
    )
    of_artists = (
        signals.filter(pl.col("subject_type") == "artist")
        .select(artist_id="subject_id", score="score")
        .join(snapshot["recording_artists"].filter(pl.col("role") == "main"), on="artist_id")
        .select("recording_id", "score")
    )
    return pl.concat([own, of_releases, of_artists]).group_by("recording_id").agg(outside_signal=pl.col("score").max())


def _known_together(pairs: pl.DataFrame, snapshot: Snapshot) -> pl.DataFrame:
    """Pairs whose artists stand together on another recording or release: they know each other."""
    credits = (
        snapshot["recording_artists"]
        .select("artist_id", thing="recording_id")
        .vstack(snapshot["release_artists"].select("artist_id", thing="release_id"))
    )
    wanted = pairs.select("subject", "target", "s_artists", "t_artists").explode("s_artists").explode("t_artists")
    things = wanted.join(credits, left_on="s_artists", right_on="artist_id").join(
        credits, left_on=["t_artists", "thing"], right_on=["artist_id", "thing"]
    )
    return things.select("subject", "target").unique().with_columns(known_together=pl.lit(1.0))


def labels(candidates: pl.DataFrame, truth: Truth) -> pl.Series:
    """Whether each candidate is truly recycled, for fitting."""
    known = {frozenset((item.subject.id, item.target.id)) for item in truth.of_kind("recycled_audio") if item.target}
    return pl.Series(
        "label", [frozenset(pair) in known for pair in candidates.select("subject", "target").rows()], dtype=pl.Boolean
    )


@dataclass(frozen=True, slots=True)
class RecycledAudio:
    """The detector of recycled audio."""

    name: str = "recycled_audio"
    features: tuple[Feature, ...] = FEATURES

    def candidates(self, snapshot: Snapshot, context: Context) -> pl.DataFrame:
        return candidates(snapshot, context)


DETECTOR = RecycledAudio()
