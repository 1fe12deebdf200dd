"""Content farms: communities of artists that one operator runs to mass-produce interchangeable content."""

import hashlib
from dataclasses import dataclass, field

import polars as pl

from detectors.communities import CommunityOptions, find_communities
from detectors.content_farm_features import FEATURES
from detectors.evidence import Context, Feature
from detectors.farm_profiles import (
    arrival_days,
    artist_operators,
    artist_profiles,
    label_years,
    title_shapes,
    title_words,
)
from graph.snapshot import Snapshot
from graph.truth import Truth

_TIES = (
    "payee",
    "account",
    "contributor",
    "fingerprint",
    "cover",
    "image",
    "registrant",
    "isrc_run",
    "p_line",
    "label",
)
_MEANS = (
    *("no_biography", "no_urls", "no_image", "empty_page", "verified", "registered", "streams_per_follower"),
    *("short_share", "invented_share", "people_without_ipi", "disclosed_ai"),
    *("signal_ai_generated", "signal_stream_manipulation"),
)


def candidates(snapshot: Snapshot, context: Context, options: CommunityOptions | None = None) -> pl.DataFrame:
    """Communities of at least four identities, each described as a group.

    Returns: `subject` (provisional cluster id: hash of the members), `target` null, `members`, one column per
    feature and
        what the sentences need. Sorted by `subject`. Sets overlap: see `select_clusters`.
    """
    choices = options or CommunityOptions()
    found = find_communities(snapshot, options=choices)
    context.note(found.notes)
    profiles = artist_profiles(snapshot, context.identities)
    groups = _groups(found.table, profiles, choices.min_size)
    table = groups.with_columns(size=pl.col("members").list.len()).with_row_index("group")
    inside = table.select(subject="group", artist_id="members").explode("artist_id")
    for part in (
        _mean_profiles(inside, profiles),
        _tie_shares(inside, found.ties),
        _money(inside, artist_operators(snapshot)),
        _titles(inside, title_shapes(snapshot), title_words(snapshot)),
        _cadence(inside, arrival_days(snapshot), profiles),
        _labels(inside, label_years(snapshot)),
    ):
        table = table.join(part, left_on="group", right_on="subject", how="left")
    described = table.with_columns(_features()).with_columns(target=pl.lit(None, pl.String)).sort("subject")
    return described.with_columns(pl.selectors.float().round(6))  # sums differ in the last bits from run to run


def cluster_id(members: list[str]) -> str:
    """A provisional id, equal for equal members; tracking replaces it by last night's."""
    return "farm-" + hashlib.sha256("\n".join(sorted(members)).encode()).hexdigest()[:12]


def select_clusters(scored: pl.DataFrame) -> pl.DataFrame:
    """Of overlapping candidates keep the best; drop each that shares over half of its members, or of the kept one's,
    with it.

    Args:
        scored: candidates with `score` and `log_odds`, as of `evidence.score_candidates`.
    """
    best = scored.sort(["log_odds", "size", "subject"], descending=[True, True, False])
    homes: dict[str, list[int]] = {}
    sizes: list[int] = []
    kept: list[bool] = []
    for members in best["members"].to_list():
        shared: dict[int, int] = {}
        for member in members:
            for other in homes.get(member, ()):
                shared[other] = shared.get(other, 0) + 1
        good = all(count * 2 <= min(len(members), sizes[other]) for other, count in shared.items())
        kept.append(good)
        if good:
            for member in members:
                homes.setdefault(member, []).append(len(sizes))
            sizes.append(len(members))
    return best.filter(pl.Series(kept, dtype=pl.Boolean))


def _groups(table: pl.DataFrame, profiles: pl.DataFrame, min_size: int) -> pl.DataFrame:
    """Communities, and each again without its well-established members: `subject`, `members`; by identities large
    enough."""
    listed = table.select("members").with_row_index("row").explode("members").rename({"members": "artist_id"})
    known = listed.join(
        profiles.select("artist_id", "identity_id", "verified", "registered"), on="artist_id", how="inner"
    )
    unproven = known.filter((pl.col("verified") + pl.col("registered")) == 0)
    both = pl.concat([known.with_columns(part=pl.lit(0)), unproven.with_columns(part=pl.lit(1))])
    grouped = both.group_by("row", "part").agg(
        members=pl.col("artist_id").unique().sort(), identities=pl.col("identity_id").n_unique()
    )
    large = grouped.filter(pl.col("identities") >= min_size).unique("members")
    subjects = [cluster_id(members) for members in large["members"].to_list()]
    return (
        large.select("members", "identities").with_columns(subject=pl.Series(subjects, dtype=pl.String)).sort("subject")
    )


