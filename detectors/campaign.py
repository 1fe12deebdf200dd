"""Campaigns: misattributed releases and impersonating profiles that one operation placed on several unrelated acts.

The lockstep is stronger evidence than any of its parts: one new payee on five strangers' pages within a week. A shared thing says
more the fewer others in the catalog have it, so a distributor's registrant says little and a bank account nearly everything.
"""

import hashlib
from typing import Final

import polars as pl

from detectors.batches import in_batches
from detectors.campaign_features import FEATURES, feature_columns
from detectors.campaign_parts import (
    KINDS,
    crowded_things,
    find_groups,
    paid_releases,
    part_releases,
    part_things,
    rarity,
    read_parts,
)
from detectors.catalog_tables import release_times
from detectors.evidence import Context
from graph.snapshot import Snapshot
from graph.truth import Truth

_LOCKSTEP_DAYS: Final = 14
_BACKLIST_DAYS: Final = 365
_MIN_JACCARD: Final = 0.5
"""As the evaluation counts a campaign as found."""


class CampaignDetector:
    """Groups of suspects of the other detectors. They overlap: `farm_selection.select_clusters` keeps the best of each."""

    name = "campaign"
    features = FEATURES

    def candidates(self, snapshot: Snapshot, context: Context, suspects: pl.DataFrame) -> pl.DataFrame:
        """One row a group of at least three suspects against at least two acts.

        Args:
            suspects: all scored candidates for impersonation and misattribution, the unlikely ones too: `kind`, `subject`,
                `target` (ids), `log_odds`.
        Returns: `subject` (provisional cluster id), `target` null, `members` (release and artist ids), `member_types`, `size`, the
            features and what their sentences need. Sorted by `subject`.
        """
        paid = paid_releases(snapshot)
        parts = read_parts(snapshot, context, suspects, paid)
        things = part_things(snapshot, parts, paid)
        context.note(crowded_things(things))
        inside = find_groups(parts, things)
        owned = part_releases(snapshot, parts)
        ours = inside.join(owned, on="part").select("group", "release_id").unique()
        pages = _other_releases(inside, parts, ours, snapshot)
        tops = pl.concat([_tops(batch, things) for batch in in_batches(inside, "group")])
        payees = tops.select("group", operator="operator_value").drop_nulls()
        table = _whole(inside, parts)
        for described in (
            tops,
            _lockstep(inside, parts, snapshot),
            _payee(payees, ours, pages, paid, snapshot),
            _victims(pages, paid, snapshot),
            _signals(inside, parts, owned, snapshot),
        ):
            table = table.join(described, on="group", how="left")
        subjects = [campaign_id(members) for members in table["members"].to_list()]
        described = table.with_columns(feature_columns()).with_columns(
            subject=pl.Series(subjects, dtype=pl.String), target=pl.lit(None, pl.String)
        )
        return described.drop("group").with_columns(pl.selectors.float().round(6)).sort("subject")


DETECTOR: Final = CampaignDetector()


def campaign_id(members: list[str]) -> str:
    """A provisional id, equal for equal sets of member ids; tracking replaces it by last night's."""
    return "campaign-" + hashlib.sha256("\n".join(sorted(set(members))).encode()).hexdigest()[:12]


def labels(candidates: pl.DataFrame, truth: Truth) -> pl.Series:
    """Whether each group is truly a campaign, for fitting: a Jaccard overlap of 0.5 with one."""
    real = [set(finding.members) for finding in truth.of_kind("campaign")]
    verdicts = [
        any(len(group & members) >= _MIN_JACCARD * len(group | members) for group in real)
        for members in map(set, candidates["members"].to_list())
    ]
    return pl.Series("label", verdicts, dtype=pl.Boolean)


def _whole(inside: pl.DataFrame, parts: pl.DataFrame) -> pl.DataFrame:
    """Sizes, how suspicious the parts are by themselves, and dates."""
    odds = pl.col("log_odds").clip(-8, 8)
    joined = inside.join(parts, on="part").sort(
        "group", "log_odds", "subject", descending=[False, True, False], nulls_last=True
    )
    backlist = (pl.col("day") - pl.col("released")).dt.total_days() > _BACKLIST_DAYS
    return joined.group_by("group", maintain_order=True).agg(
        members=pl.col("subject").sort_by("subject", "kind"),
        member_types=pl.when(pl.col("kind") == "misattribution")
        .then(pl.lit("release"))
        .otherwise(pl.lit("artist"))
        .sort_by("subject", "kind"),
        size=pl.len().cast(pl.Int64),
        victims=pl.col("victim").n_unique().cast(pl.Int64),
        releases=(pl.col("kind") == "misattribution").sum().cast(pl.Int64),
        mean_odds=odds.mean(),
        worst_odds=odds.min(),
        likely=(pl.col("log_odds") > 0).sum().cast(pl.Int64),
        best_name=pl.col("name").first(),
        best_victim=pl.col("victim_name").first(),
        victim_names=pl.col("victim_name").unique(maintain_order=True).head(3),
        most_on_one=pl.col("victim").unique_counts().max().cast(pl.Int64),
        first_day=pl.col("day").min(),
        last_day=pl.col("day").max(),
        backlist=backlist.fill_null(False).sum().cast(pl.Int64),
    )


