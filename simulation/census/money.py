"""Statements of who was paid for which release, and what outside systems say: both imperfect."""

from typing import Any

import numpy as np

from simulation.census.assemble import Ids, moment
from simulation.census.draft import Draft
from simulation.census.samplers import choose, one

_CURRENCY = {
    "US": "USD",
    "GB": "GBP",
    "JP": "JPY",
    "BR": "BRL",
    "IN": "INR",
    "KR": "KRW",
    "SE": "SEK",
    "CA": "CAD",
    "MX": "MXN",
}
_KINDS = ("ai_generated", "stream_manipulation", "takedown", "user_report")


def draw_payouts(draft: Draft) -> None:
    """One to three months of statements per release; shares of one month add up to 1, a few are split with a writer."""
    rng, releases = draft.rng, draft.releases
    latest = np.datetime64(draft.today - 719163, "D").astype("datetime64[M]")
    months = [str(latest - k) for k in range(1, 8)]
    partners: list[int] = choose(rng, range(len(draft.payees)), 30 + len(draft.payees) // 40)
    many, split = (
        rng.random(len(releases)) < rng.uniform(0.05, 0.3),
        rng.random(len(releases)) < rng.uniform(0.01, 0.08),
    )
    streams = [sum(draft.recordings["streams_28d"][track] for track in tracks) for tracks in draft.tracks]
    skipped = rng.random(len(releases)) < rng.uniform(0.0, 0.15)
    for row, payee in enumerate(releases["payee"]):
        old = releases["old_payee"][row]
        if skipped[row] and old is None:
            continue
        count = 3 if old is not None else 1 + int(many[row])
        currency = _CURRENCY.get(draft.payees["country"][payee], "EUR")
        for place in range(count):
            paid = old if old is not None and place else payee
            share = round(float(rng.uniform(0.5, 0.95)), 2) if split[row] else 1.0
            amount = streams[row] * 0.0035 * rng.uniform(0.7, 1.2)
            draft.payouts.append((paid, row, share, round(amount * share, 2), currency, months[place]))
            other = one(rng, partners)
            if split[row] and other != paid:
                draft.payouts.append(
                    (other, row, round(1 - share, 2), round(amount * (1 - share), 2), currency, months[place])
                )


def draw_signals(draft: Draft, ids: Ids) -> dict[str, list[Any]]:
    """Outside systems' scores: hits on some of the guilty, noise on anybody, reports by users against the honest and famous."""
    rng, habits = draft.rng, draft.habits
    rows: list[tuple[str, int, str, float]] = []
    for mark in draft.marks:
        if mark.subject >= 0 and rng.random() < habits.signal_hit * 0.8**mark.camouflage:
            rows.append((*_seen(draft, mark.kind, mark.subject), float(rng.beta(4, 2))))
        for table, row in mark.members:
            if mark.kind == "content_farm" and rng.random() < habits.signal_hit * 0.7**mark.camouflage:
                rows.append(("artists", row, one(rng, _KINDS[:2]), float(rng.beta(3, 2))))
            elif table == "artists" and mark.kind == "campaign" and rng.random() < habits.signal_hit * 0.3:
                rows.append((table, row, "takedown", float(rng.beta(2, 2))))
    blamed = [one.artists[0] for one in draft.innocents if one.twin == "reported_honest"]
    rows += [("artists", row, "user_report", float(rng.beta(2, 2))) for row in blamed]
    for table, rate in (("artists", 1.0), ("releases", 0.4), ("recordings", 0.2)):
        size = len(draft.acts if table == "artists" else draft.releases if table == "releases" else draft.recordings)
        for row in rng.integers(0, size, int(rng.poisson(habits.signal_noise * rate * size))).tolist():
            if table != "artists" or row not in draft.unlisted:
                rows.append((table, row, one(rng, _KINDS), float(rng.beta(1.5, 2.5))))
    return {
        "subject_type": [table[:-1] for table, *_ in rows],
        "subject_id": [ids.of[table][row] for table, row, *_ in rows],
        "kind": [row[2] for row in rows],
        "score": [round(row[3], 3) if rng.random() < 0.85 else None for row in rows],
        "source": choose(rng, ("trust-desk", "audio-lab", "streamwatch"), len(rows)),
        "observed_at": [moment(draft.today - float(rng.exponential(120))) for _ in rows],
    }


def _seen(draft: Draft, kind: str, subject: int) -> tuple[str, int, str]:
    if kind == "impersonation":
        return "artists", subject, one(draft.rng, ("user_report", "takedown"))
    if kind == "misattribution":
        return "releases", subject, one(draft.rng, ("user_report", "user_report", "takedown"))
    return "recordings", subject, one(draft.rng, ("takedown", "stream_manipulation", "ai_generated"))
