"""The page as an investigator meets it: `namesake serve` over a simulated catalog after two nights, in Debian's Chromium."""

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest
from installation import open_empty
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from benchmarks.three_nights import split_catalog
from graph.keys import create_key
from graph.server import Connection, free_port
from graph.settings import Settings
from simulation import simulate, write_catalog

CHROMIUM = Path("/usr/bin/chromium")
SOFTWARE_WEBGL = ["--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
"""Root may not have Chromium's sandbox, and these machines have no GPU."""
PATIENCE_MS = 20_000
SIZE, SEED = 500, 11


SignIn = Callable[..., Page]
"""`sign_in(role, path="/")`: the page at the path, signed in with a key of the role."""


@dataclass(frozen=True, slots=True)
class Served:
    """`keys`: a token for each role. `faults`: what pages did that they must not; a test that leaves one fails."""

    address: str
    keys: dict[str, str]
    faults: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def installation(
    server: Connection, server_settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    data_dir = tmp_path_factory.mktemp("page")
    write_catalog(simulate(size=SIZE, seed=SEED), data_dir / "catalog")
    parts = [data_dir / "parts" / name for name in ("first", "second")]
    split_catalog(data_dir / "catalog", parts, shares=(0.9, 1.0))
    port = free_port()
    environment = {
        **os.environ,
        "NAMESAKE_NEO4J_URI": server.uri,
        "NAMESAKE_NEO4J_PASSWORD": server.password,
        "NAMESAKE_DATA_DIR": str(data_dir),
        "NAMESAKE_DROP_SETTLE_S": "0",
        "NAMESAKE_PORT": str(port),
        "NAMESAKE_RATE_PER_MINUTE": "100000",
    }
    command = [sys.executable, "-m", "namesake.cli"]
    drop = data_dir / "drop" / "catalog"
    drop.mkdir(parents=True)
    with open_empty(server, server_settings) as graph:
        for part in parts:
            shutil.move(part, drop / part.name)
            ask = [*command, "nightly", *([] if part is parts[-1] else ["--no-red-team"])]
            night = subprocess.run(ask, env=environment, capture_output=True, check=False)
            assert night.returncode in (0, 3), night.stderr.decode()
        keys = {
            role: create_key(graph, name=f"Some {role}", role=role, days=None, by="test")[1]
            for role in ("reader", "investigator", "admin")
        }
    serving = subprocess.Popen([*command, "serve"], env=environment)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(f"{address}/readyz")
        yield Served(address, keys)
    finally:
        serving.terminate()
        serving.wait()


def _wait_for(url: str) -> None:
    for _ in range(600):
        try:
            if httpx.get(url).status_code == 200:
                return
        except httpx.ConnectError:
            pass
        threading.Event().wait(0.1)
    raise AssertionError(f"{url} is not served within a minute")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    assert CHROMIUM.exists(), "the tests of the page need Debian's Chromium: `make browser` installs it"
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=SOFTWARE_WEBGL)
        yield launched
        launched.close()


@pytest.fixture
def served(installation: Served) -> Iterator[Served]:
    """The service; the test fails if a page of it failed, broke the policy or asked another origin."""
    installation.faults.clear()
    yield installation
    assert installation.faults == []


@pytest.fixture
def context(browser: Browser, served: Served) -> Iterator[BrowserContext]:
    opened = browser.new_context(
        base_url=served.address, viewport={"width": 1280, "height": 800}, reduced_motion="reduce"
    )
    opened.set_default_timeout(PATIENCE_MS)
    opened.on("weberror", lambda error: served.faults.append(f"script: {error.error}"))
    opened.on(
        "console", lambda line: served.faults.append(line.text) if "Content Security Policy" in line.text else None
    )
    opened.on(
        "request",
        lambda asked: None if asked.url.startswith((served.address, "blob:")) else served.faults.append(asked.url),
    )
    yield opened
    opened.close()


@pytest.fixture
def sign_in(context: BrowserContext, served: Served) -> SignIn:
    def open_page(role: str, path: str = "/") -> Page:
        page = context.new_page()
        page.goto(path)
        page.get_by_label("API key").fill(served.keys[role])
        page.get_by_role("button", name="Sign in", exact=True).click()
        expect(page.get_by_role("navigation", name="Places")).to_be_visible()
        return page

    return open_page
