"""What is done around every operation: parse within bounds, count, allow, audit."""

from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any, Final

from graphql import ASTValidationRule, GraphQLError
from strawberry.extensions import (
    AddValidationRules,
    MaxAliasesLimiter,
    MaxTokensLimiter,
    ParserCache,
    SchemaExtension,
    ValidationCache,
)
from strawberry.types.graphql import OperationType

from api.access import permit
from api.cost import CostLimit
from api.depth import limit_depth
from api.failures import shape
from api.limits import MAX_ALIASES, MAX_DEPTH, MAX_TOKENS
from api.payees import write_noted
from api.persisted import PersistedQueries
from graph.errors import NamesakeError

# made once: the validation cache compares rules by identity
_RULES: Final[tuple[type[ASTValidationRule], ...]] = (
    limit_depth(MAX_DEPTH),
    *MaxAliasesLimiter(max_alias_count=MAX_ALIASES).validation_rules,
)


class ReadRule(SchemaExtension):
    """A query takes `read`, whatever it asks for; further permissions are the fields' own."""

    def on_execute(self) -> Iterator[None]:
        """Raises: Forbidden."""
        if self.execution_context.operation_type is OperationType.QUERY:
            permit(self.execution_context, "read")
        yield


class PayeeAudit(SchemaExtension):
    """Writes down which payees' details an operation read, before they are sent: what cannot be written down is not sent."""

    async def on_execute(self) -> AsyncIterator[None]:
        """Raises: DatabaseDown and whatever else keeps the entry from being written."""
        yield
        await write_noted(self.execution_context.context, self.execution_context.operation_name)

    async def on_stream_result(self, result: Any) -> AsyncIterator[None]:
        try:
            await write_noted(self.execution_context.context, self.execution_context.operation_name)
        except NamesakeError as error:
            withhold(result, error)
        yield


class OpenConnection(SchemaExtension):
    """On a connection that stays open each operation counts as a request, and a result is sent only while its key is good."""

    def on_execute(self) -> Iterator[None]:
        """Raises: RateLimited."""
        context = self.execution_context.context
        if context.request.scope["type"] == "websocket":
            context.doorkeeper.spend(context.principal)
        yield

    async def on_stream_result(self, result: Any) -> AsyncIterator[None]:
        context = self.execution_context.context
        try:
            await context.doorkeeper.confirm(context.authorization)
        except NamesakeError as error:
            withhold(result, error)
        yield


def withhold(result: Any, error: NamesakeError) -> None:
    """Send an error in the place of a stream's result."""
    told = GraphQLError(error.what, original_error=error)
    shape(told)
    result.data, result.errors = None, [told]


EXTENSIONS: Final[list[type[SchemaExtension] | Callable[[], SchemaExtension]]] = [
    PersistedQueries,
    lambda: MaxTokensLimiter(max_token_count=MAX_TOKENS),
    lambda: AddValidationRules(list(_RULES)),
    lambda: ParserCache(maxsize=256),
    lambda: ValidationCache(maxsize=256),
    CostLimit,
    ReadRule,
    OpenConnection,
    PayeeAudit,
]
