"""Write schema.graphql anew after a change of the schema: `python -m api.print_schema schema.graphql`.

What clients rely on does not go by accident: a change that breaks them is listed and refused, unless `--breaking` is said as well.
"""

import argparse
from pathlib import Path

from graphql import build_schema, find_breaking_changes

from api.schema import SCHEMA


def print_schema() -> str:
    """The schema as schema.graphql holds it."""
    return SCHEMA.as_str() + "\n"


def breaking_changes(before: str, after: str) -> list[str]:
    """What of a schema a client may rely on and a later one does not keep, a sentence each."""
    return [change.description for change in find_breaking_changes(build_schema(before), build_schema(after))]


def write_schema(path: Path, *, breaking: bool) -> None:
    """Raises: SystemExit: it would break clients, and that was not said."""
    broken = breaking_changes(path.read_text(encoding="utf-8"), print_schema()) if path.exists() else []
    if broken and not breaking:
        raise SystemExit(
            "\n".join([*broken, f"{path} is as it was: deprecate first, or say --breaking and tell it in CHANGELOG.md"])
        )
    path.write_text(print_schema(), encoding="utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("path", type=Path)
    parser.add_argument("--breaking", action="store_true", help="clients are to be broken")
    options = parser.parse_args()
    write_schema(options.path, breaking=options.breaking)
