"""Misattribution: a release on an artist's page that does not fit the page's own history."""

from dataclasses import dataclass

import polars as pl

from detectors.catalog_tables import release_times
from detectors.evidence import Context, Feature
from detectors.misattribution_features import FEATURES
from detectors.page_history import compare_with_page, foreign_reach, release_properties, returns_to_before, wide
from graph.snapshot import Snapshot
from graph.truth import Truth

MIN_OTHER_RELEASES = 2

_KEYS = ["release_id", "artist_id"]
_SURPRISES = (
    "payee",
    "operator",
    "distributor",
    "label",
    "contributor",
    "registrant",
    "language",
    "genre",
    "p_line",
    "c_line",
    "payee_distributor",
)
_FAMILIAR = ("operator", "contributor", "registrant", "label", "collaborator", "p_line")


def candidates(snapshot: Snapshot, context: Context) -> pl.DataFrame:
    """Each release with each main artist whose page has at least two others.

    Returns: `subject` (release id), `target` (artist id), one column per feature and what the sentences need. Sorted.
    """
    everything = snapshot["release_artists"].select(*_KEYS, "position")
    others = pl.len().over("artist_id") - 1
    enough = pl.col("other_releases") >= MIN_OTHER_RELEASES
    pages = everything.with_columns(other_releases=others)
    properties = release_properties(snapshot)
    compared = compare_with_page(pages.filter(enough).select(_KEYS), properties)
    times = release_times(snapshot)
    back = {
        aspect: returns_to_before(pages.select(_KEYS), properties, times, aspect=aspect).rename(
            {"returns": f"{aspect}_returns"}
        )
        for aspect in ("operator", "label", "registrant")
    }
    table = (
        pages.filter(enough)
        .join(wide(compared), on=_KEYS, how="left")
        .join(_release_facts(snapshot), on="release_id")
        .join(_page_facts(snapshot), on="artist_id", how="left")
        .join(back["operator"], on=_KEYS, how="left")
        .join(back["label"], on=_KEYS, how="left")
        .join(back["registrant"], on=_KEYS, how="left")
        .join(_gaps(snapshot), on=_KEYS, how="left")
        .join(_streams(snapshot), on=_KEYS, how="left")
        .join(_signals(snapshot), on="release_id", how="left")
        .join(_reach(foreign_reach(pages.select(_KEYS), properties)), on="release_id", how="left")
        .join(_co_artists(snapshot, compared), on=_KEYS, how="left")
        .join(_namesakes(snapshot, properties), on=_KEYS, how="left")
    )
    return (
        table.with_columns(_features())
        .with_columns(nothing_fits=_nothing_fits())
        .with_columns(
            strange_money=pl.col("operator_new") * pl.col("nothing_fits"),
            returning_stranger=pl.col("dormancy") * pl.col("operator_new"),
            subject="release_id",
            target="artist_id",
            members=pl.lit(None, pl.List(pl.String)),
        )
        .sort("subject", "target")
    )