def _tops(inside: pl.DataFrame, things: pl.DataFrame) -> pl.DataFrame:
    """By kind of thing, the value that most parts share: KIND_value, KIND_share (of the parts), KIND_others (artists that
    have it and are not those of the sharing parts), KIND_tied (share by rarity). Share and tied are 0 where nothing is shared, null where fewer than two parts tell."""
    sizes = inside.group_by("group").agg(size=pl.len())
    shared = (
        inside.join(things, on="part")
        .group_by("group", "kind", "value")
        .agg(
            sharing=pl.len().cast(pl.Int64),
            degree=pl.col("degree").first(),
            holding=pl.col("artists").explode().drop_nulls().n_unique().cast(pl.Int64),
        )
        .filter(pl.col("sharing") > 1)
        .join(sizes, on="group")
        .with_columns(share=pl.col("sharing") / pl.col("size"), others=pl.col("degree") - pl.col("holding"))
        .with_columns(tied=pl.col("share") * rarity(pl.col("others")))
        .sort("group", "kind", "tied", "sharing", "value", descending=[False, False, True, True, False])
        .unique(["group", "kind"], keep="first", maintain_order=True)
    )
    table = sizes.select("group")
    for kind in KINDS:
        known = inside.join(things.filter(pl.col("kind") == kind).select("part").unique(), on="part")
        comparable = known.group_by("group").len().filter(pl.col("len") > 1).select("group", nothing=pl.lit(0.0))
        best = shared.filter(pl.col("kind") == kind).select(
            "group", *(pl.col(name).alias(f"{kind}_{name}") for name in ("value", "sharing", "others", "share", "tied"))
        )
        table = (
            table.join(best, on="group", how="left")
            .join(comparable, on="group", how="left")
            .with_columns(pl.coalesce(f"{kind}_share", "nothing"), pl.coalesce(f"{kind}_tied", "nothing"))
            .drop("nothing")
        )
    return table


def _lockstep(inside: pl.DataFrame, parts: pl.DataFrame, snapshot: Snapshot) -> pl.DataFrame:
    """`together`: parts in the densest `_LOCKSTEP_DAYS` days, with its first and last date; `crowd`: the share of the catalog's releases that came
    then, since a bulk import puts everything on one day."""
    dated = inside.join(parts.select("part", "day", came="day"), on="part").drop_nulls("day").sort("group", "day")
    windows = (
        dated.rolling("day", period=f"{_LOCKSTEP_DAYS}d", group_by="group")
        .agg(together=pl.len().cast(pl.Int64), together_first=pl.col("came").min(), together_last=pl.col("came").max())
        .sort("group", "together", "together_first", descending=[False, True, False])
        .unique("group", keep="first", maintain_order=True)
    )
    arrivals = release_times(snapshot)["arrived"].cast(pl.Date).drop_nulls().sort()
    before = arrivals.search_sorted(windows["together_first"], side="left").cast(pl.Int64)
    after = arrivals.search_sorted(windows["together_last"], side="right").cast(pl.Int64)
    return windows.drop("day").with_columns(crowd=(after - before) / max(len(arrivals), 1))


def _other_releases(inside: pl.DataFrame, parts: pl.DataFrame, ours: pl.DataFrame, snapshot: Snapshot) -> pl.DataFrame:
    """What else is on the victims' pages: `group`, `victim`, `release_id`, the group's own parts left out."""
    pages = parts.select("part", "victim", artist_id="target").join(
        snapshot["release_artists"].select("artist_id", "release_id"), on="artist_id"
    )
    return (
        inside.join(pages.drop("artist_id"), on="part")
        .select("group", "victim", "release_id")
        .unique()
        .join(ours, on=["group", "release_id"], how="anti")
    )


