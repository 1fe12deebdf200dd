"""Attacks on one act at a time: impersonating profiles, releases on a page that is not theirs."""

import math
from dataclasses import replace
from datetime import date, timedelta
from itertools import accumulate
from typing import Final

from simulation import names
from simulation.honest import own_deal
from simulation.tricks import bend
from simulation.world import Act, Deal, Row, World

SOURCES: Final = ("fraud-desk", "audio-lab", "label-hotline", "listener-reports")


def impersonate(world: World, count: int) -> None:
    """New profiles that trade on known names, most by lone hands, some several by one operator."""
    draw = world.draw
    remaining = count
    while remaining > 0:
        run = min(remaining, draw.choices((1, draw.randint(2, 6)), weights=(0.75, 0.25))[0])
        deal = attacker_deal(world)
        placed = [
            _impersonator(world, victim, deal if run > 1 else attacker_deal(world)) for victim in victims(world, run)
        ]
        if len(placed) >= 3:
            world.found(
                "campaign",
                ("cluster", f"campaign-{world.next('campaign')}"),
                members=tuple(artist for artist, _ in placed),
                trick="impostor_ring",
                camouflage=min(level for _, level in placed),
            )
        remaining -= run


def attacker_deal(world: World) -> Deal:
    """An attacker's way to market: the cheapest distributors, a payee of its own."""
    draw = world.draw
    name = names.person(draw, draw.choice(("en", "de", "pl", "tr", "vi", "pt")))
    return own_deal(
        world, name, draw.choice(("US", "CY", "TR", "VN", "PL", "GB")), None, imprint=world.habits.impostor["imprint"]
    )


def victims(world: World, count: int) -> list[Act]:
    """Acts worth attacking that no other story uses: mostly, but not always, the popular ones."""
    if not world.crowd:
        world.crowd = list(accumulate((act.listeners + 30) ** world.habits.impostor["greed"] for act in world.acts))
    chosen: dict[str, Act] = {}
    for act in world.draw.choices(world.acts, cum_weights=world.crowd, k=12 * count + 20):
        if len(chosen) < count and act.artist_id not in world.touched and len(act.name) > 3 and act.releases:
            chosen.setdefault(act.artist_id, act)
    world.touched.update(chosen)
    return list(chosen.values())


def camouflage_level(world: World) -> int:
    return world.draw.choices((0, 1, 2, 3), weights=world.habits.camouflage)[0]


def _impersonator(world: World, victim: Act, deal: Deal) -> tuple[str, int]:
    """The new profile's id and its camouflage."""
    draw, today, habits = world.draw, world.habits.today, world.habits.impostor
    level = camouflage_level(world)
    name, trick = bend(victim.name, draw, world.habits.trick_weights)
    started = world.day_between(
        max(victim.started, today - timedelta(days=int(habits["oldest_days"]))), today - timedelta(days=10)
    )
    listeners = int(draw.lognormvariate(4.5 + 0.3 * level, 1.5))
    genres = list(victim.genres) if draw.random() < habits["genre"] else draw.sample(names.GENRES, k=3)
    language = victim.language if draw.random() < 0.6 + 0.1 * level else "en"
    writers = [names.person(draw, "en") for _ in range(draw.randint(1, 2))]
    if draw.random() < 0.1:  # an account under the name that it took
        deal = replace(deal, payee_id=world.payee(name, "US"))
    act = Act(
        name,
        language,
        victim.country if draw.random() < 0.3 + 0.15 * level else draw.choice(("US", "TR", "VN", "GB")),
        genres,
        listeners,
        started,
        deal,
        writers,
    )
    copied = draw.random() < habits["copies"] * (0.6 - 0.17 * level)
    row = world.profile(
        act,
        name=name,
        followers=int(listeners * draw.uniform(0.0, 0.25)),
        verified=draw.random() < habits["verified"],
        isni=world.isni() if draw.random() < habits["numbered"] else None,
        ipi=None,
    )
    if copied or draw.random() < 0.25 * habits["copies"]:
        row["biography"] = str(victim.profiles[0]["biography"]).replace(victim.name, name)
    elif level >= 2 or draw.random() < 0.4:
        row["biography"] = None if draw.random() < 0.5 else row["biography"]
    if draw.random() < habits["copies"] * (0.65 - 0.2 * level):
        row["image_phash"] = world.near(victim.profiles[0]["image_phash"], bits=draw.choice((0, 1, 2, 4)))
    for _ in range(draw.choice((1, 1, 2, 3, 4))):
        tracks = draw.choice((1, 1, 2, 4))
        titles = (
            [_borrowed(world, victim) for _ in range(tracks)]
            if draw.random() < habits["copies"] * (0.6 - 0.18 * level)
            else None
        )
        world.release(
            act,
            deal,
            world.day_between(started, today),
            tracks=tracks,
            titles=titles,
            assignment="name_only" if draw.random() < habits["by_name"] else None,
            streams=listeners * draw.uniform(0.3, 2),
        )
    if draw.random() < world.habits.signal_recall * (1 - 0.2 * level):
        world.signal(
            "artist",
            act.artist_id,
            draw.choice(("user_report", "takedown", "user_report")),
            draw.betavariate(5, 2),
            draw.choice(SOURCES),
        )
    world.touched.add(act.artist_id)
    world.found("impersonation", ("artist", act.artist_id), ("artist", victim.artist_id), trick=trick, camouflage=level)
    return act.artist_id, level


