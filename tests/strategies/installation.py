"""Installations of their own for tests that start or stop a server."""

import os
from pathlib import Path

from graph.settings import Settings, read_settings


def embedded_settings(data_dir: Path) -> Settings:
    """Settings of an embedded server in `data_dir`; its jars come from the user's cache, so they are fetched once."""
    cache = {name: os.environ[name] for name in ("NAMESAKE_CACHE_DIR",) if name in os.environ}
    return read_settings({**cache, "NAMESAKE_DATA_DIR": str(data_dir), "NAMESAKE_PAGE_CACHE_MB": "64"}, dotenv=None)
