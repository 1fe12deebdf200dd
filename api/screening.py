"""The screening index: read from the snapshot of the last run in a thread of its own, swapped whole, asked off the event loop."""

import asyncio
import logging
import os
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

import polars as pl

from detectors.evidence import Model, model_id, read_model
from detectors.screening import screen_artists
from detectors.screening_answers import Screened, ScreenOptions
from detectors.screening_catalog import ScreeningCatalog, build_catalog
from detectors.screening_pages import PageCatalog, build_pages
from detectors.screening_releases import screen_releases
from graph.errors import NamesakeError, ScreeningNotReady
from graph.last_run import LastRun, read_run_of
from graph.session import Graph
from graph.snapshot import Manifest, Snapshot, read_manifest, read_snapshot

log = logging.getLogger(__name__)
T = TypeVar("T")
_LOOK_EVERY_S: Final = 5.0
_EMBEDDINGS_OFF: Final = "text embeddings are off: the evidence of similar texts was not used"


@dataclass(frozen=True, slots=True)
class Screener:
    """One snapshot, ready to be asked. `run_id`: the run whose identities it knows; None: none has looked at the snapshot yet.

    `shift`: how far that run lowered every prior. `notes`: what an asker should know.
    """

    catalog: ScreeningCatalog
    pages: PageCatalog
    model: Model
    shift: float
    run_id: str | None
    manifest: Manifest
    notes: tuple[str, ...]

    def artists(self, drafts: Snapshot, options: ScreenOptions) -> list[Screened]:
        return screen_artists(self.catalog, self.model, drafts, options=options, shift=self.shift)

    def releases(self, drafts: Snapshot, credits: pl.DataFrame, options: ScreenOptions) -> list[Screened]:
        return screen_releases(self.catalog, self.pages, self.model, drafts, credits, options=options, shift=self.shift)


def build_screener(snapshot: Snapshot, run: LastRun | None) -> Screener:
    """Read a snapshot and what its run resolved; takes about a minute for each 100,000 artists."""
    model = read_model()
    notes = [_EMBEDDINGS_OFF]
    if run is None:
        notes.append("no run has looked at this snapshot yet: every profile counts as an act of its own")
    elif run.model != model_id(model):
        notes.append(f"the last run used the model {run.model}, screening uses the packaged one, {model_id(model)}")
    schema = {"artist_id": pl.String(), "identity_id": pl.String()}
    return Screener(
        catalog=build_catalog(snapshot, run.identities if run else pl.DataFrame(schema=schema)),
        pages=build_pages(snapshot),
        model=model,
        shift=_shift(model, run),
        run_id=run.run_id if run else None,
        manifest=snapshot.manifest,
        notes=tuple(notes),
    )


def _shift(model: Model, run: LastRun | None) -> float:
    """How far the run lowered every prior; 0 where it used another model."""
    return run.prior_shift if run and run.model == model_id(model) else 0.0


class Screening:
    """Keeps a `Screener` of the newest snapshot. `start` and `close` it with the application."""

    def __init__(self, folder: Path, connect: Callable[[], Graph]) -> None:
        """Args: folder: where runs leave their snapshot. connect: opens the graph, for what the run resolved."""
        self._folder = folder
        self._connect = connect
        self._screener: Screener | None = None
        self._trouble = "the snapshot is being read"
        self._stop = threading.Event()
        self._turns = asyncio.Semaphore(os.cpu_count() or 1)
        self._thread = threading.Thread(target=self._watch, name="screening", daemon=True)

    def start(self) -> None:
        self._thread.start()

    async def close(self) -> None:
        """Stop looking for snapshots; one that is being read is left to the end of the process after some seconds."""
        self._stop.set()
        await asyncio.to_thread(self._thread.join, _LOOK_EVERY_S)

    async def ask(self, work: Callable[[Screener], T]) -> tuple[Screener, T]:
        """Do work of the processor in a thread, as many at a time as there are cores. Raises: ScreeningNotReady."""
        screener = self._screener
        if screener is None:
            raise ScreeningNotReady(f"screening is not ready: {self._trouble}", hint="ask again in a minute")
        async with self._turns:
            return screener, await asyncio.to_thread(work, screener)

    def _watch(self) -> None:
        while not self._stop.is_set():
            try:
                self.refresh()
            except NamesakeError as error:
                self._trouble = error.what
                log.warning("screening: %s", error)
            except Exception:
                self._trouble = "the snapshot could not be read"
                log.exception("screening: the snapshot could not be read")
            self._stop.wait(_LOOK_EVERY_S)

    def refresh(self) -> None:
        """Read the newest snapshot, unless it is the one at hand.

        A run leaves its snapshot before it publishes what it found: while it is at that, the snapshot before stays in use.
        """
        manifest = read_manifest(self._folder)
        if manifest is None:
            self._trouble = "no run has left a snapshot yet; `namesake detect` takes one"
            return
        known = self._screener
        if known and known.run_id and known.manifest.content_hash == manifest.content_hash:
            return
        with self._connect() as graph:
            run = read_run_of(graph, manifest.content_hash)
        if known and run is None:
            return
        snapshot = read_snapshot(self._folder)
        if snapshot.manifest != manifest:
            return  # replaced this very moment
        self._screener = build_screener(snapshot, run)
        log.info("screening: ready, snapshot %s", manifest.content_hash[:12])