def _borrowed(world: World, victim: Act) -> str:
    base = str(world.draw.choice(victim.recordings)["title"])
    return world.draw.choice((base, base, f"{base} (Sped Up)", f"{base} (Remix)", f"{base} II"))


def misattribute(world: World, count: int) -> None:
    """Strangers' releases on real pages; about half by operations that hit several acts within days."""
    draw = world.draw
    remaining = count
    while remaining > 0:
        run = min(remaining, draw.choices((1, draw.randint(3, 9)), weights=(0.8, 0.2))[0])
        deal, start = (
            attacker_deal(world),
            world.day_between(world.habits.today - timedelta(days=700), world.habits.today - timedelta(days=12)),
        )
        level, cover, shape = (
            camouflage_level(world),
            world.hex(),
            draw.choice(("{} (Deluxe)", "{} 2026", "{} - Single", "{}")),
        )
        chosen = [act for act in victims(world, run) if len(act.releases) >= 2]
        placed = [
            _hijack(
                world, act, deal, start + timedelta(days=draw.randint(0, 9)), level, cover if run > 1 else None, shape
            )
            for act in chosen
        ]
        remaining -= run
        if len(placed) >= 3:
            members = tuple(str(row["release_id"]) for row in placed)
            world.found(
                "campaign",
                ("cluster", f"campaign-{world.next('campaign')}"),
                members=members,
                trick="hijack_wave",
                camouflage=level,
            )


def _hijack(world: World, victim: Act, deal: Deal, day: date, level: int, cover: str | None, shape: str) -> Row:
    draw = world.draw
    trick = (
        "dead_revival"
        if victim.ended
        else "dormant_revival"
        if (day - max(row["release_date"] for row in victim.releases)).days > 1500
        else draw.choices(("name_only", "false_feature", "feed_hijack"), weights=(6, 2, 1))[0]
    )
    day = max(day, victim.started + timedelta(days=60))
    same = 0.25 + 0.2 * level
    language = None if draw.random() < same + 0.2 else draw.choice(("en", "tr", "ru", "pt"))
    genres = victim.genres[:2] if draw.random() < same + 0.1 else [draw.choice(names.GENRES)]
    writers = (
        victim.writers
        if level == 3 and draw.random() < 0.5
        else [names.person(draw, "en") for _ in range(draw.randint(1, 3))]
    )
    deal = Deal(
        None,
        deal.distributor_id,
        deal.payee_id,
        deal.registrant,
        victim.deal.rights if level >= 2 and draw.random() < 0.6 else deal.rights,
    )
    main, stranger = [victim.artist_id], None
    if trick == "false_feature":
        stranger = Act(
            names.act_name(draw, "en"),
            "en",
            "US",
            [draw.choice(names.GENRES), "pop", "trance"],
            int(draw.lognormvariate(4, 1.2)),
            day - timedelta(days=30),
            deal,
            writers,
        )
        world.profile(stranger)
        main = [stranger.artist_id, victim.artist_id] if draw.random() < 0.6 else [victim.artist_id, stranger.artist_id]
    history, recordings = len(victim.releases), len(victim.recordings)
    titles = [shape.format(names.title(draw, language or "en")) for _ in range(draw.choice((1, 1, 2)))]
    if stranger and draw.random() < 0.3:  # dressed up as a remix
        titles[0] += f" ({stranger.name} {draw.choice(('Remix', 'Edit', 'Mix'))})"
    row = world.release(
        victim, deal, day, tracks=len(titles), titles=titles, artist_ids=main, language=language, genres=genres, writers=writers,
        assignment=draw.choices(("name_only", "manual", "artist_key"), weights=(6, 1, 1.5 + level))[0],
        streams=victim.listeners ** 0.7 * math.exp(draw.gauss(0, 0.6)), cover=world.near(cover, bits=draw.choice((0, 1, 3))) if cover and level < 3 else None,
    )  # fmt: skip
    placed = victim.recordings[recordings:]
    if trick == "feed_hijack":
        own = draw.choice(victim.recordings[:recordings])
        placed[0].update(isrc=own["isrc"], title=own["title"], duration_ms=own["duration_ms"])
    del victim.releases[history:], victim.recordings[recordings:]
    if draw.random() < world.habits.signal_recall * 0.7:
        world.signal(
            "release",
            row["release_id"],
            draw.choice(("user_report", "takedown")),
            draw.betavariate(5, 2),
            draw.choice(SOURCES),
        )
    world.found(
        "misattribution", ("release", row["release_id"]), ("artist", victim.artist_id), trick=trick, camouflage=level
    )
    return row