def _mean_profiles(inside: pl.DataFrame, profiles: pl.DataFrame) -> pl.DataFrame:
    """Averages over identities: profiles of one identity count once."""
    joined = inside.join(profiles, on="artist_id")
    numbers = [
        *_MEANS,
        "followers",
        "streams",
        "listeners",
        "page_years",
        "releases_per_month",
        "history_years",
        "minutes",
        "releases",
    ]
    per_identity = joined.group_by("subject", "identity_id").agg(
        *(pl.col(name).mean() for name in numbers), created_on=pl.col("created_on").min()
    )
    return per_identity.group_by("subject").agg(
        *(pl.col(name).mean().alias(f"mean_{name}") for name in _MEANS),
        any_signal=((pl.col("signal_ai_generated") > 0.5) | (pl.col("signal_stream_manipulation") > 0.5))
        .fill_null(False)
        .mean(),
        followers=pl.col("followers").median(),
        streams=pl.col("streams").sum(),
        listeners=pl.col("listeners").sum(),
        streams_each=pl.col("streams").median(),
        page_years=pl.col("page_years").median(),
        young_share=(pl.col("page_years") < 2).mean(),
        monthly=pl.col("releases_per_month").median(),
        history_years=pl.col("history_years").median(),
        minutes_spread=(pl.col("minutes").std() / pl.col("minutes").mean()),
        streams_spread=(pl.col("streams") + 1).log10().std(),
        followers_spread=(pl.col("followers") + 1).log10().std(),
        created_spread=pl.col("created_on").dt.epoch("d").cast(pl.Float64).std(),
        releases_each=pl.col("releases").median(),
    )


def _tie_shares(inside: pl.DataFrame, ties: pl.DataFrame) -> pl.DataFrame:
    """By kind of thing: the largest share of members that have one value in common, and that value."""
    sizes = inside.group_by("subject").agg(n=pl.len())
    keyed = ties.with_columns(thing=pl.struct("kind", "value").hash(seed=0))
    things = keyed.unique("thing").select("thing", "kind", "value", "degree")
    shared = (
        inside.join(keyed.select("artist_id", "thing"), on="artist_id")
        .group_by("subject", "thing")
        .agg(sharing=pl.len(), artists=pl.col("artist_id"))
        .filter(pl.col("sharing") > 1)
        .join(things, on="thing")
        .join(sizes, on="subject")
        .with_columns(share=pl.col("sharing") / pl.col("n"), own=pl.col("sharing") / pl.col("degree"))
    )
    top = (
        shared.sort("subject", "kind", "share", "value", descending=[False, False, True, False])
        .group_by("subject", "kind", maintain_order=True)
        .agg(pl.col("share").first(), pl.col("value").first(), pl.col("own").first())
    )
    tied = (
        shared.select("subject", "kind", "artists")
        .explode("artists")
        .group_by("subject", "kind")
        .agg(tied=pl.col("artists").n_unique())
        .join(sizes, on="subject")
        .with_columns(tied=pl.col("tied") / pl.col("n"))
    )
    table = sizes.select("subject")
    for kind in _TIES:
        part = top.filter(pl.col("kind") == kind).select(
            "subject",
            pl.col("share").alias(f"{kind}_top"),
            pl.col("value").alias(f"{kind}_value"),
            pl.col("own").alias(f"{kind}_own"),
        )
        much = tied.filter(pl.col("kind") == kind).select("subject", pl.col("tied").alias(f"{kind}_tied"))
        table = table.join(part, on="subject", how="left").join(much, on="subject", how="left")
    ways = tied.filter(pl.col("tied") >= 0.5).group_by("subject").agg(ways=pl.col("kind").n_unique())
    return table.join(ways, on="subject", how="left")


def _money(inside: pl.DataFrame, operators: pl.DataFrame) -> pl.DataFrame:
    sizes = inside.group_by("subject").agg(n=pl.len())
    paid = inside.join(operators, on="artist_id")
    total = operators.group_by("operator").agg(operator_artists=pl.col("artist_id").n_unique())
    top = (
        paid.group_by("subject", "operator")
        .agg(members_paid=pl.col("artist_id").n_unique(), operator_payees=pl.col("payee_id").n_unique())
        .join(total, on="operator")
        .join(sizes, on="subject")
        .sort("subject", "members_paid", "operator", descending=[False, True, False])
        .unique("subject", keep="first", maintain_order=True)
    )
    return top.select(
        "subject",
        "operator",
        "operator_payees",
        "members_paid",
        "operator_artists",
        one_operator=pl.col("members_paid") / pl.col("n"),
        operator_inside=pl.col("members_paid") / pl.col("operator_artists"),
        split_payees=((pl.col("operator_payees") - 1) / pl.col("n")).clip(0, 1),
    )


