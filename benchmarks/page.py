"""The investigators' page in Debian's Chromium: how soon the first view stands, and how many frames a second 5,000 nodes move at.

    python benchmarks/three_nights.py DATA_DIR
    python benchmarks/page.py DATA_DIR --pictures docs/guides/pictures

First view: from the navigation to the first finding's row, a fresh browser context each time (nothing cached), the server warm; the baseline in
the same run is the same server's smallest document, `/healthz`. Frames: `/network?benchmark=N` pans and zooms by itself and says what it measured;
where there is no GPU, Chromium draws in software, and the figure is a floor.
"""

import argparse
import gzip
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

import httpx
from playwright.sync_api import Browser, Page, Response, expect, sync_playwright

from graph.server import free_port

CHROMIUM = "/usr/bin/chromium"
SOFTWARE_WEBGL = ["--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
FINDINGS = """{
  findings(kind: IMPERSONATION, order: PRIORITY, first: 1) { edges { node { id target { ... on Artist { id releases(first: 1) { edges { node { id } } } } } } } }
  clusters(kind: CONTENT_FARM, first: 1) { edges { node { id } } }
  runs(first: 1) { edges { node { id } } }
}"""


def measure_first_view(browser: Browser, address: str, rounds: int) -> None:
    seconds, documents, scripts = [], [], 0
    for _ in range(rounds):
        sizes: list[int] = []
        page = browser.new_page(viewport={"width": 1280, "height": 800})

        def note(response: Response, sizes: list[int] = sizes) -> None:
            if response.request.resource_type == "script":
                sizes.append(len(gzip.compress(response.body())))

        began = time.perf_counter()
        page.goto(f"{address}/healthz")
        documents.append(time.perf_counter() - began)
        page.on("response", note)
        began = time.perf_counter()
        page.goto(address)
        page.locator("a[href^='/findings/']").first.wait_for()
        seconds.append(time.perf_counter() - began)
        scripts = sum(sizes)
        page.close()
    print(f"first view        {statistics.median(seconds):.2f} s (median of {rounds}, worst {max(seconds):.2f})")
    print(f"smallest document {statistics.median(documents):.3f} s, the same browser and server")
    print(f"scripts           {scripts / 1000:.0f} kB gzipped")


def measure_frames(browser: Browser, address: str, nodes: int) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto(f"{address}/network?benchmark={nodes}")
    measured = page.locator("html[data-fps]")
    measured.wait_for(state="attached", timeout=180_000)
    print(f"{nodes} nodes       {float(measured.get_attribute('data-fps') or 'nan'):.0f} frames a second")
    page.close()


def take_pictures(browser: Browser, address: str, folder: Path) -> None:
    """Every view in light and dark, as `page-VIEW-SCHEME.png`."""
    found = httpx.post(f"{address}/graphql", json={"query": FINDINGS}).json()["data"]
    finding = found["findings"]["edges"][0]["node"]
    views = {
        "queue": "/",
        "finding": f"/findings/{finding['id']}",
        "dossier": f"/findings/{finding['id']}/dossier",
        "network": f"/network?artist={finding['target']['id']}",
        "clusters": "/clusters",
        "cluster": f"/clusters/{found['clusters']['edges'][0]['node']['id']}",
        "artist": f"/artists/{finding['target']['id']}",
        "release": f"/releases/{finding['target']['releases']['edges'][0]['node']['id']}",
        "search": "/search?q=luna",
        "runs": "/runs",
        "run": f"/runs/{found['runs']['edges'][0]['node']['id']}",
    }
    for scheme in ("light", "dark"):
        page = browser.new_page(viewport={"width": 1280, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
        for view, path in views.items():
            page.goto(address + path)
            _settle(page)
            page.screenshot(path=folder / f"page-{view}-{scheme}.png", full_page=view in ("finding", "cluster", "run"))
        page.close()


def _settle(page: Page) -> None:
    page.get_by_role("heading", level=1).first.wait_for()
    expect(page.locator(".skeleton")).to_have_count(0)
    page.wait_for_timeout(3000)


def main(options: argparse.Namespace) -> None:
    port = free_port()
    environment = os.environ | {"NAMESAKE_DATA_DIR": str(options.data_dir), "NAMESAKE_PORT": str(port)}
    namesake = Path(sys.executable).with_name("namesake")
    serving = subprocess.Popen([namesake, "serve"], env=environment, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        while True:
            try:
                httpx.get(f"{address}/readyz").raise_for_status()
                break
            except httpx.HTTPError:
                time.sleep(0.5)
                if serving.poll() is not None:
                    sys.exit(f"`namesake serve` ended: is the graph of {options.data_dir} up?")
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=SOFTWARE_WEBGL)
            measure_first_view(browser, address, options.rounds)
            measure_frames(browser, address, options.nodes)
            if options.pictures is not None:
                take_pictures(browser, address, options.pictures)
            browser.close()
    finally:
        if serving.poll() is None:
            serving.terminate()
            serving.wait()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("data_dir", type=Path)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--nodes", type=int, default=5000)
    parser.add_argument("--pictures", type=Path)
    main(parser.parse_args())