def _features() -> list[pl.Expr]:
    page_log = (pl.col("page_streams") + 1).log10()
    own_log = (pl.col("own_streams") + 1).log10()
    return [
        *(pl.col(f"{aspect}_surprise").alias(f"{aspect}_unlike") for aspect in _SURPRISES),
        *((1 - pl.col(f"{aspect}_new")).alias(f"{aspect}_familiar") for aspect in _FAMILIAR),
        pl.col("operator_rarity").alias("operator_minority"),
        (1 - pl.col("isrc_new")).alias("isrc_on_page"),
        (1 - pl.col("audio_new")).alias("audio_on_page"),
        ((1 - pl.col("isrc_new")) * pl.col("operator_new")).alias("isrc_rebilled"),
        ((1 - pl.col("upc_new")) * pl.col("operator_new")).alias("upc_rebilled"),
        (pl.col("artist_assignment") == "name_only").cast(pl.Float64).alias("name_only"),
        pl.col("artist_assignment").is_in(["identifier", "artist_key"]).cast(pl.Float64).alias("by_identifier"),
        (pl.col("artist_assignment") == "manual").cast(pl.Float64).alias("by_hand"),
        (pl.col("gap_days") / 3650).clip(0, 1).fill_null(0.0).alias("dormancy"),
        (pl.col("released") > pl.col("ended_on")).cast(pl.Float64).alias("after_ended"),
        ((page_log - own_log) / 4).clip(-1, 1).alias("less_streamed"),
        ((pl.col("followers").fill_null(0) + 1).log10() / 7).clip(0, 1).alias("well_followed"),
        ((pl.col("other_releases") + 0.0).log() / 5).clip(0, 1).alias("long_history"),
        ((pl.col("operator_strange_pages") - 1).clip(0).add(1).log() / 3).clip(0, 1).alias("payee_on_strange_pages"),
        ((pl.col("p_line_strange_pages") - 1).clip(0).add(1).log() / 3).clip(0, 1).alias("p_line_on_strange_pages"),
        ((pl.col("registrant_strange_pages") - 1).clip(0).add(1).log() / 3)
        .clip(0, 1)
        .alias("registrant_on_strange_pages"),
        ((pl.col("contributor_strange_pages") - 1).clip(0).add(1).log() / 3)
        .clip(0, 1)
        .alias("contributor_on_strange_pages"),
        ((pl.col("operator_home_pages")).add(1).log() / 5).clip(0, 1).alias("payee_at_home_elsewhere"),
        ((pl.col("label_home_pages")).add(1).log() / 5).clip(0, 1).alias("label_at_home_elsewhere"),
        (pl.col("operator_new") * (pl.col("operator_home_pages") == 0)).alias("payee_without_home"),
        *(
            (pl.col(f"{a}_new") * pl.col(f"{a}_returns")).alias(f"{a}_interrupts")
            for a in ("operator", "label", "registrant")
        ),
        (pl.col("operator_new") * (1 - pl.col("operator_returns"))).alias("payee_moved_on"),
        (pl.col("type") == "compilation").cast(pl.Float64).alias("compilation"),
        pl.col("co_fits").fill_null(0.0).alias("co_artist_fits"),
        ((pl.col("position") > 0) & (pl.col("collaborator_new") == 1)).cast(pl.Float64).alias("later_credit"),
        pl.col("namesake_fits").fill_null(0.0),
        (pl.col("namesakes").fill_null(0) > 0).cast(pl.Float64).alias("has_namesake"),
    ]


def _nothing_fits() -> pl.Expr:
    """1 where, of what is known, nothing the release has was on the page before; null with under two things known."""
    columns = [f"{aspect}_new" for aspect in ("operator", "contributor", "registrant", "label", "p_line")]
    known = pl.sum_horizontal(pl.col(name).is_not_null().cast(pl.Int64) for name in columns)
    new = pl.sum_horizontal(pl.col(name).fill_null(0.0) for name in columns)
    return pl.when(known >= 2).then(((new / known - 0.5) * 2).clip(0, 1) ** 2)


def _release_facts(snapshot: Snapshot) -> pl.DataFrame:
    releases = snapshot["releases"].select(
        "release_id", "title", "type", "artist_assignment", "distributor_id", "label_id"
    )
    return releases.join(release_times(snapshot), on="release_id")


def _page_facts(snapshot: Snapshot) -> pl.DataFrame:
    return snapshot["artists"].select(
        "artist_id", pl.col("name").alias("artist_name"), "followers", "ended_on", "verified"
    )


def _gaps(snapshot: Snapshot) -> pl.DataFrame:
    """Days since the page's previous release: `gap_days`, `previous` (date)."""
    dated = (
        snapshot["release_artists"]
        .select(_KEYS)
        .join(release_times(snapshot), on="release_id")
        .sort("artist_id", "released", "release_id", nulls_last=True)
    )
    previous = pl.col("released").shift(1).over("artist_id")
    return dated.select(*_KEYS, previous=previous, gap_days=(pl.col("released") - previous).dt.total_days())


def _streams(snapshot: Snapshot) -> pl.DataFrame:
    """Streams of the release, and the median of the page's other releases (of all of them, as a close stand-in)."""
    per_release = (
        snapshot["recording_releases"]
        .join(snapshot["recordings"].select("recording_id", "streams_28d"), on="recording_id")
        .group_by("release_id")
        .agg(own_streams=pl.col("streams_28d").max())
    )
    pages = snapshot["release_artists"].select(_KEYS).join(per_release, on="release_id", how="left")
    return pages.with_columns(page_streams=pl.col("own_streams").median().over("artist_id"))


