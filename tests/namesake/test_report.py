"""The night's report from real exports: what it says, and what it survives."""

import json
from pathlib import Path

import pytest

from graph.errors import BadSnapshot
from graph.findings import KINDS, Detection
from graph.snapshot import Snapshot
from namesake.report import write_report
from namesake.report.findings import named, some_names
from tests.namesake.nights import FIRST, SECOND, read_rows, retell, write_rows


def test_the_first_night_says_that_there_is_nothing_to_compare_with(nights: Path) -> None:
    report = write_report(nights, FIRST)
    assert report["headline"][0] == "This is the first night: there is nothing to compare with."
    assert report["previous_night"] is None
    assert report["attention"] == []
    assert report["findings"]["new"]["total"] == 0
    assert report["findings"]["best"]["total"] == len(read_rows(nights / FIRST / "findings.jsonl"))
    assert "Nothing to compare with yet" in (nights / FIRST / "report.html").read_text(encoding="utf-8")


def test_the_second_night_tells_what_differs(nights: Path, detections: list[tuple[Snapshot, Detection]]) -> None:
    report = write_report(nights, SECOND)
    was, now = ({finding.finding_id: finding for finding in told.findings} for _, told in detections)
    assert report["findings"]["new"]["total"] == len(now.keys() - was.keys()) > 0
    assert report["findings"]["gone"]["total"] == len(was.keys() - now.keys())
    assert {row["finding_id"] for row in report["findings"]["raised"]["rows"]} == {
        key for key in was.keys() & now.keys() if was[key].score < 0.5 <= now[key].score
    }
    for kind in KINDS:
        counts = report["findings"]["by_kind"][kind]
        assert counts["listed"] == sum(finding.kind == kind for finding in now.values())
        assert counts["likely"] == sum(finding.kind == kind and finding.score >= 0.5 for finding in now.values())
        assert sum(report["scores"][kind]["tonight"]) == counts["listed"]
    assert report["clusters"]["changed"] == sum(
        bool(change.change != "steady" or change.from_ids or change.into_ids) for change in detections[1][1].changes
    )
    assert report["drift"]["rows"]["artists"] == detections[1][0]["artists"].height
    assert report["drift"]["since"][0]["rows"]["artists"] == detections[0][0]["artists"].height


def test_new_findings_come_with_names_and_their_heaviest_evidence(nights: Path) -> None:
    report = write_report(nights, SECOND)
    names = json.loads((nights / SECOND / "names.json").read_text(encoding="utf-8"))
    rows = report["findings"]["new"]["rows"]
    assert rows == sorted(rows, key=lambda row: (-row["score"], row["finding_id"]))
    for row in rows:
        assert row["subject"]["name"] == names.get(f"{row['subject']['type']}:{row['subject']['id']}")
        weights = [item["weight"] for item in row["evidence"]]
        assert weights == sorted(weights, reverse=True)
        assert all(weight > 0 for weight in weights)
        assert len(weights) <= 3


def test_a_name_is_of_the_type_that_the_finding_says() -> None:
    names = {"artist:12": "Nova", "release:12": "Rain", "release:7": "Snow", "artist:3": "Tidal"}
    assert named({"type": "release", "id": "12"}, names)["name"] == "Rain"
    assert named({"type": "artist", "id": "7"}, names)["name"] is None
    assert some_names(["12", "7", "3"], names, kind="content_farm") == ["Nova", "Tidal"]
    assert some_names(["12", "7", "3"], names, kind="campaign") == ["Snow", "Tidal"]


def test_the_object_that_is_returned_is_the_one_in_the_file(nights: Path) -> None:
    report = write_report(nights, SECOND)
    assert json.loads((nights / SECOND / "report.json").read_text(encoding="utf-8")) == report


def test_written_twice_it_is_the_same(nights: Path) -> None:
    names = ("report.json", "report.md", "report.html")
    write_report(nights, SECOND)
    first = [(nights / SECOND / name).read_bytes() for name in names]
    write_report(nights, SECOND)
    assert first == [(nights / SECOND / name).read_bytes() for name in names]


def test_dismissed_findings_are_counted_and_not_told_as_new(nights: Path) -> None:
    path = nights / SECOND / "findings.jsonl"
    rows = read_rows(path)
    write_rows(path, (row | {"status": "dismissed"} for row in rows))
    findings = write_report(nights, SECOND)["findings"]
    assert findings["new"]["total"] == 0
    assert sum(row["dismissed"] for row in findings["by_kind"].values()) == len(rows)
    assert sum(row["likely"] for row in findings["by_kind"].values()) == 0


