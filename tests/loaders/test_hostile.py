"""Every loader against input that is broken or made to do harm: it sets it aside or says so, whatever it is."""

import gzip
import json
import os
import resource
import subprocess
import sys
import time
import tracemalloc
import zipfile
from functools import cache
from pathlib import Path
from typing import Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.records import Batch, LoadOptions, Quarantined
from loaders.base import LOADERS
from loaders.signals.loader import read_signals
from loaders.statements.loader import read_statements
from tests.strategies.hostile import CSV, HOSTILE_NAMES, SEEDS, filled, hostile_bytes, reaching_out, read_everything

FILES: Final = {
    "catalog": ("artists.csv", "artists.csv.gz", "artists.jsonl", "artists.parquet"),
    "ddex": ("message.xml", "message.xml.gz", "message.zip"),
    "discogs": ("artists.xml", "artists.xml.gz"),
    "musicbrainz": ("artist.jsonl", "artist.json", "artist.jsonl.gz", "artist.json.xz", "artist.tar", "artists.csv"),
    "statements": ("statement.csv", "statement.csv.gz", "earnings.tsv", "statement.xlsx"),
    "signals": ("signals.csv", "signals.csv.gz", "signals.jsonl"),
}
READERS: Final = {**LOADERS, "statements": read_statements, "signals": read_signals}
SOURCES: Final = tuple(FILES)
CONTENTS: Final = hostile_bytes()
THOROUGH: Final = os.environ.get("NAMESAKE_HYPOTHESIS") == "thorough"
ROOT: Final = Path(__file__).parents[2]
SECRET: Final = "what stands outside"
MAX_MEGABYTES: Final = 800
MAX_SECONDS: Final = 20


def texts_of(items: list[object]) -> str:
    """All that came out of a load, as one text."""
    return " ".join(item.rows.write_json() if isinstance(item, Batch) else str(item) for item in items)


def test_every_loader_is_tried() -> None:
    assert READERS.keys() == FILES.keys() == SEEDS.keys()


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("kind", CONTENTS)
def test_hostile_contents(source: str, kind: str, tmp_path: Path) -> None:
    for name in FILES[source]:
        (tmp_path / name).write_bytes(CONTENTS[kind])
        read_everything(READERS[source], tmp_path / name)
        if name.endswith(".gz"):
            (tmp_path / name).write_bytes(gzip.compress(CONTENTS[kind]))
            read_everything(READERS[source], tmp_path / name)
        (tmp_path / name).unlink()


@pytest.mark.parametrize("source", SOURCES)
def test_seeds_are_valid(source: str, tmp_path: Path) -> None:
    """The fuzzing starts from files that load whole."""
    for seed in SEEDS[source]:
        (tmp_path / seed[1]).write_text(filled(seed, "Nova"))
        items = read_everything(READERS[source], tmp_path / seed[1])
        assert any(isinstance(item, Batch) for item in items)
        assert not [item for item in items if isinstance(item, Quarantined)]


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("kind", HOSTILE_NAMES)
def test_hostile_names_are_kept_as_they_are_or_set_aside(source: str, kind: str, tmp_path: Path) -> None:
    name = HOSTILE_NAMES[kind]
    for seed in SEEDS[source]:
        (tmp_path / seed[1]).write_text(filled(seed, name), newline="")
        items = read_everything(READERS[source], tmp_path / seed[1])
        assert any(isinstance(item, Batch | Quarantined) for item in items)
        if kind in ("formula", "command", "right to left", "isolates", "markup", "cypher", "path"):
            assert json.dumps(name, ensure_ascii=False).strip('"') in texts_of(items).replace("\\\\", "\\")
        (tmp_path / seed[1]).unlink()


@pytest.mark.parametrize("source", SOURCES)
def test_nothing_outside_the_path_is_read(source: str, tmp_path: Path) -> None:
    outside, inside = tmp_path / "outside", tmp_path / "inside"
    (outside / "folder").mkdir(parents=True)
    inside.mkdir()
    for place in (outside, outside / "folder"):
        for seed in SEEDS[source]:
            (place / seed[1]).write_text(filled(seed, SECRET))
    _, own, _ = SEEDS[source][0]
    (inside / own).symlink_to(outside / own)
    (inside / "folder").symlink_to(outside / "folder")
    assert SECRET not in texts_of(read_everything(READERS[source], inside))
    (inside / own).unlink()
    secret = outside / "secret.txt"
    secret.write_text(SECRET)
    for kind, content in reaching_out(secret).items():
        for name in FILES[source]:
            packed = gzip.compress(content) if name.endswith(".gz") else content
            (inside / name).write_bytes(packed)
            assert SECRET not in texts_of(read_everything(READERS[source], inside)), f"{kind} in {name}"
            (inside / name).unlink()


