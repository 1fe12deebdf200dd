"""The honest population: latent factors of each act (scene, age, fame, craft, output) and the columns that follow from them."""

from typing import Any

import numpy as np

from simulation.census.draft import Draft, Table
from simulation.census.habits import Habits
from simulation.census.industry import draw_deals, draw_distributors, draw_labels, empty_payees
from simulation.census.lexicon import CULTURES, GENRES
from simulation.census.naming import biography, genres_of, person, stage_name
from simulation.census.releases import release_counts
from simulation.census.samplers import Rng, choose, copula, hexes, ipi, isni, near_hex, one, zipf_pick

_HOSTS = ("instagram.com", "facebook.com", "youtube.com", "soundcloud.com", "bandcamp.com")


def draw_draft(rng: Rng, habits: Habits, size: int) -> Draft:
    """A catalog of `size` honest acts with their deals, before anything is released or done to it."""
    today = int(np.datetime64(f"{habits.year}-01-01").astype(int)) + 719163 + int(rng.integers(0, 365))
    acts = _latents(rng, habits, size)
    _life(rng, acts, today)
    _columns(rng, habits, acts, today)
    payees = empty_payees()
    distributors = draw_distributors(rng, habits)
    labels, label_of = draw_labels(rng, habits, acts["scene"], payees)
    deals = draw_deals(rng, habits, acts, label_of, labels, distributors, payees)
    scenes: list[list[int]] = [[] for _ in range(max(acts["scene"]) + 1)]
    for act, scene in enumerate(acts["scene"]):
        scenes[scene].append(act)
    ordinary = [act for act in range(size) if acts["fame"][act] < 0.8]
    free = [ordinary[k] for k in rng.permutation(len(ordinary))]
    draft = Draft(rng, habits, today, acts, distributors, labels, payees, deals, free, set(), scenes)
    acts.columns["n_releases"] = release_counts(rng, draft)
    return draft


