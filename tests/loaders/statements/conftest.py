"""What the tests of this folder share."""

from pathlib import Path

import pytest

from tests.loaders.statements.statement_files import TRACKS


@pytest.fixture
def tracks(tmp_path: Path) -> str:
    """The path of a user's own layout."""
    (tmp_path / "tracks.toml").write_text(TRACKS)
    return str(tmp_path / "tracks.toml")
