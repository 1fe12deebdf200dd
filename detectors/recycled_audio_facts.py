"""What is known of recordings that sound alike: their artists, money, people, dates; and what other systems report of them."""

from typing import Final

import polars as pl

from detectors.catalog_tables import payee_operators, plain, release_payees, release_times
from detectors.evidence import Context
from detectors.title_matches import bare_title, said_tempo
from graph.names import pair_operations
from graph.snapshot import Snapshot

REPORTS: Final = ("stream_manipulation", "takedown", "user_report", "ai_generated")
_EDITS = r"\b(remaster(?:ed)?|edit|mix|mixed|remix|deluxe|anniversary|reissue|re-?record(?:ed|ing))\b"
_PLAIN_SOUNDS = r"\b(silence|silent|(?:white|brown|pink) noise|noise|intro|interlude|outro|untitled)\b|^\W+$"


def first_artists(snapshot: Snapshot) -> pl.DataFrame:
    """Each recording's first main artist: `recording_id`, `artist`."""
    main = snapshot["recording_artists"].filter(pl.col("role") == "main").sort("recording_id", "position", "artist_id")
    return main.unique("recording_id", keep="first", maintain_order=True).select("recording_id", artist="artist_id")


def work_title(column: str = "title") -> pl.Expr:
    """A title without its additions (edit, version, featured artists), signs and cases; null where nothing is left."""
    work = bare_title(column, plain(column).str.replace_all(r"[(\[{].*?[)\]}]| - .*$|\bfeat\..*$", " "))
    return pl.coalesce(work, bare_title(column))


def places_in_time(snapshot: Snapshot) -> pl.DataFrame:
    """Recordings in the order in which they came: `recording_id`, `order`, `arrived`.

    Those without a date come first, they are no news; but what says that it is a faster or slower version is later than its original.
    """
    times = (
        snapshot["recording_releases"]
        .join(release_times(snapshot), on="release_id")
        .group_by("recording_id")
        .agg(pl.col("arrived").min(), pl.col("released").min())
    )
    dated = (
        snapshot["recordings"]
        .select("recording_id", version=said_tempo() != 0)
        .join(times, on="recording_id", how="left")
        .with_columns(version=pl.col("version") & pl.col("arrived").is_null())
    )
    ordered = dated.sort("version", "arrived", "released", "recording_id", nulls_last=False)
    return ordered.select("recording_id", "arrived").with_row_index("order")


def recording_facts(snapshot: Snapshot, context: Context, wanted: pl.Series) -> pl.DataFrame:
    """Per wanted recording: its artists, money, labels, dates and profile, lists without repeats."""
    chosen = pl.col("recording_id").is_in(wanted.implode())
    recordings = (
        snapshot["recordings"]
        .select("recording_id", "title", "isrc", "duration_ms", "audio_fingerprint")
        .with_columns(
            sharers=pl.when(pl.col("audio_fingerprint").is_not_null()).then(pl.len().over("audio_fingerprint")),
            edited=plain("title").str.contains(_EDITS),
            plain_sound=plain("title").str.contains(_PLAIN_SOUNDS),
            work=work_title(),
        )
        .filter(chosen)
    )
    return (
        recordings.join(_of_artists(snapshot, context, chosen), on="recording_id")
        .join(_of_releases(snapshot, chosen), on="recording_id", how="left")
        .join(_people(snapshot, chosen), on="recording_id", how="left")
        .with_columns(pl.col("labels", "payees", "operators", "releases", "people").fill_null([]))
    )


def _of_artists(snapshot: Snapshot, context: Context, chosen: pl.Expr) -> pl.DataFrame:
    """The main artists in the order of their credit, the first as `artist`, and what is known of them; guests are only `credited`."""
    credits = snapshot["recording_artists"].filter(chosen)
    page = snapshot["artists"].select("artist_id", "name", "followers", "created_on", "verified", "biography")
    began = (
        snapshot["release_artists"]
        .join(release_times(snapshot), on="release_id")
        .group_by("artist_id")
        .agg(began=pl.col("released").min(), page_releases=pl.len())
    )
    main = (
        credits.filter(pl.col("role") == "main")
        .join(context.identities, on="artist_id", how="left")
        .join(page, on="artist_id", how="left")
        .join(began, on="artist_id", how="left")
        .sort("recording_id", "position", "artist_id")
        .group_by("recording_id", maintain_order=True)
        .agg(
            artists=pl.col("artist_id").unique(maintain_order=True),
            identities=pl.coalesce("identity_id", "artist_id").unique(maintain_order=True),
            artist_names=pl.col("name").unique(maintain_order=True),
            followers=pl.col("followers").max(),
            created_on=pl.col("created_on").max(),
            verified=pl.col("verified").fill_null(False).any(),
            empty_page=pl.col("biography").is_null().all(),
            began=pl.col("began").min(),
            page_releases=pl.col("page_releases").max(),
        )
    )
    everybody = credits.group_by("recording_id").agg(credited=pl.col("artist_id").unique().sort())
    return main.join(first_artists(snapshot), on="recording_id").join(everybody, on="recording_id")


