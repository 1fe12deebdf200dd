"""Content farms: communities of artists that one operator runs to mass-produce interchangeable content."""

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import polars as pl

from detectors.batches import in_batches
from detectors.catalog_tables import with_names
from detectors.communities import Communities, CommunityOptions, find_communities
from detectors.content_farm_features import FEATURES
from detectors.evidence import Context, Feature
from detectors.farm_groups import cadence, counted_texts, labels_of_groups, mean_profiles, titles
from detectors.farm_membership import member_strengths, without_bystanders, without_strangers
from detectors.farm_profiles import (
    FLAGS,
    SIGNALS,
    arrival_days,
    artist_operators,
    artist_profiles,
    label_years,
    title_shapes,
    title_words,
)
from detectors.farm_ties import TIES, credited_people, credits, money, tie_shares, ties_inside
from graph.snapshot import Snapshot
from graph.truth import Truth

_NAMED: Final = {"operator": "payees", "payee_value": "payees", "label_value": "labels"}
"""Columns of ids that sentences tell by name; an operator's id is that of its first payee."""


def candidates(snapshot: Snapshot, context: Context, options: CommunityOptions | None = None) -> pl.DataFrame:
    """Communities of at least four identities, each described as a group.

    Returns: `subject` (provisional cluster id: hash of the members), `target` null, `members`, one column per
    feature and
        what the sentences need. Sorted by `subject`. Sets overlap: see `farm_selection.select_farms`.
    """
    choices = options or CommunityOptions()
    found = find_communities(snapshot, options=choices)
    context.note(found.notes)
    profiles = artist_profiles(snapshot, context.identities)
    last = [cluster.members for cluster in context.last_clusters if cluster.kind == "content_farm"]
    groups = _groups(found, profiles, last, choices.min_size)
    table = groups.with_columns(size=pl.col("members").list.len()).with_row_index("group")
    inside = table.select(subject="group", artist_id="members").explode("artist_id")
    facts = _facts(snapshot, profiles, found.ties)
    parts = pl.concat([_described(batch, facts) for batch in in_batches(inside, "subject")], how="diagonal")
    table = table.join(parts, left_on="group", right_on="subject", how="left")
    described = table.with_columns(_features()).with_columns(target=pl.lit(None, pl.String)).sort("subject")
    named = with_names(described, snapshot, _NAMED)
    return named.with_columns(pl.selectors.float().round(6))  # sums differ in the last bits from run to run


@dataclass(frozen=True, slots=True)
class _Facts:
    """What is known of artists, read once for all groups."""

    ties: pl.DataFrame
    profiles: pl.DataFrame
    operators: pl.DataFrame
    people: pl.DataFrame
    shapes: pl.DataFrame
    words: pl.DataFrame
    days: pl.DataFrame
    label_years: pl.DataFrame


def _facts(snapshot: Snapshot, profiles: pl.DataFrame, ties: pl.DataFrame) -> _Facts:
    return _Facts(
        ties,
        profiles,
        artist_operators(snapshot),
        credited_people(snapshot),
        counted_texts(title_shapes(snapshot), "shape"),
        counted_texts(title_words(snapshot), "word"),
        arrival_days(snapshot),
        label_years(snapshot),
    )


def _described(inside: pl.DataFrame, facts: _Facts) -> pl.DataFrame:
    """What the members of each group have in common: one row a group, `subject`."""
    strengths = member_strengths(inside, facts.ties)
    table = strengths.group_by("subject").agg(member_strengths=pl.col("strength").sort_by("artist_id"))
    for part in (
        mean_profiles(inside, facts.profiles),
        tie_shares(inside, facts.ties),
        ties_inside(inside, facts.ties),
        money(inside, facts.operators),
        credits(inside, facts.people),
        titles(inside, facts.shapes, facts.words),
        cadence(inside, facts.days, facts.profiles),
        labels_of_groups(inside, facts.label_years),
    ):
        table = table.join(part, on="subject", how="left")
    return table


def cluster_id(members: list[str]) -> str:
    """A provisional id, equal for equal members; tracking replaces it by last night's."""
    return "farm-" + hashlib.sha256("\n".join(sorted(members)).encode()).hexdigest()[:12]


