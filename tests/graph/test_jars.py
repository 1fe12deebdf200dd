"""The jar cache against a real HTTP server that hands out small stand-ins for jars."""

import hashlib
import os
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from graph.errors import DiskFull, DownloadFailed
from graph.jars import NEO4J_VERSION, Jar, ensure_jars, read_lock

CONTENTS = {f"jar{number}.jar": f"content {number}".encode() * 100 for number in range(20)}
JARS = [
    Jar(path=f"org/example/{name}", file=name, sha256=hashlib.sha256(content).hexdigest())
    for name, content in CONTENTS.items()
]


class Handler(SimpleHTTPRequestHandler):
    def __init__(self, *args: Any, asked: list[str], directory: str) -> None:
        self.asked = asked
        super().__init__(*args, directory=directory)

    def do_GET(self) -> None:
        self.asked.append(self.path.rsplit("/", 1)[-1])
        super().do_GET()

    def log_message(self, format: str, *args: Any) -> None:
        pass


class Repository:
    """A Maven repository in a folder, which remembers what it was asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "org" / "example"
        self.folder.mkdir(parents=True)
        for name, content in CONTENTS.items():
            (self.folder / name).write_bytes(content)
        self.asked: list[str] = []
        handler = partial(Handler, asked=self.asked, directory=str(folder))
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"


@pytest.fixture
def repository(tmp_path: Path) -> Iterator[Repository]:
    repository = Repository(tmp_path / "repository")
    thread = threading.Thread(target=repository.server.serve_forever)
    thread.start()
    try:
        yield repository
    finally:
        repository.server.shutdown()
        thread.join()
        repository.server.server_close()


def ensure(cache: Path, repository: Repository) -> list[Path]:
    return ensure_jars(cache, repository=repository.address, jars=JARS, progress=lambda done, total: None)


def contents(paths: list[Path]) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in paths}


def test_the_lock_names_each_jar_once() -> None:
    jars = read_lock()
    assert len(jars) == 225 == len({jar.file for jar in jars})
    assert all(len(bytes.fromhex(jar.sha256)) == 32 and jar.path.endswith(".jar") for jar in jars)
    assert any(
        jar.path == f"org/neo4j/app/neo4j-server/{NEO4J_VERSION}/neo4j-server-{NEO4J_VERSION}.jar" for jar in jars
    )


def test_jars_are_fetched_once_in_the_order_of_the_lock(tmp_path: Path, repository: Repository) -> None:
    told: list[tuple[int, int]] = []
    paths = ensure_jars(
        tmp_path / "cache",
        repository=repository.address,
        jars=JARS,
        progress=lambda done, total: told.append((done, total)),
    )
    assert contents(paths) == CONTENTS
    assert [path.name for path in paths] == list(CONTENTS)
    assert told == [(done, 20) for done in range(21)]
    assert ensure(tmp_path / "cache", repository) == paths
    assert sorted(repository.asked) == sorted(CONTENTS)
    assert not list((tmp_path / "cache").rglob("*.partial"))


def test_a_bar_on_stderr_shows_the_first_fetch_alone(
    tmp_path: Path, repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    ensure_jars(tmp_path / "cache", repository=repository.address, jars=JARS)
    first = capsys.readouterr()
    assert "20/20" in first.err
    assert first.out == ""
    ensure_jars(tmp_path / "cache", repository=repository.address, jars=JARS)
    assert capsys.readouterr().err == ""


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:10])


def replace_with_same_size(path: Path) -> None:
    path.write_bytes(b"x" * path.stat().st_size)


@pytest.mark.parametrize("damage", [truncate, replace_with_same_size, Path.unlink])
def test_a_damaged_jar_is_fetched_again(tmp_path: Path, repository: Repository, damage: Any) -> None:
    paths = ensure(tmp_path / "cache", repository)
    repository.asked.clear()
    damage(paths[3])
    assert contents(ensure(tmp_path / "cache", repository)) == CONTENTS
    assert repository.asked == ["jar3.jar"]


def test_a_touched_jar_is_checked_and_kept(tmp_path: Path, repository: Repository) -> None:
    paths = ensure(tmp_path / "cache", repository)
    repository.asked.clear()
    os.utime(paths[0])
    ensure(tmp_path / "cache", repository)
    assert repository.asked == []


def test_lost_stamps_cost_no_download(tmp_path: Path, repository: Repository) -> None:
    paths = ensure(tmp_path / "cache", repository)
    repository.asked.clear()
    (paths[0].parent / "checked.json").write_text("{")
    ensure(tmp_path / "cache", repository)
    assert repository.asked == []


def test_a_jar_that_is_not_the_locked_one_is_not_kept(tmp_path: Path, repository: Repository) -> None:
    (repository.folder / "jar5.jar").write_bytes(b"something else")
    with pytest.raises(DownloadFailed, match=r"org/example/jar5\.jar.*SHA-256"):
        ensure(tmp_path / "cache", repository)
    assert not list((tmp_path / "cache").rglob("jar5.jar*"))


def test_a_failed_fetch_keeps_what_has_arrived(tmp_path: Path, repository: Repository) -> None:
    (repository.folder / "jar19.jar").unlink()
    with pytest.raises(DownloadFailed, match="404"):
        ensure(tmp_path / "cache", repository)
    (repository.folder / "jar19.jar").write_bytes(CONTENTS["jar19.jar"])
    arrived = {path.name for path in (tmp_path / "cache").rglob("jar*.jar")}
    repository.asked.clear()
    assert contents(ensure(tmp_path / "cache", repository)) == CONTENTS
    assert sorted(repository.asked) == sorted(set(CONTENTS) - arrived)


def test_two_commands_at_once_fetch_each_jar_once(tmp_path: Path, repository: Repository) -> None:
    threads = [threading.Thread(target=ensure, args=(tmp_path / "cache", repository)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(repository.asked) == sorted(CONTENTS)


def test_no_network_is_an_error_with_a_remedy(tmp_path: Path) -> None:
    with pytest.raises(DownloadFailed) as failed:
        ensure_jars(tmp_path, repository="http://127.0.0.1:9", jars=JARS[:1], progress=lambda done, total: None)
    assert "network" in failed.value.hint


def test_a_cache_that_cannot_be_a_folder_names_the_setting(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(DownloadFailed) as failed:
        ensure_jars(tmp_path / "file" / "cache", jars=JARS)
    assert "NAMESAKE_CACHE_DIR" in failed.value.hint


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a disk that is full, which Linux has as /dev/full")
def test_a_full_disk_is_told_as_such(tmp_path: Path, repository: Repository) -> None:
    folder = tmp_path / "cache" / f"neo4j-{NEO4J_VERSION}"
    folder.mkdir(parents=True)
    (folder / "jar0.jar.partial").symlink_to("/dev/full")
    with pytest.raises(DiskFull) as full:
        ensure(tmp_path / "cache", repository)
    assert "NAMESAKE_CACHE_DIR" in full.value.hint
