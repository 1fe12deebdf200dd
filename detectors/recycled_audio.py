"""Recycled audio: the same sound, as it was or faster or slower, sold again under an artist who has nothing to do with the first."""

from dataclasses import dataclass

import polars as pl

from detectors.audio_matches import beyond_chance, chance_of_bits, equal_or_near
from detectors.catalog_tables import with_names
from detectors.evidence import Context, Feature
from detectors.recycled_audio_facts import (
    first_artists,
    known_together,
    likely_one_act,
    name_likeness,
    places_in_time,
    recording_facts,
    reports,
)
from detectors.recycled_audio_features import FEATURES
from detectors.title_matches import same_title
from graph.snapshot import Snapshot
from graph.truth import Truth


def candidates(snapshot: Snapshot, context: Context) -> pl.DataFrame:
    """Pairs of recordings that may be one sound and have no artist in common; `subject` is the one whose artist had it later.

    Returns: `subject`, `target` (recording ids), one column per feature and what the sentences need. Each subject once, with the
        target that is the likeliest to be its source. Sorted.
    """
    sounds = (
        snapshot["recordings"]
        .select("recording_id", "title", "duration_ms", "audio_fingerprint")
        .join(first_artists(snapshot), on="recording_id")
        .join(places_in_time(snapshot), on="recording_id")
    )
    chance = chance_of_bits(sounds["audio_fingerprint"])
    alike = _alike(sounds, chance)
    facts = recording_facts(snapshot, context, pl.concat([alike["left"], alike["right"]]).unique())
    pairs = _later_and_earlier(alike, facts, sounds)
    told = _with_features(_likeliest_source(pairs), snapshot, context).with_columns(
        pl.col(f"{side}_{thing}s").list.first().alias(f"{side}_{thing}")
        for side in "st"
        for thing in ("payee", "label")
    )
    return (
        with_names(
            told, snapshot.tables, {"s_payee": "payees", "t_payee": "payees", "s_label": "labels", "t_label": "labels"}
        )
        .with_columns(
            members=pl.lit(None, pl.List(pl.String)),
            chance=pl.col("distance").replace_strict(dict(enumerate(chance)), default=None, return_dtype=pl.Float64),
        )
        .sort("subject", "target")
    )


def _alike(sounds: pl.DataFrame, chance: list[float]) -> pl.DataFrame:
    """`left`, `right` (recording ids), once each; `distance` in bits or null; what title and tempo say, or null."""
    heard = sounds["audio_fingerprint"].drop_nulls().n_unique()
    by_sound = beyond_chance(equal_or_near(sounds), chance, compared=heard)
    silent = same_title(sounds)
    both = pl.concat([by_sound.select("left", "right"), by_sound.select(left="right", right="left")])
    unheard = silent.join(both, on=["left", "right"], how="anti")
    return pl.concat([by_sound, unheard], how="diagonal").sort("left", "right")


def _later_and_earlier(alike: pl.DataFrame, facts: pl.DataFrame, sounds: pl.DataFrame) -> pl.DataFrame:
    """The pairs without a common artist, as `subject` and `target`, with the facts of both (`s_`, `t_`).

    Whoever brings out an old recording of their own again had it from the start: an artist's sound is as old as their first one of it
    (`order`), then as the recording itself (`came`). Where that turns a pair round its ratio is turned too; one in which only the target
    then says that it is faster or slower is no pair, as in `same_title`.
    """
    order, since = sounds.select("recording_id", "order"), sounds.select("order", since="arrived")
    joined = (
        alike.join(facts.select(pl.all().name.prefix("l_")), left_on="left", right_on="l_recording_id")
        .join(facts.select(pl.all().name.prefix("r_")), left_on="right", right_on="r_recording_id")
        .join(order.select(left="recording_id", l_order="order", l_came="order"), on="left")
        .join(order.select(right="recording_id", r_order="order", r_came="order"), on="right")
    )
    own = _overlap("credited", "l_", "r_") > 0
    again = joined.filter(own)
    had = (
        pl.concat([again.select("left", "r_order"), again.select(left="right", r_order="l_order")])
        .group_by("left")
        .agg(had=pl.col("r_order").min())
    )
    dated = (
        joined.filter(~own)
        .join(had.rename({"had": "l_had"}), on="left", how="left")
        .join(had.rename({"left": "right", "had": "r_had"}), on="right", how="left")
        .with_columns(pl.min_horizontal("l_order", "l_had"), pl.min_horizontal("r_order", "r_had"))
    )
    one_order = pl.col("l_order") == pl.col("r_order")
    later = (pl.col("l_order") > pl.col("r_order")) | (one_order & (pl.col("l_came") > pl.col("r_came")))
    columns = [*(name for name in facts.columns if name != "recording_id"), "order", "came"]
    ratio = pl.col("ratio")
    swapped = dated.filter(later | (pl.col("said").fill_null(0) == 0)).select(
        *(name for name in alike.columns if name not in ("left", "right", "ratio")),
        pl.when(later).then(ratio).otherwise(1 / ratio).alias("ratio"),
        *(pl.when(later).then(f"l_{name}").otherwise(f"r_{name}").alias(f"s_{name}") for name in columns),
        *(pl.when(later).then(f"r_{name}").otherwise(f"l_{name}").alias(f"t_{name}") for name in columns),
        subject=pl.when(later).then("left").otherwise("right"),
        target=pl.when(later).then("right").otherwise("left"),
    )
    return swapped.join(since.select(s_order="order", s_since="since"), on="s_order").join(
        since.select(t_order="order", t_since="since"), on="t_order"
    )