def _groups(found: Communities, profiles: pl.DataFrame, last: list[tuple[str, ...]], min_size: int) -> pl.DataFrame:
    """Communities without bystanders, and clusters of the `last` run that are not found again as they were.

    Leiden parts a catalog otherwise when one profile in a hundred changes; so a cluster stays one as long as it holds its own
    (docs/concepts/tracking.md). On an unchanged catalog each is found again, and nothing changes.
    """
    firm = without_bystanders(found.table.select("members").with_row_index("row"), found.ties)
    afresh = _variants(firm, profiles, min_size)
    known = set(map(tuple, afresh["members"].to_list()))
    missing = [list(members) for members in last if tuple(sorted(set(members))) not in known]
    schema = {"members": pl.List(pl.String)}
    stayed = without_strangers(pl.DataFrame({"members": missing}, schema=schema).with_row_index("row"), found.ties)
    return pl.concat([afresh, _variants(stayed, profiles, min_size)]).unique("members").sort("subject")


def _variants(groups: pl.DataFrame, profiles: pl.DataFrame, min_size: int) -> pl.DataFrame:
    """Groups, and each again without its well-established members: `subject`, `members`, `identities`; by identities large
    enough."""
    listed = groups.explode("members").rename({"members": "artist_id"})
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


def _features() -> list[pl.Expr]:
    return [
        *(pl.col(f"{kind}_tied").fill_null(0.0).alias(f"{kind}_ties") for kind in TIES),
        *((pl.col(f"mean_{name}") - pl.col(f"usual_{name}")).alias(f"group_{name}") for name in FLAGS),
        *(pl.col(f"mean_{name}").alias(f"group_{name}") for name in SIGNALS),
        _surprise("signalled").alias("any_signal"),
        (pl.col("ways").fill_null(0) / 6).clip(0, 1).alias("ways_tied"),
        pl.col("standing_streams_per_listener").alias("streams_per_listener"),
        pl.col("standing_streams_per_follower").alias("group_streams_per_follower"),
        pl.col("standing_followers").alias("followed"),
        (-pl.col("standing_page_years")).alias("young_pages"),
        pl.col("standing_pace").alias("pace"),
        pl.col("standing_history").alias("established"),
        (pl.col("label_years") / 20).clip(0, 1).alias("label_history"),
        (pl.col("label_top") * (pl.col("label_years") / 20).clip(0, 1)).alias("old_common_label"),
        (1 - pl.col("minutes_spread") * 2).clip(0, 1).alias("same_length"),
        (1 - pl.col("streams_spread")).clip(0, 1).alias("same_streams"),
        (1 - pl.col("followers_spread")).clip(0, 1).alias("same_followers"),
        (1 - pl.col("created_spread") / 1000).clip(0, 1).alias("made_close"),
        (pl.col("size").cast(pl.Float64).log() / 8).clip(0, 1).alias("many_members"),
        (1 - pl.col("identities") / pl.col("size")).alias("same_acts"),
    ]  # fmt: skip


def _surprise(flag: str) -> pl.Expr:
    """By how many standard errors the group's share is above the catalog's, in sixths of the six that count at most.

    Three of ten members reported where one artist in a hundred is are a coincidence that two of four are not.
    """
    usual, known = pl.col(f"usual_{flag}"), pl.col(f"mean_{flag}")
    error = (usual * (1 - usual) / pl.col("acts")).sqrt()
    return pl.when(error > 0).then(((known - usual) / error / 6).clip(-1, 1))


def labels(candidates: pl.DataFrame, truth: Truth) -> pl.Series:
    """Whether each candidate is truly a farm: Jaccard of 0.5 with one, or 80 % inside one and 30 % of it."""
    return in_one_home(candidates, true_members(truth))


def in_one_home(candidates: pl.DataFrame, homes: Mapping[str, str]) -> pl.Series:
    """Whether each candidate is truly one of these groups. Args: homes: by artist, the group that it is in."""
    sizes = Counter(homes.values())
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
