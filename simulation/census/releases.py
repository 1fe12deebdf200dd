"""What acts release: releases, recordings, credits and streams, drawn column by column for all acts at once."""

from typing import Any

import numpy as np

from simulation.census.draft import Deal, Draft, Table
from simulation.census.lexicon import CULTURES
from simulation.census.naming import person, titles
from simulation.census.samplers import Flags, Ints, Rng, choose, groups_of, hexes, ipi, one, upc

ASSIGNMENTS = ("identifier", "artist_key", "name_only", "manual")
_LENGTHS = {"single": (1, 2), "ep": (3, 6), "album": (7, 13), "compilation": (8, 14)}
_CALM = {"sleep", "meditation", "ambient", "children", "lo-fi"}


def release_counts(rng: Rng, draft: Draft) -> list[int]:
    """Releases per act: lognormal with a long tail, by output, fame and age."""
    acts = draft.acts
    drive = 0.9 * np.array(acts["output"]) + 0.5 * np.array(acts["fame"]) + 0.4 * np.array(acts["age"]) - 0.9
    raw = np.exp(rng.normal(0, 0.75, len(acts)) + 2.2 * drive)
    counts = np.clip(np.rint(raw * draft.habits.mean_releases / raw.mean()), 1, 400)
    return [int(count) for count in counts]


def draw_releases(draft: Draft) -> None:
    """Every act's releases and recordings, by the deals and dates that the act has by now."""
    rng, acts = draft.rng, draft.acts
    act = np.repeat(np.arange(len(acts)), acts["n_releases"])
    start, stop = (np.array(acts[c], dtype=np.int64)[act] for c in ("start", "stop"))
    moment = rng.random(len(act)) ** np.array(acts["pace"])[act]
    order = np.lexsort((moment, act))
    moment = moment[order]
    date = np.minimum(start + (moment * np.maximum(1, stop - start)).astype(np.int64), draft.today)
    friday = (rng.random(len(act)) < 0.7) & (date > 730000)
    date = np.where(friday, np.minimum(date + (5 - date % 7) % 7, draft.today), date)
    deals = [_deal_at(draft.deals[a], m) for a, m in zip(act.tolist(), moment.tolist(), strict=True)]
    kinds = choose(rng, ("single", "ep", "album", "compilation"), len(act), (0.6, 0.15, 0.23, 0.02))
    draft.releases = _release_columns(draft, act, date, deals, kinds)
    draft.of_act = [part.tolist() for part in groups_of(act, len(acts))]
    _draw_recordings(draft, act, kinds, deals)


def _deal_at(deals: list[Deal], moment: float) -> Deal:
    return next(deal for deal in reversed(deals) if deal.start <= moment or deal is deals[0])


def _language(rng: Rng, draft: Draft, act: Ints) -> list[int]:
    culture = np.array(draft.acts["culture"])[act]
    english = rng.random(len(draft.acts)) < draft.habits.english_titles
    stray = rng.random(len(act)) < 0.06
    return [int(c) for c in np.where(english[act] | stray, 0, culture)]


def _titles(rng: Rng, cultures: list[int]) -> list[str]:
    drawn: list[str] = [""] * len(cultures)
    for number, rows in enumerate(groups_of(np.array(cultures, dtype=np.int64), len(CULTURES))):
        for row, title in zip(rows.tolist(), titles(rng, CULTURES[number], len(rows)), strict=True):
            drawn[row] = title
    return drawn


