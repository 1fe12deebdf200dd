"""Attacks on the pages of a real catalog, one of each kind, open (camouflage 0) to careful (3)."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

import polars as pl

from simulation.farms import FIRST, SECOND, TEMPLATES, farm_name
from simulation.recycling import TEMPI
from simulation.red_team_ground import Deal, Ground
from simulation.red_team_pages import Page, Row
from simulation.tricks import TRICKS, bend

HIJACKS: Final = ("name_only", "false_feature", "dormant_revival", "dead_revival", "isrc_hijack")
SALES: Final = {"equal": "audio_fingerprint", "near_equal": "audio_fingerprint", "tempo_change": "duration_ms"}
"""How audio is sold again, and the column that tells it."""
DORMANT_DAYS: Final = 1_500
SHAPES: Final = ("{} (Deluxe)", "{} - Single", "{} (Remastered)", "{}")
_FOLLOWS: Final = (0.15, 0.4, 0.65, 0.9)
"""How often an attacker of each camouflage takes over what the victim's own pages and releases have."""
_COPIES: Final = (0.55, 0.4, 0.25, 0.1)
"""How often an impostor copies what a look at two pages would show: text, picture, titles."""
_FARM_TRICKS: Final = ("one_payee", "few_payees", "linked_hashes", "hidden")
_LINKS: Final = (
    (),
    ("account_hash", "email_hash"),
    ("account_hash",),
    ("device_hash", "address_hash", "tax_id_hash"),
)
_BY_NAME: Final[Row] = {"artist_assignment": "name_only"}
_EVENLY: Final = dict.fromkeys(TRICKS, 1.0)


def impersonate(ground: Ground, victim: Page, like: Page, deal: Deal, *, trick: str, level: int) -> str:
    """A new profile that trades on the victim's name. Returns: its artist id."""
    draw = ground.draw
    name = TRICKS[trick](victim.name, draw)
    if name is None or (name == victim.name and trick != "exact"):
        name, trick = bend(victim.name, draw, _EVENLY)
    values = _taken(ground, victim.artist, ("country", "type", "genres"), level)
    if victim.artist["biography"] and draw.random() < _COPIES[level]:
        values["biography"] = victim.artist["biography"].replace(victim.name, name)
    elif level >= 2 and draw.random() < 0.5:
        values["biography"] = None
    if victim.artist["image_phash"] and draw.random() < _COPIES[level]:
        values["image_phash"] = ground.near(victim.artist["image_phash"], bits=draw.choice((0, 1, 2, 4)))
    page = ground.profile(like, name, **values)
    own_songs = [str(row["title"]) for row in victim.recordings]
    for _ in range(draw.choice((1, 1, 2, 3))):
        borrowed = draw.random() < _COPIES[level] and own_songs
        count = draw.choice((1, 1, 2, 4))
        titles = [draw.choice(own_songs) if borrowed else ground.title() for _ in range(count)]
        placed: Row = _BY_NAME if draw.random() < 0.4 else {}
        ground.release(like, [page.artist_id], deal, _new_day(ground, page), titles=titles, **placed)
    subject, target = ("artist", page.artist_id), ("artist", victim.artist_id)
    ground.found("impersonation", subject, target, trick=trick, camouflage=level)
    return page.artist_id


