"""Facts about releases on pages, each as a table joined by release, by artist or by both: who is credited, paid, played, reported."""

import polars as pl

from detectors.catalog_tables import bare_name, plain, release_payees, release_times
from graph.snapshot import Snapshot

KEYS = ["release_id", "artist_id"]
_MOST_NAMESAKES = 20
"""Namesakes that one payee, person, registrant or label may tie; one that has more says nothing of any of them."""


def guests(snapshot: Snapshot, pages: pl.DataFrame) -> pl.DataFrame:
    """Featured artists of a release that is not on their page as a main artist's: as `pages`, with `guest` 1."""
    featured = snapshot["recording_artists"].filter(pl.col("role") == "featured").select("recording_id", "artist_id")
    guests = featured.join(snapshot["recording_releases"], on="recording_id").select(KEYS).unique()
    return guests.join(pages, on=KEYS, how="anti").with_columns(
        position=pl.lit(1, dtype=pl.Int64), guest=pl.lit(1, dtype=pl.Int64)
    )


def hosts(snapshot: Snapshot, credited: pl.DataFrame, audience: pl.DataFrame) -> pl.DataFrame:
    """The main artists of a release beside the page's own: `host_audience` (of the best known; with `_measure`), `host` (name of
    the first), and `main_artists` (how many the release has in all). Null without any other."""
    main = snapshot["release_artists"].join(audience, on="artist_id", how="left")
    named = main.join(snapshot["artists"].select("artist_id", "name"), on="artist_id", how="left").rename(
        {"artist_id": "host_id"}
    )
    counts = main.group_by("release_id").agg(main_artists=pl.len().cast(pl.Int64))
    others = (
        credited.select(KEYS)
        .join(named, on="release_id")
        .filter(pl.col("host_id") != pl.col("artist_id"))
        .sort(*KEYS, "position", "host_id")
        .group_by(KEYS, maintain_order=True)
        .agg(
            host_audience=pl.col("audience").max(),
            host_audience_measure=pl.col("audience_measure").sort_by("audience", descending=True).first(),
            host=pl.col("name").first(),
        )
    )
    return credited.select(KEYS).join(others, on=KEYS, how="left").join(counts, on="release_id", how="left")


def own_credits(snapshot: Snapshot) -> pl.DataFrame:
    """`own_credit`: share of a release's recordings that credit the page's artist by name or id among the people who made it."""
    credits = snapshot["contributions"].select("recording_id", party=plain("party_name"), credited="artist_id")
    artists = snapshot["artists"].select("artist_id", own=plain("name"))
    rows = (
        snapshot["recording_artists"]
        .select("recording_id", "artist_id")
        .join(artists, on="artist_id")
        .join(credits, on="recording_id")
    )
    hit = (pl.col("own") == pl.col("party")) | (pl.col("credited") == pl.col("artist_id")).fill_null(False)
    by_recording = rows.group_by("recording_id", "artist_id").agg(credited=hit.any())
    return (
        by_recording.join(snapshot["recording_releases"], on="recording_id")
        .group_by(KEYS)
        .agg(own_credit=pl.col("credited").mean())
    )


def payees_named_alike(snapshot: Snapshot, credited: pl.DataFrame, pages: pl.DataFrame) -> pl.DataFrame:
    """`payee_named`: 1 where a payee of the release is named like the artist, or like a person or label of its other releases, else 0;
    `payee_name`: an example."""
    label_names = snapshot["releases"].join(snapshot["labels"].rename({"name": "label"}), on="label_id")
    people = snapshot["recording_releases"].join(snapshot["contributions"], on="recording_id")
    made_by = pl.concat(
        [
            people.select("release_id", word=bare_name("party_name")),
            label_names.select("release_id", word=bare_name("label")),
        ]
    ).unique()
    known = pages.select(KEYS).join(made_by, on="release_id").select(*KEYS, "word").unique()
    counts = known.group_by("artist_id", "word").agg(releases=pl.len())
    own = snapshot["artists"].select("artist_id", word=bare_name("name"), artist=pl.lit(True))
    payees = release_payees(snapshot).join(snapshot["payees"].select("payee_id", "name"), on="payee_id")
    paid = payees.select("release_id", payee_name="name", word=bare_name("name")).drop_nulls("word")
    rows = (
        credited.select(KEYS)
        .join(paid, on="release_id")
        .join(counts, on=["artist_id", "word"], how="left")
        .join(known.with_columns(here=pl.lit(1)), on=[*KEYS, "word"], how="left")
        .join(own, on=["artist_id", "word"], how="left")
    )
    elsewhere = (pl.col("releases").fill_null(0) - pl.col("here").fill_null(0)) > 0
    named = pl.col("artist").fill_null(False) | elsewhere
    return (
        rows.with_columns(named=named)
        .sort(*KEYS, "named", "payee_name", descending=[False, False, True, False])
        .group_by(KEYS, maintain_order=True)
        .agg(payee_named=pl.col("named").any().cast(pl.Float64), payee_name=pl.col("payee_name").first())
    )