@pytest.mark.parametrize("source", SOURCES)
def test_odd_names_of_files(source: str, tmp_path: Path) -> None:
    form, own, text = SEEDS[source][0]
    for number, name in enumerate(("a\nb ", "a\u202eb", "..", "=1+1", " ", "x" * 150)):
        folder = tmp_path / str(number) / (name if name != ".." else "...")
        folder.mkdir(parents=True)
        (folder / own).write_text(filled((form, own, text), "Nova"))
        read_everything(READERS[source], tmp_path / str(number))
    broken = os.fsencode(tmp_path) + b"/\xff\xfe"
    os.mkdir(broken)
    with open(broken + b"/" + own.encode(), "w") as file:
        file.write(filled((form, own, text), "Nova"))
    read_everything(READERS[source], Path(os.fsdecode(broken)))
    read_everything(READERS[source], tmp_path)


@pytest.mark.parametrize("source", SOURCES)
def test_things_that_are_no_files(source: str, tmp_path: Path) -> None:
    (tmp_path / FILES[source][0]).mkdir()
    os.mkfifo(tmp_path / FILES[source][1])
    (tmp_path / FILES[source][2 % len(FILES[source])]).exists()
    (tmp_path / f"loop{Path(FILES[source][0]).suffix}").symlink_to(tmp_path / f"loop{Path(FILES[source][0]).suffix}")
    (tmp_path / "round").symlink_to(tmp_path)
    read_everything(READERS[source], tmp_path)


@pytest.mark.parametrize("name", ["../up.xml", "/root.xml", "a/../../up.xml", "C:\\up.xml", "..\\up.xml"])
def test_members_that_lead_out_of_a_zip(name: str, tmp_path: Path) -> None:
    text = filled(SEEDS["ddex"][0], SECRET)
    (tmp_path / "batches").mkdir()
    with zipfile.ZipFile(tmp_path / "batches" / "batch.zip", "w") as archive:
        archive.writestr(name, text)
    items = read_everything(READERS["ddex"], tmp_path / "batches")
    assert [item.reason for item in items if isinstance(item, Quarantined)] == ["its name leads out of the archive"]
    assert not any(isinstance(item, Batch) for item in items)
    assert [file.name for file in tmp_path.rglob("*") if file.is_file()] == ["batch.zip"]


def mutations(text: str) -> st.SearchStrategy[bytes]:
    """The text with a few bytes flipped, pieces cut out, doubled, or moved, and hostile pieces put in."""
    data = text.encode()
    place = st.integers(0, len(data) - 1)
    pieces = st.sampled_from(
        [
            b"\x00",
            b"\xff",
            b"\xed\xa0\x80",
            b"<",
            b"&",
            b"&#0;",
            b"]]>",
            b'"',
            b"\n",
            b"|",
            b"]",
            b"{",
            b"<!--",
            b"\x1f",
        ]
    )
    step = st.one_of(
        st.tuples(st.just("flip"), place, st.integers(0, 255)),
        st.tuples(st.just("cut"), place, st.integers(1, 200)),
        st.tuples(st.just("double"), place, st.integers(1, 400)),
        st.tuples(st.just("put"), place, pieces),
        st.tuples(st.just("end"), place, st.just(0)),
    )
    return st.lists(step, min_size=1, max_size=6).map(lambda steps: _mutated(data, steps))


def _mutated(data: bytes, steps: list[tuple[str, int, int | bytes]]) -> bytes:
    for kind, place, detail in steps:
        before, after = data[:place], data[place:]
        if isinstance(detail, bytes):
            data = before + detail + after
        elif kind == "flip":
            data = before + bytes([detail]) + after[1:]
        elif kind == "cut":
            data = before + after[detail:]
        elif kind == "double":
            data = before + after[:detail] + after
        else:
            data = before
    return data