def misattribute(
    ground: Ground,
    victim: Page,
    like: Page,
    deal: Deal,
    *,
    trick: str,
    level: int,
    wave: Mapping[str, Any] | None = None,
) -> str:
    """A stranger's release on the victim's page. Returns: its release id.

    Args: wave: `day`, `shape` (of titles) and `cover` of the operation that it belongs to.
    """
    draw = ground.draw
    own = victim.releases[0]
    values = _taken(ground, own, ("language", "genres"), level)
    values |= _BY_NAME if draw.random() < 0.75 else {}
    if level >= 2 and own["label_id"] and draw.random() < 0.3:
        values["label_id"] = own["label_id"]
    day = ground.day_ago(3, 150)
    titles = [ground.title() for _ in range(draw.choice((1, 1, 2)))]
    if wave:
        day = wave["day"] and wave["day"] + timedelta(days=draw.randint(0, 6))
        titles = [str(wave["shape"]).format(title) for title in titles]
        if level < 3:
            values["cover_phash"] = ground.near(wave["cover"], bits=draw.choice((0, 1, 3)))
    artists = [victim.artist_id]
    if trick == "false_feature":
        stranger = ground.profile(like, ground.person())
        artists = (
            [stranger.artist_id, victim.artist_id] if draw.random() < 0.6 else [victim.artist_id, stranger.artist_id]
        )
    tracks = None
    if trick == "isrc_hijack":
        hijacked = draw.choice([row for row in victim.recordings if row["isrc"]])
        titles = [str(hijacked["title"])]
        tracks = [{name: hijacked[name] for name in ("isrc", "duration_ms")}]
    writers = _writers(victim) if level == 3 and draw.random() < 0.5 else None
    rights = victim.name if level >= 2 and draw.random() < 0.6 else deal.rights
    forged = Deal(deal.distributor_id, deal.payees, deal.registrant, rights, deal.writers)
    release, _ = ground.release(like, artists, forged, day, titles=titles, tracks=tracks, writers=writers, **values)
    subject, target = ("release", release), ("artist", victim.artist_id)
    ground.found("misattribution", subject, target, trick=trick, camouflage=level)
    return release


def recycle(ground: Ground, victim: Page, like: Page, thief: Page, deal: Deal, *, trick: str, level: int) -> int:
    """Some of the victim's recordings, sold again by a thief: as they are, re-encoded, or at another speed. Returns: how many."""
    draw = ground.draw
    is_tempo = trick == "tempo_change"
    known = [row for row in victim.recordings if row[SALES[trick]]]
    sources = draw.sample(known, k=min(len(known), 3 if is_tempo else 1))
    ratio, tails = draw.choice(TEMPI)
    tail = draw.choice(tails)
    sold = [
        _faster(ground, row, ratio, tail, level) if is_tempo else _as_it_is(ground, row, trick, level)
        for row in sources
    ]
    titles, tracks = [title for title, _ in sold], [values for _, values in sold]
    day = _new_day(ground, thief)
    _, copies = ground.release(like, [thief.artist_id], deal, day, titles=titles, tracks=tracks)
    for copy, source in zip(copies, sources, strict=True):
        subject, target = ("recording", copy["recording_id"]), ("recording", source["recording_id"])
        same = _same_sound(ground, source)
        ground.found("recycled_audio", subject, target, members=same, trick=trick, camouflage=level)
    return len(sources)


def _faster(ground: Ground, source: Row, ratio: float, tail: str, level: int) -> tuple[str, Row]:
    """Title and values of a copy at another speed; it keeps the song's name mostly, for by that it is sought."""
    draw = ground.draw
    said = tail if draw.random() < (1.0, 0.9, 0.6, 0.3)[level] else ""
    kept = draw.random() < (1.0, 1.0, 0.85, 0.6)[level]
    length = round(source["duration_ms"] * ratio) + draw.randint(-60, 60)
    return f"{source['title']}{said}" if kept else ground.title(), {"duration_ms": length}


def _as_it_is(ground: Ground, source: Row, trick: str, level: int) -> tuple[str, Row]:
    """Title and values of a copy with the same fingerprint, or one that a new encoding left near it."""
    draw = ground.draw
    title = str(source["title"]) if level == 0 and draw.random() < 0.5 else ground.title()
    bits, length = 0 if trick == "equal" else draw.randint(1, 3), source["duration_ms"]
    return title, {
        "audio_fingerprint": ground.near(source["audio_fingerprint"], bits=bits),
        "duration_ms": length and length + draw.randint(-1_500, 1_500) * (level > 0),
    }