def _release_columns(draft: Draft, act: Ints, date: Ints, deals: list[Deal], kinds: list[str]) -> Table:
    rng, acts, n = draft.rng, draft.acts, len(act)
    culture = _language(rng, draft, act)
    fresh = date > draft.today - int(rng.integers(1200, 4000))
    lead = np.where(fresh, rng.integers(-45, -1, n), rng.integers(0, 2500, n))
    received = np.minimum(date + lead, draft.today) + rng.random(n)
    lines = [_copyright(rng, draft, a, d) for a, d in zip(act.tolist(), deals, strict=True)]
    years = np.array(date - 719163, dtype="datetime64[D]").astype("datetime64[Y]").astype(int) + 1970
    return Table(
        {
            "act": act.tolist(),
            "title": _titles(rng, culture),
            "artists": [[a] for a in act.tolist()],
            "upc": [upc(rng) for _ in range(n)],
            "type": list(kinds),
            "date": date.tolist(),
            "label": [d.label for d in deals],
            "distributor": [d.distributor for d in deals],
            "payee": [d.payee for d in deals],
            "cover_phash": hexes(rng, n),
            "genres": [acts["genres"][a] for a in act.tolist()],
            "culture": culture,
            "p_line": [f"{y} {line}" for y, line in zip(years.tolist(), lines, strict=True)],
            "c_line": [f"{y} {line}" for y, line in zip(years.tolist(), lines, strict=True)],
            "received_at": received.tolist(),
            "old_payee": [None] * n,
            "artist_assignment": choose(rng, ASSIGNMENTS, n, draft.habits.assignment),
        }
    )


def _copyright(rng: Rng, draft: Draft, act: int, deal: Deal) -> str:
    if deal.label is not None and rng.random() < 0.9:
        return str(draft.labels["name"][deal.label])
    return str(draft.acts["person" if rng.random() < 0.3 else "name"][act])


def _draw_recordings(draft: Draft, act: Ints, kinds: list[str], deals: list[Deal]) -> None:
    rng = draft.rng
    counts = np.array([int(rng.integers(*_LENGTHS[kind])) for kind in kinds])
    counts = np.maximum(1, np.rint(counts * draft.habits.track_scale)).astype(int)
    release = np.repeat(np.arange(len(act)), counts)
    owner, n = act[release], len(release)
    first = np.r_[True, release[1:] != release[:-1]]
    culture = np.array(draft.releases["culture"])[release].tolist()
    drawn = _titles(rng, culture)
    for row in np.flatnonzero(first & (rng.random(n) < 0.75)).tolist():
        drawn[row] = draft.releases["title"][release[row]]
    streams, listeners = _streams(rng, draft, owner)
    draft.recordings = Table(
        {
            "act": owner.tolist(),
            "title": drawn,
            "artists": [[a] for a in owner.tolist()],
            "featured": _featured(rng, draft, owner),
            "releases": [[r] for r in release.tolist()],
            "isrc": _isrcs(rng, draft, release, deals),
            "duration_ms": _durations(rng, draft, owner),
            "audio_fingerprint": hexes(rng, n),
            "culture": culture,
            "streams_28d": streams.tolist(),
            "listeners_28d": listeners.tolist(),
            "ai_disclosure": choose(rng, (["none"], ["assisted"], ["generated"], None), n, (0.5, 0.03, 0.01, 0.46)),
            "credits": _credits(draft, owner),
        }
    )
    draft.tracks = [part.tolist() for part in groups_of(release, len(act))]
    _reuse_singles(rng, draft)


def _streams(rng: Rng, draft: Draft, owner: Ints) -> tuple[Ints, Ints]:
    audience = np.array(draft.acts["monthly_listeners"], dtype=np.float64)[owner]
    per_act = np.bincount(owner, minlength=len(draft.acts))[owner]
    listeners = np.minimum(audience, audience * rng.pareto(1.1, len(owner)) / per_act * 0.6)
    each = 1.05 + rng.gamma(1.6, 0.8, len(owner))
    return (listeners * each).astype(np.int64), listeners.astype(np.int64)


