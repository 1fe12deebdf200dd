"""The schema as one part of a supergraph (Apollo Federation 2): artists and releases are entities, known by their id."""

from functools import cache

import strawberry.federation
from strawberry.federation.schema_directives import Key
from strawberry.federation.types import FieldSet
from strawberry.types import get_object_definition

from api.schema.schema import OPTIONS, Shaping
from api.schema.types import Artist, Release

ENTITIES = (Artist, Release)


class _Federated(Shaping, strawberry.federation.Schema):
    pass


@cache
def federated_schema() -> strawberry.federation.Schema:
    """The schema with `_service` and `_entities`. The types bear `@key` from then on, in this process."""
    for entity in ENTITIES:
        definition = get_object_definition(entity, strict=True)
        definition.directives = [*(definition.directives or ()), Key(fields=FieldSet("id"))]
    return _Federated(**OPTIONS)
