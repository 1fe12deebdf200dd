"""How well a release fits the rest of an artist's page: for each of its properties, has the page had it before?"""

import polars as pl

from detectors.catalog_tables import payee_operators, plain, registrant, release_payees, rights_line
from graph.snapshot import Snapshot

ASPECTS = (
    "payee",
    "operator",
    "distributor",
    "label",
    "contributor",
    "registrant",
    "collaborator",
    "isrc",
    "audio",
    "upc",
    "language",
    "genre",
    "p_line",
    "c_line",
    "payee_distributor",
)


def release_properties(snapshot: Snapshot, operators: pl.DataFrame | None = None) -> pl.DataFrame:
    """Everything compared, long: `release_id`, `aspect`, `value`, each once.

    Args: operators: as of `payee_operators`; None: the snapshot's own.
    """
    releases = snapshot["releases"]
    links = snapshot["recording_releases"]
    recordings = links.join(snapshot["recordings"], on="recording_id")
    groups = payee_operators(snapshot) if operators is None else operators
    money = release_payees(snapshot).join(groups, on="payee_id")
    people = links.join(snapshot["contributions"], on="recording_id")
    others = links.join(snapshot["recording_artists"], on="recording_id").select("release_id", "artist_id")
    mains = snapshot["release_artists"].select("release_id", "artist_id")
    combos = money.join(releases.select("release_id", "distributor_id"), on="release_id")
    parts = [
        _part(money, "payee", pl.col("payee_id")),
        _part(money, "operator", pl.col("operator")),
        _part(combos, "payee_distributor", pl.col("operator") + "|" + pl.col("distributor_id")),
        _part(releases, "distributor", pl.col("distributor_id")),
        _part(releases, "label", pl.col("label_id")),
        _part(people, "contributor", plain("party_name")),
        _part(recordings, "registrant", registrant()),
        _part(recordings, "isrc", pl.col("isrc")),
        _part(recordings, "audio", pl.col("audio_fingerprint")),
        _part(releases, "upc", pl.col("upc")),
        _part(others.vstack(mains), "collaborator", pl.col("artist_id")),
        _part(releases, "language", pl.col("language").str.split("-").list.first()),
        _part(releases.explode("genres"), "genre", plain("genres")),
        _part(releases, "p_line", rights_line("p_line")),
        _part(releases, "c_line", rights_line("c_line")),
    ]
    return pl.concat(parts).unique()


def _part(table: pl.DataFrame, aspect: str, value: pl.Expr) -> pl.DataFrame:
    return table.select("release_id", aspect=pl.lit(aspect), value=value).drop_nulls().unique()


def compare_with_page(pages: pl.DataFrame, history: pl.DataFrame, properties: pl.DataFrame) -> pl.DataFrame:
    """Each release against the other releases of each page it is on or asks to be on, one aspect a row.

    Args:
        pages: `release_id`, `artist_id`: what is compared.
        history: `release_id`, `artist_id`: what each page is made of.
        properties: as of `release_properties`.
    Returns: `release_id`, `artist_id`, `aspect`, and over the release's values: `new` (share that no other release
    of the
        page has), `known` (other releases of the page where the aspect is known), `surprise` (0 to 1: how unusual a new
        value is for a page that has had so few different ones in so many releases, log scale), `rarity` (1 less the
        share of the other releases that have the commonest of the values), `value` (an example, a new one first).
    """
    page, keys = ["artist_id", "aspect"], ["release_id", "artist_id"]
    held = _others(history.join(properties, on="release_id"))
    counts = held.group_by(*page, "value").agg(count=pl.len().cast(pl.Int64))
    totals = held.group_by(page).agg(releases=pl.col("release_id").n_unique(), values=pl.col("value").n_unique())
    own = history.select(keys).unique().with_columns(own=pl.lit(1, dtype=pl.Int64))
    compared = (
        _others(pages.select(keys).join(properties, on="release_id"))
        .join(counts, on=[*page, "value"], how="left")
        .join(own, on=keys, how="left")
        .with_columns(pl.col("own").fill_null(0))
        .with_columns(others=pl.col("count").fill_null(0) - pl.col("own"))
    )
    fresh = pl.col("others") == 0
    table = (
        compared.group_by("release_id", *page)
        .agg(
            new=fresh.mean(),
            only_here=(fresh & (pl.col("own") == 1)).sum(),
            own=pl.col("own").first(),
            most=pl.col("others").max(),
            value=pl.coalesce(pl.col("value").filter(fresh).min(), pl.col("value").min()),
        )
        .join(totals, on=page)
        .with_columns(
            known=pl.col("releases").cast(pl.Int64) - pl.col("own"),
            different=pl.col("values").cast(pl.Int64) - pl.col("only_here").cast(pl.Int64),
        )
        .filter(pl.col("known") > 0)
    )
    chance = (pl.col("different").clip(1) + 0.0) / (pl.col("known") + 1)
    return table.select(
        "release_id",
        *page,
        "new",
        "known",
        "value",
        surprise=(pl.col("new") * (-chance.clip(0.02, 1).log() / 4)).clip(0, 1),
        rarity=(1 - pl.col("most") / pl.col("known")).clip(0, 1),
    )


