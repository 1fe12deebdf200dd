"""What is known of each artist, one row an artist, and what artists have in common through third things."""

from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl

from detectors.blocking import audience
from detectors.catalog_tables import latest, payee_operators, plain, registrant
from graph.names import name_keys
from graph.snapshot import Snapshot

SIGNALS: Final = ("user_report", "takedown", "ai_generated", "stream_manipulation")

KINDS_HELD: Final = tuple("payee label distributor contributor collaboration recording title registrant url".split())
"""What artists can share; see `memberships`."""
_IMPORTED_AT_ONCE: Final = 25
_IMPORTED_SHARE: Final = 0.01
"""A day on which more profiles than this were made is the day of an import, and says nothing of any of them."""


@dataclass(frozen=True, slots=True)
class Norms:
    """What a profile is held against: the names of a whole catalog, and its days.

    Attributes:
        artists: how many there are. `uncounted`: of the artists described, how many are not among them: 1 for one that is looked at
            before it is in the catalog, so that its own name counts as it would there.
        names: `canonical`, `name_count`. `words`: `word`, `word_count`: artists who have it in their name.
        imported: days on which so many profiles were made that they say nothing of any.
        newest: first sign of life of the newest profiles; None: of those described.
    """

    artists: int
    names: pl.DataFrame
    words: pl.DataFrame
    imported: tuple[date, ...]
    newest: date | None = None
    uncounted: int = 0


def catalog_norms(artists: pl.DataFrame) -> Norms:
    """The norms of a catalog's artists."""
    spelt = _spelt(artists)
    days = artists.group_by("created_on").len().drop_nulls()
    crowded = days.filter(pl.col("len") > max(_IMPORTED_AT_ONCE, _IMPORTED_SHARE * artists.height))
    return Norms(
        artists=artists.height,
        names=spelt.group_by("canonical").agg(name_count=pl.len()),
        words=_words(spelt).group_by("word").agg(word_count=pl.len()),
        imported=tuple(crowded["created_on"].sort().to_list()),
    )


def newest_day(profiles: pl.DataFrame) -> date | None:
    """The `newest` of norms, from the profiles of a whole catalog."""
    found: date | None = profiles.select(latest("since")).item()
    return found


def artist_profiles(snapshot: Snapshot, norms: Norms | None = None) -> pl.DataFrame:
    """One row an artist, sorted by id: its own columns and `audience` with `audience_measure`, `releases` (number), `since` (first sign of life), `age_days` (from it to the newest profile's),
    `assigned_by_name` and `assigned_by_identifier` (shares of releases), `labelled` (share), `self_credited` (flag),
    `name_count` (artists of the same canonical name), `name_rarity` (0 to 1), and the highest score of each signal with `_count`, `_source`
    and `_on` (how many there are; who gave the highest, and when).

    Args: norms: of the catalog that the artists stand in; None: of these artists themselves.
    """
    norms = norms or catalog_norms(snapshot["artists"])
    artists = snapshot["artists"].with_columns(genres=_genres(snapshot))
    assignment = pl.col("artist_assignment")
    page = (
        snapshot["release_artists"]
        .join(snapshot["releases"].drop("genres", "artist_ids", strict=False), on="release_id")
        .group_by("artist_id")
        .agg(
            releases=pl.len(),
            first_release=pl.col("release_date").min(),
            assigned_by_name=assignment.eq("name_only").mean(),
            assigned_by_identifier=assignment.is_in(["identifier", "manual"]).mean(),
            labelled=pl.col("label_id").is_not_null().mean(),
        )
    )
    table = artists.join(page, on="artist_id", how="left").join(audience(snapshot), on="artist_id", how="left")
    table = table.join(_self_credited(snapshot), on="artist_id", how="left").join(
        _name_rarity(artists, norms), on="artist_id", how="left"
    )
    for kind in SIGNALS:
        table = table.join(_signal(snapshot, kind), on="artist_id", how="left")
    imported = pl.col("created_on").is_in(pl.Series(norms.imported, dtype=pl.Date).implode())
    created = pl.when(~imported).then("created_on")
    table = table.with_columns(since=pl.min_horizontal(created, "first_release"))
    # a wrong date far ahead must not make everybody old
    newest = latest("since") if norms.newest is None else pl.lit(norms.newest)
    return table.with_columns(
        age_days=(newest - pl.col("since")).dt.total_days().clip(0),
        releases=pl.col("releases").fill_null(0),
        self_credited=pl.col("self_credited").fill_null(False),
    ).sort("artist_id")


