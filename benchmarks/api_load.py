"""The GraphQL API under load, beside plain servers of the same answers: `python benchmarks/api_load.py SIZE [--clients N] [--seconds S]`.

A simulated catalog of SIZE artists is loaded and detected once (`--data-dir` keeps it for the next time). Then, one after another and each on
the same two tasks, three servers answer as many clients as asked for: `namesake serve`, and the two of `plain_api.py`. Clients, server and
database share the machine. Prints requests a second, milliseconds and the server's own processor time for each request (medians of the
rounds), and Namesake's ratio to each. Where others work on the machine, compare the processor times: the rest is mostly waiting for a turn.
"""

import argparse
import asyncio
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
from rich.console import Console

from graph.server import free_port
from namesake.console import table

ARTIST = """query($id: ID!) { artist(id: $id) { id name country releases(first: 20) { edges { node {
    id title releaseDate distributor { id name } } } } } }"""
PLAIN_ARTIST = """query($id: String!) { artist(id: $id) { id name country releases {
    id title releaseDate distributor { id name } } } }"""
FINDINGS = """{ findings(first: 50) { pageInfo { hasNextPage endCursor } edges { cursor node {
    id kind score status firstSeen subject { ... on Artist { id name } ... on Release { id title } ... on Recording { id title } ... on Cluster { id size } }
    target { ... on Artist { id name } ... on Recording { id title } } evidence { type weight text } } } } }"""
Request = tuple[str, str, bytes]
"""Method, path, body."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Requests a second; milliseconds of the median and of the slowest of a hundred; the server's processor time for one, milliseconds."""

    rate: float
    p50: float
    p99: float
    processor: float


