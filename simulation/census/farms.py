"""Houses: many profiles behind one operator. Content farms, and the honest mass producers that look like them."""

from dataclasses import dataclass, replace

import numpy as np

from simulation.census.acts import own_biography
from simulation.census.draft import Deal, Draft, Mark, Spared
from simulation.census.industry import add_payee, registrant
from simulation.census.lexicon import CULTURES, MORE_WORDS
from simulation.census.naming import person, stage_name
from simulation.census.samplers import choose, hexes, ipi, near_hex, one, zipf_pick

LAWFUL = ("library_music", "kids_label", "classical_label", "sleep_label", "house_writers", "lawful_pseudonyms")
_GENRE = {
    "library_music": "soundtrack",
    "kids_label": "children",
    "classical_label": "classical",
    "sleep_label": "sleep",
}
_FARM_GENRES = ("sleep", "ambient", "lo-fi", "meditation", "children", "soundtrack", "house", "trap", "classical")
_PATTERNS = (
    "{a} {b}, Pt. {n}",
    "{a} {b} for Sleep {n}",
    "{a} and {b}",
    "{b} ({a} Version)",
    "{a} {n}",
    "Calm {a} {b}",
    "{a} Sounds: {b}",
    "White Noise {a} {n}",
)


@dataclass(frozen=True, slots=True)
class House:
    """One operator's profiles; `twin` names an honest one, None is a farm."""

    acts: tuple[int, ...]
    level: int
    twin: str | None