def _genres(snapshot: Snapshot) -> pl.Expr:
    listed = pl.col("genres").list.eval(pl.element().str.to_lowercase())
    return pl.when(pl.col("genres").list.len() > 0).then(listed)


def _self_credited(snapshot: Snapshot) -> pl.DataFrame:
    """Artists who are credited on their own recordings, by id or by name."""
    played = snapshot["recording_artists"].filter(pl.col("role") == "main").select("recording_id", "artist_id")
    named = snapshot["artists"].select("artist_id", own=plain("name"))
    credits = snapshot["contributions"].select("recording_id", party=plain("party_name"), credited="artist_id")
    own = played.join(credits, on="recording_id").join(named, on="artist_id")
    hit = (pl.col("own") == pl.col("party")) | (pl.col("credited") == pl.col("artist_id")).fill_null(False)
    return own.filter(hit).select("artist_id").unique().with_columns(self_credited=pl.lit(True))


def _spelt(artists: pl.DataFrame) -> pl.DataFrame:
    keys = name_keys(artists["name"]).select("name", "canonical", "sorted_words")
    return artists.select("artist_id", "name").join(keys, on="name")


def _words(spelt: pl.DataFrame) -> pl.DataFrame:
    return spelt.select("artist_id", word=pl.col("sorted_words").str.split(" ")).explode("word").unique()


def _name_rarity(artists: pl.DataFrame, norms: Norms) -> pl.DataFrame:
    """How surprising a second artist of the name would be: few artists of this name, rare words in it."""
    spelt = _spelt(artists)
    total = pl.lit(float(max(norms.artists + norms.uncounted, 2)))
    counted = pl.col("word_count").fill_null(0) + norms.uncounted
    surprise = (
        _words(spelt)
        .join(norms.words, on="word", how="left")
        .with_columns(bits=(total / counted).log() / 20)
        .group_by("artist_id")
        .agg(name_rarity=pl.col("bits").sum().clip(0, 1))
    )
    named = spelt.join(norms.names, on="canonical", how="left")
    count = pl.col("name_count").fill_null(0) + norms.uncounted
    return named.select("artist_id", name_count=count).join(surprise, on="artist_id", how="left")


def _signal(snapshot: Snapshot, kind: str) -> pl.DataFrame:
    """The highest score of a kind of signal about the artist; about its releases and recordings at half its worth. Of equal scores
    the newest is named."""
    signals = (
        snapshot["signals"]
        .filter(pl.col("kind") == kind)
        .select("subject_type", "subject_id", "source", on="observed_at", score=pl.col("score").fill_null(0.5))
    )
    told = ["artist_id", "score", "source", "on", "subject_id"]
    own = signals.filter(pl.col("subject_type") == "artist").with_columns(artist_id="subject_id").select(told)
    through = [own]
    for subject, table in (("release", "release_artists"), ("recording", "recording_artists")):
        about = signals.filter(pl.col("subject_type") == subject)
        link = snapshot[table].select("artist_id", subject_id=f"{subject}_id")
        through.append(about.join(link, on="subject_id").with_columns(pl.col("score") / 2).select(told))
    known = (
        pl.concat(through)
        .unique()
        .sort("artist_id", "score", "on", "source", descending=[False, True, True, False], nulls_last=True)
    )
    return known.group_by("artist_id", maintain_order=True).agg(
        pl.col("score").first().alias(kind),
        pl.len().alias(f"{kind}_count"),
        pl.col("source").first().alias(f"{kind}_source"),
        pl.col("on").first().dt.date().alias(f"{kind}_on"),
    )


