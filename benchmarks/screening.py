"""Screening: how fast, whether the target is among the candidates, and what is decided about impostors and about new acts.

    python benchmarks/screening.py SIZE [--seed N] [--generator acts ledger census] [--names N] [--json FILE]

For each generator a catalog of SIZE artists is simulated, planted impostors and untouched acts are taken out with all that they are on,
and asked for as drafts: one by one, and in batches of 100 and 500. `--names N`: beside them, the name index alone, over N synthetic names
(given and family names drawn at random). One core is used: set POLARS_MAX_THREADS=1 for figures a core.
"""

import argparse
import json
import random
import resource
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import numpy as np
import polars as pl

from benchmarks.drafting import take_out_artists, take_out_releases
from detectors.evidence import read_model
from detectors.name_index import NameIndex
from detectors.screening import screen_artists
from detectors.screening_answers import Screened, ScreenOptions
from detectors.screening_catalog import build_catalog
from detectors.screening_pages import build_pages
from detectors.screening_releases import screen_releases
from graph.snapshot import Snapshot, snapshot_from_records
from graph.truth import Truth
from simulation import GENERATORS, simulate

MODEL: Final = read_model()
OPTIONS: Final = ScreenOptions()
NONE: Final = pl.DataFrame(schema={"artist_id": pl.String(), "identity_id": pl.String()})
Work = Callable[[], list[Screened]]
"""Screens drafts that are laid out already."""
ATTACKS, INNOCENTS, SINGLES = 200, 300, 100
"""Drafts of each kind at most, and how many of them are asked for one by one."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("size", type=int)
    parser.add_argument("--seed", type=int, default=501)
    parser.add_argument("--generator", nargs="+", default=list(GENERATORS), choices=list(GENERATORS))
    parser.add_argument("--names", type=int, default=0)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    rows = []
    for name in given.generator:
        for row in measure(given.size, given.seed, name):
            rows.append(row)
            show(row)
    if given.names:
        rows.append(measure_index(given.names, given.seed))
        show(rows[-1])
    if given.json:
        given.json.write_text(json.dumps(rows, indent=1) + "\n")


def show(row: dict[str, Any]) -> None:
    print("  ".join(f"{key} {value}" for key, value in row.items()), flush=True)


def measure(size: int, seed: int, generator: str) -> Iterator[dict[str, Any]]:
    """One row for artists, one for releases."""
    made = simulate(size, seed=seed, scenario="standard", generator=generator)
    snapshot = snapshot_from_records(made.records)
    for what, work in (("artists", measure_artists), ("releases", measure_releases)):
        yield {"generator": generator, "artists": size, "what": what, **work(snapshot, made.truth, seed)}


def chosen(truth: Truth, kind: str, everything: pl.Series, seed: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Attacks, and things that nothing is told of."""
    told = {member for found in truth.findings for member in (found.subject.id, *found.members)}
    told |= {found.target.id for found in truth.findings if found.target}
    told |= {artist for act in truth.identities for artist in act.artist_ids}
    told |= {i for twin in truth.innocents for i in (*twin.artist_ids, *twin.release_ids)}
    attacks = list(dict.fromkeys(finding.subject.id for finding in truth.of_kind(kind)))
    draw = random.Random(seed)
    fine = [one for one in everything.sort().to_list() if one not in told]
    return tuple(sorted(attacks)[:ATTACKS]), tuple(sorted(draw.sample(fine, min(INNOCENTS, len(fine)))))


def measure_artists(snapshot: Snapshot, truth: Truth, seed: int) -> dict[str, Any]:
    attacks, innocents = chosen(truth, "impersonation", snapshot["artists"]["artist_id"], seed)
    drafts, rest = take_out_artists(snapshot, [*attacks, *innocents])
    begun = time.perf_counter()
    catalog = build_catalog(rest, NONE)
    build_s = time.perf_counter() - begun

    def ask(ids: Sequence[str], options: ScreenOptions = OPTIONS) -> Work:
        asked = some_artists(drafts, ids)
        return lambda: screen_artists(catalog, MODEL, asked, options=options)

    every = ask(attacks, replace(OPTIONS, shown=1_000_000))()
    return {"build_s": round(build_s, 1), **timed(ask, attacks, innocents), **hit(every, truth)}


