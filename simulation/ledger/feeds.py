"""What the service's ingest recorded of the world: the catalog's tables, with each feed's gaps, delays and mistakes."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

import polars as pl

from graph.records import CATALOG_TABLES, RECORDS, TEXTS
from simulation.ledger import names
from simulation.ledger.disguises import one_edit
from simulation.ledger.habits import day_of
from simulation.ledger.things import FAR, Payee, Profile, Release
from simulation.ledger.words import GENRES
from simulation.ledger.world import World

Row = tuple[Any, ...]


_BETWEEN = "\x1f"


"""Lists are joined by it until the frame splits them: Polars takes a text per row far faster than a list."""


def give_ids(world: World) -> None:
    """Gives every thing an id that tells nothing of when or by whom it was made."""
    rng, taken = world.rng, set[str]()
    style = rng.choice(("{:012x}", "{:015d}", "a{:011x}"))

    def fresh() -> str:
        while (made := style.format(rng.getrandbits(44))) in taken:
            pass
        taken.add(made)
        return made

    for page in world.profiles:
        page.artist_id = fresh()
    for release in world.releases:
        release.release_id = fresh()
    for recording in world.recordings:
        recording.recording_id = fresh()


def build_tables(world: World) -> dict[str, pl.DataFrame]:
    """The catalog's tables, each sorted by its key. `give_ids` comes before."""
    rng = world.rng
    label_ids = {id(label): f"{rng.getrandbits(40):010x}" for label in world.labels}
    feed_ids = {id(feed): f"{rng.getrandbits(32):08x}" for feed in world.distributors}
    payee_ids = {id(payee): f"{rng.getrandbits(44):011x}" for payee in world.payees}
    audience = _audience(world)
    rows: dict[str, list[Row]] = {
        "artists": [_artist(world, page, audience) for page in world.profiles],
        "distributors": [(feed_ids[id(feed)], feed.name, feed.dpid) for feed in world.distributors],
        "labels": [(label_ids[id(label)], label.name) for label in world.labels],
        "releases": [_release(world, release, label_ids, feed_ids) for release in world.releases],
        "recordings": list(_recordings(world, audience)),
        "contributions": list(_contributions(world)),
        "payouts": list(_payouts(world, payee_ids)),
    }
    paid = {row[0] for row in rows["payouts"]}
    rows["payees"] = [
        _payee(world, payee, payee_ids[id(payee)]) for payee in world.payees if payee_ids[id(payee)] in paid
    ]
    return {table: _frame(table, rows[table]) for table in CATALOG_TABLES if table != "signals"}


def _frame(table: str, rows: Sequence[Row]) -> pl.DataFrame:
    kind = RECORDS[table]
    columns = zip(*rows, strict=True) if rows else ([] for _ in kind.columns)
    series = [
        pl.Series(name, values, dtype=pl.String() if dtype == TEXTS else dtype)
        for (name, dtype), values in zip(kind.columns.items(), columns, strict=True)
    ]
    frame = pl.DataFrame(series).with_columns(
        pl.col(name).str.split(_BETWEEN) for name, dtype in kind.columns.items() if dtype == TEXTS
    )
    key = list(kind.key)
    return frame.unique(key, keep="first", maintain_order=True).sort(key)


def _hex(value: int | None) -> str | None:
    return None if value is None else f"{value:016x}"


def _list(values: Iterable[str]) -> str | None:
    return _BETWEEN.join(values) or None


def _maybe(rng: Random, share: float, value: Any) -> Any:
    return value if rng.random() < share else None


def _wrong(rng: Random, share: float, value: Any, other: Callable[[], Any]) -> Any:
    return other() if value is not None and rng.random() < share else value


def _audience(world: World) -> dict[int, float]:
    """id() of a page to its listeners of the last month: the act's fame of today, by the page's part of it."""
    end = world.habits.months - 1
    return {
        id(page): world.fame(page.act, end) * page.strength * world.rng.lognormvariate(0, 0.25) + world.rng.random() * 8
        for page in world.profiles
    }