def _durations(rng: Rng, draft: Draft, owner: Ints) -> list[int]:
    calm = np.array([genre in _CALM for genre in draft.acts["main_genre"]])
    mean = np.exp(rng.normal(5.3, 0.18, len(draft.acts))) * np.where(calm & (rng.random(len(calm)) < 0.6), 0.6, 1.0)
    short = np.array(draft.acts["brief"], dtype=np.float64)
    mean = np.where(short > 0, short, mean)
    spread = np.where(short > 0, 0.06, 0.22)
    seconds = mean[owner] * np.exp(rng.standard_normal(len(owner)) * spread[owner])
    return [max(12_000, int(1000 * length)) for length in seconds]


def _featured(rng: Rng, draft: Draft, owner: Ints) -> list[list[int]]:
    guests = rng.random(len(owner)) < 0.05
    drawn: list[list[int]] = [[] for _ in range(len(owner))]
    for row in np.flatnonzero(guests).tolist():
        guest = one(rng, draft.scenes[draft.acts["scene"][owner[row]]])
        if guest != owner[row] and guest not in draft.unlisted:
            drawn[row] = [guest]
    return drawn


def _isrcs(rng: Rng, draft: Draft, release: Ints, deals: list[Deal]) -> list[str]:
    """Codes run on within a registrant and year, release after release, so that neighbours are of one delivery."""
    years = np.array(draft.releases["date"])[release] // 365.2425
    counters: dict[tuple[str, int], int] = {}
    codes = [""] * len(release)
    for row in np.argsort(np.array(draft.releases["received_at"])[release], kind="stable").tolist():
        key = (deals[release[row]].registrant, int(years[row]) % 100)
        counters[key] = counters.get(key, int(rng.integers(0, 500))) + 1
        codes[row] = f"{key[0]}{key[1]:02d}{counters[key] % 100000:05d}"
    return codes


def _credits(draft: Draft, owner: Ints) -> list[list[tuple[Any, ...]]]:
    """Writers and producers: the act itself, and those its scene shares, a few of them everywhere."""
    rng, acts, n = draft.rng, draft.acts, len(owner)
    pools = [
        [_writer(rng, CULTURES[acts["culture"][members[0]]]) for _ in range(max(3, len(members) // 2))]
        for members in draft.scenes
    ]
    alone, joined, produced, performs = (flags.tolist() for flags in _credit_flags(rng, n))
    place = rng.pareto(0.9, (n, 2))
    drawn = []
    for row, act in enumerate(owner.tolist()):
        pool = acts["writers"][act] or pools[acts["scene"][act]]
        picked = [pool[int(p * 2) % len(pool)] for p in place[row]]
        credits: list[tuple[Any, ...]] = []
        if alone[row]:
            credits.append(
                (acts["person"][act], "composer", acts["ipi"][act] if acts["craft"][act] > 0.5 else None, None)
            )
        if joined[row] or not alone[row]:
            credits.append((picked[0][0], "composer" if row % 3 else "lyricist", picked[0][1], None))
        if produced[row]:
            credits.append((picked[1][0], "producer", None, None))
        if performs[row] and act not in draft.unlisted:
            credits.append((acts["name"][act], "performer", None, act))
        drawn.append(credits)
    return drawn


def _credit_flags(rng: Rng, n: int) -> list[Flags]:
    rates = rng.uniform((0.5, 0.2, 0.1, 0.05), (0.85, 0.5, 0.5, 0.35))
    return [rng.random(n) < rate for rate in rates]


def _writer(rng: Rng, culture: Any) -> tuple[str, str | None]:
    return person(rng, culture), ipi(rng) if rng.random() < 0.6 else None


def _reuse_singles(rng: Rng, draft: Draft) -> None:
    """An album or compilation often holds an earlier single of the act: one recording on two releases."""
    kinds = draft.releases["type"]
    for rows in draft.of_act:
        singles = [row for row in rows if kinds[row] == "single"]
        for row in rows:
            earlier = [s for s in singles if s < row]
            if kinds[row] in ("album", "compilation") and earlier and rng.random() < 0.5:
                track = draft.tracks[one(rng, earlier)][0]
                draft.recordings["releases"][track].append(row)
                draft.tracks[row].append(track)
