"""The evaluation as it is printed and drawn."""

import builtins
import json
import struct
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from detectors.evaluation import Evaluation, evaluate
from graph.errors import MissingExtra, UnreadableInput
from graph.findings import Reference
from graph.truth import Innocent, TrueFinding, Truth, read_truth
from namesake.evaluate import evaluation_tables, write_report
from namesake.pictures import evaluation_pictures, png


def impersonation(subject: str, target: str, score: float) -> dict[str, Any]:
    ends = {"subject": {"type": "artist", "id": subject}, "target": {"type": "artist", "id": target}}
    return {"finding_id": subject, "kind": "impersonation", "score": score, **ends}


@pytest.fixture(scope="module")
def evaluation() -> Evaluation:
    true = [
        TrueFinding("impersonation", Reference("artist", f"s{n}"), Reference("artist", f"t{n}"), (), "homoglyph", n % 4)
        for n in range(10)
    ]
    rows = [impersonation(f"s{n}", f"t{n}", 0.95 - n / 20) for n in range(8)] + [impersonation("n1", "t1", 0.7)]
    lines = [{"identity_id": f"i{n}", "artist_ids": [f"s{n}"], "probability": 1.0} for n in range(100)]
    return evaluate(rows, lines, [], Truth(tuple(true), (), (Innocent("namesake", ("n1",)),)))


def printed(evaluation: Evaluation) -> str:
    text = StringIO()
    console = Console(file=text, width=220, highlight=False)
    for table in evaluation_tables(evaluation):
        console.print(table)
    return text.getvalue()


def test_the_tables_tell_counts_intervals_tricks_and_false_alarms(evaluation: Evaluation) -> None:
    text = printed(evaluation)
    kind = evaluation.of_kind("impersonation")
    interval = kind.intervals["average_precision"]
    assert f"{kind.average_precision:.3f} ({interval.low:.3f} to {interval.high:.3f})" in text
    assert "8 of 9" in text
    assert "homoglyph" in text
    assert "camouflage 3" in text
    alarm = next(line for line in text.splitlines() if "namesake" in line)
    assert [part.strip() for part in alarm.split("│")[1:-1]] == ["namesake", "impersonation", "1", "1000.0", "1"]
    assert "misattribution" not in text


def test_a_wrong_target_and_a_direction_have_lines_of_their_own() -> None:
    audio = {"finding_id": "r", "kind": "recycled_audio", "score": 0.9}
    audio |= {"subject": {"type": "recording", "id": "copy"}, "target": {"type": "recording", "id": "first"}}
    true = (
        TrueFinding("impersonation", Reference("artist", "s1"), Reference("artist", "t1")),
        TrueFinding("recycled_audio", Reference("recording", "copy"), Reference("recording", "first")),
    )
    lines = printed(evaluate([impersonation("s1", "t2", 0.9), audio], [], [], Truth(true))).splitlines()
    cells = [[part.strip() for part in line.split("│")[1:-1]] for line in lines]
    assert ["", "of these, told in the right direction", "1.000"] in cells
    assert ["wrong target", "impersonation", "1", "", ""] in cells
    assert ["all innocents", "", "0", "", ""] in cells


def test_the_demo_leaves_the_details_out(evaluation: Evaluation) -> None:
    assert [table.title for table in evaluation_tables(evaluation, details=False)] == [
        "against the truth: findings (95 % intervals)",
        "against the truth: groups (95 % intervals)",
        "false alarms: wrong findings that score 0.5 or more",
    ]


def test_a_folder_report_has_pictures_and_the_whole_json(evaluation: Evaluation, tmp_path: Path) -> None:
    written = write_report(evaluation, tmp_path / "report")
    assert [path.name for path in written] == [
        "reliability-impersonation.png",
        "precision-recall-impersonation.png",
        "evaluation.json",
    ]
    width, height = struct.unpack(">II", written[0].read_bytes()[16:24])
    assert width > 400
    assert height > 400
    assert json.loads(written[-1].read_text()) == json.loads(json.dumps(evaluation.to_json()))


def test_a_page_report_is_one_file_with_tables_and_pictures(evaluation: Evaluation, tmp_path: Path) -> None:
    page = tmp_path / "report.html"
    assert write_report(evaluation, page) == [page]
    text = page.read_text()
    assert text.count("data:image/png;base64,") == 2
    assert "average precision" in text
    assert list(tmp_path.iterdir()) == [page]


def test_equal_evaluations_give_equal_pictures(evaluation: Evaluation) -> None:
    first, second = evaluation_pictures(evaluation), evaluation_pictures(evaluation)
    assert [png(figure) for figure in first.values()] == [png(figure) for figure in second.values()]


def test_without_matplotlib_the_error_says_how_to_install_it(
    evaluation: Evaluation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = builtins.__import__

    def absent(name: str, *rest: Any, **named: Any) -> Any:
        if name.startswith("matplotlib"):
            raise ModuleNotFoundError(f"No module named {name!r}", name="matplotlib")
        return real(name, *rest, **named)

    monkeypatch.setattr(builtins, "__import__", absent)
    with pytest.raises(MissingExtra, match="matplotlib") as caught:
        write_report(evaluation, tmp_path / "report.html")
    assert "pip install 'namesake[plots]'" in caught.value.hint
    assert list(tmp_path.iterdir()) == []


def test_an_export_is_not_taken_for_a_truth(tmp_path: Path) -> None:
    row = {"kind": "impersonation", "subject": {"type": "artist", "id": "a1"}, "score": 0.9, "run_id": "r"}
    (tmp_path / "findings.jsonl").write_text(json.dumps(row) + "\n")
    with pytest.raises(UnreadableInput, match="exported, not a truth"):
        read_truth(tmp_path)
