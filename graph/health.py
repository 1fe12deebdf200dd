"""What a server says of itself: its version, and whether this user may do what Namesake needs."""

from functools import partial
from typing import Final

from graph.schema import CONSTRAINT_STATEMENTS
from graph.session import Graph, Statement, Transaction

OLDEST_SERVER: Final = (5, 26)
READ_SERVER: Final = Statement(
    "read_server",
    "CALL dbms.components() YIELD name, versions, edition WHERE name = 'Neo4j Kernel' "
    "RETURN versions[0] AS version, edition",
)
TRY_WRITE: Final = Statement("try_write", "CREATE (s:Store {id: 'doctor'}) RETURN s.id AS id")


class _Undo(Exception):
    """Rolls a trial back."""


def read_server_version(graph: Graph) -> tuple[str, str]:
    """The server's version and edition, such as `2026.08.1` and `community`."""
    [row] = graph.read(READ_SERVER)
    return row["version"], row["edition"]


def is_new_enough(version: str) -> bool:
    """Whether Namesake's Cypher runs on that version; one that has no numbers is given the benefit of the doubt."""
    numbers = [part for part in version.replace("-", ".").split(".")[:2] if part.isdigit()]
    return len(numbers) < 2 or tuple(int(number) for number in numbers) >= OLDEST_SERVER


def try_rights(graph: Graph) -> None:
    """Create a constraint and a node, each in a transaction that is rolled back: nothing of it stays or is ever seen.

    `SHOW CURRENT USER PRIVILEGES` would say the same in words, but not on the Community edition.

    Raises: DatabaseRefused: this user may not, or the database takes no writes.
    """
    for statement in (CONSTRAINT_STATEMENTS[-1], TRY_WRITE):
        try:
            graph.write_many(partial(_run_and_undo, statement=statement), name=statement.name)
        except _Undo:
            continue


def _run_and_undo(tx: Transaction, *, statement: Statement) -> None:
    tx.run(statement)
    raise _Undo