def _titles(inside: pl.DataFrame, shapes: pl.DataFrame, words: pl.DataFrame) -> pl.DataFrame:
    """How far titles repeat across members, by shape and by rare words."""
    sizes = inside.group_by("subject").agg(n=pl.len())
    shaped = inside.join(shapes, on="artist_id").with_columns(
        sharing=pl.col("artist_id").n_unique().over("subject", "shape")
    )
    by_shape = shaped.group_by("subject").agg(
        template_titles=(pl.col("sharing") >= 2).mean(),
        template_example=pl.col("shape").sort_by("sharing", "shape", descending=[True, False]).first(),
    )
    per_artist = words.group_by("artist_id", "word").agg(uses=pl.len(), rarity=pl.col("rarity").first())
    counted = (
        inside.join(per_artist, on="artist_id")
        .group_by("subject", "word")
        .agg(artists=pl.col("artist_id").n_unique(), uses=pl.col("uses").sum(), rarity=pl.col("rarity").first())
        .join(sizes, on="subject")
    )
    weight = pl.col("uses") * pl.col("rarity")
    common = pl.col("artists") >= (pl.col("n") * 0.15).clip(3)
    by_word = counted.group_by("subject").agg(
        word_reuse=weight.filter(common).sum() / weight.sum().clip(1e-9),
        template_words=pl.col("word").sort_by("artists", "word", descending=[True, False]).head(5),
    )
    return by_shape.join(by_word, on="subject", how="full", coalesce=True)


def _cadence(inside: pl.DataFrame, days: pl.DataFrame, profiles: pl.DataFrame) -> pl.DataFrame:
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


def _labels(inside: pl.DataFrame, years: pl.DataFrame) -> pl.DataFrame:
    return inside.join(years, on="artist_id").group_by("subject").agg(label_years=pl.col("label_years").median())


def _features() -> list[pl.Expr]:
    return [
        *(pl.col(f"{kind}_tied").fill_null(0.0).alias(f"{kind}_ties") for kind in _TIES),
        *(pl.col(f"mean_{name}").alias(f"group_{name}") for name in _MEANS),
        (pl.col("ways").fill_null(0) / 6).clip(0, 1).alias("ways_tied"),
        (((pl.col("streams") + 1) / (pl.col("listeners") + 1)).log10() / 2).clip(0, 1).alias("streams_per_listener"),
        ((pl.col("followers") + 1).log10() / 6).clip(0, 1).alias("followed"),
        (1 - pl.col("page_years") / 5).clip(0, 1).alias("young_pages"),
        ((pl.col("monthly") + 1).log() / 4).clip(0, 1).alias("pace"),
        (pl.col("history_years") / 10).clip(0, 1).alias("established"),
        (pl.col("label_years") / 20).clip(0, 1).alias("label_history"),
        (pl.col("label_top") * (pl.col("label_years") / 20).clip(0, 1)).alias("old_common_label"),
        (1 - pl.col("minutes_spread") * 2).clip(0, 1).alias("same_length"),
        (1 - pl.col("streams_spread")).clip(0, 1).alias("same_streams"),
        (1 - pl.col("followers_spread")).clip(0, 1).alias("same_followers"),
        (1 - pl.col("created_spread") / 1000).clip(0, 1).alias("made_close"),
        (pl.col("size").cast(pl.Float64).log() / 8).clip(0, 1).alias("many_members"),
        (1 - pl.col("identities") / pl.col("size")).alias("same_acts"),
    ]  # fmt: skip


def labels(candidates: pl.DataFrame, truth: Truth) -> pl.Series:
    """Whether each candidate is truly a farm: Jaccard of 0.5 with one, or 80 % inside one and 30 % of it."""
    homes = true_members(truth)
    sizes = {name: sum(1 for home in homes.values() if home == name) for name in sorted(set(homes.values()))}
    verdicts = []
    for members in candidates["members"].to_list():
        counts: dict[str, int] = {}
        for member in members:
            if member in homes:
                counts[homes[member]] = counts.get(homes[member], 0) + 1
        verdicts.append(any(_is_farm(count, len(members), sizes[name]) for name, count in counts.items()))
    return pl.Series("label", verdicts, dtype=pl.Boolean)


def true_members(truth: Truth) -> dict[str, str]:
    """The true farm of each artist that is in one."""
    return {member: item.subject.id for item in truth.of_kind("content_farm") for member in item.members}


def _is_farm(overlap: int, size: int, farm_size: int) -> bool:
    jaccard = overlap / (size + farm_size - overlap)
    return jaccard >= 0.5 or (overlap >= 0.8 * size and overlap >= 0.3 * farm_size)


@dataclass(frozen=True, slots=True)
class ContentFarm:
    """The detector of content farms."""

    name: str = "content_farm"
    features: tuple[Feature, ...] = FEATURES
    options: CommunityOptions = field(default_factory=CommunityOptions)

    def candidates(self, snapshot: Snapshot, context: Context) -> pl.DataFrame:
        return candidates(snapshot, context, self.options)


DETECTOR = ContentFarm()
