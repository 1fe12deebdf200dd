"""The night's report from real exports: what it says, what it survives, and that no name can write into it."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from detectors.evidence import read_model
from detectors.run import DetectOptions, detect
from graph.errors import BadSnapshot
from graph.findings import (
    KINDS,
    Cluster,
    Detection,
    as_json_lines,
    change_row,
    cluster_row,
    finding_row,
)
from graph.snapshot import Snapshot, snapshot_from_records
from namesake.report import profile, write_report
from namesake.report.findings import named, some_names
from simulation import SimulatedCatalog, simulate

FIRST, SECOND = "2026-11-23", "2026-11-24"
VOID = {"meta", "br", "img", "link", "input", "hr"}
Row = dict[str, Any]


@pytest.fixture(scope="module")
def catalog() -> SimulatedCatalog:
    return simulate(500, 5, "standard", "acts")


def some_artists(catalog: SimulatedCatalog, *, one_in: int) -> Snapshot:
    """All but one in so many artists."""
    records = dict(catalog.records)
    records["artists"] = records["artists"].filter(pl.int_range(pl.len()) % one_in != 0)
    return snapshot_from_records(records)


def night(
    folder: Path,
    snapshot: Snapshot,
    detection: Detection,
    *,
    previous: str | None = None,
    known: frozenset[str] = frozenset(),
    **fields: Any,
) -> None:
    """Write what `namesake nightly` leaves of a night. `known`: findings of earlier nights."""
    folder.mkdir(parents=True)
    findings = [
        replace(finding, first_seen=FIRST if finding.finding_id in known else folder.name[:10])
        for finding in detection.findings
    ]
    rows = {
        "findings": [finding_row(finding) for finding in findings],
        "clusters": [cluster_row(cluster) for cluster in detection.clusters],
        "changes": [change_row(change) for change in detection.changes],
    }
    for name, lines in rows.items():
        (folder / f"{name}.jsonl").write_text(as_json_lines(lines), encoding="utf-8")
    names = {f"artist:{key}": name for key, name in snapshot["artists"].select("artist_id", "name").iter_rows()}
    (folder / "names.json").write_text(json.dumps(names), encoding="utf-8")
    (folder / "profile.json").write_text(json.dumps(profile(snapshot)), encoding="utf-8")
    told = {
        "night_id": folder.name,
        "date": folder.name[:10],
        "finished": True,
        "run_id": "r1",
        "model": detection.model,
        "previous_night": previous,
        "stages": [{"name": "detect", "seconds": 4.0, "peak_mib": 300.0, "skipped": False}],
        "loads": [],
        "counts": {"artists": snapshot["artists"].height},
        "notes": list(detection.notes),
    } | fields
    (folder / "night.json").write_text(json.dumps(told), encoding="utf-8")


@pytest.fixture(scope="module")
def detections(catalog: SimulatedCatalog) -> list[tuple[Snapshot, Detection]]:
    model = read_model()
    told: list[tuple[Snapshot, Detection]] = []
    before: tuple[Cluster, ...] = ()
    for snapshot in (some_artists(catalog, one_in=5), snapshot_from_records(catalog.records)):
        detection = detect(snapshot, model=model, options=DetectOptions(), previous=before)
        before = detection.clusters
        told.append((snapshot, detection))
    (snapshot, first), second = told
    half = first.findings[::2]  # so that the second night has news whatever the detectors say
    return [(snapshot, replace(first, findings=half)), second]


@pytest.fixture
def nights(detections: list[tuple[Snapshot, Detection]], tmp_path: Path) -> Path:
    (was, before), (now, after) = detections
    known = frozenset(finding.finding_id for finding in before.findings)
    night(tmp_path / FIRST, was, before)
    night(tmp_path / SECOND, now, after, previous=FIRST, known=known)
    return tmp_path


def test_the_first_night_says_that_there_is_nothing_to_compare_with(nights: Path) -> None:
    report = write_report(nights, FIRST)
    assert report["headline"][0] == "This is the first night: there is nothing to compare with."
    assert report["previous_night"] is None
    assert report["attention"] == []
    assert report["findings"]["new"]["total"] == 0
    assert report["findings"]["best"]["total"] == len((nights / FIRST / "findings.jsonl").read_text().splitlines())
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
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    path.write_text("".join(json.dumps(row | {"status": "dismissed"}) + "\n" for row in rows), encoding="utf-8")
    findings = write_report(nights, SECOND)["findings"]
    assert findings["new"]["total"] == 0
    assert sum(row["dismissed"] for row in findings["by_kind"].values()) == len(rows)
    assert sum(row["likely"] for row in findings["by_kind"].values()) == 0


def test_a_dismissed_finding_with_new_evidence_is_told_with_what_is_new(nights: Path) -> None:
    was, now = nights / FIRST / "findings.jsonl", nights / SECOND / "findings.jsonl"
    row = json.loads(now.read_text(encoding="utf-8").splitlines()[0])
    was.write_text(json.dumps(row | {"status": "dismissed"}) + "\n", encoding="utf-8")
    news = {
        "status": "reopened",
        "new_evidence": ["It is paid to the account of a farm (not known when it was dismissed)"],
    }
    now.write_text(json.dumps(row | news) + "\n", encoding="utf-8")
    report = write_report(nights, SECOND)
    assert [told["finding_id"] for told in report["findings"]["reopened"]["rows"]] == [row["finding_id"]]
    assert "1 dismissed finding came back with new evidence" in " ".join(report["headline"])
    assert "It is paid to the account of a farm" in (nights / SECOND / "report.md").read_text(encoding="utf-8")
    assert "It is paid to the account of a farm" in (nights / SECOND / "report.html").read_text(encoding="utf-8")


def test_a_finding_of_an_older_night_has_returned(nights: Path) -> None:
    path = nights / SECOND / "findings.jsonl"
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    new = next(row for row in rows if row["first_seen"] == SECOND)
    new["first_seen"] = "2026-11-02"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    returned = write_report(nights, SECOND)["findings"]["returned"]["rows"]
    assert [row["finding_id"] for row in returned] == [new["finding_id"]]


def test_a_finding_first_published_between_the_nights_is_new(nights: Path) -> None:
    path = nights / SECOND / "findings.jsonl"
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]
    new = next(row for row in rows if row["first_seen"] == SECOND)
    new["first_seen"] = FIRST
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
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
    path = nights / FIRST / "night.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"finished": False}))
    assert write_report(nights, SECOND)["headline"][0].startswith("This is the first night")


def test_a_torn_file_is_named(nights: Path) -> None:
    (nights / SECOND / "red_team.json").write_text('{"seed": 1, "ki')
    with pytest.raises(BadSnapshot, match=r"red_team\.json is not whole"):
        write_report(nights, SECOND)


class Reader(HTMLParser):
    """Tags in their order with attributes, and text; fails where they are not nested."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def read(path: Path) -> Reader:
    reader = Reader()
    reader.feed(path.read_text(encoding="utf-8"))
    reader.close()
    assert reader.open == []
    return reader


