"""The keys by which artists become candidate pairs: what a lookalike, or a second profile of one act, must share.

Every function returns `artist_id`, `value`, `key` (the kind of key). Values of one kind meet only each other.
"""

from collections.abc import Iterator

import polars as pl

from detectors.catalog_tables import payee_operators
from graph.name_forms import normal_form
from graph.nicknames import full_names
from graph.snapshot import Snapshot

NAME_FORMS = (
    "normal",
    "compact",
    "skeleton_compact",
    "leet_compact",
    "affixless",
    "sorted_words",
    "transliterated",
    "reading",
    "canonical",
    "phonetic",
    "initial_last",
    "concepts",
)


def keyed(table: pl.DataFrame, value: pl.Expr | str, kind: str) -> pl.DataFrame:
    """Rows of `table` as keys; nulls and empty values left out."""
    column = pl.col(value) if isinstance(value, str) else value
    return (
        table.select("artist_id", value=column, key=pl.lit(kind)).filter(pl.col("value").fill_null("") != "").unique()
    )


def name_form_keys(known: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Equal forms of the name. Args: known: `artist_id` and the columns of `graph.name_keys.name_keys`."""
    for form in NAME_FORMS:
        yield keyed(known, form, form)
    yield _nickname_keys(known)
    yield _acronym_keys(known)


def _nickname_keys(known: pl.DataFrame) -> pl.DataFrame:
    """The name with its first word as each given name that it may be short for: Dave Emery meets David Emery."""
    parts = known.select("artist_id", part=pl.col("words").str.splitn(" ", 2)).unnest("part").drop_nulls()
    firsts = parts.select("field_0").unique().sort("field_0")
    full = pl.Series([sorted(full_names(first)) for first in firsts["field_0"].to_list()], dtype=pl.List(pl.String))
    table = parts.join(firsts.with_columns(full=full).explode("full"), on="field_0")
    return keyed(table, pl.col("full") + " " + pl.col("field_1"), "nickname")


def _acronym_keys(known: pl.DataFrame) -> pl.DataFrame:
    """First letters of names of three or more words, where somebody is called so: RHCP and Red Hot Chili Peppers."""
    table = known.with_columns(written=pl.col("initials") == pl.col("compact"))
    return keyed(table.filter(pl.col("written").any().over("initials")), "initials", "initials")


def first_and_initial_keys(known: pl.DataFrame) -> pl.DataFrame:
    """The first word with the last one's first letter ("el t"), where somebody's name is written so: El T. and El Tukretiga."""
    words = known.select("artist_id", words=pl.col("words").str.split(" ")).filter(pl.col("words").list.len() >= 2)
    last = pl.col("words").list.last()
    table = words.with_columns(
        value=pl.col("words").list.first() + " " + last.str.head(1), short=last.str.len_chars() == 1
    )
    return keyed(table.filter(pl.col("short").any().over("value")), "value", "first_initial")


def identifier_keys(
    snapshot: Snapshot, known: pl.DataFrame, operators: pl.DataFrame | None = None
) -> Iterator[pl.DataFrame]:
    """What only one act should have: identifiers, pages, pictures, recordings, and a payee together with a part of the name.

    Args: operators: as of `payee_operators`; None: the snapshot's own.
    """
    artists = snapshot["artists"]
    for column in ("isni", "ipi", "musicbrainz_id", "discogs_id", "image_phash"):
        yield keyed(artists, column, column)
    yield keyed(artists.select("artist_id", url="urls").explode("url"), "url", "url")
    played = alone(snapshot)
    yield keyed(played, "isrc", "isrc")
    yield keyed(played, "audio_fingerprint", "audio")
    part = known.select("artist_id", part=pl.col("canonical").str.head(3)).unique()
    yield keyed(
        _operators(snapshot, operators).join(part, on="artist_id"),
        pl.col("operator") + "|" + pl.col("part"),
        "payee_name",
    )
    if "artist_relations" in snapshot.tables:
        yield _relation_keys(snapshot["artist_relations"])


def alone(snapshot: Snapshot) -> pl.DataFrame:
    """Recordings of one artist alone: a collaboration makes nobody a second profile."""
    return (
        snapshot["recording_artists"]
        .filter(pl.len().over("recording_id") == 1)
        .join(snapshot["recordings"], on="recording_id")
    )


def _operators(snapshot: Snapshot, operators: pl.DataFrame | None) -> pl.DataFrame:
    paid = snapshot["release_artists"].join(
        snapshot["payouts"].select("release_id", "payee_id").unique(), on="release_id"
    )
    known = payee_operators(snapshot) if operators is None else operators
    return paid.join(known, on="payee_id").select("artist_id", "operator").unique()


def _relation_keys(relations: pl.DataFrame) -> pl.DataFrame:
    related = relations.filter(pl.col("relation").is_in(["alias", "is_person"]))
    ends = "artist_id", "related_artist_id"
    link = pl.min_horizontal(*ends) + "|" + pl.max_horizontal(*ends)
    return keyed(pl.concat([related.select(artist_id=end, link=link) for end in ends]), "link", "relation")


def copied_keys(snapshot: Snapshot) -> Iterator[pl.DataFrame]:
    """What one profile copies of another whatever its name: titles, and the biography with the artist's own name left out.

    They find translated names and second names of one act, which no form of the name can.
    """
    titles = alone(snapshot).select("artist_id", "title").unique()
    distinct = titles.select("title").unique().sort("title")
    normal = pl.Series([normal_form(title) for title in distinct["title"].to_list()], dtype=pl.String)
    yield keyed(titles.join(distinct.with_columns(normal=normal), on="title"), "normal", "title")
    told = (
        snapshot["artists"].filter(pl.col("biography").str.len_chars() >= 40).select("artist_id", "name", "biography")
    )
    without_name = [
        " ".join(biography.casefold().replace(name.casefold(), "").split()) for _, name, biography in told.rows()
    ]
    yield keyed(told.with_columns(text=pl.Series(without_name, dtype=pl.String)), "text", "biography")


def near_image_pairs(snapshot: Snapshot, *, max_block: int, max_bits: int) -> pl.DataFrame:
    """Artists whose pictures' perceptual hashes differ by at most `max_bits` of 64: `left`, `right`, `key`.

    Found where 16 bits in a row agree (seven overlapping windows); windows that more than `max_block` pictures share are left out.
    """
    pictures = (
        snapshot["artists"].select("artist_id", "image_phash").filter(pl.col("image_phash").str.len_chars() == 16)
    )
    windows = pl.concat(
        pictures.with_columns(window=pl.lit(f"{start}|") + pl.col("image_phash").str.slice(start, 4))
        for start in range(0, 13, 2)
    ).filter(pl.len().over("window").is_between(2, max_block))
    pairs = (
        windows.join(windows, on="window", suffix="_right")
        .filter(pl.col("artist_id") < pl.col("artist_id_right"))
        .select("artist_id", "artist_id_right", "image_phash", "image_phash_right")
        .unique()
    )
    bits = [
        pl.col(name).str.to_integer(base=16, dtype=pl.UInt64, strict=False)
        for name in ("image_phash", "image_phash_right")
    ]
    near = pairs.filter((bits[0] ^ bits[1]).bitwise_count_ones() <= max_bits)
    return near.select(left="artist_id", right="artist_id_right", key=pl.lit("image_near"))