class Connection:
    """One kept-alive HTTP/1.1 connection: as little client as can be, for it takes from the same cores."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer

    async def ask(self, request: Request) -> bytes:
        method, path, body = request
        head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        self.writer.write(head.encode() + body)
        answer = await self.reader.readuntil(b"\r\n\r\n")
        lines = answer.decode().lower().split("\r\n")
        [length] = [int(line.split(":")[1]) for line in lines if line.startswith("content-length:")]
        content = await self.reader.readexactly(length)
        if " 200 " not in lines[0]:
            raise SystemExit(f"{path} answered {lines[0]}: {content[:500]!r}")
        return content


async def load(port: int, pid: int, requests: list[Request], *, clients: int, seconds: float) -> Cost:
    """As many requests as the clients can send, one after another each, to the server of process `pid`."""
    times: list[float] = []
    server, before = psutil.Process(pid), psutil.Process(pid).cpu_times()
    end = time.perf_counter() + seconds

    async def client(number: int) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        connection, place = Connection(reader, writer), number
        while time.perf_counter() < end:
            start = time.perf_counter()
            content = await connection.ask(requests[place % len(requests)])
            times.append(time.perf_counter() - start)
            if b'"errors"' in content:
                raise SystemExit(content[:500].decode())
            place += clients
        writer.close()

    start = time.perf_counter()
    await asyncio.gather(*(client(number) for number in range(clients)))
    took = time.perf_counter() - start
    ordered, after = sorted(times), server.cpu_times()
    busy = after.user + after.system - before.user - before.system
    p50, p99 = ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.99)]
    return Cost(len(ordered) / took, p50 * 1e3, p99 * 1e3, busy / len(ordered) * 1e3)


@contextmanager
def serving(command: list[str], port: int, environment: dict[str, str]) -> Iterator[int]:
    """A server in a process of its own, from its first answer to its end: its process id."""
    process = subprocess.Popen([sys.executable, *command], env=environment)
    try:
        asyncio.run(_first_answer(port, process))
        _until_idle(process.pid)
        yield process.pid
    finally:
        process.terminate()
        process.wait(30)


async def _first_answer(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        if process.poll() is not None:
            raise SystemExit(f"the server ended with {process.returncode}")
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            await asyncio.sleep(0.1)
        else:
            writer.close()
            return
    raise SystemExit("the server did not answer within a minute")


def _until_idle(pid: int) -> None:
    """Namesake reads its index for screening in the background when it starts; five quiet seconds, for on a busy machine it waits in between."""
    process, quiet = psutil.Process(pid), 0
    for _ in range(600):
        quiet = quiet + 1 if process.cpu_percent(interval=1.0) < 10 else 0
        if quiet == 5:
            return
    raise SystemExit("the server was busy for ten minutes before anybody asked it anything")


def prepare(size: int, environment: dict[str, str], folder: Path) -> list[str]:
    """Load and detect the catalog unless that is done. Returns: ids of artists with many releases."""
    chosen = folder / "artists.json"
    if not chosen.exists():
        from simulation import simulate, write_catalog

        catalog = simulate(size, 201, "standard", "ledger")
        write_catalog(catalog, folder / "catalog")
        listed = catalog.records["releases"].select("artist_ids").explode("artist_ids")
        counted = listed.group_by("artist_ids").len().sort("len", "artist_ids", descending=[True, False])
        for arguments in (["load", "--bulk", "catalog", str(folder / "catalog")], ["detect"]):
            command = [sys.executable, "-m", "namesake.cli", *arguments]
            subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
        chosen.write_text(json.dumps(counted["artist_ids"].drop_nulls().head(500).to_list()))
    found: list[str] = json.loads(chosen.read_text())
    return found


def post(query: str, **variables: Any) -> Request:
    return "POST", "/graphql", json.dumps({"query": query, "variables": variables}).encode()


def main(options: argparse.Namespace) -> None:
    folder = options.data_dir or Path(tempfile.mkdtemp(prefix="api-load-"))
    folder.mkdir(parents=True, exist_ok=True)
    port = free_port()
    environment = {
        **os.environ,
        "NAMESAKE_DATA_DIR": str(folder / "data"),
        "NAMESAKE_HEAP_MB": "2048",
        "NAMESAKE_QUERY_TIMEOUT_S": "3600",
        "NAMESAKE_PORT": str(port),
        "NAMESAKE_RATE_PER_MINUTE": "1000000",
    }
    artists = prepare(options.size, environment, folder)
    plain = str(Path(__file__).with_name("plain_api.py"))
    one = [post(ARTIST, id=artist) for artist in artists]
    tasks: dict[str, dict[str, tuple[list[str], list[Request]]]] = {
        "an artist, 20 releases, distributors": {
            "namesake": (["-m", "namesake.cli", "serve"], one),
            "plain Cypher": ([plain, "cypher", str(port)], [("GET", f"/artist/{artist}", b"") for artist in artists]),
            "plain DataLoaders": (
                [plain, "dataloaders", str(port)],
                [post(PLAIN_ARTIST, id=artist) for artist in artists],
            ),
        },
        "50 findings, subject, target, evidence": {"namesake": (["-m", "namesake.cli", "serve"], [post(FINDINGS)])},
    }
    rows = []
    for task, servers in tasks.items():
        costs: dict[str, list[Cost]] = {name: [] for name in servers}
        for _ in range(options.rounds):
            for name, (command, requests) in servers.items():
                with serving(command, port, environment) as pid:
                    for seconds in (min(3.0, options.seconds), options.seconds):
                        cost = asyncio.run(load(port, pid, requests, clients=options.clients, seconds=seconds))
                    costs[name].append(cost)
        medians = {name: _median(known) for name, known in costs.items()}
        for name, cost in medians.items():
            ratio = f"{medians['namesake'].rate / cost.rate:.2f}"
            rows.append(
                [task, name, f"{cost.rate:.0f}", f"{cost.p50:.1f}", f"{cost.p99:.1f}", f"{cost.processor:.2f}", ratio]
            )
    columns = ["task", "server", "requests/s", "p50 ms", "p99 ms", "processor ms", "namesake's rate over its"]
    title = f"{options.size} artists, {options.clients} clients, {options.rounds} rounds of {options.seconds:.0f} s"
    Console(width=140, highlight=False).print(table(title, columns, rows))
    subprocess.run(
        [sys.executable, "-m", "namesake.cli", "down"], env=environment, check=True, stdout=subprocess.DEVNULL
    )


def _median(costs: list[Cost]) -> Cost:
    return Cost(
        *(statistics.median(getattr(cost, name) for cost in costs) for name in ("rate", "p50", "p99", "processor"))
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("size", type=int)
    parser.add_argument("--clients", type=int, default=16)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--data-dir", type=Path, help="a folder that keeps the loaded catalog")
    main(parser.parse_args())