def _others(on_page: pl.DataFrame) -> pl.DataFrame:
    """Without the page's own artist among the release's collaborators."""
    return on_page.filter((pl.col("aspect") != "collaborator") | (pl.col("value") != pl.col("artist_id")))


def wide(compared: pl.DataFrame) -> pl.DataFrame:
    """One row per release and page with columns ASPECT_new, ASPECT_surprise, ASPECT_rarity, ASPECT_known,
    ASPECT_value."""
    keys = ["release_id", "artist_id"]
    table = compared.select(keys).unique()
    for aspect in ASPECTS:
        part = compared.filter(pl.col("aspect") == aspect).drop("aspect")
        table = table.join(
            part.rename({name: f"{aspect}_{name}" for name in part.columns if name not in keys}), on=keys, how="left"
        )
    return table


def value_reach(pages: pl.DataFrame, properties: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Operations: how many pages see a payee's group, P-line, registrant, label or person as a stranger, and how many as their own.

    Returns: first, by `aspect` and `value`: `strange_pages` (pages of several releases where just one has it), `home_pages` (pages
    where at least half of two or more releases have it). Second, those homes: `artist_id`, `aspect`, `value`.
    """
    values = page_values(pages, properties)
    reach = values.group_by("aspect", "value").agg(
        strange_pages=pl.col("strange").sum().cast(pl.Int64), home_pages=pl.col("home").sum().cast(pl.Int64)
    )
    return reach, values.filter("home").select("artist_id", "aspect", "value")


def page_values(pages: pl.DataFrame, properties: pl.DataFrame) -> pl.DataFrame:
    """`artist_id`, `aspect`, `value`, `strange`, `home`: how each page knows each value that `value_reach` counts."""
    wanted = ["operator", "p_line", "registrant", "label", "contributor"]
    on_page = pages.join(properties.filter(pl.col("aspect").is_in(wanted)), on="release_id")
    total = on_page.group_by("artist_id", "aspect").agg(total=pl.col("release_id").n_unique())
    counts = (
        on_page.group_by("artist_id", "aspect", "value").agg(count=pl.len()).join(total, on=["artist_id", "aspect"])
    )
    return counts.select(
        "artist_id",
        "aspect",
        "value",
        strange=(pl.col("total") >= 3) & (pl.col("count") * 3 <= pl.col("total")),
        home=(pl.col("total") >= 2) & (pl.col("count") * 2 >= pl.col("total")),
    )


def returns_to_before(
    pages: pl.DataFrame, properties: pl.DataFrame, times: pl.DataFrame, *, aspect: str
) -> pl.DataFrame:
    """Whether the page went back, after each release, to what it had before: a move goes on, an intrusion does not.

    Args:
        times: `release_id`, `released` (date).
    Returns: `release_id`, `artist_id`, `returns`: 1 where a value of the aspect, not this release's, is both earlier
        and later on the page; 0 where later releases have none of the earlier values; no row without earlier and later.
    """
    keys = ["release_id", "artist_id"]
    dated = (
        pages.join(properties.filter(pl.col("aspect") == aspect), on="release_id")
        .join(times.select("release_id", "released"), on="release_id")
        .drop_nulls("released")
    )
    spans = dated.group_by("artist_id", "value").agg(first=pl.col("released").min(), last=pl.col("released").max())
    page = dated.group_by("artist_id").agg(page_first=pl.col("released").min(), page_last=pl.col("released").max())
    own = dated.select(*keys, "released", own="value")
    long_spans = spans.filter(pl.col("first") < pl.col("last"))
    back = (
        own.join(long_spans, on="artist_id")
        .filter(pl.col("first") < pl.col("released"), pl.col("last") > pl.col("released"))
        .filter((pl.col("value") != pl.col("own")).all().over([*keys, "value"]))
        .select(keys)
        .unique()
        .with_columns(returns=pl.lit(1.0))
    )
    inner = own.join(page, on="artist_id").filter(
        pl.col("page_first") < pl.col("released"), pl.col("page_last") > pl.col("released")
    )
    return inner.select(keys).unique().join(back, on=keys, how="left").with_columns(pl.col("returns").fill_null(0.0))
