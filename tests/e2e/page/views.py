"""An address of every view over what the night found."""

from dataclasses import dataclass
from typing import Any

import httpx

from tests.e2e.page.conftest import Served

IDS = """{
  runs(first: 1) { edges { node { id } } }
  clusters(first: 1) { edges { node { id } } }
  findings(kind: IMPERSONATION, first: 1) {
    edges { node { id target { ... on Artist { id releases(first: 1) { edges { node { id } } } } } } }
  }
}"""
VIEWS = ("queue", "finding", "dossier", "network", "clusters", "cluster", "artist", "release", "search", "runs", "run")


@dataclass(frozen=True, slots=True)
class Addresses:
    """`of`: the address of each of VIEWS. `finding`: the id of the impersonation that they look at."""

    of: dict[str, str]
    finding: str


def find_addresses(served: Served) -> Addresses:
    headers = {"Authorization": f"Bearer {served.keys['investigator']}"}
    answer: Any = httpx.post(f"{served.address}/graphql", json={"query": IDS}, headers=headers).json()["data"]
    finding = answer["findings"]["edges"][0]["node"]
    artist = finding["target"]
    run, cluster = (answer[what]["edges"][0]["node"]["id"] for what in ("runs", "clusters"))
    release = artist["releases"]["edges"][0]["node"]["id"]
    places = {
        "queue": "/",
        "finding": f"/findings/{finding['id']}",
        "dossier": f"/findings/{finding['id']}/dossier",
        "network": f"/network?artist={artist['id']}",
        "clusters": "/clusters",
        "cluster": f"/clusters/{cluster}",
        "artist": f"/artists/{artist['id']}",
        "release": f"/releases/{release}",
        "search": "/search?q=a",
        "runs": "/runs",
        "run": f"/runs/{run}",
    }
    return Addresses(places, finding["id"])
