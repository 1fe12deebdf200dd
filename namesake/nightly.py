"""The night: load what arrived, snapshot, detect, publish, export, plant attacks, report. Killed at any moment, the same command goes on.

What each stage leaves is a file of the night's folder (or one transaction of the graph), and `night.json` says which stages are done;
a stage that was begun and is not done is done again, from the files of those before it.
"""

import json
import shutil
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from detectors.evidence import model_id, read_model
from graph.events import report_progress
from graph.schema import migrate
from graph.settings import Settings
from namesake import console
from namesake.commands import open_graph
from namesake.console import Progress
from namesake.load import utc_now
from namesake.night_loads import find_drop
from namesake.night_lock import alone
from namesake.night_stages import MAY_BE_MISSING, STAGES, Tonight
from namesake.night_state import Stage, begin, is_of_an_earlier_day, read_nights
from namesake.peak_memory import peak_mib, reset_peak


@dataclass(frozen=True, slots=True)
class NightOptions:
    """`drop`: another drop folder than the settings'. `model`, `shadow`: model files; by default the packaged model, and no comparison."""

    drop: Path | None = None
    model: Path | None = None
    shadow: Path | None = None
    with_red_team: bool = True


def run_night(settings: Settings, *, options: NightOptions, progress: Progress) -> dict[str, Any]:
    """Run tonight's night to its end; one that an earlier day left unfinished is finished first.

    Returns: the night's `night.json`, its `folder`, and `attention`: the sentences of the report that a person should look at.
    Raises: NightRunning: another night, or a run of `namesake detect`, has the data folder. MissingInput: the named drop folder does not exist.
    """
    nights = settings.data_dir / "nights"
    with alone(settings.data_dir):
        drop = find_drop(settings, options.drop)
        model = read_model(options.model)
        candidate = None if options.shadow is None else read_model(options.shadow)
        with open_graph(settings) as graph:
            migrate(graph)
            while True:
                now = utc_now()
                known = read_nights(nights)
                night = next((one for one in known if not one.finished), None) or begin(nights, known, now=now)
                tonight = Tonight(
                    graph, settings, nights, night, drop, model, candidate, progress, options.with_red_team
                )
                _run(tonight)
                if not is_of_an_earlier_day(night, now=now):
                    return _result(tonight)


def _run(tonight: Tonight) -> None:
    """Do the stages that are not done."""
    night = tonight.night
    wanted = [name for name in STAGES if name != "shadow" or tonight.candidate is not None]
    done = _still_done(tonight, wanted)
    if done:
        _tell(night.night_id, "taken up", after=done[-1])
    del night.stages[len(done) :]
    tonight.save()
    for name, file in MAY_BE_MISSING.items():
        if name not in done:  # what an earlier attempt with other options left
            (tonight.folder / file).unlink(missing_ok=True)
    for name in wanted[len(done) :]:
        _tell(night.night_id, "begun", stage=name)
        _report(tonight, name, wanted)
        tonight.progress.stage(name)
        night.memory = reset_peak()
        started = time.perf_counter()
        stage = Stage(name)
        STAGES[name][0](tonight, stage)
        stage.seconds, stage.peak_mib = round(time.perf_counter() - started, 3), peak_mib()
        night.stages.append(stage)
        tonight.save()
        _tell(night.night_id, "done", stage=name, seconds=stage.seconds, peak_mib=stage.peak_mib)
    night.finished = True
    tonight.save()
    _report(tonight, None, wanted)
    _drop_old(tonight.nights, tonight.settings.nights_kept)


def _report(tonight: Tonight, stage: str | None, wanted: list[str]) -> None:
    """Tell those who watch through the API how far the night is. `stage`: the one that begins; None at the end."""
    night = tonight.night
    told = {"night_id": night.night_id, "began_at": night.began_at, "run_id": night.run_id or None}
    place = {"stage": stage, "stages_done": len(night.stages), "stages": wanted, "finished": night.finished}
    report_progress(tonight.graph, told | place)


def _still_done(tonight: Tonight, wanted: list[str]) -> list[str]:
    """The stages, from the first on, whose results are there and are those that this command asks for."""
    done: list[str] = []
    for stage, name in zip(tonight.night.stages, wanted, strict=False):
        files = STAGES[name][1]
        there = stage.name == name and all((tonight.folder / file).exists() for file in files)
        if not there or not _is_as_asked(tonight, stage):
            break
        done.append(name)
    return done


def _is_as_asked(tonight: Tonight, stage: Stage) -> bool:
    """Whether a stage was done with the options of this command."""
    if stage.name == "detect":
        return tonight.night.model == model_id(tonight.model)
    if stage.name == "red team":
        return not (stage.skipped and tonight.with_red_team)
    if stage.name == "shadow" and tonight.candidate is not None:
        compared = json.loads((tonight.folder / MAY_BE_MISSING["shadow"]).read_text(encoding="utf-8"))
        return bool(compared["model"] == model_id(tonight.candidate))
    return True


def _drop_old(nights: Path, kept: int) -> None:
    """Remove the snapshots and detections of all but the newest nights; what a report reads stays."""
    for night in read_nights(nights)[:-kept]:
        (nights / night.night_id / "detection.json").unlink(missing_ok=True)
        shutil.rmtree(nights / night.night_id / "snapshot", ignore_errors=True)


def _result(tonight: Tonight) -> dict[str, Any]:
    attention = json.loads((tonight.folder / "report.json").read_text(encoding="utf-8"))["attention"]
    told = {name: value for name, value in asdict(tonight.night).items() if name not in ("plan", "left_alone")}
    return told | {"notes": tonight.night.notes, "attention": attention, "folder": str(tonight.folder)}


def _tell(night_id: str, event: str, **fields: object) -> None:
    """One line on stderr, for a scheduler's log."""
    told = " ".join(f"{name}={json.dumps(value)}" for name, value in {"night": night_id, **fields}.items())
    line = f"{utc_now().isoformat(timespec='milliseconds')}Z {event} {told}"
    console.errors.print(line, markup=False, highlight=False, soft_wrap=True)