def _likeliest_source(pairs: pl.DataFrame) -> pl.DataFrame:
    """Each subject once: before what only a title says comes what a fingerprint does, then the steadiest tempo, then the act that had it
    first, of its pages the fullest, and of that page's recordings the one that came first.
    """
    counted = pairs.with_columns(
        heard=pl.col("distance").is_not_null(),
        songs=pl.col("subject").n_unique().over("s_artist", "t_artist"),
        act_order=pl.col("t_order").min().over("subject", pl.col("t_identities").list.first()),
    )
    ordered = counted.sort(
        ["subject", "heard", "steady", "act_order", "t_page_releases", "t_order", "t_came", "target"],
        descending=[False, True, True, False, True, False, False, False],
        nulls_last=True,
    )
    return ordered.unique("subject", keep="first", maintain_order=True)


def _overlap(column: str, left: str = "s_", right: str = "t_") -> pl.Expr:
    return pl.col(left + column).list.set_intersection(right + column).list.len().fill_null(0)


def _both(column: str) -> pl.Expr:
    return (pl.col(f"s_{column}").list.len() > 0) & (pl.col(f"t_{column}").list.len() > 0)


def _shared(column: str) -> pl.Expr:
    return (_overlap(column) > 0).cast(pl.Float64)


def _disjoint(column: str) -> pl.Expr:
    return pl.when(_both(column)).then((_overlap(column) == 0).cast(pl.Float64))


def _with_features(pairs: pl.DataFrame, snapshot: Snapshot, context: Context) -> pl.DataFrame:
    return (
        pairs.join(reports(snapshot), left_on="subject", right_on="recording_id", how="left")
        .join(known_together(pairs, snapshot), on=["subject", "target"], how="left")
        .join(likely_one_act(pairs, context), on=["subject", "target"], how="left")
        .join(name_likeness(pairs), on=["subject", "target"], how="left")
        .join(_sharing(pairs), on=["subject", "target"], how="left")
        .join(_victims(pairs), on="subject", how="left")
        .join(_copied_pages(pairs, snapshot), on="subject", how="left")
        .with_columns(**_sound(), **_catalogue(), **_circumstances())
    )


def _sound() -> dict[str, pl.Expr]:
    """What the sound, its length, its tempo and the titles say."""
    apart, heard = (pl.col("s_duration_ms") - pl.col("t_duration_ms")).abs(), pl.col("heard")
    other_tempo = (pl.col("said") != 0) | (pl.col("steady") > 0)
    one_tempo = ~other_tempo.fill_null(False)
    many = (pl.max_horizontal("s_sharers", "t_sharers") - 2).clip(0) + 1
    return {
        "audio_equal": (pl.col("distance") == 0).cast(pl.Float64),
        "audio_near": (pl.col("distance") > 0).cast(pl.Float64),
        "audio_bits": pl.col("distance") / 6,
        "duration_near": pl.when(one_tempo).then((1 - apart / 5000).clip(0, 1)),
        "duration_equal": pl.when(one_tempo).then((1 - apart / 100).clip(0, 1)),
        "duration_apart": pl.when(one_tempo).then(((apart - 2000) / 8000).clip(0, 1)),
        "many_share": (many.log() / 4).clip(0, 1),
        "title_equal": pl.when(~heard).then(pl.col("crowd").is_not_null().cast(pl.Float64)),
        "title_common": pl.when(~heard).then((pl.col("crowd") / 2).log() / 3),
        "tempo_said": (pl.col("said") != 0).cast(pl.Float64),
        "many_acts": ((pl.col("acts") - 1).log() / 3).clip(0, 1),
        "plain_sound": (pl.col("s_plain_sound") | pl.col("t_plain_sound")).cast(pl.Float64),
        "tempo_steady": (pl.col("steady") / 10).clip(0, 1),
        "songs_taken": (pl.col("songs").cast(pl.Float64).log() / 3).clip(0, 1),
    }


