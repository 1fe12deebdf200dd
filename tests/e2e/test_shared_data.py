"""Every real input file: by which source it is read, and how many rows of each table it gives.

`tests/golden/shared_data.tsv` holds a line a file; `pytest tests/e2e/test_shared_data.py --update-golden` writes it anew, for review.
"""

from collections import Counter
from pathlib import Path

import pytest

from graph.errors import InputError
from graph.records import RECORDS, Batch, LoadOptions, Quarantined
from graph.session import Graph
from loaders.base import LOADERS
from namesake import console
from namesake.load import load

GOLDEN = Path(__file__).parents[1] / "golden" / "shared_data.tsv"
SOURCES = {
    "ddex/official_samples": "ddex",
    "ddex/deliveries": "ddex",
    "ddex/lifecycle_and_hostile": "ddex",
    "ddex/dsr_flatfile": "statements",
    "statements_layouts": "statements",
    "musicbrainz/ws_json": "musicbrainz",
    "discogs": "discogs",
    "watchlists": "signals",
}
NOT_DELIVERIES = (
    "README.md",
    "ddex/xsd/",
    "ddex/dsr_flatfile/blocks/",
    "ddex/dsr_flatfile/nodes/",
    "discogs/release_companies.csv",
    "musicbrainz/artists_1250.csv",
    "names/",
    "watchlists/soul_over_ai_LICENSE.md",
)
"""Schemas, and tables that somebody derived from a source: for tests of names, not what a source delivers."""
OPTIONS = LoadOptions(payee_id="payee:label")


def source_of(name: str) -> str | None:
    if name.startswith(NOT_DELIVERIES) or name.endswith(".xsd"):
        return None
    return next(source for folder, source in SOURCES.items() if name.startswith(f"{folder}/"))


def counts_of(path: Path, source: str) -> str:
    """Records by table, things mentioned and rows set aside, or why the file as a whole is refused."""
    counts: Counter[str] = Counter()
    keys: dict[str, set[object]] = {}
    try:
        for item in LOADERS[source](path, options=OPTIONS):
            if isinstance(item, Batch):
                name = f"{item.table}{' mentioned' if item.is_mention else ''}"
                keys.setdefault(name, set()).update(item.rows.select(RECORDS[item.table].key).iter_rows())
            elif isinstance(item, Quarantined):
                counts["quarantined"] += 1
    except InputError as error:
        return error.code
    counts.update({name: len(found) for name, found in keys.items()})
    return ", ".join(f"{table} {count}" for table, count in sorted(counts.items())) or "nothing"


@pytest.fixture(scope="module")
def found(shared_data: Path) -> dict[str, str]:
    files = sorted(path for path in shared_data.rglob("*") if path.is_file())
    table = {}
    for path in files:
        name = path.relative_to(shared_data).as_posix()
        source = source_of(name)
        table[name] = "not a delivery" if source is None else f"{source}\t{counts_of(path, source)}"
    return table


def test_every_file_gives_the_expected_rows(found: dict[str, str], request: pytest.FixtureRequest) -> None:
    lines = [f"{name}\t{outcome}" for name, outcome in found.items()]
    if request.config.getoption("--update-golden"):
        GOLDEN.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert lines == GOLDEN.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("source", sorted(set(SOURCES.values())))
def test_all_of_a_source_loads_into_one_graph_and_a_second_time_writes_nothing(
    graph: Graph, shared_data: Path, source: str
) -> None:
    folders = [shared_data / folder for folder, name in SOURCES.items() if name == source]
    with console.progress() as progress:
        first = load(graph, source, folders, options=OPTIONS, progress=progress)
        again = load(graph, source, folders, options=OPTIONS, progress=progress)
    assert first.total.written > 0
    assert (again.total.written, again.quarantined) == (0, first.quarantined)