def memberships(snapshot: Snapshot, operators: pl.DataFrame | None = None) -> dict[str, pl.DataFrame]:
    """What artists can share, each as `artist_id`, `item`, unique: payee (by operator), label, distributor, contributor,
    collaboration (the same recording), recording (its ISRC or audio, sold again), title, registrant, url.

    Args: operators: as of `payee_operators`; None: the snapshot's own.
    """
    releases = (
        snapshot["release_artists"]
        .select("artist_id", "release_id")
        .join(
            snapshot["releases"].select("release_id", "label_id", "distributor_id", released="title"), on="release_id"
        )
    )
    recordings = (
        snapshot["recording_artists"]
        .select("recording_id", "artist_id")
        .join(snapshot["recordings"].select("recording_id", "title", "isrc", "audio_fingerprint"), on="recording_id")
    )
    alone = recordings.filter(pl.len().over("recording_id") == 1)
    paid = releases.join(snapshot["payouts"].select("release_id", "payee_id").unique(), on="release_id").join(
        payee_operators(snapshot) if operators is None else operators, on="payee_id"
    )
    credits = snapshot["contributions"].select("recording_id", item=plain("party_name"))
    tables = {
        "payee": paid.select("artist_id", item="operator"),
        "label": releases.select("artist_id", item="label_id"),
        "distributor": releases.select("artist_id", item="distributor_id"),
        "contributor": recordings.join(credits, on="recording_id").select("artist_id", "item"),
        "collaboration": recordings.select("artist_id", item="recording_id"),
        "recording": pl.concat(alone.select("artist_id", item=column) for column in ("isrc", "audio_fingerprint")),
        "title": pl.concat(
            [
                recordings.select("artist_id", item=bare_title("title")),
                releases.select("artist_id", item=bare_title("released")),
            ]
        ),
        "registrant": recordings.select("artist_id", item=registrant()),
        "url": snapshot["artists"].select("artist_id", item="urls").explode("item"),
    }
    return {
        name: table.drop_nulls().filter(pl.col("item") != "").unique().sort("artist_id", "item")
        for name, table in tables.items()
    }


def bare_title(column: str) -> pl.Expr:
    """A title without brackets, versions and case, so that "Song (Sped Up)" and "Song II" are "song"."""
    return (
        plain(column)
        .str.replace_all(r"\s*[\(\[].*?[\)\]]", "")
        .str.replace(r"\s+(-\s.*|ii|iii|pt\.?\s*\d+|remix|sped up|slowed.*)$", "")
        .str.strip_chars()
    )


def with_holders(members: pl.DataFrame) -> pl.DataFrame:
    """The memberships with `holders`: how many artists hold the item."""
    return members.with_columns(holders=pl.len().over("item"))


def shared_items(pairs: pl.DataFrame, members: pl.DataFrame, name: str) -> pl.DataFrame:
    """Compare what the two artists of each pair hold.

    Args: pairs: `left`, `right`. members: `artist_id`, `item`, `holders`.
    Returns: the pairs, in order, with `NAME_shared` (sum over common items of one over the binary logarithm of their holders, at
    most 1), `NAME_apart` (1 where both hold some and none is common), `NAME_count` (of common items), `NAME_example` (the rarest of
    them) and `NAME_holders` (artists who hold that one).
    Source: weight by inverse log degree, Adamic & Adar 2003.
    """
    rare = members.filter(pl.col("holders") > 1)
    common = (
        pairs.select("left", "right")
        .join(rare, left_on="left", right_on="artist_id")
        .join(rare.select("artist_id", "item"), left_on=["right", "item"], right_on=["artist_id", "item"])
        .sort("left", "right", "holders", "item")
        .group_by("left", "right", maintain_order=True)
        .agg(
            (1 / pl.col("holders").log(2)).sum().clip(0, 1).alias(f"{name}_shared"),
            pl.len().alias(f"{name}_count"),
            pl.col("item").first().alias(f"{name}_example"),
            pl.col("holders").first().alias(f"{name}_holders"),
        )
    )
    holders = members.select("artist_id").unique().with_columns(holds=pl.lit(True))
    table = pairs.join(common, on=["left", "right"], how="left", maintain_order="left")
    table = table.join(
        holders.rename({"holds": "_left"}), left_on="left", right_on="artist_id", how="left", maintain_order="left"
    )
    table = table.join(
        holders.rename({"holds": "_right"}), left_on="right", right_on="artist_id", how="left", maintain_order="left"
    )
    both = pl.col("_left").fill_null(False) & pl.col("_right").fill_null(False)
    return table.with_columns(
        pl.when(both).then(pl.col(f"{name}_shared").is_null().cast(pl.Float64)).alias(f"{name}_apart")
    ).drop("_left", "_right")
