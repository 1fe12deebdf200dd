"""What a query asks for further down, so that one statement can bring it along."""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final

from graphql import FieldNode, Node
from strawberry.types import Info, get_object_definition
from strawberry.types.nodes import SelectedField, Selection
from strawberry.utils.str_converters import to_camel_case

from api.limits import MAX_PAGE
from api.schema.fields import T, property_of

PAGE: Final = 25
"""`first` where it is not given."""
_BY_ID: Final = frozenset(
    {
        *("node_id", "history", "identity", "clusters", "signals", "findings", "network", "members", "payouts"),
        *("artists", "featured_artists", "releases", "recordings", "label", "distributor", "contributions"),
    }
)
"""Resolvers that need nothing of a node but its id. Of one that is not listed here the whole node is read."""
_READ_BY: Final = {
    "only_referred_to": ("record_hash",),
    "provenance": ("first_delivery", "since_delivery", "last_delivery", "first_seen", "since", "last_seen"),
}
"""What other resolvers read of a node."""


def selects(selections: Iterable[Selection], *path: str) -> bool:
    """Whether the query asks for a field below these: each of `path` is a field's name, or several with bars between them."""
    if not path:
        return True
    below = [item for field in selections for item in _fields(field.selections)]
    return any(selects([item], *path[1:]) for item in below if item.name in path[0].split("|"))


def _fields(selections: Iterable[Selection]) -> Iterator[SelectedField]:
    """The fields of a selection and of its fragments."""
    for item in selections:
        if isinstance(item, SelectedField):
            yield item
        else:
            yield from _fields(item.selections)


def releases_ahead(info: Info) -> int | None:
    """How many releases the query asks of the one artist that it looks up; None where it asks for others, too, or not for one first page.

    Of several artists, a statement for each level is less than one for each artist.
    """
    if len(info.operation.selection_set.selections) > 1:
        return None
    asked = [item for field in info.selected_fields for item in _fields(field.selections) if item.name == "releases"]
    sizes = {str(item.arguments.get("first", PAGE)) for item in asked}
    if len(sizes) != 1 or any(item.arguments.get("after") is not None for item in asked):
        return None
    size = sizes.pop()
    return int(size) if size.isdecimal() and 1 <= int(size) <= MAX_PAGE else None


def asked(info: Info) -> frozenset[str]:
    """The names of all fields that the document asks for, wherever that is."""
    found: set[str] = set()
    left: list[Node] = [info.operation, *info._raw_info.fragments.values()]
    while left:
        node = left.pop()
        if isinstance(node, FieldNode):
            found.add(node.name.value)
        selections = getattr(node, "selection_set", None)
        if selections is not None:
            left += selections.selections
    return frozenset(found)


def properties(info: Info, kind: type[T]) -> tuple[str, ...] | None:
    """Properties of nodes of a type that the query needs, the id first; None if it may need any.

    By the name of a field alone, wherever it stands: what is read of a node is enough for every place of the query that leads to it.
    """
    needs, names = _needs(kind), asked(info)
    needed = [needs[name] for name in names if name in needs]
    if None in needed:
        return None
    found = {name for some in needed for name in some or ()}
    return ("id", *sorted(found - {"id"}))


@cache
def _needs(kind: type[T]) -> dict[str, tuple[str, ...] | None]:
    """By field of a type, the properties that it needs; None: any."""
    needs: dict[str, tuple[str, ...] | None] = {}
    for field in get_object_definition(kind, strict=True).fields:
        name = field.graphql_name or to_camel_case(field.python_name)
        if field.is_basic_field:
            needs[name] = (property_of(field.python_name),)
        else:
            needs[name] = () if field.python_name in _BY_ID else _READ_BY.get(field.python_name)
    return needs
