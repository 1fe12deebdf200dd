"""What a campaign may be made of: suspected releases and profiles, the rare things that tie them, and groups of them."""

from typing import Any, Final

import numpy as np
import polars as pl

from detectors.catalog_tables import (
    group_of,
    join_groups,
    payee_operators,
    plain,
    registrant,
    release_payees,
    release_times,
    rights_line,
)
from detectors.communities import artist_ties, components
from detectors.evidence import Context
from graph.snapshot import Snapshot

KINDS: Final = (
    "operator",
    "combination",
    "rights",
    "registrant",
    "label",
    "contributor",
    "audio",
    "cover",
    "image",
    "title",
    "template",
)
"""Kinds of shared things. `combination`: a payee's group with a distributor. `rights`: a P- or C-line without year."""

_SAME_WORK: Final = ("audio", "title")
"""Kinds that tie nobody: copies of one work share them wherever they are, lawful or not."""
MIN_PARTS, MIN_VICTIMS, MAX_PARTS = 3, 2, 2000
MIN_ANCHOR: Final = -4.0
"""Suspects below it take part only by their payee."""
MAX_PAYEE_ARTISTS: Final = 60
"""A payee of more artists brings nothing in but the suspects themselves."""
_FLOORS: Final = (None, MIN_ANCHOR, -1.0, 1.0)
_TIES: Final = (0.2, 0.4, 0.8)
_PAIRED_UP_TO: Final = 60
"""A thing of more parts ties them as a single thing only, so that pairs do not grow with the square of a wave."""
_GAP_DAYS: Final = 30
_ALIKE_BITS: Final = 7
"""Two copies of one cover, each a few bits off the first, are up to twice as far from each other."""


def read_parts(snapshot: Snapshot, context: Context, suspects: pl.DataFrame, paid: pl.DataFrame) -> pl.DataFrame:
    """One row a suspected release or profile, against the target that is likeliest, and those that go with them by their payee.

    Args:
        suspects: `kind` (impersonation, misattribution), `subject`, `target`, `log_odds`.
        paid: as of `paid_releases`.
    Returns: `part` (number as text), those four (`log_odds` null where the page was too short to judge), `victim` (identity of
        the target), `day` (arrival; of a profile, of its first release), `released` (its release date, of a release only), `name`,
        `victim_name` (ids where the catalog has no names). Sorted by kind and subject.
    """
    best = suspects.sort("log_odds", "subject", "target", descending=[True, False, False]).unique(
        ["kind", "subject"], keep="first", maintain_order=True
    )
    best = _without_own_pages(best.select("kind", "subject", "target", "log_odds"))
    anchors = best.filter(pl.col("log_odds") > MIN_ANCHOR)
    companions = _companions(snapshot, anchors, paid).join(best, on=["kind", "subject"], how="left")
    named = companions.select("kind", "subject", pl.coalesce("target", "page").alias("target"), "log_odds")
    both = pl.concat([anchors, named.drop_nulls("target").join(anchors, on=["kind", "subject"], how="anti")])
    parts = both.sort("kind", "subject").with_row_index("part").with_columns(pl.col("part").cast(pl.String))
    times = part_releases(snapshot, parts).join(release_times(snapshot), on="release_id")
    first = times.group_by("part").agg(arrived=pl.col("arrived").min().cast(pl.Date), released=pl.col("released").min())
    artists = snapshot["artists"].select("artist_id", "created_on", artist_name="name")
    releases = snapshot["releases"].select("release_id", "title")
    victims = artists.select("artist_id", victim_name="artist_name")
    joined = (
        parts.join(context.identities, left_on="target", right_on="artist_id", how="left")
        .join(first, on="part", how="left")
        .join(artists, left_on="subject", right_on="artist_id", how="left")
        .join(releases, left_on="subject", right_on="release_id", how="left")
        .join(victims, left_on="target", right_on="artist_id", how="left")
    )
    of_release = pl.col("kind") == "misattribution"
    return joined.select(
        *("part", "kind", "subject", "target", "log_odds"),
        victim_name=pl.coalesce("victim_name", "target"),
        victim=pl.coalesce("identity_id", "target"),
        day=pl.coalesce("arrived", pl.when(~of_release).then("created_on")),
        released=pl.when(of_release).then("released"),
        name=pl.coalesce(pl.when(of_release).then("title").otherwise("artist_name"), "subject"),
    ).sort("kind", "subject")


