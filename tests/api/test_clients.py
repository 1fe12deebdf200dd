"""The guide's clients do what it says, over a real port and with a real key."""

import asyncio
import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest
from conftest import FINDINGS
from live import serve_app

from graph.keys import create_key
from graph.server import Connection
from graph.session import Graph
from graph.settings import Settings

GUIDE = (Path(__file__).parents[2] / "docs" / "guides" / "clients.md").read_text()


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", GUIDE, re.DOTALL | re.MULTILINE)


@pytest.fixture
def key(filled: Graph) -> str:
    return create_key(filled, name="guide", role="reader", days=None, by="test")[1]


def test_the_typed_client_reads_every_finding(
    filled: Graph, key: str, server: Connection, server_settings: Settings, tmp_path: Path
) -> None:
    client = tmp_path / "client.py"
    client.write_text(blocks("python")[0])

    async def work() -> str:
        async with serve_app(server_settings, server) as address:
            environment = {**os.environ, "NAMESAKE_URL": f"http://{address}/graphql", "NAMESAKE_KEY": key}
            run = await asyncio.to_thread(
                subprocess.run, [sys.executable, client], env=environment, capture_output=True, text=True, check=True
            )
            return run.stdout

    said = asyncio.run(work()).splitlines()
    loud = [finding for finding in FINDINGS if finding.score >= 0.5]
    assert len(said) == len(loud) == 4
    assert said[0].endswith("It differs by an accent.")


def test_the_typed_client_is_typed(tmp_path: Path) -> None:
    client = tmp_path / "client.py"
    client.write_text(blocks("python")[0])
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--config-file", os.devnull, client], capture_output=True, text=True, check=False
    )  # fmt: skip
    assert done.returncode == 0, done.stdout


def test_the_curl_examples_are_answered(filled: Graph, key: str, server: Connection, server_settings: Settings) -> None:
    """The commands' own addresses, headers and bodies, sent by httpx: curl is not on every machine."""

    async def work() -> list[dict[str, Any]]:
        async with serve_app(server_settings, server) as address, httpx.AsyncClient(timeout=20) as http:
            return [await ask(http, command, address) for command in blocks("bash")]

    async def ask(http: httpx.AsyncClient, command: str, address: str) -> dict[str, Any]:
        for name, value in {"NAMESAKE_URL": f"http://{address}/graphql", "NAMESAKE_KEY": key}.items():
            command = command.replace(f"${name}", value)
        words = shlex.split(command.replace("\\\n", ""))
        url = words[words.index(f"http://{address}/graphql")]
        headers = dict(words[place + 1].split(": ", 1) for place, word in enumerate(words) if word == "-H")
        async with http.stream("POST", url, headers=headers, content=words[words.index("-d") + 1]) as answer:
            assert answer.status_code == 200
            async for line in answer.aiter_lines():
                if line.startswith(("data:", "{")):
                    told: dict[str, Any] = json.loads(line.removeprefix("data:"))
                    return told
        raise AssertionError("nothing was sent")

    first, streamed = asyncio.run(work())
    assert first["data"]["findings"]["totalCount"] == 4
    assert streamed["data"]["findingChanges"]["change"] == "NEW"