def test_a_dismissed_finding_with_new_evidence_is_told_with_what_is_new(nights: Path) -> None:
    was, now = nights / FIRST / "findings.jsonl", nights / SECOND / "findings.jsonl"
    row = read_rows(now)[0]
    write_rows(was, [row | {"status": "dismissed"}])
    news = {
        "status": "reopened",
        "new_evidence": ["It is paid to the account of a farm (not known when it was dismissed)"],
    }
    write_rows(now, [row | news])
    report = write_report(nights, SECOND)
    assert [told["finding_id"] for told in report["findings"]["reopened"]["rows"]] == [row["finding_id"]]
    assert "1 dismissed finding came back with new evidence" in " ".join(report["headline"])
    assert "It is paid to the account of a farm" in (nights / SECOND / "report.md").read_text(encoding="utf-8")
    assert "It is paid to the account of a farm" in (nights / SECOND / "report.html").read_text(encoding="utf-8")


def test_a_finding_of_an_older_night_has_returned(nights: Path) -> None:
    path = nights / SECOND / "findings.jsonl"
    rows = read_rows(path)
    new = next(row for row in rows if row["first_seen"] == SECOND)
    new["first_seen"] = "2026-11-02"
    write_rows(path, rows)
    returned = write_report(nights, SECOND)["findings"]["returned"]["rows"]
    assert [row["finding_id"] for row in returned] == [new["finding_id"]]


def test_a_finding_first_published_between_the_nights_is_new(nights: Path) -> None:
    path = nights / SECOND / "findings.jsonl"
    rows = read_rows(path)
    new = next(row for row in rows if row["first_seen"] == SECOND)
    new["first_seen"] = FIRST
    write_rows(path, rows)
    findings = write_report(nights, SECOND)["findings"]
    assert new["finding_id"] in [row["finding_id"] for row in findings["new"]["rows"]]
    assert findings["returned"]["total"] == 0


def test_a_night_of_which_only_the_exports_are_left_is_enough(nights: Path) -> None:
    for name in ("names.json", "profile.json", "changes.jsonl"):
        (nights / FIRST / name).unlink()
        (nights / SECOND / name).unlink()
    report = write_report(nights, SECOND)
    assert report["previous_night"] == FIRST
    assert report["drift"] == {"rows": {}, "since": []}
    assert report["red_team"] is None


def test_a_night_that_was_not_finished_is_not_compared_with(nights: Path) -> None:
    retell(nights / FIRST, finished=False)
    assert write_report(nights, SECOND)["headline"][0].startswith("This is the first night")


def test_a_torn_file_is_named(nights: Path) -> None:
    (nights / SECOND / "red_team.json").write_text('{"seed": 1, "ki')
    with pytest.raises(BadSnapshot, match=r"red_team\.json is not whole"):
        write_report(nights, SECOND)


def test_a_candidate_model_is_told(nights: Path) -> None:
    row = read_rows(nights / SECOND / "findings.jsonl")[0]
    counts = {"current": 4, "candidate": 5, "appear": 1, "vanish": 0, "moved": 2}
    shadow = {"model": "candidate-7", "by_kind": {row["kind"]: counts}, "appear": [row], "vanish": [], "notes": []}
    (nights / SECOND / "shadow.json").write_text(json.dumps(shadow), encoding="utf-8")
    report = write_report(nights, SECOND)
    assert report["shadow"]["appear"]["rows"][0]["finding_id"] == row["finding_id"]
    for name in ("report.md", "report.html"):
        assert "candidate-7" in (nights / SECOND / name).read_text(encoding="utf-8").replace("\\", "")


def test_a_second_night_of_a_day_comes_after_the_first_and_before_the_tenth(nights: Path) -> None:
    for number in (2, 10):
        (nights / SECOND).rename(nights / "moving")
        folder = nights / f"{SECOND}-{number}"
        (nights / "moving").rename(folder)
        retell(folder, night_id=folder.name)
        report = write_report(nights, folder.name)
        assert report["genealogy"]["nights"] == [FIRST, folder.name]
        folder.rename(nights / SECOND)
    assert "run 10 of that day" in (nights / SECOND / "report.html").read_text(encoding="utf-8")