def _without_own_pages(best: pl.DataFrame) -> pl.DataFrame:
    """The suspects without releases on the page of a likelier impostor: they are the impostor's own."""
    posing = best.filter(pl.col("kind") == "impersonation").select(target="subject", posing="log_odds")
    joined = best.join(posing, on="target", how="left", maintain_order="left")
    own = (pl.col("kind") == "misattribution") & (pl.col("posing") > pl.col("log_odds"))
    return joined.filter(~own.fill_null(False)).drop("posing")


def _companions(snapshot: Snapshot, anchors: pl.DataFrame, paid: pl.DataFrame) -> pl.DataFrame:
    """All else that the payees of suspects are paid for, if they are paid for few: `kind`, `subject`, `page`.

    A release on a page that others are paid for too is a possible part by itself (`page`: that artist); an artist whose releases all
    pay the payee is one as a whole (`page` null), if it is proposed to pose as anyone. So parts on pages too short to judge come in.
    """
    credits = snapshot["release_artists"].select("release_id", "artist_id")
    operators = part_releases(snapshot, anchors.with_columns(part="subject")).join(paid, on="release_id")["operator"]
    money = paid.select("release_id", "operator").unique()
    theirs = money.filter(pl.col("operator").is_in(operators.unique().implode())).join(credits, on="release_id")
    few = theirs.group_by("operator").agg(n=pl.col("artist_id").n_unique()).filter(pl.col("n") <= MAX_PAYEE_ARTISTS)
    pages = credits.group_by("artist_id").agg(total=pl.len())
    placed = (
        theirs.join(few, on="operator", how="semi")
        .join(pages, on="artist_id")
        .with_columns(whole=pl.len().over("artist_id", "operator") == pl.col("total"))
    )
    releases = (
        placed.filter(~pl.col("whole"))
        .sort("release_id", "total", "artist_id", descending=[False, True, False])
        .unique("release_id", keep="first", maintain_order=True)
        .select(kind=pl.lit("misattribution"), subject="release_id", page="artist_id")
    )
    profiles = (
        placed.filter("whole")
        .join(releases, left_on="release_id", right_on="subject", how="anti")
        .select(kind=pl.lit("impersonation"), subject="artist_id", page=pl.lit(None, pl.String))
        .unique()
    )
    return pl.concat([releases, profiles])


def part_releases(snapshot: Snapshot, parts: pl.DataFrame) -> pl.DataFrame:
    """The releases of each part: itself, or all of the profile's: `part`, `release_id`."""
    of_release = parts.filter(pl.col("kind") == "misattribution").select("part", release_id="subject")
    of_artist = parts.filter(pl.col("kind") == "impersonation").join(
        snapshot["release_artists"], left_on="subject", right_on="artist_id"
    )
    return of_release.vstack(of_artist.select("part", "release_id")).sort("part", "release_id")


def paid_releases(snapshot: Snapshot) -> pl.DataFrame:
    """Who is paid for each release: `release_id`, `payee_id`, `operator` (payees joined by an account are one)."""
    return release_payees(snapshot).join(payee_operators(snapshot), on="payee_id")


def part_things(snapshot: Snapshot, parts: pl.DataFrame, paid: pl.DataFrame) -> pl.DataFrame:
    """What each part has that another might share.

    Args:
        paid: as of `paid_releases`.
    Returns: `part`, `kind` (of `KINDS`), `value`, `artists` (those whose releases in the part have it), `degree` (artists of the
        whole catalog whose releases have it). Sorted.
    """
    owned = part_releases(snapshot, parts)
    things = _release_things(snapshot, owned["release_id"].unique(), paid)
    credits = snapshot["release_artists"].select("release_id", "artist_id")
    ours = (
        owned.join(things, on="release_id")
        .join(credits, on="release_id", how="left")
        .group_by("part", "kind", "value")
        .agg(artists=pl.col("artist_id").drop_nulls().unique().sort())
    )
    holders = things.join(ours.select("kind", "value"), on=["kind", "value"], how="semi").join(credits, on="release_id")
    degrees = holders.group_by("kind", "value").agg(degree=pl.col("artist_id").n_unique().cast(pl.Int64))
    released = ours.join(degrees, on=["kind", "value"])
    return pl.concat([released, _images(snapshot, parts)]).sort("kind", "value", "part")


