"""The night's first stage: plan which deliveries of the drop folder to load, and load them so that a killed night loads the rest."""

import time
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import datetime, timedelta
from itertools import groupby
from pathlib import Path
from typing import Any, Final

from graph.deliveries import has_deliveries
from graph.errors import BadArgument, InputError, MissingInput, NamesakeError
from graph.quarantine import Filter, count_quarantined
from graph.session import Graph
from graph.settings import Settings
from loaders.base import LOADERS
from namesake.console import Progress
from namesake.drop_folder import Loaded, Survey, read_options, survey
from namesake.load import load, load_options
from namesake.night_state import Night

_TOGETHER: Final = {"ddex": 200}
"""Messages bear their own time and come in thousands: so many are one load. Of other sources each is loaded by itself, in the order of arrival."""


def find_drop(settings: Settings, named: Path | None) -> Path | None:
    """The drop folder, or None where the default one does not exist.

    Raises: MissingInput: the one that was named does not exist: a drive that is not mounted is no empty folder.
    """
    drop = named or settings.drop_dir
    if drop is None:
        default = settings.data_dir / "drop"
        return default if default.is_dir() else None
    if not drop.is_dir():
        raise MissingInput(
            f"the drop folder {drop} does not exist", hint="create it, or name another by --drop or NAMESAKE_DROP_DIR"
        )
    return drop.absolute()


def make_plan(graph: Graph, settings: Settings, drop: Path | None) -> tuple[list[dict[str, Any]], list[str]]:
    """What to load tonight in the order of arrival, and notes of what is left alone."""
    found = (
        Survey([], [])
        if drop is None
        else survey(drop, LOADERS, now_ns=time.time_ns(), settle_s=settings.drop_settle_s)
    )
    loaded = Loaded(settings.data_dir)
    if not has_deliveries(graph):  # another database, or emptied: what was loaded is not in it
        loaded.forget()
    plan = [
        {"drop": str(drop), **asdict(arrival)}
        for arrival in found.arrivals
        if drop is not None and not loaded.has(drop, arrival)
    ]
    return plan, found.notes


def load_plan(
    graph: Graph, settings: Settings, night: Night, *, save: Callable[[], None], progress: Progress
) -> list[str]:
    """Load what is planned and not yet done; after each load `save` is called.

    What is loaded says what it says at the time when the night began, later arrivals a microsecond later each: so a night that was
    killed and goes on gives the graph of one that was not.

    Returns: a note for each delivery that could not be loaded. It is tried again the next night.
    """
    plan = night.plan or []
    done = sum(row["deliveries"] for row in night.loads)
    for start, group in _groups(plan):
        if start >= done:
            now = night.began + timedelta(microseconds=start)
            night.loads += _load_group(graph, settings, group, now=now, progress=progress)
            save()
    failed = {row["path"]: row["error"] for row in night.loads if "error" in row}
    sound = [row for row in plan if row["path"] not in failed]
    Loaded(settings.data_dir).remember(sound)
    return [f"`{path}` could not be loaded: {error['what']}" for path, error in failed.items()]


def _groups(plan: list[dict[str, Any]]) -> Iterator[tuple[int, list[dict[str, Any]]]]:
    """Deliveries that are one load, with the place of the first of them in the plan."""
    start = 0
    for source, rows in groupby(plan, key=lambda row: str(row["source"])):
        alike, most = list(rows), _TOGETHER.get(source, 1)
        for first in range(0, len(alike), most):
            yield start + first, alike[first : first + most]
        start += len(alike)


def _load_group(
    graph: Graph, settings: Settings, group: list[dict[str, Any]], *, now: datetime, progress: Progress
) -> list[dict[str, Any]]:
    """Load deliveries of one source together; where one cannot be read, each by itself."""
    source = group[0]["source"]
    paths = [Path(row["drop"]) / row["path"] for row in group]
    try:
        said = read_options(paths[0]) if len(paths) == 1 else {}
        report = load(graph, source, paths, options=load_options(settings, **said), progress=progress, now=now)
    except (InputError, BadArgument, PermissionError) as error:
        if len(group) > 1:
            return [row for one in group for row in _load_group(graph, settings, [one], now=now, progress=progress)]
        return [_failed_row(graph, group[0], paths[0], error)]
    ends = [group[0]["path"], group[-1]["path"]]
    names = ends[0] if len(group) == 1 else " … ".join(ends)
    told = {name: value for name, value in report.as_json().items() if name not in ("tables", "waiting")}
    return [{"source": source, "path": names, "deliveries": len(group), **told}]


def _failed_row(graph: Graph, row: dict[str, Any], path: Path, error: Exception) -> dict[str, Any]:
    """A delivery that could not be loaded; `quarantined`: rows of it that are set aside."""
    what, hint = (error.what, error.hint) if isinstance(error, NamesakeError) else (str(error), "make it readable")
    code = error.code if isinstance(error, NamesakeError) else "unreadable-input"
    aside = count_quarantined(graph, Filter(file=str(path)))
    nothing = dict.fromkeys(("accepted", "written", "unchanged", "late"), 0)
    told = {"quarantined": aside, "notices": [], "error": {"code": code, "what": what, "hint": hint}}
    return {"source": row["source"], "path": row["path"], "deliveries": 1, **nothing, **told}
