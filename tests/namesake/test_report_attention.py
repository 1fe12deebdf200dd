"""What needs a person's attention, each rule from both sides of its threshold; and the measures behind the rules."""

import json
from pathlib import Path
from typing import Any

import pytest

from graph.findings import KINDS, Evidence, Finding, Reference, as_json_lines, finding_row
from namesake.report import write_report
from namesake.report.files import NightFiles
from namesake.report.trends import fell, greatest_change, red_team_shares
from namesake.report.words import SAYS

Row = dict[str, Any]
DAYS = [f"2026-11-{day:02}" for day in range(20, 25)]


def findings(count: int, *, score_weight: float = 2.0, kind: Any = "impersonation") -> list[Row]:
    """So many findings of the log-odds `score_weight`."""
    return [
        finding_row(
            Finding(
                kind,
                Reference("artist", f"a{number}"),
                0.0,
                (Evidence("name", score_weight, "Names are alike"),),
                Reference("artist", "b") if kind in SAYS else None,
                first_seen=DAYS[0],
            )
        )
        for number in range(count)
    ]


def column(values: dict[str, int]) -> Row:
    rows = sum(values.values())
    told = {"missing": 0, "values": values, "bins": {"2": rows}}
    return {"tables": {"artists": {"rows": rows, "columns": {"country": told}}}}


def write(nights: Path, *told: Row) -> list[str]:
    """One night for each row of files, then the last one's attention. `seconds`: of its detection."""
    for place, files in enumerate(told):
        folder = nights / DAYS[place]
        folder.mkdir()
        seconds = files.get("seconds", 100.0)
        night = {
            "night_id": DAYS[place],
            "date": DAYS[place],
            "finished": True,
            "model": "m",
            "run_id": "r",
            "previous_night": DAYS[place - 1] if place else None,
            "stages": [
                {"name": "detect", "seconds": seconds, "peak_mib": 10.0, "skipped": files.get("skipped", False)}
            ],
            "loads": files.get("loads", []),
            "counts": {},
            "notes": [],
        }
        (folder / "night.json").write_text(json.dumps(night))
        (folder / "findings.jsonl").write_text(as_json_lines(files.get("findings", findings(5))))
        for name in ("profile", "red_team"):
            if name in files:
                (folder / f"{name}.json").write_text(json.dumps(files[name]))
    attention: list[str] = write_report(nights, DAYS[len(told) - 1])["attention"]
    return attention


def recall(found: int, planted: int) -> Row:
    return {"red_team": {"seed": 1, "kinds": {"content_farm": {"found": found, "planted": planted, "by_trick": {}}}}}


def test_nights_that_are_alike_need_none(tmp_path: Path) -> None:
    alike = {"profile": column({"SE": 500, "NO": 500}), **recall(27, 30)}
    assert write(tmp_path, alike, alike, alike) == []


def test_recall_that_fell_is_told_with_both_shares(tmp_path: Path) -> None:
    told = write(tmp_path, recall(27, 30), recall(28, 30), recall(9, 30))
    assert len(told) == 1
    assert "content farm" in told[0]
    assert "9 of 30" in told[0]
    assert "55 of 60" in told[0]
    assert "less than one of 1,000 comparisons, and each night makes one a kind, 1 tonight" in told[0]


def test_recall_that_is_lower_by_chance_is_not_told(tmp_path: Path) -> None:
    assert write(tmp_path, recall(27, 30), recall(28, 30), recall(23, 30)) == []


def test_nights_of_one_day_plant_the_same_attacks_and_count_once(tmp_path: Path) -> None:
    nights = []
    for night_id, found in (("2026-11-20", 20), ("2026-11-21", 9), ("2026-11-21-2", 10), ("2026-11-21-3", 11)):
        (tmp_path / night_id).mkdir()
        seed = 20 if night_id == "2026-11-20" else 21
        kinds = recall(found, 30)["red_team"]["kinds"]
        (tmp_path / night_id / "red_team.json").write_text(json.dumps({"seed": seed, "kinds": kinds}))
        nights.append(NightFiles(tmp_path / night_id))
    told = red_team_shares(nights[-1], nights[:-1])
    assert told is not None
    farms = told["kinds"]["content_farm"]
    assert (farms["found_before"], farms["planted_before"]) == (30, 60)
    assert [row["night_id"] for row in farms["history"]] == ["2026-11-20", "2026-11-21-3"]


def test_a_red_team_without_room_for_a_kind_is_not_a_fall(tmp_path: Path) -> None:
    assert write(tmp_path, recall(27, 30), recall(0, 0)) == []


def test_the_change_of_a_share_is_newcombes() -> None:
    # Newcombe 1998, table II, method 10: 56/70 - 48/80 is 0.2000, its 95 % interval 0.0524 to 0.3339
    assert greatest_change((56, 70), (48, 80), z=1.96) == pytest.approx(-0.0524, abs=1e-4)
    assert -greatest_change((48, 80), (56, 70), z=1.96) == pytest.approx(-0.3339, abs=1e-4)


