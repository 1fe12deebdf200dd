"""What the schema is made of, and the schema."""

from typing import Any, Final

import strawberry
from graphql import GraphQLError
from strawberry.schema.config import StrawberryConfig
from strawberry.types import ExecutionContext

from api.executor import Executor
from api.extensions import EXTENSIONS
from api.failures import shape
from api.schema.fields import COUNT, Count
from api.schema.mutations import Mutation
from api.schema.queries import Query
from api.schema.subscriptions import Subscription


class Shaping:
    """A schema whose errors have the one shape."""

    def process_errors(self, errors: list[GraphQLError], execution_context: ExecutionContext | None = None) -> None:
        """Shape and log them (`api.failures`), whichever way they are sent."""
        for error in errors:
            shape(error)


class _Schema(Shaping, strawberry.Schema):
    pass


OPTIONS: Final[dict[str, Any]] = {
    "query": Query,
    "mutation": Mutation,
    "subscription": Subscription,
    "extensions": EXTENSIONS,
    "execution_context_class": Executor,
    "config": StrawberryConfig(scalar_map={Count: COUNT}),
}
SCHEMA: Final = _Schema(**OPTIONS)
