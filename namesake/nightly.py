"""The night: load what arrived, snapshot, detect, publish, export, plant attacks, report. Killed at any moment, the same command goes on.

What each stage leaves is a file of the night's folder (or one transaction of the graph), and `night.json` says which stages are done;
a stage that was begun and is not done is done again, from the files of those before it.
"""

import json
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from detectors.evidence import model_id, read_model
from graph.errors import BadSetting, NightRunning
from graph.settings import Settings
from namesake import console
from namesake.commands import open_graph
from namesake.console import Progress
from namesake.load import utc_now
from namesake.night_loads import find_drop
from namesake.night_stages import STAGES, Tonight
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
    Raises: NightRunning: another night has the data folder. MissingInput: the named drop folder does not exist.
    """
    nights = settings.data_dir / "nights"
    with _alone(settings.data_dir):
        drop = find_drop(settings, options.drop)
        model = read_model(options.model)
        candidate = None if options.shadow is None else read_model(options.shadow)
        with open_graph(settings) as graph:
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


@contextmanager
def _alone(data_dir: Path) -> Iterator[None]:
    """Hold the night's lock, which the system takes back when the process ends, however it ends.

    Raises: NightRunning: another process holds it.
    """
    lock = FileLock(data_dir / "night.lock", timeout=0)
    try:
        data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock.acquire()
    except Timeout as error:
        raise NightRunning(
            f"another night is running on {data_dir}",
            hint=f"wait for it; {data_dir / 'nights'} shows how far it is",
        ) from error
    except OSError as error:
        raise BadSetting(
            f"{error.filename or data_dir} cannot be written: {error.strerror}",
            hint="set NAMESAKE_DATA_DIR to a folder that this user can write",
        ) from error
    try:
        yield
    finally:
        lock.release()


def _run(tonight: Tonight) -> None:
    """Do the stages that are not done."""
    night = tonight.night
    wanted = [name for name in STAGES if name != "shadow" or tonight.candidate is not None]
    done = _still_done(tonight, wanted)
    if done:
        _tell(night.night_id, "taken up", after=done[-1])
    del night.stages[len(done) :]
    for name in wanted[len(done) :]:
        _tell(night.night_id, "begun", stage=name)
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
    _drop_old(tonight.nights, tonight.settings.nights_kept)


def _still_done(tonight: Tonight, wanted: list[str]) -> list[str]:
    """The stages, from the first on, whose results are there and are those that this command asks for."""
    done: list[str] = []
    for stage, name in zip(tonight.night.stages, wanted, strict=False):
        files = STAGES[name][1]
        other_model = name == "detect" and tonight.night.model != model_id(tonight.model)
        if stage.name != name or other_model or not all((tonight.folder / file).exists() for file in files):
            break
        done.append(name)
    return done


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
