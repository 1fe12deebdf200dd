"""The GraphQL schema."""

import strawberry
from graphql import GraphQLError
from strawberry.schema.config import StrawberryConfig
from strawberry.types import ExecutionContext

from api.limits import EXTENSIONS
from api.schema.fields import COUNT, Count
from api.schema.queries import Query


class _Schema(strawberry.Schema):
    def process_errors(self, errors: list[GraphQLError], execution_context: ExecutionContext | None = None) -> None:
        """Nothing: the HTTP edge shapes and logs errors (`api.failures`)."""


SCHEMA = _Schema(query=Query, extensions=EXTENSIONS, config=StrawberryConfig(scalar_map={Count: COUNT}))