def _release_things(snapshot: Snapshot, wanted: pl.Series, paid: pl.DataFrame) -> pl.DataFrame:
    """`release_id`, `kind`, `value`, each once. Covers are grouped around those of the wanted releases."""
    releases, links = snapshot["releases"], snapshot["recording_releases"]
    recordings = links.join(
        snapshot["recordings"].select("recording_id", "isrc", "audio_fingerprint"), on="recording_id"
    )
    people = links.join(snapshot["contributions"].select("recording_id", "party_name"), on="recording_id")
    suspected = releases.filter(pl.col("release_id").is_in(wanted.implode()))["cover_phash"]
    covers = releases.join(alike_hashes(suspected), left_on="cover_phash", right_on="hash")
    combinations = paid.join(releases.select("release_id", "distributor_id"), on="release_id")
    sources: list[tuple[pl.DataFrame, str, pl.Expr]] = [
        (paid, "operator", pl.col("operator")),
        (combinations, "combination", pl.col("operator") + "|" + pl.col("distributor_id")),
        (releases, "rights", rights_line("p_line")),
        (releases, "rights", rights_line("c_line")),
        (recordings, "registrant", registrant()),
        (releases, "label", pl.col("label_id")),
        (people, "contributor", plain("party_name")),
        (recordings, "audio", pl.col("audio_fingerprint")),
        (covers, "cover", pl.col("group")),
        (releases, "title", plain("title")),
        (releases, "template", title_template("title")),
    ]
    things = [table.select("release_id", kind=pl.lit(kind), value=value) for table, kind, value in sources]
    return pl.concat(things).drop_nulls().filter(pl.col("value") != "").unique()


def title_template(column: str) -> pl.Expr:
    """A title without its own words, “… (deluxe)” or “… vol. #”; null where nothing but words is left."""
    bare = plain(column).str.replace(r"^[\p{L}\p{M}'’&,.\s]+", "… ").str.replace_all(r"\b\d{1,3}\b", "#")
    return pl.when(bare.str.contains(r"^… ?.*[^…\s]")).then(bare)


def _images(snapshot: Snapshot, parts: pl.DataFrame) -> pl.DataFrame:
    profiles = parts.filter(pl.col("kind") == "impersonation").select("part", "subject")
    pictures = snapshot["artists"].select("artist_id", "image_phash")
    ours = profiles.join(pictures, left_on="subject", right_on="artist_id")
    groups = alike_hashes(ours["image_phash"])
    degrees = (
        pictures.join(groups, left_on="image_phash", right_on="hash")
        .group_by("group")
        .agg(degree=pl.col("artist_id").n_unique().cast(pl.Int64))
    )
    grouped = ours.join(groups, left_on="image_phash", right_on="hash").join(degrees, on="group")
    return grouped.select(
        "part",
        pl.lit("image").alias("kind"),
        pl.col("group").alias("value"),
        pl.concat_list("subject").alias("artists"),
        "degree",
    )


def alike_hashes(hashes: pl.Series) -> pl.DataFrame:
    """Groups of 64-bit hashes (16 hex digits), those of up to `_ALIKE_BITS` different bits together: `hash`, `group`.

    Source: multi-index hashing, Norouzi et al. 2012: with 7 flipped bits one of 8 bytes stays equal.
    """
    lower = hashes.drop_nulls().str.to_lowercase().unique().sort()
    known = lower.filter(lower.str.contains(r"^[0-9a-f]{16}$")).to_list()
    bits: np.ndarray[Any, np.dtype[np.uint64]] = np.array([int(text, 16) for text in known], dtype=np.uint64)
    parent = {text: text for text in known}
    for shift in range(0, 64, 8):
        table = pl.DataFrame({"row": np.arange(len(known)), "byte": (bits >> np.uint64(shift)) & np.uint64(0xFF)})
        pairs = table.join(table, on="byte", suffix="_right").filter(pl.col("row") < pl.col("row_right"))
        left, right = pairs["row"].to_numpy(), pairs["row_right"].to_numpy()
        near = np.bitwise_count(bits[left] ^ bits[right]) <= _ALIKE_BITS
        for one, two in zip(left[near].tolist(), right[near].tolist(), strict=True):
            join_groups(parent, known[one], known[two])
    return pl.DataFrame(
        {"hash": known, "group": [group_of(parent, text) for text in known]},
        schema={"hash": pl.String(), "group": pl.String()},
    )


def rarity(others: pl.Expr) -> pl.Expr:
    """What a shared thing says, 1 down to 0, when so many others in the catalog have it: inverse log of the degree."""
    return 1 / (2 + others.clip(0).cast(pl.Float64)).log(2)


