"""The night's report: `report.json`, `report.md` for a mail, and `report.html`, one page that needs nothing else."""

import json
from pathlib import Path
from typing import Any, Final

from namesake.export import write_whole
from namesake.report.attention import attention
from namesake.report.clusters import cluster_changes, genealogy
from namesake.report.drift import profile
from namesake.report.files import NightFiles, earlier_nights
from namesake.report.findings import compare_findings, shadow_rows
from namesake.report.headline import headline
from namesake.report.mail import mail
from namesake.report.page import page
from namesake.report.trends import data_drift, deliveries, red_team_shares, score_shifts, stage_costs

__all__ = ["profile", "write_report"]

_EARLIER: Final = 7
"""Earlier nights that tonight is set beside: a week."""


def write_report(nights: Path, night_id: str) -> dict[str, Any]:
    """Write the report of one night from its files and those of earlier nights (see docs/guides/night-report.md).

    Returns: what `report.json` holds; `attention`: sentences on what a person should look at, empty where all is as it was.
    Raises: BadSnapshot: one of the files is not whole.
    """
    report = build_report(nights, night_id)
    folder = nights / night_id
    write_whole(folder / "report.md", mail(report))
    write_whole(folder / "report.html", page(report))
    write_whole(folder / "report.json", json.dumps(report, ensure_ascii=False, indent=1) + "\n")
    return report


def build_report(nights: Path, night_id: str) -> dict[str, Any]:
    """The report as an object."""
    tonight = NightFiles(nights / night_id)
    night = tonight.night
    earlier = earlier_nights(nights, tonight, most=_EARLIER)
    before = next((files for files in earlier if files.night_id == night.get("previous_night")), None)
    report: dict[str, Any] = {name: night.get(name) for name in ("night_id", "date", "run_id", "model", "memory")}
    report |= {
        "previous_night": before.night_id if before else None,
        "counts": night.get("counts", {}),
        "findings": compare_findings(tonight, before),
        "clusters": cluster_changes(tonight, before),
        "genealogy": genealogy([*earlier, tonight]),
        "scores": score_shifts(tonight, before),
        "red_team": red_team_shares(tonight, earlier),
        "drift": data_drift(tonight, earlier),
        "stages": stage_costs(tonight, earlier),
        "loads": deliveries(tonight),
        "shadow": shadow_rows(tonight),
        "waiting": night.get("left_alone", []),
        "notes": [note for note in night.get("notes", []) if note not in night.get("left_alone", [])],
    }
    return {"headline": headline(report), "attention": attention(report), **report}