def hostile_names() -> Iterator[str]:
    yield "<script>alert(1)</script>"
    yield '"><img src=x onerror=alert(1)>'
    yield "</style></main><h1>Fooled</h1>"
    yield "'; DROP"
    yield "& &lt; &amp;"
    yield "\u202eevil\u2066"
    yield "two\nlines\r\u2028more"
    yield "[a](https://example.com) **b** `c` | d"
    yield "\x00\x1b[31m"
    yield "A" * 5000


def test_what_waits_and_the_notes_are_in_the_mail_and_on_the_page(nights: Path) -> None:
    path = nights / SECOND / "night.json"
    waits = [f"`ddex/{number}` waits for the next night: it has an unfinished file" for number in range(12)]
    told = {"left_alone": waits, "notes": [*waits, "a block of 9 names was capped"]}
    path.write_text(json.dumps(json.loads(path.read_text()) | told))
    report = write_report(nights, SECOND)
    assert (report["waiting"], report["notes"]) == (waits, ["a block of 9 names was capped"])
    text = (nights / SECOND / "report.md").read_text(encoding="utf-8")
    assert "## Left in the drop folder: 12\n\n- 'ddex/0' waits for the next night: it has an unfinished file\n" in text
    assert "- 2 others in report.json\n" in text
    assert "## Notes of the run: 1\n\n- a block of 9 names was capped\n" in text
    page = " ".join(read(nights / SECOND / "report.html").text)
    assert "Left in the drop folder: 12" in page
    assert "ddex/11" in page
    assert "a block of 9 names was capped" in page


