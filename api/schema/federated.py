"""The schema as one part of a supergraph (Apollo Federation 2): artists and releases are entities, known by their id."""

from functools import cache
from typing import Any

import strawberry.federation
from strawberry.federation.schema import FederationAny
from strawberry.federation.schema_directives import Key
from strawberry.federation.types import FieldSet
from strawberry.types import Info, get_object_definition

from api.limits import MAX_PAGE, check_range
from api.schema.schema import OPTIONS, Shaping
from api.schema.types import Artist, Release
from graph.errors import BadArgument

ENTITIES = (Artist, Release)


class _Federated(Shaping, strawberry.federation.Schema):
    def entities_resolver(self, info: Info, representations: list[FederationAny]) -> list[FederationAny]:
        """Raises: BadArgument: too many, or one is no reference; none is looked up then."""
        check_range("representations", len(representations), 0, MAX_PAGE)
        return super().entities_resolver(info, [_reference(item) for item in representations])


def _reference(item: Any) -> Any:
    """A copy of a reference to an entity, for the resolver takes it apart. Raises: BadArgument: it is none."""
    names = sorted(entity.__name__ for entity in ENTITIES)
    fields = item if isinstance(item, dict) else {}
    if fields.keys() == {"__typename", "id"} and fields["__typename"] in names and isinstance(fields["id"], str):
        return dict(fields)
    raise BadArgument(
        "one of `representations` refers to no entity",
        hint=f"send `__typename`, one of {' and '.join(names)}, and `id`, a text, and nothing else",
    )


@cache
def federated_schema() -> strawberry.federation.Schema:
    """The schema with `_service` and `_entities`. The types bear `@key` from then on, in this process."""
    for entity in ENTITIES:
        definition = get_object_definition(entity, strict=True)
        definition.directives = [*(definition.directives or ()), Key(fields=FieldSet("id"))]
    return _Federated(**OPTIONS)
