"""Exports: JSON Lines of what the graph's current run says (INTERFACES, section 3)."""

import errno
import os
from pathlib import Path

from graph.errors import BadArgument, DiskFull
from graph.findings import as_json_lines
from graph.session import Graph
from graph.store import read_cluster_rows, read_finding_rows, read_identity_rows

READERS = {"findings": read_finding_rows, "identities": read_identity_rows, "clusters": read_cluster_rows}


def export_text(graph: Graph, what: str) -> str:
    """The JSON Lines of `findings`, `identities` or `clusters`."""
    return as_json_lines(READERS[what](graph))


def write_whole(path: Path, text: str) -> None:
    """Write a file whole or not at all.

    Raises: DiskFull: there is no room for it. BadArgument: the place cannot be written for another reason.
    """
    partial = path.with_name(f".{path.name}.partial")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with partial.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(partial, path)
    except OSError as error:
        if partial.is_file():
            partial.unlink()
        if error.errno == errno.ENOSPC:
            raise DiskFull(
                f"there is no room for {path}", hint="free some space there, or choose another place"
            ) from error
        raise BadArgument(f"{path} cannot be written: {error.strerror}", hint="choose another place") from error
