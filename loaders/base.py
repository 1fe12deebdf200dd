"""The sources that can be loaded, by the name that `namesake load` takes. What a loader is: `graph.records.Loader`."""

from typing import Final

from graph.records import Loader
from loaders.catalog.loader import read_catalog
from loaders.ddex.loader import read_ddex
from loaders.discogs.loader import read_discogs
from loaders.musicbrainz.loader import read_musicbrainz
from loaders.signals.loader import read_signals
from loaders.statements.loader import read_statements

LOADERS: Final[dict[str, Loader]] = {
    "catalog": read_catalog,
    "ddex": read_ddex,
    "musicbrainz": read_musicbrainz,
    "discogs": read_discogs,
    "statements": read_statements,
    "signals": read_signals,
}