def _of_releases(snapshot: Snapshot, chosen: pl.Expr) -> pl.DataFrame:
    links = snapshot["recording_releases"].filter(chosen)
    dated = snapshot["releases"].select("release_id", "type", "label_id").join(release_times(snapshot), on="release_id")
    money = release_payees(snapshot).join(payee_operators(snapshot), on="payee_id", how="left")
    label_since = dated.drop_nulls("label_id").group_by("label_id").agg(label_since=pl.col("released").min())
    paid_since = money.join(dated, on="release_id").group_by("operator").agg(paid_since=pl.col("released").min())
    return (
        links.join(dated.join(label_since, on="label_id", how="left"), on="release_id")
        .join(money.join(paid_since, on="operator", how="left"), on="release_id", how="left")
        .group_by("recording_id")
        .agg(
            arrived=pl.col("arrived").min(),
            released=pl.col("released").min(),
            compilation=(pl.col("type") == "compilation").fill_null(False).any(),
            labels=pl.col("label_id").drop_nulls().unique().sort(),
            label_since=pl.col("label_since").min(),
            payees=pl.col("payee_id").drop_nulls().unique().sort(),
            operators=pl.col("operator").drop_nulls().unique().sort(),
            paid_since=pl.col("paid_since").min(),
            releases=pl.col("release_id").unique().sort(),
        )
    )


def _people(snapshot: Snapshot, chosen: pl.Expr) -> pl.DataFrame:
    return (
        snapshot["contributions"]
        .filter(chosen)
        .with_columns(party=plain("party_name"))
        .group_by("recording_id")
        .agg(people=pl.col("party").unique().sort())
    )


def reports(snapshot: Snapshot) -> pl.DataFrame:
    """The highest score that another system reports of a recording, its release or its artist: `recording_id`, `outside_signal`, and
    `outside_kind`, `outside_source`, `outside_on` of it; of equal scores the newest."""
    told = ["recording_id", "score", "kind", "source", "on"]
    signals = snapshot["signals"].filter(pl.col("kind").is_in(REPORTS)).with_columns(on=pl.col("observed_at").dt.date())
    homes = {
        "recording": snapshot["recordings"].select("recording_id", subject_id="recording_id"),
        "release": snapshot["recording_releases"].select("recording_id", subject_id="release_id"),
        "artist": snapshot["recording_artists"]
        .filter(pl.col("role") == "main")
        .select("recording_id", subject_id="artist_id"),
    }
    reported = [
        signals.filter(pl.col("subject_type") == kind).join(home, on="subject_id").select(told)
        for kind, home in homes.items()
    ]
    ordered = pl.concat(reported).sort(told, descending=[False, True, False, False, True], nulls_last=True)
    return ordered.group_by("recording_id", maintain_order=True).agg(
        pl.first("score").alias("outside_signal"),
        *(pl.first(name).alias(f"outside_{name}") for name in ("kind", "source", "on")),
    )


def known_together(pairs: pl.DataFrame, snapshot: Snapshot) -> pl.DataFrame:
    """Pairs whose main artists stand together on another recording or release: they know each other."""
    credits = (
        snapshot["recording_artists"]
        .select("artist_id", thing="recording_id")
        .vstack(snapshot["release_artists"].select("artist_id", thing="release_id"))
    )
    wanted = pairs.select("subject", "target", "s_artists", "t_artists").explode("s_artists").explode("t_artists")
    things = wanted.join(credits, left_on="s_artists", right_on="artist_id").join(
        credits, left_on=["t_artists", "thing"], right_on=["artist_id", "thing"]
    )
    return things.select("subject", "target").unique().with_columns(known_together=pl.lit(1.0))


def likely_one_act(pairs: pl.DataFrame, context: Context) -> pl.DataFrame:
    """`subject`, `target`, `one_act`: how probable it is that the two artists are one act; without what was not looked at."""
    either = pairs.select(
        "subject",
        "target",
        together=(pl.col("s_identities").list.set_intersection("t_identities").list.len() > 0).cast(pl.Float64),
        left=pl.min_horizontal("s_artist", "t_artist"),
        right=pl.max_horizontal("s_artist", "t_artist"),
    )
    if context.likely_acts is None:
        return either.select("subject", "target", one_act="together")
    told = either.join(context.likely_acts, on=["left", "right"], how="left")
    chance = 1 / (1 + (-pl.col("log_odds").clip(-50, 50)).exp())
    return told.select("subject", "target", one_act=pl.max_horizontal("together", chance))


def name_likeness(pairs: pl.DataFrame) -> pl.DataFrame:
    """`subject`, `target`, `name_similarity`: how alike the names of the first artists are, 0 to 1."""
    names = [pl.col(side).list.first().fill_null("") for side in ("s_artist_names", "t_artist_names")]
    sides = pairs.select("subject", "target", name_left=names[0], name_right=names[1])
    return pair_operations(sides).select("subject", "target", "name_similarity")
