"""The report as a page and a mail: what is drawn and written there, and that no name can write into it."""

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

from graph.findings import KINDS
from namesake.report import write_report
from tests.namesake.nights import FIRST, SECOND, read_rows, retell, write_rows

VOID = {"meta", "br", "img", "link", "input", "hr"}


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
    waits = [f"`ddex/{number}` waits for the next night: it has an unfinished file" for number in range(12)]
    retell(nights / SECOND, left_alone=waits, notes=[*waits, "a block of 9 names was capped"])
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
        rows = read_rows(findings)
        for place, row in enumerate(rows):
            for item in row["evidence"]:
                item["text"] = names[place % len(names)]
        write_rows(findings, rows)
    error = {"code": "unreadable-input", "what": names[1], "hint": names[0]}
    counts = {"accepted": 0, "written": 0, "unchanged": 0, "quarantined": 0}
    loads = [{"source": "ddex", "path": name, **counts, "error": error} for name in names]
    retell(nights / SECOND, loads=loads, notes=names, left_alone=names[:2])
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