def release_facts(snapshot: Snapshot) -> pl.DataFrame:
    releases = snapshot["releases"].select(
        "release_id", "title", "type", "artist_assignment", "distributor_id", "label_id"
    )
    return releases.join(release_times(snapshot), on="release_id")


def page_facts(snapshot: Snapshot) -> pl.DataFrame:
    return snapshot["artists"].select(
        "artist_id", pl.col("name").alias("artist_name"), "followers", "ended_on", "verified"
    )


def silences(snapshot: Snapshot) -> pl.DataFrame:
    """Days since the page's previous release: `gap_days`, `previous` (date)."""
    dated = (
        snapshot["release_artists"]
        .select(KEYS)
        .join(release_times(snapshot), on="release_id")
        .sort("artist_id", "released", "release_id", nulls_last=True)
    )
    previous = pl.col("released").shift(1).over("artist_id")
    return dated.select(*KEYS, previous=previous, gap_days=(pl.col("released") - previous).dt.total_days())


def upc_twins(snapshot: Snapshot) -> pl.DataFrame:
    """Another release of the page with the same UPC, the first by id: `upc_twin` (its id), `upc_twin_title`."""
    codes = snapshot["releases"].select("release_id", "upc", "title").drop_nulls("upc")
    on_page = snapshot["release_artists"].select(KEYS).join(codes, on="release_id")
    twins = on_page.select("artist_id", "upc", upc_twin="release_id", upc_twin_title="title")
    return (
        on_page.select(*KEYS, "upc")
        .join(twins, on=["artist_id", "upc"])
        .filter(pl.col("upc_twin") != pl.col("release_id"))
        .sort(*KEYS, "upc_twin")
        .unique(KEYS, keep="first", maintain_order=True)
        .drop("upc")
    )


def streams(snapshot: Snapshot) -> pl.DataFrame:
    """Streams of the release, and the median of the page's other releases (of all of them, as a close stand-in)."""
    per_release = (
        snapshot["recording_releases"]
        .join(snapshot["recordings"].select("recording_id", "streams_28d"), on="recording_id")
        .group_by("release_id")
        .agg(own_streams=pl.col("streams_28d").max())
    )
    pages = snapshot["release_artists"].select(KEYS).join(per_release, on="release_id", how="left")
    return pages.with_columns(page_streams=pl.col("own_streams").median().over("artist_id"))


def release_signals(snapshot: Snapshot) -> pl.DataFrame:
    """The highest outside score of each kind on the release or its recordings, as `signal_KIND`; of the known kinds also `_source` and
    `_on`, who gave it and when. Of equal scores the newest is named. What was observed before the release was received is about something
    else, and left out; where either day is unknown it counts."""
    signals = snapshot["signals"].with_columns(on=pl.col("observed_at").dt.date())
    told = ["release_id", "kind", "score", "source", "on"]
    own = signals.filter(pl.col("subject_type") == "release").rename({"subject_id": "release_id"}).select(told)
    inner = (
        signals.filter(pl.col("subject_type") == "recording")
        .rename({"subject_id": "recording_id"})
        .join(snapshot["recording_releases"], on="recording_id")
        .select(told)
    )
    received = snapshot["releases"].select("release_id", received=pl.col("received_at").dt.date())
    both = (
        own.vstack(inner)
        .join(received, on="release_id")
        .filter(pl.col("kind").is_not_null(), (pl.col("on") >= pl.col("received")).fill_null(True))
    )
    ordered = both.sort("release_id", "score", "on", "source", descending=[False, True, True, False], nulls_last=True)
    known = ["takedown", "user_report", "ai_generated", "stream_manipulation"]
    return ordered.group_by("release_id", maintain_order=True).agg(
        *(pl.col("score").filter(pl.col("kind") == kind).first().alias(f"signal_{kind}") for kind in known),
        *(
            pl.col(part).filter(pl.col("kind") == kind).first().alias(f"signal_{kind}_{part}")
            for kind in known
            for part in ("source", "on")
        ),
        signal_other=pl.col("score").filter(~pl.col("kind").is_in(known)).max(),
    )