def _payee(
    payees: pl.DataFrame, ours: pl.DataFrame, pages: pl.DataFrame, paid: pl.DataFrame, snapshot: Snapshot
) -> pl.DataFrame:
    """What the payee of most parts, with those that share its accounts, has in the catalog and on the victims' pages.

    Returns: `group`, `inside_uses` and `uses` (releases among the parts and in all), `payees`, `payee_name`, `payee_since`,
        `payee_artists`, `home_victims` (victims with other releases that pay it), and as of `_own_artists`.
    """
    theirs = paid.join(payees.select("operator").unique(), on="operator", how="semi")
    inner = (
        ours.join(payees, on="group")
        .join(theirs, on=["release_id", "operator"])
        .join(snapshot["payees"].select("payee_id", "name"), on="payee_id", how="left")
        .group_by("group")
        .agg(
            inside_uses=pl.col("release_id").n_unique().cast(pl.Int64),
            payees=pl.col("payee_id").n_unique().cast(pl.Int64),
            payee_name=pl.col("name").drop_nulls().mode().sort().first(),
        )
    )
    whole = (
        theirs.join(release_times(snapshot), on="release_id")
        .join(snapshot["release_artists"].select("release_id", "artist_id"), on="release_id")
        .group_by("operator")
        .agg(
            uses=pl.col("release_id").n_unique().cast(pl.Int64),
            payee_since=pl.col("arrived").min().cast(pl.Date),
            payee_artists=pl.col("artist_id").n_unique().cast(pl.Int64),
        )
    )
    home = (
        pages.join(payees, on="group")
        .join(theirs.select("release_id", "operator").unique(), on=["release_id", "operator"], how="semi")
        .group_by("group")
        .agg(home_victims=pl.col("victim").n_unique().cast(pl.Int64))
    )
    table = payees.join(inner, on="group", how="left").join(whole, on="operator", how="left")
    for described in (home, _own_artists(payees, theirs, ours, snapshot)):
        table = table.join(described, on="group", how="left")
    return table.drop("operator")


def _own_artists(payees: pl.DataFrame, theirs: pl.DataFrame, ours: pl.DataFrame, snapshot: Snapshot) -> pl.DataFrame:
    """`own_artists`: artists, no part of the group, whose releases all pay its payee, and the name of one: `own_artist`."""
    credits = snapshot["release_artists"].select("release_id", "artist_id")
    totals = credits.group_by("artist_id").agg(total=pl.len())
    money = theirs.select("release_id", "operator").unique()
    whole = (
        money.join(credits, on="release_id")
        .group_by("operator", "artist_id")
        .agg(n=pl.len())
        .join(totals, on="artist_id")
        .filter(pl.col("n") == pl.col("total"))
    )
    covered = (
        ours.join(credits, on="release_id")
        .group_by("group", "artist_id")
        .agg(n=pl.len())
        .join(totals, on="artist_id")
        .filter(pl.col("n") == pl.col("total"))
    )
    return (
        payees.join(whole, on="operator")
        .join(covered, on=["group", "artist_id"], how="anti")
        .join(snapshot["artists"].select("artist_id", "name"), on="artist_id", how="left")
        .group_by("group")
        .agg(
            own_artists=pl.len().cast(pl.Int64), own_artist=pl.coalesce(pl.col("name").min(), pl.col("artist_id").min())
        )
    )


def _victims(pages: pl.DataFrame, paid: pl.DataFrame, snapshot: Snapshot) -> pl.DataFrame:
    """`related`: the most victims whose own releases have one label or one payee's group in common, and its name: `relation`."""
    releases = snapshot["releases"].select("release_id", "label_id")
    labelled = releases.join(snapshot["labels"].select("label_id", "name"), on="label_id", how="left").select(
        "release_id", value=pl.lit("l:") + pl.col("label_id"), relation=pl.coalesce("name", "label_id")
    )
    names = snapshot["payees"].select("name", operator="payee_id")
    funded = paid.join(names, on="operator", how="left").select(
        "release_id", value=pl.lit("p:") + pl.col("operator"), relation=pl.coalesce("name", "operator")
    )
    return (
        pages.join(pl.concat([labelled.drop_nulls("value"), funded]), on="release_id")
        .group_by("group", "value")
        .agg(related=pl.col("victim").n_unique().cast(pl.Int64), relation=pl.col("relation").min())
        .filter(pl.col("related") > 1)
        .sort("group", "related", "value", descending=[False, True, False])
        .unique("group", keep="first", maintain_order=True)
        .drop("value")
    )


def _signals(inside: pl.DataFrame, parts: pl.DataFrame, owned: pl.DataFrame, snapshot: Snapshot) -> pl.DataFrame:
    """`reported`: parts that an outside system reported, themselves or by one of their releases or recordings."""
    recordings = owned.join(snapshot["recording_releases"], on="release_id")
    profiles = parts.filter(pl.col("kind") == "impersonation")
    mine = pl.concat(
        [
            profiles.select("part", subject_type=pl.lit("artist"), subject_id="subject"),
            owned.select("part", subject_type=pl.lit("release"), subject_id="release_id"),
            recordings.select("part", subject_type=pl.lit("recording"), subject_id="recording_id"),
        ]
    )
    telling = snapshot["signals"].filter(pl.col("kind").is_in(["takedown", "user_report"]))
    reported = mine.join(telling, on=["subject_type", "subject_id"], how="semi").select("part").unique()
    return inside.join(reported, on="part").group_by("group").agg(reported=pl.len().cast(pl.Int64))