def _latents(rng: Rng, habits: Habits, n: int) -> Table:
    loadings = rng.normal(0.0, 0.35, (2, 4)) + np.array([[0.5, 0.55, 0.35, 0.45], [0.0, 0.1, 0.4, -0.2]])
    uniform = copula(rng, n, np.clip(loadings, -0.7, 0.7))
    n_scenes = max(6, n // habits.scene_size)
    scene = zipf_pick(rng, n, n_scenes, rng.uniform(0.3, 0.9))
    tongues = np.concatenate([[0.3 + rng.random()], rng.dirichlet(np.full(len(CULTURES) - 1, 1.2)) * 1.5])
    of_scene = choose(rng, range(len(CULTURES)), n_scenes, tongues)
    genre = choose(rng, GENRES, n_scenes)
    home = [one(rng, CULTURES[c].countries) for c in of_scene]
    culture = [of_scene[s] if r < 0.9 else 0 for s, r in zip(scene.tolist(), rng.random(n).tolist(), strict=True)]
    fame, craft, age, output = (uniform[:, k].tolist() for k in range(4))
    source = choose(rng, range(habits.n_sources), n, habits.source_mix)
    return Table(
        {
            "scene": scene.tolist(),
            "culture": culture,
            "main_genre": [genre[s] for s in scene.tolist()],
            "country": [
                home[s] if rng.random() < 0.7 else one(rng, CULTURES[c].countries)
                for s, c in zip(scene.tolist(), culture, strict=True)
            ],
            "fame": fame,
            "craft": craft,
            "age": age,
            "output": output,
            "source": source,
        }
    )


def _life(rng: Rng, acts: Table, today: int) -> None:
    """When each act's releases begin and end, when its profile was made, and whether it has ended for good."""
    n = len(acts)
    years = 0.15 + 32 * np.array(acts["age"]) ** rng.uniform(2.0, 3.2)
    start = today - (years * 365).astype(int)
    active = np.where(rng.random(n) < 0.6, 1.0, rng.uniform(0.05, 1.0, n))
    stop = start + np.maximum(20, (today - start) * active).astype(int)
    ended = (active < 0.7) & (rng.random(n) < 0.3)
    opened = today - int(rng.integers(6, 17)) * 365
    made = np.maximum(start - rng.integers(0, 90, n), opened + rng.integers(0, 200, n))
    late = rng.random(n) < 0.12
    made = np.where(late, np.minimum(today - 1, made + rng.integers(0, 2000, n)), np.minimum(made, today - 1))
    acts.columns |= {
        "start": start.tolist(),
        "stop": np.minimum(stop, today).tolist(),
        "created_on": made.tolist(),
        "ended_on": [
            s + int(d) if e else None
            for s, e, d in zip(stop.tolist(), ended.tolist(), rng.integers(0, 400, n), strict=True)
        ],
    }
    acts.columns["ended_on"] = [min(e, today) if e is not None else None for e in acts["ended_on"]]


def _columns(rng: Rng, habits: Habits, acts: Table, today: int) -> None:
    n = len(acts)
    fame = np.array(acts["fame"])
    listeners = 10 ** (0.5 + 6.3 * fame**3 + rng.normal(0, 0.35, n))
    followers = listeners * 10 ** rng.normal(-0.1, 0.45, n)
    persons = [person(rng, CULTURES[c]) for c in acts["culture"]]
    latin = rng.random(n) < 0.3
    names = [
        stage_name(rng, CULTURES[0] if abroad and CULTURES[c].language != "en" else CULTURES[c], p)
        for c, p, abroad in zip(acts["culture"], persons, latin.tolist(), strict=True)
    ]
    craft = np.array(acts["craft"])
    registered = rng.random(n) < 0.1 + 0.7 * fame * craft
    acts.columns |= {
        "name": names,
        "person": persons,
        "type": choose(rng, ("person", "group", "other"), n, (0.6, 0.35, 0.05)),
        "genres": [genres_of(rng, g) for g in acts["main_genre"]],
        "monthly_listeners": listeners.astype(int).tolist(),
        "followers": followers.astype(int).tolist(),
        "isni": [isni(rng) if r else None for r in registered.tolist()],
        "ipi": [ipi(rng) for _ in range(n)],
        "musicbrainz_id": [
            _uuid(rng) if r < 0.05 + 0.75 * f else None for r, f in zip(rng.random(n), fame, strict=True)
        ],
        "discogs_id": [
            str(rng.integers(10**4, 10**7)) if r < 0.6 * f else None for r, f in zip(rng.random(n), fame, strict=True)
        ],
        "image_phash": _images(rng, habits, n),
        "verified": [bool(r < f**3 * 1.3 * c) for r, f, c in zip(rng.random(n), fame, craft, strict=True)],
        "biography": [None] * n,
        "pace": np.exp(rng.normal(0, 0.4, n)).tolist(),
        "brief": [0.0] * n,
        "writers": [None] * n,
        "n_releases": [1] * n,
    }
    acts.columns["urls"] = [
        urls_of(rng, name, k) for name, k in zip(names, rng.binomial(3, 0.15 + 0.5 * craft), strict=True)
    ]
    acts.columns["aliases"] = [_aliases(rng, acts, act) for act in range(n)]
    for act in np.flatnonzero(rng.random(n) < habits.with_biography * (0.3 + 0.7 * np.maximum(craft, fame))).tolist():
        acts["biography"][act] = own_biography(rng, acts, act)


def _images(rng: Rng, habits: Habits, n: int) -> list[Any]:
    """Pictures of their own, but for a few stock ones that many use as they are or nearly."""
    stock = hexes(rng, 6)
    drawn: list[Any] = hexes(rng, n)
    common = rng.random(n) < 0.015
    absent = rng.random(n) > habits.with_image
    return [
        None if a else near_hex(rng, stock[int(zipf_pick(rng, 1, 6, 1.0)[0])], int(rng.integers(0, 3))) if c else h
        for h, c, a in zip(drawn, common, absent, strict=True)
    ]


def own_biography(rng: Rng, acts: Table, act: int) -> str:
    """A biography written for that act, in its language or in English."""
    language = CULTURES[acts["culture"][act]].language if rng.random() < 0.7 else "en"
    year = int(np.datetime64(acts["start"][act] - 719163, "D").astype("datetime64[Y]").astype(int)) + 1970
    return biography(rng, language, acts["name"][act], acts["main_genre"][act], year)


def urls_of(rng: Rng, name: str, n: int) -> list[str]:
    """Pages of the act at `n` hosts, under a handle made of its name."""
    handle = "".join(c for c in name.lower() if c.isalnum()) + (
        str(rng.integers(1, 9999)) if rng.random() < 0.7 else "music"
    )
    return sorted({f"https://{one(rng, _HOSTS)}/{handle}" for _ in range(n)})


def _aliases(rng: Rng, acts: Table, act: int) -> list[str]:
    if rng.random() > 0.05 + 0.2 * acts["fame"][act]:
        return []
    other = (
        acts["person"][act]
        if rng.random() < 0.5
        else stage_name(rng, CULTURES[acts["culture"][act]], acts["person"][act])
    )
    return [other] if other != acts["name"][act] else []


def _uuid(rng: Rng) -> str:
    text = rng.bytes(16).hex()
    return f"{text[:8]}-{text[8:12]}-4{text[13:16]}-a{text[17:20]}-{text[20:]}"