def cast_farms(draft: Draft) -> list[House]:
    """Farms with sizes of a heavy tail, down to five profiles, within the seed's share of all profiles."""
    rng, n = draft.rng, len(draft.acts)
    left = round(draft.habits.farmed * n)
    houses = []
    while left >= 5:
        size = int(min(left, max(5, 5 * (1 + rng.pareto(draft.habits.farm_tail))), 2000, max(12, n // 40)))
        members = draft.take(size)
        if len(members) < 5:
            break
        houses.append(_cast(draft, members, draft.habits.level(rng), None))
        left -= size
    return houses


def cast_mass_producers(draft: Draft) -> list[House]:
    """Honest houses of every kind, some of them as large as farms."""
    rng, n = draft.rng, len(draft.acts)
    rounds = max(1, int(rng.poisson(draft.habits.twins * n / 9000)))
    houses = []
    for twin in LAWFUL * rounds:
        members = draft.take(int(min(max(6, 6 * (1 + rng.pareto(1.0))), max(8, n // 120))))
        if len(members) >= 4:
            houses.append(_cast(draft, members, int(rng.integers(0, 3)), twin))
    return houses


def _cast(draft: Draft, members: list[int], level: int, twin: str | None) -> House:
    rng, acts, habits = draft.rng, draft.acts, draft.habits
    shows = {tell: habits.shows(rng, tell, level) for tell in habits.openness}
    deals = _deals(draft, members, level, twin, shows["money"])
    culture = acts["culture"][members[0]]
    pool = [
        (person(rng, CULTURES[culture]), ipi(rng) if rng.random() < 0.6 else None)
        for _ in range(int(rng.integers(1, 3 + level + len(members) // 40)))
    ]
    genre = _GENRE.get(twin or "") or (one(rng, _FARM_GENRES) if twin is None else acts["main_genre"][members[0]])
    age = rng.uniform(0.3, 5) if twin is None else rng.uniform(1.5, 14)
    begin = draft.today - int(365 * age)
    together = shows["burst"] if twin is None else rng.random() < 0.25
    output = rng.lognormal(1.3, 0.5)
    for act in members:
        acts["name"][act] = _member_name(draft, act, culture)
        acts["culture"][act], acts["main_genre"][act] = culture, genre
        acts["genres"][act] = [genre] if rng.random() < 0.8 else acts["genres"][act]
        acts["n_releases"][act] = int(min(40, max(1, rng.poisson(output))))
        acts["start"][act] = begin + (
            int(rng.integers(0, 40)) if together else int(rng.integers(0, max(2, int(300 * age))))
        )
        acts["stop"][act] = min(draft.today, acts["start"][act] + int(rng.integers(60, 1500)))
        acts["created_on"][act], acts["ended_on"][act] = acts["start"][act] - int(rng.integers(0, 20)), None
        if shows["writers"] or twin is not None or rng.random() < 0.35:
            acts["writers"][act] = pool
            acts["person"][act] = pool[0][0] if rng.random() < 0.7 else acts["person"][act]
        bare = rng.random() < (0.8 if shows["empty"] else 0.3) if twin is None else rng.random() < 0.4
        acts["biography"][act] = None if bare or acts["biography"][act] is None else own_biography(rng, acts, act)
        acts["urls"][act] = [] if bare else acts["urls"][act]
        for column in ("isni", "musicbrainz_id", "discogs_id"):
            acts[column][act] = acts[column][act] if rng.random() < (0.15 if twin is None else 0.5) else None
        if (twin is None and shows["duration"]) or (twin == "sleep_label" and rng.random() < 0.3):
            acts["brief"][act] = float(rng.uniform(31, 75))
        draft.deals[act] = [replace(one(rng, deals))]
    return House(tuple(members), level, twin)


def _member_name(draft: Draft, act: int, culture: int) -> str:
    rng = draft.rng
    if rng.random() < 0.5:
        return f"{one(rng, MORE_WORDS)} {one(rng, MORE_WORDS)}"
    return stage_name(rng, CULTURES[culture], person(rng, CULTURES[culture]))


def _deals(draft: Draft, members: list[int], level: int, twin: str | None, open_money: bool) -> list[Deal]:
    """An honest house has one label that collects; a farm one account, or several that hashes link and innocent ones between."""
    rng, labels, habits = draft.rng, draft.labels, draft.habits
    if twin is not None and twin != "lawful_pseudonyms":
        label = int(rng.integers(len(labels)))
        return [
            Deal(0.0, labels["distributor"][label], label, payee, labels["code"][label])
            for payee in labels["payees"][label]
        ]
    lead = members[0]
    first = add_payee(rng, draft.payees, draft.acts["person"][lead], draft.acts["country"][lead])
    accounts = [first]
    if not (open_money or twin):
        shared = (0.7, 0.5, 0.35, 0.22)[level]
        accounts += [
            add_payee(
                rng,
                draft.payees,
                person(rng, CULTURES[draft.acts["culture"][lead]]),
                draft.acts["country"][one(rng, members)],
                like=one(rng, accounts),
                shared=shared,
            )
            for _ in range(min(len(members), 1 + level * 2 + len(members) // 15))
        ]
    if level == 3 and twin is None:
        accounts += [draft.deals[act][-1].payee for act in draft.known(1, fame=0.3)]
    count = 1 if twin or habits.shows(rng, "distributor", level) else int(rng.integers(2, 6))
    distributors = [int(d) for d in zipf_pick(rng, count, habits.n_distributors, habits.distributor_exponent)]
    code, label_row = registrant(rng), int(rng.integers(len(labels)))
    signed = label_row if rng.random() < 0.4 else None
    return [
        Deal(0.0, d, signed, a, code if rng.random() < 0.4 else draft.distributors["code"][d])
        for a in accounts
        for d in distributors
    ]


def play_houses(draft: Draft, houses: list[House]) -> None:
    """What houses release: titles by pattern, covers alike, streams without followers for farms; then the truth."""
    for house in houses:
        farm = house.twin is None
        _same_hand(draft, house)
        _audience(draft, house)
        if farm:
            _shared_audio(draft, house)
            members = tuple(("artists", act) for act in house.acts)
            draft.marks.append(Mark("content_farm", -1, None, members, "farm", house.level))
        else:
            draft.innocents.append(Spared(str(house.twin), house.acts))


def _same_hand(draft: Draft, house: House) -> None:
    rng, habits, releases = draft.rng, draft.habits, draft.releases
    farm = house.twin is None
    patterned = habits.shows(rng, "titles", house.level) if farm else rng.random() < 0.4
    alike = habits.shows(rng, "cover", house.level) if farm else rng.random() < 0.25
    patterns = choose(rng, _PATTERNS, 1 + house.level)
    words = choose(rng, MORE_WORDS, 14)
    covers = hexes(rng, max(1, len(house.acts) // 8))
    for act in house.acts:
        for release in draft.of_act[act]:
            if alike and rng.random() < 0.7:
                releases["cover_phash"][release] = near_hex(rng, one(rng, covers), int(rng.integers(0, 6)))
            for track in draft.tracks[release]:
                if patterned and rng.random() < 0.85:
                    slots = {"a": one(rng, words), "b": one(rng, words), "n": int(rng.integers(1, 30))}
                    draft.recordings["title"][track] = one(rng, patterns).format(**slots)
            if patterned:
                releases["title"][release] = draft.recordings["title"][draft.tracks[release][0]]


def _audience(draft: Draft, house: House) -> None:
    """Farms are played without being followed, the more openly the less they hide it; honest houses only a little so."""
    rng, acts, recordings = draft.rng, draft.acts, draft.recordings
    farm = house.twin is None
    pushed = farm and draft.habits.shows(rng, "signal", house.level)
    gain = float(rng.uniform(3, 25)) if pushed else float(rng.uniform(0.7, 4))
    for act in house.acts:
        acts["followers"][act] = int(
            acts["followers"][act] * (rng.uniform(0.02, 0.3) if pushed else rng.uniform(0.15, 1.0))
        )
        for release in draft.of_act[act]:
            for track in draft.tracks[release]:
                recordings["streams_28d"][track] = int(
                    recordings["streams_28d"][track] * gain * np.exp(rng.normal(0, 0.3))
                )
                if farm and rng.random() < 0.1:
                    recordings["ai_disclosure"][track] = ["generated"]


def _shared_audio(draft: Draft, house: House) -> None:
    """A farm sells some of its audio again under its own other names."""
    rng, recordings = draft.rng, draft.recordings
    tracks = [track for act in house.acts for release in draft.of_act[act] for track in draft.tracks[release]]
    rate = rng.uniform(0.0, 0.03) * (4 - house.level) / 4
    for track in tracks:
        source = one(rng, tracks)
        if rng.random() < rate and recordings["act"][source] != recordings["act"][track]:
            recordings["audio_fingerprint"][track] = near_hex(
                rng, recordings["audio_fingerprint"][source], int(rng.integers(0, 4))
            )
            recordings["duration_ms"][track] = recordings["duration_ms"][source] + int(rng.integers(-400, 400))
            draft.marks.append(Mark("recycled_audio", track, source, (), "own_farm", house.level))