def _artist(world: World, page: Profile, audience: dict[int, float]) -> Row:
    rng, habits, act = world.rng, world.habits, page.act
    fill, noise, listeners = habits.fill, habits.noise, audience[id(page)]
    over = act.ended < habits.months and (act.is_dead or rng.random() < 0.3)
    aliases = [*page.aliases]
    if rng.random() < 0.12 * fill["aliases"]:
        aliases.append(
            rng.choice((act.name.latin(1), act.name.latin(2), page.name.upper(), names.strip_marks(page.name)))
        )
    created = day_of(habits, page.since, rng.randrange(28))
    if page.since <= habits.launch and rng.random() < habits.import_share:
        created = day_of(habits, habits.launch, 3)
    return (
        page.artist_id,
        page.name,
        _list(alias for alias in dict.fromkeys(aliases) if alias != page.name),
        _wrong(rng, noise, page.country, lambda: rng.choice(("US", "GB", "DE", "FR"))),
        _wrong(rng, noise, _maybe(rng, fill["type"], act.kind), lambda: rng.choice(("person", "group", "other"))),
        _wrong(rng, noise, _maybe(rng, fill["genres"], _list(act.genres)), lambda: rng.choice(GENRES)),
        page.biography,
        _maybe(rng, fill["followers"], int(listeners * page.follow)),
        _maybe(rng, fill["monthly_listeners"], int(listeners)),
        _wrong(rng, noise / 3, page.isni, lambda: rng.choice(world.profiles).isni),
        page.ipi,
        page.musicbrainz_id,
        page.discogs_id,
        _list(page.urls),
        _hex(page.image),
        _maybe(rng, fill["created_on"], date.fromordinal(created)),
        _maybe(rng, fill["ended_on"], date.fromordinal(day_of(habits, act.ended, rng.randrange(28))))
        if over and act.ended < FAR
        else None,
        _maybe(rng, fill["verified"], page.is_verified),
    )


def _payee(world: World, payee: Payee, payee_id: str) -> Row:
    fill, rng = world.habits.fill, world.rng
    return (
        payee_id,
        payee.name,
        _maybe(rng, fill["payee_country"], payee.country),
        _hex(_maybe(rng, fill["account_hash"], payee.account)),
        *(_hex(value) for value in (payee.tax, payee.email, payee.address, payee.device)),
    )


def _release(world: World, release: Release, label_ids: dict[int, str], feed_ids: dict[int, str]) -> Row:
    rng, habits, feed = world.rng, world.habits, release.distributor
    sends, sloppy = feed.sends, feed.sloppy
    dated = date.fromordinal(release.dated)
    if rng.random() < sloppy * 0.3:
        dated = dated + timedelta(days=rng.choice((-365, -30, 1, 365, 30)))
    year = str(dated.year)
    return (
        release.release_id,
        _typed(rng, release.title, sloppy),
        _list(page.artist_id for page in release.pages),
        _maybe(rng, sends["upc"], release.upc),
        _wrong(rng, sloppy, _maybe(rng, sends["type"], release.kind), lambda: "album"),
        dated,
        _maybe(rng, sends["label_id"], label_ids[id(release.label)] if release.label else None),
        feed_ids[id(feed)],
        _hex(_maybe(rng, sends["cover_phash"], release.cover)),
        _wrong(rng, sloppy, _maybe(rng, sends["genres"], _list(release.genres)), lambda: rng.choice(GENRES)),
        _wrong(rng, sloppy, _maybe(rng, sends["language"], release.language), lambda: "en"),
        _wrong(rng, sloppy, _maybe(rng, sends["p_line"], release.p_line), lambda: year),
        _maybe(rng, sends["c_line"], release.c_line),
        _maybe(rng, habits.fill["received_at"], _received(world, release)),
        _maybe(rng, habits.fill["assignment"], release.assignment),
    )