def test_nothing_found_of_many_fell() -> None:
    assert fell((50, 50), (0, 20))
    assert not fell((0, 50), (0, 20))
    assert not fell((0, 50), (20, 20))


def load(**counts: Any) -> Row:
    base = {
        "source": "catalog",
        "path": "catalog/new",
        "accepted": 1000,
        "written": 0,
        "unchanged": 0,
        "quarantined": 0,
    }
    return {"loads": [base | counts]}


def test_a_delivery_of_which_much_was_set_aside_is_told(tmp_path: Path) -> None:
    told = write(tmp_path, load(quarantined=11))
    assert len(told) == 1
    assert "11 rows of catalog/new" in told[0]


def test_a_few_rows_set_aside_are_not_told(tmp_path: Path) -> None:
    assert write(tmp_path, load(quarantined=9)) == []


def test_a_delivery_that_could_not_be_loaded_is_told_with_its_remedy(tmp_path: Path) -> None:
    error = {"code": "unreadable-input", "what": "it ends in a record", "hint": "have it delivered again"}
    told = write(tmp_path, load(accepted=0, error=error))
    assert told == ["Not loaded: catalog/new (catalog): it ends in a record. Remedy: have it delivered again."]


@pytest.mark.parametrize(
    ("counts", "is_told"), [((20, 80), True), ((80, 20), True), ((20, 35), False), ((2, 6), False)]
)
def test_findings_that_doubled_or_halved_beyond_chance_are_told(
    tmp_path: Path, counts: tuple[int, int], is_told: bool
) -> None:
    told = write(tmp_path, *({"findings": findings(count)} for count in counts))
    assert [f"from {counts[0]} to {counts[1]}" in sentence for sentence in told] == [True] * is_told


def test_scores_that_moved_are_told(tmp_path: Path) -> None:
    told = write(
        tmp_path,
        {"findings": findings(100, score_weight=3.0)},
        {"findings": findings(100, score_weight=0.2)},
    )
    assert len(told) == 1
    assert told[0].startswith("Scores of impersonation are distributed otherwise")


def test_data_that_moved_are_told_by_column(tmp_path: Path) -> None:
    told = write(tmp_path, {"profile": column({"SE": 500, "NO": 500})}, {"profile": column({"SE": 950, "NO": 50})})
    assert len(told) == 1
    assert "1 column moved" in told[0]
    assert "artists.country" in told[0]


def test_data_that_moved_slowly_are_told_once_they_are_far_away(tmp_path: Path) -> None:
    shares = (500, 600, 700, 790)
    told = write(tmp_path, *({"profile": column({"SE": share, "NO": 1000 - share})} for share in shares))
    assert len(told) == 1
    assert f"the night of {DAYS[0]}, step by step" in told[0]


def test_a_leap_is_told_on_its_night_and_not_again(tmp_path: Path) -> None:
    leap = [{"profile": column({"SE": share, "NO": 1000 - share})} for share in (500, 950, 951)]
    assert write(tmp_path, *leap) == []


def test_a_table_that_lost_rows_is_told(tmp_path: Path) -> None:
    told = write(tmp_path, {"profile": column({"SE": 500, "NO": 500})}, {"profile": column({"SE": 480, "NO": 480})})
    assert len(told) == 1
    assert "artists lost 40 of 1,000 rows" in told[0]


def test_a_table_that_is_gone_is_told(tmp_path: Path) -> None:
    told = write(tmp_path, {"profile": column({"SE": 500})}, {"profile": {"tables": {}}})
    assert "artists lost 500 of 500 rows" in told[0]


@pytest.mark.parametrize(("seconds", "is_told"), [(260.0, True), (190.0, False)])
def test_a_stage_that_takes_twice_its_time_is_told(tmp_path: Path, seconds: float, is_told: bool) -> None:
    told = write(tmp_path, {}, {}, {}, {"seconds": seconds})
    assert [sentence.startswith("The stage detect took") for sentence in told] == [True] * is_told


def test_a_short_stage_may_take_twice_its_time(tmp_path: Path) -> None:
    assert write(tmp_path, *({"seconds": seconds} for seconds in (2.0, 2.0, 2.0, 8.0))) == []


def test_a_stage_that_was_skipped_has_no_time_to_compare_with(tmp_path: Path) -> None:
    nothing = {"seconds": 0.1, "skipped": True}
    assert write(tmp_path, nothing, nothing, nothing, {"seconds": 500.0}) == []


def test_the_kinds_of_findings_are_all_told(tmp_path: Path) -> None:
    write(tmp_path, {"findings": [row for kind in KINDS for row in findings(2, kind=kind)]})
    report = json.loads((tmp_path / DAYS[0] / "report.json").read_text())
    assert {kind: row["likely"] for kind, row in report["findings"]["by_kind"].items()} == dict.fromkeys(KINDS, 2)
