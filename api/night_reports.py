"""What a night wrote of itself, read from the data folder."""

import json
import re
from pathlib import Path
from typing import Any, Final

from graph.errors import BadSnapshot

_NIGHT_ID: Final = re.compile(r"\d{4}-\d{2}-\d{2}(-\d{1,9})?")
"""What the night names its folder; nothing else is made a path of."""


def read_night_report(nights: Path, night_id: str | None) -> dict[str, Any] | None:
    """The night's `report.json`; None if there is no such night here, or it has no report (yet).

    Raises: BadSnapshot: the file is none.
    """
    if night_id is None or not _NIGHT_ID.fullmatch(night_id):
        return None
    try:
        report: dict[str, Any] = json.loads((nights / night_id / "report.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise BadSnapshot(
            f"the report of the night {night_id} cannot be read: {error}",
            hint="remove the night's `report.json`, then run `namesake nightly` again",
        ) from error
    return report