def build_farm(ground: Ground, pages: list[Page], *, members: int, level: int, name: str) -> None:
    """One operator's profiles; from camouflage 1 on its payees differ, and hashes tie them; at 3 in a chain of some."""
    draw = ground.draw
    first = ground.deal(draw.choice(pages), payees=())
    deals = _farm_deals(ground, first, pages, members, level)
    genres = draw.choice([page.releases[0]["genres"] for page in pages])
    template, cover = draw.choice(TEMPLATES), "".join(draw.choices("0123456789abcdef", k=16))
    bursts = [ground.day_ago(5, 300) for _ in range(draw.randint(2, 4))]
    ids = []
    for place in range(members):
        like, deal = draw.choice(pages), deals[place % len(deals)]
        bare = draw.random() < 0.85 - 0.2 * level
        empty: Row = {"biography": None, "country": None, "urls": []} if bare else {}
        page = ground.profile(like, farm_name(draw, level), **empty)
        ids.append(page.artist_id)
        own = tuple(ground.person() for _ in range(2)) if draw.random() < 0.1 + 0.28 * level else first.writers
        for burst in draw.sample(bursts, k=draw.randint(2, len(bursts))):
            day = burst and min(ground.today or burst, burst + timedelta(days=draw.randint(0, 1 + 12 * level)))
            count = draw.choice((2, 4, 6, 8))
            tracks = [_mass_track(ground, like, level) for _ in range(count)]
            plain = draw.random() < 0.3 * level
            titles = [_mass_title(ground, template, plain) for _ in range(count)]
            values: Row = {"genres": genres} if genres else {}
            if draw.random() < 0.75 - 0.25 * level:
                values["cover_phash"] = ground.near(cover, bits=draw.randint(0, 4))
            ground.release(like, [page.artist_id], deal, day, titles=titles, tracks=tracks, writers=own, **values)
    ground.found("content_farm", ("cluster", name), members=ids, trick=_FARM_TRICKS[level], camouflage=level)


def _farm_deals(ground: Ground, first: Deal, pages: list[Page], members: int, level: int) -> list[Deal]:
    draw = ground.draw
    count = (1, 2, max(2, members // 4), max(3, members // 2))[level]
    common = {kind: "".join(draw.choices("0123456789abcdef", k=64)) for kind in _LINKS[level]}
    deals: list[Deal] = []
    for _ in range(count):
        if level == 3:  # each payee shares one thing with the one before, if anything
            tie = draw.choice(_LINKS[level])
            last = ground.tables["payees"][-1][tie] if deals and deals[-1].payees else None
            common = {tie: last} if last and draw.random() < 0.85 else {}
        paid = ground.payee(**common)
        way = ground.deal(draw.choice(pages), payees=(paid,) if paid else ())
        registrant = first.registrant if draw.random() < 0.9 - 0.25 * level else way.registrant
        rights = first.rights if level <= 1 else way.rights
        deals.append(Deal(way.distributor_id, way.payees, registrant, rights, first.writers))
    return deals


def _mass_track(ground: Ground, like: Page, level: int) -> Row:
    """A short recording, heard often by few where the catalog counts."""
    draw = ground.draw
    model = draw.choice(like.recordings)
    low, high = (31_000, 62_000 + 15_000 * level) if level < 3 else (70_000, 165_000)
    ratio = draw.uniform(2.5, 7) if level < 3 else draw.uniform(1.8, 3.5)
    streams = model["streams_28d"]
    return {
        "duration_ms": model["duration_ms"] and draw.randint(low, high),
        "listeners_28d": int(streams / ratio) if streams and model["listeners_28d"] is not None else None,
        "streams_28d": streams,
    }


def _mass_title(ground: Ground, template: str, plain: bool) -> str:
    draw = ground.draw
    return ground.title() if plain else template.format(draw.choice(FIRST), draw.choice(SECOND), draw.randint(1, 40))


def _taken(ground: Ground, victim: Row, names: tuple[str, ...], level: int) -> Row:
    """The victim's values that an attacker takes over."""
    return {name: victim[name] for name in names if victim[name] and ground.draw.random() < _FOLLOWS[level]}


def _writers(victim: Page) -> tuple[str, ...] | None:
    own = {row["recording_id"] for row in victim.recordings}
    named = dict.fromkeys(row["party_name"] for key in sorted(own) for row in victim.credits.get(key, []))
    return tuple(named) or None


def _new_day(ground: Ground, page: Page) -> Any:
    """A day since the profile was made."""
    day, born = ground.day_ago(3, 300), page.artist["created_on"]
    return max(day, born) if day and born else day


def _same_sound(ground: Ground, source: Row) -> list[str]:
    """The catalog's recordings with the very fingerprint of the source."""
    code = source["audio_fingerprint"]
    if not code:
        return []
    return ground.snapshot["recordings"].filter(pl.col("audio_fingerprint") == code)["recording_id"].to_list()
