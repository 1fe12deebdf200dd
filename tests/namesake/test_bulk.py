"""The offline importer gives the graph that the writer gives, and a load goes on from there."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from installation import embedded_settings
from whole_graph import whole_graph

from graph import server
from graph.errors import BadArgument, NotEmpty
from graph.session import Graph, connect
from graph.settings import Settings
from namesake import console
from namesake.bulk import bulk_load
from namesake.load import load, load_options
from simulation import simulate, write_catalog

NOW, LATER = datetime(2026, 11, 24, 1, 2, 3), datetime(2026, 11, 25)
ODD = {
    "artists.csv": "artist_id,name,aliases,biography,urls,verified,followers,created_on\n"
    'x1,"A ""quoted"", name",one|two;three|,"two\nlines, and ; a semicolon",https://a.example/|https://b.example/,true,12,2020-02-29\n'
    "x2,Бьорк \u200b\u202e,'|\",,,,0,\n"
    "x3,=HYPERLINK(1),a\x1fb,\\backslash\\,,false,,\n",
    "releases.csv": "release_id,title,artist_ids,label_id,received_at,mood\n"
    "xr1,T,x1|x9|x1,xl9,2026-01-02T03:04:00Z,calm\n",
    "recordings.csv": "recording_id,title,artist_ids,release_ids,audio_fingerprint\nxs1,S,x1,xr1,abcd\nxs2,S,x2,xr1|xr9,abcd\n",
    "contributions.csv": "recording_id,party_name,role,ipi\nxs1,Ana,composer,\nxs2,ANA,composer,\nxs2,Ana B,lyricist,123456789\n",
    "payouts.csv": "payee_id,release_id,share,period\nxp9,xr1,0.5,2026-01\nxp9,xr1,0.25,2026-02\n",
    "signals.csv": "subject_type,subject_id,kind,source,score\nartist,x1,ai_generated,s,0.5\nartist,x9,takedown,s,\n",
}


@pytest.fixture(scope="module")
def own_settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    settings = embedded_settings(tmp_path_factory.mktemp("bulk"))
    try:
        yield settings
    finally:
        server.stop(settings)


def folders(path: Path) -> list[Path]:
    """A simulated catalog, and one of everything that is hard to write down, which says some things differently."""
    write_catalog(simulate(size=60, seed=5), path / "one")
    (path / "two").mkdir()
    for name, text in ODD.items():
        (path / "two" / name).write_text(text, encoding="utf-8")
    first = (path / "one" / "labels.csv").read_text().splitlines()
    label_id = first[1].split(",")[0]
    (path / "two" / "labels.csv").write_text(f"{first[0].split(',')[0]},name\n{label_id},Another name\nbad\n")
    return [path / "one", path / "two"]


def kill_while_importing(settings: Settings, paths: list[Path]) -> None:
    """A bulk load whose command is killed while the importer runs, which then lives on."""
    environment = {**os.environ, "NAMESAKE_DATA_DIR": str(settings.data_dir)}
    command = [sys.executable, "-m", "namesake.cli", "load", "--bulk", "catalog", *map(str, paths)]
    marker = settings.data_dir / "neo4j" / "import.unfinished"
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 200
    while not (marker.exists() and "pid" in marker.read_text()):
        assert process.poll() is None, "the load ended before its importer was seen"
        assert time.monotonic() < deadline
        time.sleep(0.02)
    process.kill()
    process.wait()
    assert marker.exists()


def test_bulk_and_online_give_the_same_graph(graph: Graph, own_settings: Settings, tmp_path: Path) -> None:
    paths = folders(tmp_path)
    options = load_options(own_settings)
    with console.progress() as progress:
        online = load(graph, "catalog", paths, options=options, progress=progress, now=NOW)
        kill_while_importing(own_settings, paths)
        bulk = bulk_load(own_settings, "catalog", paths, options=options, progress=progress, now=NOW)
        assert (bulk.total.written, bulk.quarantined, bulk.waiting) == (
            online.total.written,
            online.quarantined,
            online.waiting,
        )
        with connect(server.connection(own_settings), own_settings) as other:
            expected, found = (whole_graph(g) for g in (graph, other))
            assert found[0] == expected[0]
            assert found[1] == expected[1]
            again = load(other, "catalog", paths, options=options, progress=progress, now=NOW)
            assert (again.total.written, again.total.unchanged) == (0, online.total.written)
            (paths[1] / "artists.csv").write_text("artist_id,name\nx1,Changed\nx4,New\n")
            for g in (graph, other):
                load(g, "catalog", [paths[1]], options=options, progress=progress, now=LATER)
            expected, found = (whole_graph(g) for g in (graph, other))
            assert found == expected
        with pytest.raises(NotEmpty):
            bulk_load(own_settings, "catalog", paths, options=options, progress=progress)
        with pytest.raises(BadArgument):
            bulk_load(own_settings, "ddex", paths, options=options, progress=progress)


def test_a_bulk_load_killed_after_its_import_goes_on_online(own_settings: Settings, tmp_path: Path) -> None:
    paths = folders(tmp_path)
    options = load_options(own_settings)
    with console.progress() as progress:
        with connect(server.connection(own_settings), own_settings) as graph:
            half = load(graph, "catalog", [paths[1]], options=options, progress=progress).total
        (own_settings.data_dir / "bulk").mkdir()
        report = bulk_load(own_settings, "catalog", paths, options=options, progress=progress)
    assert report.total.unchanged >= half.written
    assert not (own_settings.data_dir / "bulk").exists()
