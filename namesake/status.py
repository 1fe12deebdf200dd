"""What an installation holds and waits for."""

from typing import Any

from graph import server
from graph.deliveries import read_unfinished
from graph.errors import ServerError
from graph.quarantine import count_quarantined
from graph.schema import read_version
from graph.session import connect
from graph.settings import Settings
from graph.store import count_nodes
from graph.write import first_waiting, waiting_references


def describe(settings: Settings) -> dict[str, Any]:
    """Facts of the server and the graph; does not start a server that is down."""
    facts: dict[str, Any] = {"data_dir": str(settings.data_dir)}
    state = server.status(settings)
    facts |= {"running": state.running, "uri": state.uri or ""}
    if not state.running:
        return facts
    try:
        with connect(server.connection(settings), settings) as graph:
            facts |= {
                "schema_version": read_version(graph) or 0,
                **count_nodes(graph),
                "waiting_for": waiting_references(graph),
                "first_waiting": first_waiting(graph),
                "quarantined": count_quarantined(graph),
                "unfinished_deliveries": read_unfinished(graph),
            }
    except ServerError as error:
        facts["problem"] = error.what
    return facts