def _catalogue() -> dict[str, pl.Expr]:
    codes = [pl.col(name).str.to_uppercase().str.replace_all("-", "") for name in ("s_isrc", "t_isrc")]
    return {
        "isrc_differs": (codes[0] != codes[1]).cast(pl.Float64),
        "isrc_equal": (codes[0] == codes[1]).cast(pl.Float64),
        "title_differs": pl.when("heard").then((pl.col("s_work") != pl.col("t_work")).cast(pl.Float64)),
        "says_edit": (pl.col("s_edited") | pl.col("t_edited")).cast(pl.Float64),
        "compilation": (pl.col("s_compilation") | pl.col("t_compilation")).fill_null(False).cast(pl.Float64),
        "release_shared": _shared("releases"),
        "label_shared": _shared("labels"),
    }


def _circumstances() -> dict[str, pl.Expr]:
    """Whose it is, who is paid, who made it, when it came and to what audience."""
    s_followers, t_followers = (pl.col(name).fill_null(0).add(1).log10() for name in ("s_followers", "t_followers"))
    years = (pl.col("s_released") - pl.col("t_released")).dt.total_days() / 365.25
    page_age = (pl.col("s_released") - pl.col("s_created_on")).dt.total_days()

    def years_before(column: str) -> pl.Expr:
        return (pl.col("s_released") - pl.col(column)).dt.total_days() / 365.25

    return {
        "payee_differs": _disjoint("operators"),
        "payee_shared": _shared("operators"),
        "many_victims": ((pl.col("victims") - 1).clip(0).add(1).log() / 3).clip(0, 1),
        "mostly_copies": pl.col("copied_share"),
        "people_shared": _shared("people") * (1 - _shared("operators")),
        "people_differ": _disjoint("people"),
        "same_act": pl.col("one_act"),
        "known_together": pl.col("known_together").fill_null(0.0),
        "years_apart": (years.abs() / 10).clip(0, 1),
        "long_history": (years_before("s_began") / 5).clip(0, 1),
        "label_history": (years_before("s_label_since") / 10).clip(0, 1),
        "payee_history": (years_before("s_paid_since") / 10).clip(0, 1),
        "names_alike": ((pl.col("name_similarity") - 0.7) / 0.3).clip(0, 1),
        "young_page": (1 - page_age / 365).clip(0, 1),
        "less_followed": ((t_followers - s_followers) / 4).clip(-1, 1),
        "empty_page": (pl.col("s_empty_page") & ~pl.col("t_empty_page")).cast(pl.Float64),
        "verified": pl.col("s_verified").cast(pl.Float64),
    }


def _told(pairs: pl.DataFrame) -> pl.DataFrame:
    """The pairs that a fingerprint or a tempo speaks for: what operations are counted by."""
    return pairs.filter(pl.col("heard") | (pl.col("said") != 0) | (pl.col("steady") > 0))


def _sharing(pairs: pl.DataFrame) -> pl.DataFrame:
    """`subject`, `target`, `acts`: acts that have the sound of the target, its own among them; those with one payee are one."""
    payee, act = (pl.col(column).list.first() for column in ("s_operators", "s_identities"))
    heard = pairs.filter("heard").select("target", act=pl.coalesce(payee, act))
    acts = heard.group_by("target").agg(acts=pl.col("act").n_unique() + 1)
    return pairs.select("subject", "target").join(acts, on="target")


def _victims(pairs: pl.DataFrame) -> pl.DataFrame:
    """`subject`, `victims`: unrelated artists whose sound one of its operators is paid for."""
    told = _told(pairs).filter(_overlap("identities") == 0, _overlap("operators") == 0)
    reach = (
        told.select("s_operators", "t_identities")
        .explode("s_operators")
        .explode("t_identities")
        .drop_nulls()
        .group_by("s_operators")
        .agg(victims=pl.col("t_identities").n_unique())
    )
    return (
        pairs.select("subject", "s_operators")
        .explode("s_operators")
        .join(reach, on="s_operators")
        .group_by("subject")
        .agg(victims=pl.col("victims").max())
    )


def _copied_pages(pairs: pl.DataFrame, snapshot: Snapshot) -> pl.DataFrame:
    """`subject`, `copied`, `page_recordings`, `copied_share`: how much of what its first artist has is somebody else's sound."""
    home = pl.col("s_artist")
    copied = _told(pairs).group_by(artist_id=home).agg(copied=pl.len())
    pages = snapshot["recording_artists"].group_by("artist_id").agg(page_recordings=pl.len())
    counted = copied.join(pages, on="artist_id").with_columns(copied_share=pl.col("copied") / pl.col("page_recordings"))
    return pairs.select("subject", artist_id=home).join(counted, on="artist_id").drop("artist_id")


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
