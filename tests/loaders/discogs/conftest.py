"""What the tests of this folder share."""

from pathlib import Path

import pytest

from tests.loaders.discogs.dump_files import DUMP, KINDS, Loaded


@pytest.fixture(scope="session")
def dumps(shared_data: Path) -> dict[str, Loaded]:
    return {kind: Loaded(shared_data / "discogs" / DUMP.format(kind)) for kind in KINDS}
