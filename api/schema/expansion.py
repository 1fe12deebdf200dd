"""Whatever hangs on a node."""

from collections.abc import Iterable
from typing import Annotated

import strawberry
from strawberry import field
from strawberry.types import Info

from api.limits import check_first
from api.payees import PAYEE_TIES, may_read_payees, note_payees
from api.schema.connections import resolved
from api.schema.fields import First, loaders
from api.schema.network import NetworkNode, build_canvas_node
from api.schema.nodes import split_node_id
from graph.errors import BadArgument
from graph.read import Node as Row
from graph.read_expand import RELATIONS, WAYS, read_expansion


@strawberry.type(description="What hangs on a node by one relationship.")
class ExpansionGroup:
    relation: str = field(description="The relationship: MAIN_ARTIST, PAID_TO, HAS_IDENTIFIER and so on.")
    outgoing: bool = field(description="Whether it leads away from the node.")
    type: str = field(description="What is at the other end: release, payee, identifier and so on.")
    total_count: int = field(description="How many there are.")
    hidden_count: int = field(description="How many of them are not among `nodes`.")
    nodes: list[NetworkNode] = field(description="The first of them by id.")


@strawberry.type(description="A node and what hangs on it.")
class Expansion:
    node: NetworkNode = field(description="The node.")
    groups: list[ExpansionGroup] = field(description="By relationship; one that has nothing is left out.")


@strawberry.type(description="What hangs on a node.")
class ExpansionQuery:
    @resolved("What hangs on any node, by relationship, with how many there are. Null if there is no such node.")
    async def expand(
        self,
        info: Info,
        node: Annotated[strawberry.ID, strawberry.argument(description="A `nodeId`: TYPE:ID, such as `Payee:p7`.")],
        relations: Annotated[
            list[str] | None, strawberry.argument(description="Only these relationships, such as PAID_TO.")
        ] = None,
        first: First = 25,
    ) -> Expansion | None:
        label, id = split_node_id(node)
        _check_expansion(info, label, id, relations)
        without = () if may_read_payees(info) else ("Payee",)
        found = await read_expansion(
            loaders(info).graph, label, id, first=check_first(first), relations=relations or RELATIONS, without=without
        )
        return None if found is None else _expansion(info, found)


def _check_expansion(info: Info, label: str, id: str, relations: list[str] | None) -> None:
    if label not in WAYS:
        raise BadArgument(
            f"a `{label[:80]}` cannot be expanded",
            hint=f"write TYPE:ID, such as `Artist:a17`; the types are {', '.join(WAYS)}",
        )
    unknown = set(relations or ()) - set(RELATIONS)
    if unknown:
        raise BadArgument(f"`{min(unknown)[:80]}` is not a relationship", hint=f"use {', '.join(RELATIONS)}")
    if label == "Payee" or (label == "Identifier" and id.partition(":")[0] in PAYEE_TIES):
        note_payees(info, [id])


def _expansion(info: Info, found: Row) -> Expansion:
    groups = [_group(group) for group in found["groups"]]
    note_shown(info, (node for group in groups for node in group.nodes))
    return Expansion(node=build_canvas_node(found["node"]), groups=groups)


def note_shown(info: Info, nodes: Iterable[NetworkNode]) -> None:
    """Note the payees among the nodes as read."""
    payees = [node.local_id for node in nodes if node.type in PAYEE_TIES]
    if payees:
        note_payees(info, payees)


def _group(group: Row) -> ExpansionGroup:
    nodes = [build_canvas_node(row) for row in group["nodes"]]
    return ExpansionGroup(
        relation=group["relation"],
        outgoing=group["is_out"],
        type=group["end"].lower(),
        total_count=group["number"],
        hidden_count=max(group["number"] - len(nodes), 0),
        nodes=nodes,
    )