def measure_releases(snapshot: Snapshot, truth: Truth, seed: int) -> dict[str, Any]:
    attacks, innocents = chosen(truth, "misattribution", snapshot["releases"]["release_id"], seed)
    drafts, rest, credits = take_out_releases(snapshot, [*attacks, *innocents])
    catalog = build_catalog(rest, NONE)
    begun = time.perf_counter()
    pages = build_pages(rest)
    build_s = time.perf_counter() - begun

    def ask(ids: Sequence[str]) -> Work:
        asked = credits.filter(pl.col("release_id").is_in(list(ids)))
        some = some_releases(drafts, ids)
        return lambda: screen_releases(catalog, pages, MODEL, some, asked, options=OPTIONS)

    return {"build_s": round(build_s, 1), **timed(ask, attacks, innocents)}


def some_artists(drafts: Snapshot, ids: Sequence[str]) -> Snapshot:
    return take_out_artists(drafts, ids)[0]


def some_releases(drafts: Snapshot, ids: Sequence[str]) -> Snapshot:
    return take_out_releases(drafts, ids)[0]


def timed(ask: Callable[[Sequence[str]], Work], attacks: Sequence[str], innocents: Sequence[str]) -> dict[str, Any]:
    """Milliseconds of single asks (`cpu`: of the processor, whoever else uses it), drafts a second of one core in batches, and the
    share of each kind that is held."""
    mixed = [one for pair in zip(attacks, innocents, strict=False) for one in pair][:SINGLES] or list(innocents)
    ask(mixed[:1])()
    works = [ask([one]) for one in mixed]
    begun = time.process_time()
    singles = [1000 * seconds(work) for work in works]
    cpu = 1000 * (time.process_time() - begun) / len(mixed)
    every = random.Random(1).sample([*attacks, *innocents], len(attacks) + len(innocents))
    row: dict[str, Any] = {
        "cpu_mean_ms": round(cpu, 1),
        "p50_ms": round(float(np.median(singles)), 1),
        "p99_ms": round(float(np.quantile(singles, 0.99)), 1),
    }
    for batch in (100, 500):
        drawn = every[:batch]
        work = ask(drawn)
        begun = time.process_time()
        work()
        row[f"per_s_{batch}"] = round(len(drawn) / (time.process_time() - begun))
    answers = {answer.draft_id: answer for answer in ask(every)()}
    for name, ids in (("attacks", attacks), ("innocents", innocents)):
        held = sum(answers[one].decision == "hold" for one in ids)
        row |= {name: len(ids), f"{name}_held": round(held / max(1, len(ids)), 3)}
    row["attacks_attached"] = round(sum(answers[one].decision == "attach" for one in attacks) / max(1, len(attacks)), 3)
    return row


def hit(answers: Sequence[Screened], truth: Truth) -> dict[str, Any]:
    """Share of impostors with a profile of their target's act among all candidates, and among those told."""
    act = truth.identity_of()
    aims: dict[str, set[str]] = {}
    for found in truth.of_kind("impersonation"):
        if found.target:
            aims.setdefault(found.subject.id, set()).add(act.get(found.target.id, found.target.id))

    def share(most: int) -> float:
        found = [{act.get(c.artist_id, c.artist_id) for c in answer.candidates[:most]} for answer in answers]
        hits = sum(bool(told & aims[answer.draft_id]) for told, answer in zip(found, answers, strict=True))
        return round(hits / max(1, len(answers)), 3)

    return {"target_found": share(1_000_000), "target_told": share(OPTIONS.shown)}


def seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def measure_index(size: int, seed: int) -> dict[str, Any]:
    """The name index alone: milliseconds of single look-ups of misspelt names."""
    draw = random.Random(seed)
    syllables = [c + v for c in "bdfgklmnprstvz" for v in "aeiou"]
    words = ["".join(draw.choices(syllables, k=draw.randint(2, 4))) for _ in range(size // 5)]
    names = [f"{draw.choice(words)} {draw.choice(words)}" for _ in range(size)]
    table = pl.DataFrame({"artist_id": [f"a{n}" for n in range(size)], "name": names})
    built = seconds(lambda: NameIndex(table))
    index = NameIndex(table)
    asked = [name[:3] + draw.choice("aeiou") + name[4:] for name in draw.sample(names, 300)]
    times = [
        1000 * seconds(lambda one=one: index.nearest([one], limit=OPTIONS.names, operations=False)) for one in asked
    ]  # type: ignore[misc]
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return {"what": "name index alone", "names": size, "build_s": round(built, 1), "peak_mib": memory,
            "p50_ms": round(float(np.median(times)), 1), "p99_ms": round(float(np.quantile(times, 0.99)), 1)}  # fmt: skip


if __name__ == "__main__":
    main()
