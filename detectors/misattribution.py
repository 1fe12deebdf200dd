"""Misattribution: a release on an artist's page that does not fit the page's own history."""

from dataclasses import dataclass

import polars as pl

from detectors.blocking import audience
from detectors.catalog_tables import release_times, with_names
from detectors.evidence import Context, Feature
from detectors.misattribution_features import FEATURES
from detectors.page_history import compare_with_page, release_properties, returns_to_before, value_reach, wide
from detectors.release_facts import (
    KEYS,
    co_artists,
    guests,
    hosts,
    namesakes,
    own_credits,
    page_facts,
    payees_named_alike,
    release_facts,
    release_signals,
    silences,
    streams,
    upc_twins,
    versions_by_others,
)
from graph.snapshot import Snapshot
from graph.truth import Truth

MIN_OTHER_RELEASES = 1

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
_NAMED = {
    "payee_value": "payees",
    "operator_value": "payees",
    "pair_payee": "payees",
    "distributor_value": "distributors",
    "label_value": "labels",
    "collaborator_value": "artists",
    "co_artist_id": "artists",
    "namesake_id": "artists",
}
"""Columns of ids that sentences tell by name; an operator's id is that of its first payee."""
_FAMILIAR = ("operator", "contributor", "registrant", "label", "collaborator", "p_line")


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What a release on a page is held against beyond that page.

    Attributes:
        audience: `artist_id`, `audience`. `by_name`: share of the catalog's credits that were put on their page by the name alone.
        reach: `aspect`, `value`, `strange_pages`, `home_pages`, as of `value_reach`; with `release_id` where that is told of each release.
        homes: `artist_id`, `aspect`, `value`, as of `value_reach`.
    """

    audience: pl.DataFrame
    by_name: float
    reach: pl.DataFrame
    homes: pl.DataFrame


def candidates(snapshot: Snapshot, context: Context) -> pl.DataFrame:
    """Each release with each artist, main or featured, whose page has others to compare with.

    Returns: `subject` (release id), `target` (artist id), one column per feature and what the sentences need. Sorted.
    """
    credited = credits_of(snapshot)
    properties = release_properties(snapshot)
    pages = snapshot["release_artists"].select(KEYS)
    by_name = share_by_name(snapshot, credited)
    facts = PageFacts(audience(snapshot), by_name, *value_reach(pages, properties))
    return describe_credits(snapshot, credited, properties, facts)


def credits_of(snapshot: Snapshot) -> pl.DataFrame:
    """`release_id`, `artist_id`, `position`, `guest`, `page_releases`, `other_releases`: who is credited on what."""
    pages = snapshot["release_artists"].select(*KEYS, "position")
    held = pages.group_by("artist_id").agg(page_releases=pl.len().cast(pl.Int64))
    return (
        pl.concat([pages.with_columns(guest=pl.lit(0, dtype=pl.Int64)), guests(snapshot, pages)])
        .join(held, on="artist_id")
        .with_columns(other_releases=pl.col("page_releases") - (1 - pl.col("guest")))
        .filter(pl.col("other_releases") >= MIN_OTHER_RELEASES)
    )


def share_by_name(snapshot: Snapshot, credited: pl.DataFrame) -> float:
    """Share of the credits whose release was put on the page by the name alone, of those where that is known."""
    told = credited.join(snapshot["releases"].select("release_id", "artist_assignment"), on="release_id")
    return float(told.select((pl.col("artist_assignment") == "name_only").mean().fill_null(0.0)).item())


def describe_credits(
    snapshot: Snapshot, credited: pl.DataFrame, properties: pl.DataFrame, facts: PageFacts
) -> pl.DataFrame:
    """The features of credits, and what their sentences need.

    Args:
        snapshot: at least the whole pages of the credited artists and of those of their names.
        credited: as of `credits_of`. properties: as of `release_properties`.
    """
    pages = snapshot["release_artists"].select(*KEYS, "position")
    compared = compare_with_page(credited, pages, properties)
    times = release_times(snapshot)
    back = {
        aspect: returns_to_before(pages.select(KEYS), properties, times, aspect=aspect).rename(
            {"returns": f"{aspect}_returns"}
        )
        for aspect in ("operator", "label", "registrant")
    }
    table = (
        credited.join(hosts(snapshot, credited, facts.audience), on=KEYS, how="left")
        .join(facts.audience, on="artist_id", how="left")
        .join(own_credits(snapshot), on=KEYS, how="left")
        .join(payees_named_alike(snapshot, credited, pages), on=KEYS, how="left")
        .join(wide(compared), on=KEYS, how="left")
        .join(release_facts(snapshot), on="release_id")
        .join(page_facts(snapshot), on="artist_id", how="left")
        .join(back["operator"], on=KEYS, how="left")
        .join(back["label"], on=KEYS, how="left")
        .join(back["registrant"], on=KEYS, how="left")
        .join(silences(snapshot), on=KEYS, how="left")
        .join(streams(snapshot), on=KEYS, how="left")
        .join(upc_twins(snapshot), on=KEYS, how="left")
        .join(release_signals(snapshot), on="release_id", how="left")
        .join(co_artists(snapshot, compared), on=KEYS, how="left")
        .join(namesakes(snapshot, properties), on=KEYS, how="left")
        .join(versions_by_others(snapshot, credited), on=KEYS, how="left")
    )
    table = table.with_columns(pair_payee=pl.col("payee_distributor_value").str.extract(r"^(.*)\|"))
    table = _with_reach(table, properties, facts.reach, facts.homes)
    return (
        with_names(table, snapshot.tables, _NAMED)
        .with_columns(_features(facts.by_name))
        .with_columns(nothing_fits=_nothing_fits())
        .with_columns(
            strange_money=pl.col("operator_new") * pl.col("nothing_fits"),
            returning_stranger=pl.col("dormancy") * pl.col("operator_new"),
            strangers=pl.col("operator_new") * pl.col("contributor_new"),
            strangers_after_silence=pl.col("dormancy") * pl.col("contributor_new"),
            strangers_after_end=pl.col("after_ended") * pl.col("contributor_new"),
            stranger_by_name=pl.col("by_name_flag") * pl.col("operator_new"),
            isrc_elsewhere=pl.col("isrc_rebilled") * pl.col("distributor_new"),
            subject="release_id",
            target="artist_id",
            members=pl.lit(None, pl.List(pl.String)),
        )
        .sort("subject", "target")
    )


def _features(usual_by_name: float) -> list[pl.Expr]:
    page_log = (pl.col("page_streams").clip(0) + 1).log10()
    own_log = (pl.col("own_streams").clip(0) + 1).log10()
    by_name = pl.col("artist_assignment") == "name_only"
    star = (((pl.col("audience") + 10) / (pl.col("host_audience").clip(0) + 10)).log10() / 3).clip(0, 1)
    reach = ((pl.col("audience") + 10).log10() - (pl.col("host_audience").clip(0) + 10).log10()) / 5
    return [
        *(pl.col(f"{aspect}_surprise").alias(f"{aspect}_unlike") for aspect in _SURPRISES),
        *((1 - pl.col(f"{aspect}_new")).alias(f"{aspect}_familiar") for aspect in _FAMILIAR),
        pl.col("operator_rarity").alias("operator_minority"),
        (1 - pl.col("isrc_new")).alias("isrc_on_page"),
        (1 - pl.col("audio_new")).alias("audio_on_page"),
        ((1 - pl.col("isrc_new")) * pl.col("operator_new")).alias("isrc_rebilled"),
        ((1 - pl.col("upc_new")) * pl.col("operator_new")).alias("upc_rebilled"),
        # where a source places most releases by name, that says little of one of them
        (by_name.cast(pl.Float64) * (1 - usual_by_name)).alias("name_only"),
        by_name.cast(pl.Float64).alias("by_name_flag"),
        pl.col("artist_assignment").is_in(["identifier", "artist_key"]).cast(pl.Float64).alias("by_identifier"),
        (pl.col("artist_assignment") == "manual").cast(pl.Float64).alias("by_hand"),
        (pl.col("gap_days") / 3650).clip(0, 1).alias("dormancy"),
        (pl.col("released") > pl.col("ended_on")).cast(pl.Float64).alias("after_ended"),
        ((page_log - own_log) / 4).clip(-1, 1).alias("less_streamed"),
        ((pl.col("followers").clip(0) + 1).log10() / 7).clip(0, 1).alias("well_followed"),
        ((pl.col("other_releases") + 0.0).log() / 5).clip(0, 1).alias("long_history"),
        # a payee at home on pages is a label or a manager: it is strange in so far as most pages do not know it
        (
            ((pl.col("operator_strange_pages") - 1).clip(0).add(1).log() / 3).clip(0, 1)
            * pl.col("operator_strange_pages")
            / (pl.col("operator_strange_pages") + 2 * pl.col("operator_home_pages")).clip(1)
        ).alias("payee_on_strange_pages"),
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
        (pl.col("co_fits") * (1 - star)).fill_null(0.0).alias("peer_fits"),
        (pl.col("co_fits") * star).fill_null(0.0).alias("star_credited"),
        ((pl.col("position") > 0) & (pl.col("collaborator_new") == 1) & (pl.col("guest") == 0))
        .cast(pl.Float64)
        .alias("later_credit"),
        pl.col("guest").cast(pl.Float64).alias("featured"),
        (pl.col("guest") * pl.col("collaborator_new")).alias("featured_by_stranger"),
        (pl.col("guest") * reach.clip(0, 1)).alias("featured_by_unknown"),
        (pl.col("guest") * pl.col("operator_new")).alias("featured_elsewhere_paid"),
        pl.col("own_credit").fill_null(0.0),
        ((pl.col("main_artists") - 1).clip(0).log1p() / 3).clip(0, 1).alias("many_artists"),
        pl.col("namesake_fits").fill_null(0.0),
        pl.col("version_share").fill_null(0.0).alias("version_by_other"),
        (pl.col("namesakes").fill_null(0) > 0).cast(pl.Float64).alias("has_namesake"),
    ]


def _nothing_fits() -> pl.Expr:
    """1 where, of what is known, nothing the release has was on the page before; null with under two things known."""
    columns = [f"{aspect}_new" for aspect in ("operator", "contributor", "registrant", "label", "p_line")]
    known = pl.sum_horizontal(pl.col(name).is_not_null().cast(pl.Int64) for name in columns)
    new = pl.sum_horizontal(pl.col(name).fill_null(0.0) for name in columns)
    return pl.when(known >= 2).then(((new / known - 0.5) * 2).clip(0, 1) ** 2)


def _with_reach(
    table: pl.DataFrame, properties: pl.DataFrame, reach: pl.DataFrame, homes: pl.DataFrame
) -> pl.DataFrame:
    """ASPECT_strange_pages and ASPECT_home_pages (this page itself not counted) of the value that was compared; for people, of the one
    with most strange pages."""
    told = ["release_id"] if "release_id" in reach.columns else []
    for aspect in ("operator", "p_line", "registrant", "label"):
        value = f"{aspect}_value"
        counted = reach.filter(pl.col("aspect") == aspect).select(
            *told, pl.col("value").alias(value), pl.col("strange_pages", "home_pages").name.prefix(f"{aspect}_")
        )
        here = homes.filter(pl.col("aspect") == aspect).select(
            "artist_id", pl.col("value").alias(value), _here=pl.lit(1, dtype=pl.Int64)
        )
        table = (
            table.join(counted, on=[*told, value], how="left")
            .join(here, on=["artist_id", value], how="left")
            .with_columns(pl.col(f"{aspect}_home_pages") - pl.col("_here").fill_null(0))
            .drop("_here")
        )
    people = (
        properties.join(reach.filter(pl.col("aspect") == "contributor"), on=[*told, "aspect", "value"])
        .group_by("release_id")
        .agg(contributor_strange_pages=pl.col("strange_pages").max())
    )
    return table.join(people, on="release_id", how="left")


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
