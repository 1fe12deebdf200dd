"""The embedded server's jars: named with their hashes in `jars.tsv`, fetched into the user's cache, checked."""

import errno
import hashlib
import json
import os
import ssl
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Final

import httpx
from filelock import FileLock
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from graph.errors import DiskFull, DownloadFailed

NEO4J_VERSION: Final = "2026.08.1"
_PARALLEL: Final = 8
_ATTEMPTS: Final = 3
_STAMPS: Final = "checked.json"


@dataclass(frozen=True, slots=True)
class Jar:
    """One file of the lock; `path` is its place in a Maven repository."""

    path: str
    file: str
    sha256: str


def read_lock(name: str = "jars.tsv") -> list[Jar]:
    """The jars that the server's class path consists of, in order; `import_jars.tsv`: what its importer needs beyond them."""
    lines = (files("graph") / name).read_text(encoding="utf-8").splitlines()
    jars = []
    for line in lines:
        if not line.startswith("#"):
            group, artifact, version, file, digest = line.split("\t")
            jars.append(Jar(f"{group.replace('.', '/')}/{artifact}/{version}/{file}", f"{group}.{file}", digest))
    return jars


def ensure_jars(
    cache_dir: Path,
    *,
    progress: Callable[[int, int], None] | None = None,
    repository: str | None = None,
    jars: list[Jar] | None = None,
) -> list[Path]:
    """The paths of all jars, fetched where missing, truncated or changed since they were checked.

    Args:
        progress: told how many are in place, of how many; by default a bar on stderr while any is fetched.
        repository: a Maven repository's address; by default the public one.
        jars: by default those of the lock.
    Raises: DownloadFailed, DiskFull. What has arrived is kept.
    """
    folder = jar_folder(cache_dir)
    wanted = read_lock() if jars is None else jars
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / "lock"):
            missing = find_missing(folder, wanted)
            if missing:
                with _shown(progress) as tell:
                    _fetch(missing, folder, progress=tell, total=len(wanted), repository=repository)
            _write_stamps(folder, wanted)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskFull(
                f"the server's jars do not fit in {folder}: {error.strerror}",
                hint="free 200 MB there, or set NAMESAKE_CACHE_DIR to another folder",
            ) from error
        raise DownloadFailed(
            f"the server's jars cannot be kept in {error.filename or folder}: {error.strerror}",
            hint="make it a folder that this user can write, or set NAMESAKE_CACHE_DIR to another one",
        ) from error
    return [folder / jar.file for jar in wanted]


def jar_folder(cache_dir: Path) -> Path:
    """Where this server version's jars are kept."""
    return cache_dir / f"neo4j-{NEO4J_VERSION}"


def find_missing(folder: Path, jars: list[Jar]) -> list[Jar]:
    """Those that are not in the folder as the lock says."""
    stamps = _read_stamps(folder)
    return [jar for jar in jars if not _is_whole(folder / jar.file, jar, stamps)]


@contextmanager
def _shown(progress: Callable[[int, int], None] | None) -> Iterator[Callable[[int, int], None]]:
    if progress is not None:
        yield progress
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("fetching Neo4j, once for this user")
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _is_whole(path: Path, jar: Jar, stamps: dict[str, list[int | str]]) -> bool:
    """By size and time of the last check where these are unchanged, else by the hash itself."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return False
    if stamps.get(jar.file) == [found.st_size, found.st_mtime_ns, jar.sha256]:
        return True
    return hashlib.sha256(path.read_bytes()).hexdigest() == jar.sha256


def _read_stamps(folder: Path) -> dict[str, list[int | str]]:
    try:
        stamps: dict[str, list[int | str]] = json.loads((folder / _STAMPS).read_text())
    except (FileNotFoundError, ValueError):
        return {}
    return stamps


def _write_stamps(folder: Path, jars: list[Jar]) -> None:
    stats = {jar: (folder / jar.file).stat() for jar in jars}
    stamps = {jar.file: [stat.st_size, stat.st_mtime_ns, jar.sha256] for jar, stat in stats.items()}
    if stamps != _read_stamps(folder):
        partial = folder / f"{_STAMPS}.partial"
        partial.write_text(json.dumps(stamps))
        os.replace(partial, folder / _STAMPS)


def _fetch(
    missing: list[Jar], folder: Path, *, progress: Callable[[int, int], None], total: int, repository: str | None
) -> None:
    from jgo.constants import MAVEN_CENTRAL_URL

    address = (repository or MAVEN_CENTRAL_URL).rstrip("/")
    done = total - len(missing)
    progress(done, total)
    with (
        httpx.Client(verify=_trusted(), timeout=60, follow_redirects=True) as client,
        ThreadPoolExecutor(_PARALLEL) as pool,
    ):
        waiting = [pool.submit(_fetch_one, client, f"{address}/{jar.path}", folder / jar.file, jar) for jar in missing]
        try:
            for future in as_completed(waiting):
                future.result()
                done += 1
                progress(done, total)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _trusted() -> ssl.SSLContext:
    """The operating system's certificates, `httpx`'s, and a company's of its own where the usual variables name it."""
    context = httpx.create_ssl_context()
    context.load_default_certs()
    if os.environ.get("REQUESTS_CA_BUNDLE"):
        context.load_verify_locations(os.environ["REQUESTS_CA_BUNDLE"])
    return context


def _fetch_one(client: httpx.Client, address: str, path: Path, jar: Jar) -> None:
    problem = ""
    for attempt in range(_ATTEMPTS):
        time.sleep(attempt / 2)
        try:
            answer = client.get(address)
            answer.raise_for_status()
        except httpx.HTTPError as error:
            problem = str(error) or type(error).__name__
            continue
        if hashlib.sha256(answer.content).hexdigest() != jar.sha256:
            problem = "its SHA-256 is not the one in the lock"
            continue
        partial = path.with_name(f"{path.name}.partial")
        try:
            partial.write_bytes(answer.content)
            os.replace(partial, path)
        finally:
            partial.unlink(missing_ok=True)
        return
    raise DownloadFailed(
        f"{jar.path} could not be fetched: {problem}",
        hint="check the network and run the command again: what has arrived is kept",
    )
