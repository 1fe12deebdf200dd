"""Candidate pairs: artists that share a key which a lookalike, or a second profile of one act, must share. Never all pairs.

Keys are columns joined in Polars. A key that too many artists share is capped: its artists meet only the most followed among
them (the ones worth imitating), and the cap is reported.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

import polars as pl
from rapidfuzz import process
from rapidfuzz.distance import JaroWinkler

from detectors.catalog_tables import payee_operators
from graph.names import name_keys
from graph.snapshot import Snapshot

_NAME_FORMS: Final = (
    "normal",
    "leet",
    "compact",
    "affixless",
    "sorted_words",
    "transliterated",
    "canonical",
    "phonetic",
    "initials",
    "initial_last",
)


@dataclass(frozen=True, slots=True)
class BlockingOptions:
    """`max_block`: artists a key may join pairwise (`max_weak_block`: a key that only near names share). `leaders`: most followed artists that the rest of a larger block meets.

    `min_similarity`: pairs that only weak keys join need this Jaro-Winkler similarity (0 to 1) of their canonical names.
    `two_deletions_from`: letters from which two deleted letters are tried. `rare_grams`: rarest trigrams of a name used as keys.
    """

    max_block: int = 30
    max_weak_block: int = 16
    leaders: int = 10
    min_similarity: float = 0.82
    min_deletion_length: int = 4
    two_deletions_from: int = 8
    max_deletion_length: int = 18
    max_trigrams: int = 24
    rare_grams: int = 3


DEFAULTS: Final = BlockingOptions()


@dataclass(frozen=True, slots=True)
class PairTable:
    """`pairs`: left < right (artist ids), `keys` (sorted names of what joined them); `notes`: the blocks that were capped."""

    pairs: pl.DataFrame
    notes: tuple[str, ...] = field(default=())


def artist_names(snapshot: Snapshot) -> pl.DataFrame:
    """Every name an artist goes by: `artist_id`, `name`, `is_alias`; each name once."""
    artists = snapshot["artists"]
    aliases = (
        artists.select("artist_id", name="aliases").explode("name").drop_nulls().with_columns(is_alias=pl.lit(True))
    )
    names = artists.select("artist_id", "name").with_columns(is_alias=pl.lit(False))
    return pl.concat([names, aliases]).unique(["artist_id", "name"], keep="first", maintain_order=True)


def audience(snapshot: Snapshot) -> pl.DataFrame:
    """How many people know each artist: `artist_id`, `audience` (followers, listeners or streams, the largest; at least 0)."""
    played = (
        snapshot["recording_artists"]
        .join(snapshot["recordings"].select("recording_id", "streams_28d", "listeners_28d"), on="recording_id")
        .group_by("artist_id")
        .agg(played=pl.max("listeners_28d"))
    )
    people = pl.max_horizontal("followers", "monthly_listeners", "played").fill_null(0)
    return (
        snapshot["artists"]
        .join(played, on="artist_id", how="left")
        .select("artist_id", audience=people)
        .sort("artist_id")
    )


def candidate_pairs(snapshot: Snapshot, options: BlockingOptions = DEFAULTS) -> PairTable:
    """Pair the artists whose names or identifiers meet. Deterministic, sorted by left and right."""
    names = artist_names(snapshot)
    forms = name_keys(names["name"])
    known = names.select("artist_id", "name").join(forms, on="name")
    people = audience(snapshot)
    notes: list[str] = []
    certain = [_joined(keys, people, options, notes) for keys in _identifier_keys(snapshot, known)]
    certain += [_joined(keys, people, options, notes) for keys in _name_form_keys(known)]
    weak = [_joined(keys, people, options, notes, weak=True) for keys in _near_keys(known, options)]
    close = _similar_enough(pl.concat(weak).unique(), snapshot, forms, options.min_similarity)
    pairs = (
        pl.concat([*certain, close])
        .group_by("left", "right")
        .agg(keys=pl.col("key").unique().sort())
        .sort("left", "right")
    )
    return PairTable(pairs, tuple(notes))


def _joined(
    keys: pl.DataFrame, people: pl.DataFrame, options: BlockingOptions, notes: list[str], *, weak: bool = False
) -> pl.DataFrame:
    """Pairs of artists with an equal `value` of one kind of key (columns artist_id, value, key)."""
    kind = str(keys["key"][0]) if keys.height else ""
    most = options.max_weak_block if weak else options.max_block
    sized = keys.unique().with_columns(size=pl.len().over("value")).filter(pl.col("size") > 1)
    small = sized.filter(pl.col("size") <= most)
    large = sized.filter(pl.col("size") > most)
    pairs = [small.join(small, on="value", suffix="_right")]
    if large.height:
        ranked = large.join(people, on="artist_id").sort(
            ["value", "audience", "artist_id"], descending=[False, True, False]
        )
        leaders = ranked.group_by("value", maintain_order=True).head(options.leaders)
        pairs.append(leaders.join(large, on="value", suffix="_right"))
        blocks = large["value"].n_unique()
        notes.append(
            f"{kind}: {blocks} keys shared by more than {most} artists were capped to their {options.leaders} best known"
        )
    both = pl.concat([table.select("artist_id", "artist_id_right") for table in pairs]).filter(
        pl.col("artist_id") != pl.col("artist_id_right")
    )
    return both.select(
        left=pl.min_horizontal("artist_id", "artist_id_right"),
        right=pl.max_horizontal("artist_id", "artist_id_right"),
        key=pl.lit(kind),
    ).unique()


def _keyed(table: pl.DataFrame, column: str, kind: str) -> pl.DataFrame:
    return table.select("artist_id", value=pl.col(column), key=pl.lit(kind)).drop_nulls().filter(pl.col("value") != "")


def _name_form_keys(known: pl.DataFrame) -> Iterator[pl.DataFrame]:
    for form in _NAME_FORMS:
        yield _keyed(known, form, form)


def _identifier_keys(snapshot: Snapshot, known: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """What only one act should have: identifiers, pages, pictures, recordings, and a payee together with a part of the name."""
    artists = snapshot["artists"]
    for column in ("isni", "ipi", "musicbrainz_id", "discogs_id", "image_phash"):
        yield _keyed(artists, column, column)
    yield _keyed(artists.select("artist_id", url="urls").explode("url"), "url", "url")
    alone = snapshot["recording_artists"].filter(
        pl.len().over("recording_id") == 1
    )  # a collaboration is no second profile
    played = alone.join(snapshot["recordings"], on="recording_id")
    yield _keyed(played, "isrc", "isrc")
    yield _keyed(played, "audio_fingerprint", "audio")
    paid = (
        snapshot["release_artists"]
        .join(snapshot["payouts"].select("release_id", "payee_id").unique(), on="release_id")
        .join(payee_operators(snapshot), on="payee_id")
        .select("artist_id", "operator")
        .unique()
    )
    part = known.select("artist_id", part=pl.col("canonical").str.head(3)).unique()
    yield _keyed(
        paid.join(part, on="artist_id").with_columns(both=pl.col("operator") + "|" + pl.col("part")),
        "both",
        "payee_name",
    )
    related = (
        snapshot["artist_relations"].filter(pl.col("relation").is_in(["alias", "is_person"]))
        if "artist_relations" in snapshot.tables
        else pl.DataFrame()
    )
    if related.height:
        link = (
            pl.min_horizontal("artist_id", "related_artist_id")
            + "|"
            + pl.max_horizontal("artist_id", "related_artist_id")
        )
        both = pl.concat(
            [related.select("artist_id", link=link), related.select(artist_id="related_artist_id", link=link)]
        )
        yield _keyed(both, "link", "relation")


def _near_keys(known: pl.DataFrame, options: BlockingOptions) -> Iterator[pl.DataFrame]:
    """Keys of near names: letters deleted, rare trigrams, rare words."""
    everyone = known
    for form in ("canonical", "transliterated"):
        known = known if form == "canonical" else known.filter(pl.col("transliterated") != pl.col("canonical"))
        distinct = known.select(form).unique().sort(form)
        near = [deletions(name, options) for name in distinct[form].to_list()]
        table = distinct.with_columns(value=pl.Series(near, dtype=pl.List(pl.String))).explode("value").drop_nulls()
        yield _keyed(known.select("artist_id", form).join(table, on=form), "value", f"deletion_{form}")
    canonical = everyone.select("artist_id", "canonical").unique()
    padded = pl.lit("^") + pl.col("canonical") + pl.lit("$")
    grams = pl.concat(
        canonical.with_columns(gram=padded.str.slice(offset, 3)).filter(pl.col("gram").str.len_chars() == 3)
        for offset in range(options.max_trigrams)
    ).unique()
    counted = grams.with_columns(size=pl.len().over("gram")).filter(pl.col("size") > 1)
    rarest = (
        counted.sort("artist_id", "canonical", "size", "gram")
        .group_by("artist_id", "canonical", maintain_order=True)
        .head(options.rare_grams)
    )
    yield _keyed(rarest, "gram", "trigram")
    words = (
        everyone.select("artist_id", word=pl.col("sorted_words").str.split(" "))
        .explode("word")
        .filter(pl.col("word").str.len_chars() >= 4)
    )
    yield _keyed(words.unique(), "word", "word")


def deletions(name: str, options: BlockingOptions) -> list[str]:
    """The name with no, one or (in longer names) two letters left out: names up to two edits apart share one."""
    if not options.min_deletion_length <= len(name) <= options.max_deletion_length:
        return [name]
    found = once = {name, *(name[:place] + name[place + 1 :] for place in range(len(name)))}
    if len(name) >= options.two_deletions_from:
        found = once | {short[:place] + short[place + 1 :] for short in once for place in range(len(short))}
    return list(found)


def _similar_enough(
    pairs: pl.DataFrame, snapshot: Snapshot, forms: pl.DataFrame, min_similarity: float
) -> pl.DataFrame:
    """Of pairs joined by weak keys, those whose canonical names read alike."""
    canonical = (
        snapshot["artists"]
        .select("artist_id", "name")
        .join(forms.select("name", "canonical", "transliterated"), on="name")
    )
    table = pairs.join(canonical.select(left="artist_id", one="canonical", three="transliterated"), on="left")
    table = table.join(canonical.select(right="artist_id", two="canonical", four="transliterated"), on="right")
    first = process.cpdist(table["one"].to_list(), table["two"].to_list(), scorer=JaroWinkler.similarity)
    second = process.cpdist(table["three"].to_list(), table["four"].to_list(), scorer=JaroWinkler.similarity)
    alike = pl.max_horizontal(pl.lit(pl.Series(first)), pl.lit(pl.Series(second)))
    return table.filter(alike >= min_similarity).select("left", "right", "key")
