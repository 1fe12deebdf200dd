"""Artists whose texts read alike: the vectors that runs have cached, over the snapshot of the last run, read when first asked for."""

import asyncio
from pathlib import Path
from typing import Final

import polars as pl

from detectors.embeddings import MODEL_ID, Encoder, Vectors, known_vectors, load_encoder, text_key, vectors_file
from detectors.text_neighbours import TextNeighbours, build_text_neighbours
from graph.errors import MissingExtra, ScreeningNotReady
from graph.snapshot import read_manifest

_HINT: Final = "install `pip install 'namesake[embeddings]'` where the night runs, then run `namesake nightly`"


class SimilarTexts:
    """Answers for one data folder, one asker at a time: the first one waits for the files, some also for the model."""

    def __init__(self, data_dir: Path) -> None:
        self._vectors = data_dir / "vectors"
        self._snapshot = data_dir / "snapshots" / "latest"
        self._turn = asyncio.Lock()
        self._of: tuple[str, int] | None = None
        self._known: dict[str, Vectors] = {}
        self._neighbours: TextNeighbours | None = None
        self._encoder: Encoder | None = None

    async def nearest(self, text: str, *, limit: int, without: str) -> pl.DataFrame:
        """`artist_id`, `cosine` of those whose texts read most like this one, without the artist that it is of.

        Raises: MissingExtra: no run has kept vectors, or this text has none yet and this service has no model. ScreeningNotReady: no
            run has left a snapshot.
        """
        await self._turn.acquire()
        work = asyncio.get_running_loop().run_in_executor(None, self._nearest, text, limit, without)
        # an asker that goes away leaves at once, and its thread, which nothing can stop, keeps the turn until it ends
        work.add_done_callback(lambda done: self._turn.release())
        return await asyncio.shield(work)

    def _nearest(self, text: str, limit: int, without: str) -> pl.DataFrame:
        neighbours = self._refreshed()
        return neighbours.nearest(self._vector(text), limit=limit, without=without)

    def _refreshed(self) -> TextNeighbours:
        """Of the newest snapshot and the vectors of now."""
        manifest = read_manifest(self._snapshot)
        if manifest is None:
            raise ScreeningNotReady("no run has left a snapshot yet", hint="run `namesake nightly`, then ask again")
        file = vectors_file(self._vectors)
        if not file.is_file():
            raise MissingExtra("no run has read the artists' texts: there are no text vectors", hint=_HINT)
        now = (manifest.content_hash, file.stat().st_mtime_ns)
        if self._neighbours is None or self._of != now:
            artists = pl.read_parquet(self._snapshot / "artists.parquet", columns=["artist_id", "biography"])
            self._known = known_vectors(self._vectors)
            self._neighbours, self._of = build_text_neighbours(artists, self._known), now
        return self._neighbours

    def _vector(self, text: str) -> Vectors:
        """The text's vector: as runs have kept it, else from the model, which is loaded once."""
        kept = self._known.get(text_key(text, MODEL_ID))
        if kept is not None:
            return kept
        if self._encoder is None:
            self._encoder = load_encoder()
        vector: Vectors = self._encoder([text])[0]
        return vector