def find_groups(parts: pl.DataFrame, things: pl.DataFrame) -> pl.DataFrame:
    """Overlapping groups that may each be one campaign: `group`, `part`; each set once, large enough by parts and by victims.

    Groups are the parts of one thing, and parts connected by ties of several strengths; each among all parts and among the
    likelier ones, whole and cut where nothing came for `_GAP_DAYS` days. Leiden communities added nothing over these in trials.
    """
    found: list[tuple[str, ...]] = []
    for floor in _FLOORS:
        kept = parts if floor is None else parts.filter(pl.col("log_odds") > floor)
        shared = _shared_things(things.join(kept.select("part"), on="part", how="semi"))
        found += _by_single_thing(shared)
        ties = _part_ties(shared, kept)
        for least in _TIES:
            found += components(ties.filter(pl.col("weight") >= least))
    whole = pl.DataFrame({"part": [list(members) for members in found]}, schema={"part": pl.List(pl.String)})
    return _large_enough(_cut_at_gaps(whole.unique("part").with_row_index("group").explode("part"), parts), parts)


def _shared_things(things: pl.DataFrame) -> pl.DataFrame:
    """Things of two parts or more, with `sharing` (how many) and `weight`."""
    return (
        things.with_columns(sharing=pl.len().over("kind", "value").cast(pl.Int64))
        .filter(pl.col("sharing").is_between(2, MAX_PARTS), ~pl.col("kind").is_in(_SAME_WORK))
        .with_columns(weight=rarity(pl.col("degree") - pl.col("sharing")))
    )


def crowded_things(things: pl.DataFrame) -> list[str]:
    """What to note of a run: things that too many parts share to be one campaign, which tie nobody."""
    crowded = (
        things.group_by("kind", "value").agg(parts=pl.len()).filter(pl.col("parts") > MAX_PARTS).sort("kind", "value")
    )
    return [
        f"campaigns: {row['parts']} suspects share the {row['kind']} {row['value']}, which is left out"
        for row in crowded.iter_rows(named=True)
    ]


def _by_single_thing(shared: pl.DataFrame) -> list[tuple[str, ...]]:
    groups = shared.filter(pl.col("sharing") >= MIN_PARTS).group_by("kind", "value").agg(pl.col("part").sort())
    return sorted({tuple(members) for members in groups["part"].to_list()})


def _part_ties(shared: pl.DataFrame, parts: pl.DataFrame) -> pl.DataFrame:
    """`left` < `right` (parts), `weight`: what they share by rarity, worth half when they came long after each other."""
    few = shared.filter(pl.col("sharing") <= _PAIRED_UP_TO).select(
        "kind", "value", "weight", artist_id="part", degree="sharing"
    )
    ties = artist_ties(few, clique_degree=_PAIRED_UP_TO)
    days = parts.select("part", "day")
    apart = (pl.col("day") - pl.col("day_right")).dt.total_days().abs()
    return (
        ties.join(days, left_on="left", right_on="part")
        .join(days, left_on="right", right_on="part")
        .select("left", "right", weight=pl.col("weight") * (0.5 + 0.5 * (-apart.fill_null(365) / _GAP_DAYS).exp()))
        .sort("left", "right")
    )


def _cut_at_gaps(groups: pl.DataFrame, parts: pl.DataFrame) -> pl.DataFrame:
    """The groups, and each of their runs of parts that came without a longer gap."""
    dated = groups.join(parts.select("part", "day"), on="part").sort("group", "day", "part", nulls_last=True)
    gap = pl.col("day").diff().over("group").dt.total_days() > _GAP_DAYS
    runs = dated.with_columns(run=1 + gap.fill_null(False).cast(pl.Int64).cum_sum().over("group"))
    return pl.concat([runs.select("group", "part", run=pl.lit(0, pl.Int64)), runs.select("group", "part", "run")])


def _large_enough(runs: pl.DataFrame, parts: pl.DataFrame) -> pl.DataFrame:
    sets = (
        runs.join(parts.select("part", "victim"), on="part")
        .group_by("group", "run")
        .agg(pl.col("part").unique().sort(), victims=pl.col("victim").n_unique())
        .filter(pl.col("part").list.len().is_between(MIN_PARTS, MAX_PARTS), pl.col("victims") >= MIN_VICTIMS)
    )
    return sets.select("part").unique("part").sort("part").with_row_index("group").explode("part")