def _signals(snapshot: Snapshot) -> pl.DataFrame:
    """The highest outside score of each kind on the release or its recordings."""
    signals = snapshot["signals"]
    own = signals.filter(pl.col("subject_type") == "release").select("kind", "score", release_id="subject_id")
    inner = (
        signals.filter(pl.col("subject_type") == "recording")
        .select("kind", "score", recording_id="subject_id")
        .join(snapshot["recording_releases"], on="recording_id")
        .select("kind", "score", "release_id")
    )
    both = own.vstack(inner).filter(pl.col("kind").is_not_null())
    known = ["takedown", "user_report", "ai_generated", "stream_manipulation"]
    return both.group_by("release_id").agg(
        *(pl.col("score").filter(pl.col("kind") == kind).max().alias(f"signal_{kind}") for kind in known),
        signal_other=pl.col("score").filter(~pl.col("kind").is_in(known)).max(),
    )


def _reach(reach: pl.DataFrame) -> pl.DataFrame:
    table = reach.select("release_id").unique()
    for aspect in ("operator", "p_line", "registrant", "label", "contributor"):
        part = reach.filter(pl.col("aspect") == aspect).select(
            "release_id", pl.col("strange_pages", "home_pages", "only_pages").name.prefix(f"{aspect}_")
        )
        table = table.join(part, on="release_id", how="left")
    return table


def _co_artists(snapshot: Snapshot, compared: pl.DataFrame) -> pl.DataFrame:
    """Whether the release fits the page of another artist that it is credited to: `co_fits`, `co_artist_id`."""
    fits = (
        compared.filter(pl.col("aspect").is_in(["operator", "label", "contributor", "registrant"]))
        .group_by(_KEYS)
        .agg(fit=(1 - pl.col("new")).mean())
    )
    everyone = snapshot["release_artists"].select(_KEYS)
    pairs = everyone.join(everyone.join(fits, on=_KEYS), on="release_id", suffix="_co").filter(
        pl.col("artist_id") != pl.col("artist_id_co")
    )
    return (
        pairs.sort("release_id", "artist_id", "fit", "artist_id_co", descending=[False, False, True, False])
        .group_by(_KEYS, maintain_order=True)
        .agg(co_fits=pl.col("fit").first(), co_artist_id=pl.col("artist_id_co").first())
    )


def _namesakes(snapshot: Snapshot, properties: pl.DataFrame) -> pl.DataFrame:
    """Other artists of this very name: `namesakes` (how many), `namesake_fits` (1 where one is paid or written for
    alike)."""
    name = pl.col("name").str.normalize("NFKD").str.to_lowercase().str.replace_all(r"[^\p{L}\p{N}]+", "")
    folded = snapshot["artists"].select("artist_id", name=name).filter(pl.col("name") != "")
    twins = folded.join(folded, on="name", suffix="_twin").filter(pl.col("artist_id") != pl.col("artist_id_twin"))
    pages = snapshot["release_artists"].select(_KEYS)
    telling = properties.filter(pl.col("aspect").is_in(["operator", "contributor", "registrant", "label"]))
    wanted = pages.join(twins.select("artist_id", "artist_id_twin"), on="artist_id")
    twin_things = (
        pages.join(twins.select("artist_id").unique(), on="artist_id")
        .join(telling, on="release_id")
        .select("artist_id", "aspect", "value")
        .unique()
        .rename({"artist_id": "artist_id_twin"})
    )
    matches = (
        wanted.join(telling, on="release_id")
        .join(twin_things, on=["artist_id_twin", "aspect", "value"], how="semi")
        .group_by(_KEYS)
        .agg(namesake_id=pl.col("artist_id_twin").min(), matching=pl.col("aspect").n_unique())
    )
    counts = wanted.group_by(_KEYS).agg(namesakes=pl.len())
    return counts.join(matches, on=_KEYS, how="left").with_columns(namesake_fits=(pl.col("matching") / 2).clip(0, 1))


def labels(candidates: pl.DataFrame, truth: Truth) -> pl.Series:
    """Whether each candidate is truly misattributed, for fitting."""
    known = {(item.subject.id, item.target.id) for item in truth.of_kind("misattribution") if item.target}
    pairs = candidates.select("subject", "target").rows()
    return pl.Series("label", [pair in known for pair in pairs], dtype=pl.Boolean)


@dataclass(frozen=True, slots=True)
class Misattribution:
    """The detector of misattributed releases."""

    name: str = "misattribution"
    features: tuple[Feature, ...] = FEATURES

    def candidates(self, snapshot: Snapshot, context: Context) -> pl.DataFrame:
        return candidates(snapshot, context)


DETECTOR = Misattribution()
