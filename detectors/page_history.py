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


def release_properties(snapshot: Snapshot) -> pl.DataFrame:
    """Everything compared, long: `release_id`, `aspect`, `value`, each once."""
    releases = snapshot["releases"]
    links = snapshot["recording_releases"]
    recordings = links.join(snapshot["recordings"], on="recording_id")
    money = release_payees(snapshot).join(payee_operators(snapshot), on="payee_id")
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


def compare_with_page(pages: pl.DataFrame, properties: pl.DataFrame) -> pl.DataFrame:
    """Each release against the rest of each page it is on, one aspect a row.

    Args:
        pages: `release_id`, `artist_id`.
        properties: as of `release_properties`.
    Returns: `release_id`, `artist_id`, `aspect`, and over the release's values: `new` (share that no other release
    of the
        page has), `known` (other releases of the page where the aspect is known), `surprise` (0 to 1: how unusual a new
        value is for a page that has had so few different ones in so many releases, log scale), `rarity` (1 less the
        share of the other releases that have the commonest of the values), `value` (an example, a new one first).
    """
    on_page = pages.join(properties, on="release_id").filter(
        (pl.col("aspect") != "collaborator") | (pl.col("value") != pl.col("artist_id"))
    )
    page = ["artist_id", "aspect"]
    keyed = on_page.with_columns(key=pl.struct(*page, "value").hash(seed=0))
    counted = keyed.join(keyed.group_by("key").agg(count=pl.len().cast(pl.Int64)), on="key").drop("key")
    history = on_page.group_by(page).agg(releases=pl.col("release_id").n_unique(), values=pl.col("value").n_unique())
    fresh = pl.col("count") == 1
    compared = (
        counted.group_by("release_id", *page)
        .agg(
            new=fresh.mean(),
            new_values=fresh.sum(),
            most=pl.col("count").max() - 1,
            value=pl.coalesce(pl.col("value").filter(fresh).min(), pl.col("value").min()),
        )
        .join(history, on=page)
        .with_columns(known=pl.col("releases") - 1, different=pl.col("values") - pl.col("new_values"))
        .filter(pl.col("known") > 0)
    )
    chance = (pl.col("different").clip(1) + 0.0) / (pl.col("known") + 1)
    return compared.select(
        "release_id",
        *page,
        "new",
        "known",
        "value",
        surprise=(pl.col("new") * (-chance.clip(0.02, 1).log() / 4)).clip(0, 1),
        rarity=(1 - pl.col("most") / pl.col("known")).clip(0, 1),
    )


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


def foreign_reach(pages: pl.DataFrame, properties: pl.DataFrame) -> pl.DataFrame:
    """Operations: how many pages see a payee's group, p_line, registrant or label as a stranger, and how many as
    their own.

    Returns: `release_id`, `aspect`, `strange_pages` (pages of several releases where just one has this value),
    `home_pages`
        (pages where at least half of two or more releases have it), `only_pages` (pages whose one release has it),
        over the release's value with most strange pages.
    """
    wanted = ["operator", "p_line", "registrant", "label", "contributor", "payee_distributor"]
    on_page = pages.join(properties.filter(pl.col("aspect").is_in(wanted)), on="release_id")
    total = on_page.group_by("artist_id", "aspect").agg(total=pl.col("release_id").n_unique())
    counts = (
        on_page.group_by("artist_id", "aspect", "value").agg(count=pl.len()).join(total, on=["artist_id", "aspect"])
    )
    reach = counts.group_by("aspect", "value").agg(
        strange_pages=((pl.col("total") >= 3) & (pl.col("count") * 3 <= pl.col("total"))).sum(),
        home_pages=((pl.col("total") >= 2) & (pl.col("count") * 2 >= pl.col("total"))).sum(),
        only_pages=(pl.col("total") == 1).sum(),
    )
    return (
        properties.filter(pl.col("aspect").is_in(wanted))
        .join(reach, on=["aspect", "value"])
        .sort("release_id", "aspect", "strange_pages", "value", descending=[False, False, True, False])
        .unique(["release_id", "aspect"], keep="first", maintain_order=True)
        .select("release_id", "aspect", "strange_pages", "home_pages", "only_pages")
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