@pytest.fixture
def hostile(nights: Path) -> Path:
    """Every name, path, note and error is one that an attacker chose."""
    names = list(hostile_names())
    for night_id in (FIRST, SECOND):
        path = nights / night_id / "names.json"
        known = json.loads(path.read_text(encoding="utf-8"))
        path.write_text(
            json.dumps({key: names[place % len(names)] for place, key in enumerate(known)}), encoding="utf-8"
        )
        findings = nights / night_id / "findings.jsonl"
        rows = [json.loads(line) for line in findings.read_text(encoding="utf-8").splitlines()]
        for place, row in enumerate(rows):
            for item in row["evidence"]:
                item["text"] = names[place % len(names)]
        findings.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    path = nights / SECOND / "night.json"
    error = {"code": "unreadable-input", "what": names[1], "hint": names[0]}
    counts = {"accepted": 0, "written": 0, "unchanged": 0, "quarantined": 0}
    loads = [{"source": "ddex", "path": name, **counts, "error": error} for name in names]
    path.write_text(
        json.dumps(json.loads(path.read_text()) | {"loads": loads, "notes": names, "left_alone": names[:2]})
    )
    kinds = {names[1]: {"planted": 5, "found": 1, "by_trick": {names[0]: [0, 5]}}}
    (nights / SECOND / "red_team.json").write_text(json.dumps({"seed": 1, "kinds": kinds}))
    return nights


def test_no_name_can_write_into_the_page(hostile: Path) -> None:
    write_report(hostile, SECOND)
    reader = read(hostile / SECOND / "report.html")
    assert {tag for tag, _ in reader.tags} & {"script", "img", "iframe", "object", "a", "form"} == set()
    assert not [name for _, attributes in reader.tags for name in attributes if name.startswith("on")]
    assert [tag for tag, _ in reader.tags].count("h1") == 1
    text = " ".join(reader.text)
    assert "<script>alert(1)</script>" in text
    assert "‹U+202E›evil‹U+2066›" in text
    assert not set("\u202e\u2066\u2028\x00\x1b") & set(text)
    assert "A" * 500 not in text


def test_no_name_can_write_into_the_mail(hostile: Path) -> None:
    write_report(hostile, SECOND)
    text = (hostile / SECOND / "report.md").read_text(encoding="utf-8")
    assert not re.search(r"(?<!\\)<", text)
    assert not re.search(r"(?<!\\)\[a", text)
    assert not set("\u202e\u2066\u2028\x00\x1b") & set(text)


def test_the_page_needs_nothing_from_outside_and_its_pictures_are_whole(nights: Path) -> None:
    (nights / SECOND / "red_team.json").write_text(
        json.dumps({"seed": 1, "kinds": {kind: {"planted": 9, "found": 7, "by_trick": {}} for kind in KINDS}})
    )
    write_report(nights, SECOND)
    text = (nights / SECOND / "report.html").read_text(encoding="utf-8")
    reader = read(nights / SECOND / "report.html")
    for tag, attributes in reader.tags:
        assert tag not in ("link", "script", "img", "iframe"), tag
        assert not {"src", "href", "xlink:href", "srcset", "action"} & attributes.keys(), (tag, attributes)
    assert not re.search(r"https?://|@import|url\(", text)
    pictures = [attributes for tag, attributes in reader.tags if tag == "svg" and attributes.get("role") == "img"]
    assert len(pictures) >= 1 + 2 * 3
    assert all(attributes["aria-label"] for attributes in pictures)
    drawn = [attributes for tag, attributes in reader.tags if tag in ("rect", "path", "line", "circle", "text")]
    assert not [row for row in drawn if any(bad in (row.get(name) or "") for name in "xydr" for bad in ("nan", "inf"))]


def test_every_kind_has_a_colour_in_the_page(nights: Path) -> None:
    write_report(nights, SECOND)
    text = (nights / SECOND / "report.html").read_text(encoding="utf-8")
    for kind in KINDS:
        assert f".k-{kind} {{ --hue: var(--{kind}); }}" in text
        assert text.count(f"--{kind}: #") == 2  # light and dark


def test_a_candidate_model_is_told(nights: Path) -> None:
    row = json.loads((nights / SECOND / "findings.jsonl").read_text(encoding="utf-8").splitlines()[0])
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
        path = folder / "night.json"
        path.write_text(json.dumps(json.loads(path.read_text()) | {"night_id": folder.name}))
        report = write_report(nights, folder.name)
        assert report["genealogy"]["nights"] == [FIRST, folder.name]
        folder.rename(nights / SECOND)
    assert "run 10 of that day" in (nights / SECOND / "report.html").read_text(encoding="utf-8")
