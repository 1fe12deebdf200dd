"""The attacks, each planted with its truth. Camouflage 0 hides nothing, 3 hides nearly everything."""

from datetime import date, timedelta

from graph.findings import Reference
from graph.truth import TrueFinding
from simulation import words
from simulation.lookalikes import TRICKS, lookalike
from simulation.world import TODAY, Act, ReleasePlan, World


def _victims(world: World, count: int) -> list[Act]:
    """Mostly well known, at times anybody."""
    ranked = sorted((act for act in world.acts if act.releases), key=lambda act: -act.popularity)
    places = [int(len(ranked) * float(world.random.random()) ** 3) for _ in range(count)]
    return [ranked[place] for place in places]


def _camouflage(world: World, hard: bool) -> int:
    return int(world.random.choice(4, p=(0.1, 0.2, 0.35, 0.35) if hard else (0.3, 0.3, 0.25, 0.15)))


def add_impersonations(world: World, count: int, *, hard: bool) -> None:
    random = world.random
    tricks = list(TRICKS)
    for victim in _victims(world, count):
        trick, camouflage = words.pick(random, tricks), _camouflage(world, hard)
        row = world.rows["artists"][int(victim.artist_id[1:]) - int(world.rows["artists"][0]["artist_id"][1:])]
        copies = 0.8 - 0.25 * camouflage
        copied = {column: row.get(column) for column in ("biography", "image_phash", "genres", "country") if world.chance(copies)}
        if not copied.get("genres"):
            copied["genres"] = [words.pick(random, words.GENRES)]
        name = lookalike(victim.name, trick, random)
        created = world.day(date(2025, 6, 1))
        key = world.add_artist(name, popularity=float(random.lognormal(4.5, 1.2)), created=created, verified=False, **copied)
        payee = world.add_payee(words.person_name(random))
        country = copied.get("country") or words.pick(random, words.COUNTRIES)
        impostor = Act(key, name, country, copied["genres"], victim.language if world.chance(copies) else "en", 150, None, world.registrant(), world.any_distributor(), payee, [words.person_name(random)], created)
        titles = [row["title"] for row in world.rows["recordings"] if row["artist_ids"] == [victim.artist_id]][:40]
        for _ in range(1 + int(random.integers(3))):
            tracks = 1 + int(random.integers(4))
            taken = tuple(words.pick(random, titles) for _ in range(tracks)) if titles and world.chance(copies) else None
            world.release(impostor, ReleasePlan(world.day(created), tracks, track_titles=taken, title=taken[0] if taken else None))
        if world.chance(0.35 - 0.08 * camouflage):
            world.signal("artist", key, "user_report", float(random.uniform(0.3, 0.95)), "listeners")
        world.findings.append(TrueFinding("impersonation", Reference("artist", key), Reference("artist", victim.artist_id), (), trick, camouflage))


