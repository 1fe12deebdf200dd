"""What is known of a night: `night.json` in its folder, written whole after each stage, so that a killed night goes on from there."""

import json
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from graph.errors import BadSnapshot
from namesake.export import write_whole

_FILE: Final = "night.json"


@dataclass(slots=True)
class Stage:
    """One finished stage. `seconds`, `peak_mib`: of the run that finished it. `skipped`: it was not asked for, or an earlier night's result stands."""

    name: str
    seconds: float = 0.0
    peak_mib: float = 0.0
    skipped: bool = False
    notes: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Night:
    """A night and how far it is.

    `date`, `began_at` (UTC), `plan` (deliveries to load, with their signatures) and `left_alone` (what waits, and why) are fixed when it
    begins, whenever it ends.
    `detected_with`: what the detection depends on, so that the next night can tell whether it still stands.
    """

    night_id: str
    date: str
    began_at: str
    previous_night: str | None = None
    finished: bool = False
    run_id: str = ""
    model: str = ""
    snapshot_hash: str = ""
    detected_with: str = ""
    memory: str = ""
    plan: list[dict[str, Any]] | None = None
    left_alone: list[str] = field(default_factory=list)
    loads: list[dict[str, Any]] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    stages: list[Stage] = field(default_factory=list)

    @property
    def notes(self) -> list[str]:
        return [note for stage in self.stages for note in stage.notes]

    @property
    def began(self) -> datetime:
        return datetime.fromisoformat(self.began_at)


def save(nights: Path, night: Night) -> None:
    """Write the night's `night.json`, whole."""
    shown = asdict(night) | {"notes": night.notes}
    write_whole(nights / night.night_id / _FILE, json.dumps(shown, ensure_ascii=False, indent=1) + "\n")


def read_nights(nights: Path) -> list[Night]:
    """All nights, oldest first.

    Raises: BadSnapshot: a `night.json` is not one.
    """
    return sorted((_read(path) for path in nights.glob(f"*/{_FILE}")), key=lambda night: night_order(night.night_id))


def _read(path: Path) -> Night:
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
        del stored["notes"]
        return Night(**stored | {"stages": [Stage(**stage) for stage in stored["stages"]]})
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BadSnapshot(
            f"{path} does not describe a night: {error}", hint=f"move {path.parent} away, then run it again"
        ) from error


def night_order(night_id: str) -> tuple[str, int]:
    """Sorts night ids: `2026-11-24`, `2026-11-24-2`, …, `2026-11-24-10`."""
    return night_id[:10], int(night_id[11:] or 1)


def begin(nights: Path, known: list[Night], *, now: datetime) -> Night:
    """A new night of today."""
    today = now.date().isoformat()
    numbers = [number for day, number in (night_order(night.night_id) for night in known) if day == today]
    night_id = f"{today}-{max(numbers) + 1}" if numbers else today
    finished = [night.night_id for night in known if night.finished]
    night = Night(night_id, today, now.isoformat(), previous_night=finished[-1] if finished else None)
    save(nights, night)
    return night


def is_of_an_earlier_day(night: Night, *, now: datetime) -> bool:
    return date.fromisoformat(night.date) < now.date()