@pytest.mark.parametrize("source", SOURCES)
@settings(
    max_examples=50 if THOROUGH else 20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_mutated_files(source: str, tmp_path: Path, data: st.DataObject) -> None:
    for seed in SEEDS[source]:
        (tmp_path / seed[1]).write_bytes(data.draw(mutations(filled(seed, "Nova"))))
        read_everything(READERS[source], tmp_path / seed[1], options=LoadOptions(batch_rows=3, payee_id="payee-1"))


BLOCK: Final = 16 * 2**20
"""Bytes of a gzip member that is written again and again: members one after the other unpack as one file."""


@cache
def packed(block: bytes) -> bytes:
    """A gzip member that unpacks to `BLOCK` bytes of the block."""
    return gzip.compress(block * (BLOCK // len(block)), compresslevel=1)


XML_STARTS: Final = {
    "ddex": filled(SEEDS["ddex"][0], "Nova").partition("<PartyList>")[0].encode(),
    "discogs": b"<artists>",
}
"""A root, and what must stand in it so that the loader reads on."""
TABLE_STARTS: Final = {
    source: next(text.partition("\n")[0].encode() for form, _, text in seeds if form == CSV)
    for source, seeds in SEEDS.items()
    if any(form == CSV for form, _, _ in seeds)
}
HUGE: Final[dict[str, tuple[bytes, bytes, int]]] = {
    "attribute": (b'ROOT<artist a="', b"x", 64),
    "text": (b"ROOT<artist><id>", b"1", 64),
    "comment": (b"ROOT<!--", b"x", 64),
    "comments": (b"ROOT", b"<!---->", 16),
    "instructions": (b"ROOT", b"<?x?>", 16),
    "elements": (b"ROOT<artist>", b"<x/>", 16),
    "elements of the root": (b"ROOT", b"<x/>", 2),
    "attributes of an element": (b"ROOT<artist", b" a=''", 16),
    "texts": (b"ROOT<artist>", b"<x>xxxxxxxxxxxxxxxxxxxxxxxxxxx</x>", 16),
    "levels": (b"ROOT", b"<x>", 16),
    "line": (b"HEADER\na,", b"x", 12),
    "columns": (b"HEADER", b",c", 8),
    "quoted lines": (b'HEADER\na,"', b"x" * 1000 + b"\n", 2),
    "fields": (b"HEADER\na", b",b", 4),
    "zeros": (b"", b"\x00", 8),
    "JSON text": (b'{"id":"', b"x", 12),
    "JSON list": (b'{"artists":[{}', b",{}", 16),
    "JSON levels": (b"", b'{"id":', 16),
}
"""By what is too large: how the file starts, what follows without an end, and how many blocks of that."""


def most_memory() -> float:
    """Megabytes that this process has held at most: its own, for `getrusage` gives a child its parent's peak (Linux)."""
    status = Path("/proc/self/status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1]) / 1024


def measure(source: str, folder: str) -> None:
    """Read what is in the folder; print a line each: what it is, megabytes of memory at most until then, seconds."""
    resource.setrlimit(resource.RLIMIT_AS, (8 * 2**30, 8 * 2**30))
    for place in sorted(Path(folder).iterdir()):
        start = time.monotonic()
        read_everything(READERS[source], place)
        seconds = time.monotonic() - start
        print(json.dumps([place.name, most_memory(), seconds]))


@pytest.mark.parametrize("source", SOURCES)
def test_a_small_file_that_unpacks_without_end_takes_bounded_memory(source: str, tmp_path: Path) -> None:
    name = next(name for name in FILES[source] if name.endswith(".gz"))
    kinds = [kind for kind, (start, _, _) in HUGE.items() if b"ROOT" not in start or source in XML_STARTS]
    for kind in kinds:
        start, block, times = HUGE[kind]
        start = start.replace(b"ROOT", XML_STARTS.get(source, b"")).replace(b"HEADER", TABLE_STARTS.get(source, b"a,b"))
        (tmp_path / kind).mkdir()
        (tmp_path / kind / name).write_bytes(gzip.compress(start) + packed(block) * times)
    # a process of its own: memory taken by libraries shows only there
    script = f"from tests.loaders.test_hostile import measure; measure({source!r}, {str(tmp_path)!r})"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False, timeout=120, cwd=ROOT
    )
    assert done.returncode == 0, done.stdout + done.stderr[-3000:]
    assert len(done.stdout.splitlines()) == len(kinds)
    for line in done.stdout.splitlines():
        kind, megabytes, seconds = json.loads(line)
        assert megabytes < MAX_MEGABYTES, f"{kind}: {megabytes:.0f} MB"
        assert seconds < MAX_SECONDS, f"{kind}: {seconds:.1f} s"


@pytest.mark.parametrize(
    ("source", "name", "member"),
    [
        ("ddex", "batch.zip", "message.xml"),
        ("statements", "batch.zip", "statement.csv"),
        ("statements", "book.xlsx", "xl/worksheets/sheet1.xml"),
    ],
)
def test_zip_bombs(source: str, name: str, member: str, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / name, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr(member, bytes(200 * 2**20))
    tracemalloc.start()
    items = read_everything(READERS[source], tmp_path)
    assert tracemalloc.get_traced_memory()[1] < 100 * 2**20
    tracemalloc.stop()
    assert not any(isinstance(item, Batch) for item in items)