def add_misattributions(world: World, count: int, *, hard: bool) -> None:
    random = world.random
    operations = [(world.add_payee(words.person_name(random)), world.registrant(), world.any_distributor()) for _ in range(max(1, count // 5))]
    for act in _victims(world, count):
        if len(act.releases) < 2:
            continue
        camouflage = _camouflage(world, hard)
        trick = words.pick(random, ["name_only", "operation", "revival", "false_feature"])
        payee, registrant, distributor = (
            operations[int(random.integers(len(operations)))] if trick == "operation" else (world.add_payee(words.person_name(random)), world.registrant(), world.any_distributor())
        )
        plan = ReleasePlan(
            world.day(date(2025, 9, 1)),
            1 + int(random.integers(3)),
            payee_id=payee,
            registrant=registrant,
            distributor_id=act.distributor_id if camouflage >= 2 and world.chance(0.6) else distributor,
            lines=words.person_name(random),
            label_id=world.labels[int(random.integers(len(world.labels)))].label_id if world.chance(0.3) else None,
            writers=(words.person_name(random),),
            language=act.language if world.chance(0.3 + 0.2 * camouflage) else words.pick(random, ["en", "es", "pt", "hi"]),
            genres=tuple(act.genres) if world.chance(0.2 + 0.25 * camouflage) else (words.pick(random, words.GENRES),),
            assignment="name_only" if world.chance(0.85 - 0.15 * camouflage) else "artist_key",
            streams_scale=0.05,
        )
        key = world.release(act, plan)
        act.releases.pop()
        if trick == "revival":
            row = world.rows["artists"][int(act.artist_id[1:]) - int(world.rows["artists"][0]["artist_id"][1:])]
            row["ended_on"] = row.get("ended_on") or world.day(date(2016, 1, 1), date(2022, 1, 1))
        if world.chance(0.25 - 0.06 * camouflage):
            world.signal("release", key, "user_report", float(random.uniform(0.3, 0.95)), "listeners")
        world.findings.append(TrueFinding("misattribution", Reference("release", key), Reference("artist", act.artist_id), (), trick, camouflage))


def add_farm(world: World, members: int, camouflage: int) -> None:
    """One operator behind many empty profiles."""
    random = world.random
    account, device, address = world.hex64(), world.hex64(), world.hex64()
    payees = [world.add_payee(words.person_name(random), account_hash=account)]
    for _ in range(0 if camouflage == 0 else 1 + members // (8 if camouflage == 1 else 4)):
        shared = {"account_hash": account} if camouflage == 1 else {"device_hash": device} if world.chance(0.6) else {"address_hash": address}
        payees.append(world.add_payee(words.person_name(random), **shared))
    if camouflage >= 2:
        world.rows["payees"][-len(payees)] |= {"device_hash": device, "address_hash": address}
    distributors = [world.any_distributor() for _ in range(1 + camouflage)]
    registrants = [world.registrant() for _ in range(1 + camouflage)]
    house = [words.person_name(random) for _ in range(2)]
    template = f"{words.pick(random, words.MOODS)} {words.pick(random, words.USES)}"
    covers = [world.hex64() for _ in range(3 + members // 4)]
    start = world.day(date(2025, 3, 1), date(2026, 3, 1))
    bursts = [start + timedelta(days=int(day)) for day in random.integers(0, 100, 4 + 2 * camouflage)]
    line = f"{words.syllable_word(random, 'latin')} Media"
    keys = []
    for _ in range(members):
        name = words.artist_name(random, "latin")
        reach = float(random.lognormal(7.5, 0.7))
        full = world.chance(0.1 + 0.2 * camouflage)
        values = {"biography": words.biography(random, name, "ambient", "US"), "image_phash": world.hex64()} if full else {}
        key = world.add_artist(name, popularity=reach, created=start + timedelta(days=int(random.integers(60))), verified=False, genres=["ambient"], **values)
        world.rows["artists"][-1]["followers"] = int(reach * float(random.uniform(0.0005, 0.01 + 0.03 * camouflage)))
        writers = house if world.chance(1 - 0.3 * camouflage) else [words.person_name(random)]
        act = Act(key, name, "US", ["ambient"], "en", reach, None, words.pick(random, registrants), words.pick(random, distributors), words.pick(random, payees), writers, start)
        for _ in range(2 + int(random.integers(4))):
            tracks = 4 + int(random.integers(8))
            templated = world.chance(1 - 0.28 * camouflage)
            titles = tuple(f"{template} {int(random.integers(1, 400))}" if templated else words.title(random) for _ in range(tracks))
            short = tuple(int(random.integers(30_500, 45_000 if camouflage < 2 else 130_000)) for _ in range(tracks))
            on = min(words_day(world, bursts, camouflage), TODAY)
            world.release(
                act,
                ReleasePlan(on, tracks, title=titles[0], track_titles=titles, durations_ms=short, cover=words.pick(random, covers) if world.chance(0.6 - 0.15 * camouflage) else None,
                            lines=line if world.chance(1 - 0.3 * camouflage) else name, streams_scale=3.0, listeners_per_stream=float(random.uniform(0.01, 0.08 + 0.05 * camouflage))),
            )  # fmt: skip
        if world.chance(0.3):
            world.signal("artist", key, words.pick(random, ["stream_manipulation", "ai_generated"]), float(random.uniform(0.4, 0.95)), "detector")
        keys.append(key)
    world.findings.append(TrueFinding("content_farm", Reference("cluster", f"farm-{keys[0]}"), None, tuple(keys), "farm", camouflage))


def words_day(world: World, bursts: list[date], camouflage: int) -> date:
    burst = bursts[int(world.random.integers(len(bursts)))]
    return burst + timedelta(days=int(world.random.integers(0, 1 + 8 * camouflage)))


def add_recycled(world: World, count: int) -> None:
    """The same audio, sold again by somebody else under another code."""
    random = world.random
    sources = world.rows["recordings"]
    total = len(sources)
    for _ in range(count):
        source = sources[int(random.integers(total))]
        thief_name = words.artist_name(random, "latin")
        created = world.day(date(2025, 3, 1))
        key = world.add_artist(thief_name, popularity=float(random.lognormal(5, 1)), created=created, verified=False, genres=[words.pick(random, words.GENRES)])
        thief = Act(key, thief_name, "US", ["pop"], "en", 200, None, world.registrant(), world.any_distributor(), world.add_payee(words.person_name(random)), [words.person_name(random)], created)
        flips = int(random.choice((0, 1, 2, 3), p=(0.6, 0.2, 0.1, 0.1)))
        value = int(source["audio_fingerprint"], 16)
        for bit in random.choice(64, flips, replace=False):
            value ^= 1 << int(bit)
        start = len(world.rows["recordings"])
        tracks = 1 + int(random.integers(3))
        prints = (f"{value:016x}", *(world.hex64() for _ in range(tracks - 1)))
        durations = (max(int(source["duration_ms"] + random.normal(0, 300)), 20_000), *(200_000 for _ in range(tracks - 1)))
        day = max(created, world.day(created))
        world.release(thief, ReleasePlan(day, tracks, fingerprints=prints, durations_ms=durations))
        copied = world.rows["recordings"][start]["recording_id"]
        world.findings.append(TrueFinding("recycled_audio", Reference("recording", copied), Reference("recording", source["recording_id"]), (), "near" if flips else "equal", flips))
