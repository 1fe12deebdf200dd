"""Clusters over nights, from what tracking says of them."""

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from detectors.tracking import track
from graph.findings import Cluster, as_json_lines, change_row, cluster_row
from namesake.report import write_report
from namesake.report.clusters import LANES
from namesake.report.plots import genealogy_picture

Row = dict[str, Any]


def farm(name: str, members: Sequence[int], *, score: float = 0.9) -> Cluster:
    return Cluster(name, "content_farm", tuple(f"m{number}" for number in members), score)


def report_of(nights: Path, *clusters: list[Cluster]) -> Row:
    """The last night's report, where each night finds these clusters."""
    before: tuple[Cluster, ...] = ()
    night_id = ""
    for place, found in enumerate(clusters):
        tracking = track(before, found)
        previous, night_id = night_id, f"2026-11-{20 + place}"
        folder = nights / night_id
        folder.mkdir()
        (folder / "clusters.jsonl").write_text(as_json_lines([cluster_row(row) for row in tracking.clusters]))
        (folder / "changes.jsonl").write_text(as_json_lines([change_row(row) for row in tracking.changes]))
        (folder / "findings.jsonl").write_text("")
        night = {"night_id": night_id, "date": night_id, "finished": True, "previous_night": previous or None}
        (folder / "night.json").write_text(json.dumps(night))
        before = tracking.clusters
    return write_report(nights, night_id)


def sizes(report: Row) -> dict[str, list[int | None]]:
    return {lane["cluster_id"]: lane["sizes"] for lane in report["genealogy"]["lanes"]}


def test_a_cluster_that_grows_keeps_its_lane(tmp_path: Path) -> None:
    report = report_of(tmp_path, [farm("a", range(10))], [farm("x", range(14))], [farm("y", range(15))])
    assert sizes(report) == {"a": [10, 14, 15]}
    assert report["clusters"]["counts"] == {"grown": 1}
    assert report["clusters"]["rows"][0]["joined"] == 1


def test_a_merger_links_the_lane_that_ends_to_the_one_that_goes_on(tmp_path: Path) -> None:
    apart = [farm("a", range(10)), farm("b", range(10, 16))]
    report = report_of(tmp_path, apart, [farm("x", range(16))])
    assert sizes(report) == {"a": [10, 16], "b": [6, None]}
    assert report["genealogy"]["links"] == [{"night": 1, "from": "b", "to": "a"}]
    assert report["headline"][-1] == "Likely clusters: 1 merged, 1 grown."
    assert "b</code>" in (tmp_path / "2026-11-21" / "report.html").read_text(encoding="utf-8")
    assert "merged into a, had 6 members" in (tmp_path / "2026-11-21" / "report.html").read_text(encoding="utf-8")


def test_a_split_links_the_lane_to_the_one_that_begins(tmp_path: Path) -> None:
    report = report_of(tmp_path, [farm("a", range(16))], [farm("x", range(10)), farm("y", range(10, 16))])
    assert sizes(report) == {"a": [16, 10], "y": [None, 6]}
    assert report["genealogy"]["links"] == [{"night": 1, "from": "a", "to": "y"}]


def test_relatives_stand_beside_each_other_before_larger_strangers(tmp_path: Path) -> None:
    apart = [farm("small-b", range(4, 7)), farm("large", range(100, 180)), farm("small-a", range(4))]
    together = [farm("x", range(7)), farm("large", range(100, 180))]
    assert list(sizes(report_of(tmp_path, apart, together))) == ["small-a", "small-b", "large"]


def test_a_cluster_that_is_gone_ends_in_a_cross_and_a_merged_one_does_not(tmp_path: Path) -> None:
    first = [farm("a", range(10)), farm("b", range(10, 16)), farm("c", range(20, 25))]
    report = report_of(tmp_path, first, [farm("x", range(16))])
    picture = genealogy_picture(report["genealogy"])
    assert picture.count('class="cross"') == 1
    assert re.search(r">c<tspan[^>]*>5, gone", picture)
    assert re.search(r">b<tspan[^>]*>6, merged", picture)


def test_thickness_is_the_square_root_of_size(tmp_path: Path) -> None:
    report = report_of(tmp_path, [farm("a", range(100)), farm("b", range(100, 125))])
    bands = re.findall(
        r'class="band[^"]*" d="M[\d.]+,([\d.]+).*?L[\d.]+,([\d.]+)', genealogy_picture(report["genealogy"])
    )
    large, small = (float(below) - float(above) for above, below in bands)
    assert large == 2 * small


def test_clusters_that_were_never_likely_have_no_lane(tmp_path: Path) -> None:
    report = report_of(tmp_path, [farm("a", range(10)), farm("b", range(20, 90), score=0.1)])
    assert list(sizes(report)) == ["a"]
    assert report["genealogy"]["left_out"] == 1
    assert [row["cluster_id"] for row in report["clusters"]["rows"]] == ["a", "b"]
    assert report["clusters"]["likely_counts"] == {"born": 1}


def test_there_are_no_more_lanes_than_can_be_read(tmp_path: Path) -> None:
    many = [farm(f"c{number:03}", range(10 * number, 10 * number + 3 + number % 5)) for number in range(60)]
    report = report_of(tmp_path, many, [replace(cluster) for cluster in many])
    assert len(report["genealogy"]["lanes"]) == LANES
    assert report["genealogy"]["left_out"] == 60 - LANES
    assert report["clusters"]["counts"] == {"steady": 60}
