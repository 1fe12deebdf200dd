"""Any node by its type and id."""

from collections.abc import Callable
from typing import Any, Final

import strawberry
from strawberry.types import Info

from api.payees import note_payees
from api.schema.connections import resolved
from api.schema.fields import build, loaders
from api.schema.nodes import Delivery, Node, split_node_id
from api.schema.records import Distributor, Label
from api.schema.runs import Run, build_run
from api.schema.types import Artist, Cluster, Finding, Identity, Payee, Recording, Release, build_finding
from graph.errors import BadArgument
from graph.read import Node as Row

_KINDS: Final[tuple[type[Any], ...]] = (
    *(Artist, Release, Recording, Payee, Label, Distributor, Identity, Cluster, Finding, Run, Delivery),
)
LABELS: Final = frozenset(kind.__name__ for kind in _KINDS)
"""The types that can be looked up."""


def _builder(kind: type[Any]) -> Callable[[Row], Any]:
    return lambda row: build(kind, row)


_BUILD: Final[dict[str, Callable[[Row], Any]]] = {
    **{kind.__name__: _builder(kind) for kind in _KINDS},
    "Finding": build_finding,
    "Run": build_run,
}


def build_label(label: str, row: Row) -> Any:
    """A row as the GraphQL type of its label."""
    return _BUILD[label](row)


async def read_node(info: Info, label: str, id: str) -> Node | None:
    """A node by type and id. Raises: Forbidden: it is a payee, and the asker may not see payees."""
    if label == "Payee":
        note_payees(info, [id])
    row = await loaders(info).node(label, id)
    found: Node | None = None if row is None else build_label(label, row)
    return found


@strawberry.type(description="Any node.")
class NodeQuery:
    @resolved(
        "Anything by its `nodeId`, for clients that keep one store of all types (Relay: set `nodeInterfaceIdField` to `nodeId`). "
        "A node id is TYPE:ID, such as `Artist:a17`."
    )
    async def node(self, info: Info, id: strawberry.ID) -> Node | None:
        label, local_id = split_node_id(id)
        if label not in LABELS:
            raise BadArgument(
                f"there is no type `{label[:80]}` of nodes", hint=f"use one of {', '.join(sorted(LABELS))}"
            )
        return await read_node(info, label, local_id)