def co_artists(snapshot: Snapshot, compared: pl.DataFrame) -> pl.DataFrame:
    """Whether the release fits the page of another artist that it is credited to: `co_fits`, `co_artist_id`."""
    fits = (
        compared.filter(pl.col("aspect").is_in(["operator", "label", "contributor", "registrant"]))
        .group_by(KEYS)
        .agg(fit=(1 - pl.col("new")).mean())
    )
    everyone = snapshot["release_artists"].select(KEYS)
    pairs = everyone.join(everyone.join(fits, on=KEYS), on="release_id", suffix="_co").filter(
        pl.col("artist_id") != pl.col("artist_id_co")
    )
    return (
        pairs.sort("release_id", "artist_id", "fit", "artist_id_co", descending=[False, False, True, False])
        .group_by(KEYS, maintain_order=True)
        .agg(co_fits=pl.col("fit").first(), co_artist_id=pl.col("artist_id_co").first())
    )


def versions_by_others(snapshot: Snapshot, credited: pl.DataFrame) -> pl.DataFrame:
    """Remixes and other versions whose title names another main artist of the release, "Song (Name Remix)": `version_by` (a name),
    `version_share` (of the release's recordings)."""
    recordings = snapshot["recording_releases"].join(
        snapshot["recordings"].select("recording_id", "title"), on="recording_id"
    )
    version = pl.col("title").str.to_lowercase().str.extract(r"(?:[(\[]| - )([^()\[\]]*)[)\]]?\s*$")
    titled = recordings.select("release_id", version=version)
    counts = titled.group_by("release_id").agg(tracks=pl.len())
    names = snapshot["artists"].select("artist_id", version_by="name", word=bare_name("name"))
    main = (
        snapshot["release_artists"].select(KEYS).join(names.filter(pl.col("word").str.len_chars() > 1), on="artist_id")
    )
    named = (
        titled.drop_nulls("version")
        .with_columns(version=pl.lit(" ") + bare_name("version") + pl.lit(" "))
        .join(main, on="release_id")
        .filter(pl.col("version").str.contains(pl.lit(" ") + pl.col("word") + pl.lit(" "), literal=True))
    )
    shares = (
        named.group_by("release_id", "artist_id", "version_by")
        .agg(named=pl.len())
        .join(counts, on="release_id")
        .select(
            "release_id", "version_by", by="artist_id", version_share=(pl.col("named") / pl.col("tracks")).clip(0, 1)
        )
    )
    return (
        credited.select(KEYS)
        .join(shares, on="release_id")
        .filter(pl.col("by") != pl.col("artist_id"))
        .sort(*KEYS, "version_share", "by", descending=[False, False, True, False])
        .group_by(KEYS, maintain_order=True)
        .agg(pl.col("version_by").first(), pl.col("version_share").first())
    )


def folded_names(artists: pl.DataFrame) -> pl.DataFrame:
    """`artist_id`, `name`: letters and digits alone, in lower case; artists without any are left out."""
    name = pl.col("name").str.normalize("NFC").str.to_lowercase().str.replace_all(r"[^\p{L}\p{M}\p{N}]+", "")
    return artists.select("artist_id", name=name).filter(pl.col("name") != "")


def namesakes(snapshot: Snapshot, properties: pl.DataFrame) -> pl.DataFrame:
    """Other artists of this very name: `namesakes` (how many), `namesake_id` (whom the release fits best, by payee, people, registrant
    or label) and `namesake_fits` (0 to 1: 1 from two of these on)."""
    folded = folded_names(snapshot["artists"])
    shared = folded.with_columns(namesakes=pl.len().over("name").cast(pl.Int64) - 1).filter(pl.col("namesakes") > 0)
    pages = snapshot["release_artists"].select(KEYS).join(shared, on="artist_id")
    telling = properties.filter(pl.col("aspect").is_in(["operator", "contributor", "registrant", "label"]))
    on_page = pages.join(telling, on="release_id")
    held = on_page.select("name", "aspect", "value", "artist_id").unique()
    few = held.filter(pl.len().over("name", "aspect", "value").is_between(2, _MOST_NAMESAKES))
    matches = (
        on_page.join(few, on=["name", "aspect", "value"], suffix="_twin")
        .filter(pl.col("artist_id") != pl.col("artist_id_twin"))
        .group_by(*KEYS, "artist_id_twin")
        .agg(matching=pl.col("aspect").n_unique())
        .sort(*KEYS, "matching", "artist_id_twin", descending=[False, False, True, False])
        .unique(KEYS, keep="first", maintain_order=True)
        .rename({"artist_id_twin": "namesake_id"})
    )
    return (
        pages.select(*KEYS, "namesakes")
        .join(matches, on=KEYS, how="left")
        .with_columns(namesake_fits=(pl.col("matching") / 2).clip(0, 1))
    )