def _received(world: World, release: Release) -> datetime:
    """When the feed delivered it: some days before its date, or late; what is older than the service came when it opened."""
    rng = world.rng
    lead = rng.expovariate(1 / release.distributor.lag_days) if rng.random() < 0.85 else -rng.expovariate(1 / 60)
    day = max(release.dated - lead, day_of(world.habits, world.habits.launch, 0) - rng.expovariate(1 / 40))
    return datetime.fromordinal(int(day)) + timedelta(seconds=rng.randrange(86_400))


def _typed(rng: Random, text: str, sloppy: float) -> str:
    if rng.random() < sloppy:
        return rng.choice((text.upper(), text.lower(), text + " ", one_edit(rng, text))).strip() or text
    return text


def _recordings(world: World, audience: dict[int, float]) -> Iterable[Row]:
    rng, habits = world.rng, world.habits
    fill, total = habits.fill, dict[int, float]()
    for recording in world.recordings:
        page = id(recording.pages[0])
        total[page] = total.get(page, 0.0) + recording.appeal
    for recording in world.recordings:
        main, feed = recording.pages[0], recording.releases[0].distributor
        strange = max(world.suspects.get(id(main), 0.0), world.suspects.get(id(recording), 0.0))
        part = audience[id(main)] * recording.appeal / total[id(main)]
        streams = part * rng.lognormvariate(0.9, 0.4) * (1 + 6 * strange * (rng.random() < 0.3))
        yield (
            recording.recording_id,
            _typed(rng, recording.title, feed.sloppy),
            _list(p.artist_id for p in recording.pages),
            _list(p.artist_id for p in recording.featured if p not in recording.pages) if recording.featured else None,
            _list(release.release_id for release in recording.releases),
            _maybe(rng, feed.sends["isrc"], recording.isrc),
            _maybe(rng, feed.sends["duration_ms"], recording.duration_ms),
            _hex(_maybe(rng, feed.sends["audio_fingerprint"], recording.audio)),
            _maybe(rng, feed.sends["language"], recording.language),
            _maybe(rng, fill["streams_28d"], int(streams)),
            _maybe(rng, fill["listeners_28d"], int(min(part, streams))),
            recording.disclosure
            if recording.disclosure and rng.random() < habits.disclosure_share
            else "none"
            if rng.random() < habits.disclosure_share / 4
            else None,
        )


def _contributions(world: World) -> Iterable[Row]:
    rng, fill = world.rng, world.habits.fill
    for recording in world.recordings:
        if rng.random() > recording.releases[0].distributor.sends["credits"] * fill["credits"] + 0.1:
            continue
        recording_id = recording.recording_id
        for writer, role in recording.credits:
            name = writer.name if rng.random() < 0.97 else writer.name.upper()
            artist = (
                writer.profile.artist_id
                if writer.profile is not None and rng.random() < fill["credit_artist"]
                else None
            )
            yield (recording_id, name, role, writer.ipi if rng.random() < fill["credit_ipi"] else None, artist)


def _payouts(world: World, payee_ids: dict[int, str]) -> Iterable[Row]:
    """Statement lines: of each spell of a release's money the last month paid, and for some catalogs its first ones too."""
    rng, habits = world.rng, world.habits
    currency = rng.choice(("USD", "EUR", "GBP"))
    end = habits.months - 1
    for release in world.releases:
        spells = release.spells
        worth = 0.05 + 0.003 * release.pages[0].act.talent ** 0.8
        for i, spell in enumerate(spells):
            until = spells[i + 1].since - 1 if i + 1 < len(spells) else end
            first = max(spell.since, habits.launch)
            if until < first:
                continue
            for month in sorted({until, *range(first, min(until, first + habits.statement_periods - 1))}):
                period = f"{habits.first_year + month // 12}-{month % 12 + 1:02d}"
                for payee, share in spell.shares:
                    amount = (
                        round(worth * share * rng.lognormvariate(0, 1), 2)
                        if rng.random() < habits.fill["amount"]
                        else None
                    )
                    yield (
                        payee_ids[id(payee)],
                        release.release_id,
                        _maybe(rng, habits.fill["share"], share),
                        amount,
                        currency if amount is not None else None,
                        period,
                        None,
                    )
