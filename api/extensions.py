"""What is done around every operation: parse within bounds, count, allow, audit."""

import asyncio
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
from api.operations import OperationRules
from api.payees import write_noted
from api.persisted import PersistedQueries
from graph.errors import NamesakeError, StatementTimeout

# made once: the validation cache compares rules by identity
_RULES: Final[tuple[type[ASTValidationRule], ...]] = (
    limit_depth(MAX_DEPTH),
    *MaxAliasesLimiter(max_alias_count=MAX_ALIASES).validation_rules,
)


class TimeLimit(SchemaExtension):
    """A query or a mutation takes at most as long as one statement may, however many it sends; a subscription stays open."""

    async def on_execute(self) -> AsyncIterator[None]:
        """Raises: StatementTimeout: what it waited for is cancelled, in the database too."""
        running = self.execution_context
        endless = running.operation_type is OperationType.SUBSCRIPTION
        limit = asyncio.timeout(None if endless else running.context.policy.timeout_s)
        try:
            async with limit:
                yield
        except TimeoutError as error:
            if not limit.expired():
                raise
            raise StatementTimeout(
                f"the request took longer than {running.context.policy.timeout_s} s and was cancelled",
                hint="raise NAMESAKE_QUERY_TIMEOUT_S, or ask for less",
            ) from error


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
    """On a connection that stays open each operation is a request of its own: it has its own context, needs a key that is still
    good and counts; and a result is sent only while the key is good."""

    def on_operation(self) -> Iterator[None]:
        if self._is_websocket():
            self.execution_context.context = self.execution_context.context.renewed()
        yield

    async def on_execute(self) -> AsyncIterator[None]:
        """Raises: Unauthenticated, Forbidden, RateLimited, all before anything is read or written."""
        context = self.execution_context.context
        if self._is_websocket():
            await context.doorkeeper.confirm(context.authorization)
            context.doorkeeper.spend(context.principal)
        yield

    def _is_websocket(self) -> bool:
        return bool(self.execution_context.context.request.scope["type"] == "websocket")

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
    TimeLimit,
    PersistedQueries,
    lambda: MaxTokensLimiter(max_token_count=MAX_TOKENS),
    lambda: AddValidationRules(list(_RULES)),
    lambda: ParserCache(maxsize=256),
    lambda: ValidationCache(maxsize=256),
    OperationRules,
    CostLimit,
    ReadRule,
    OpenConnection,
    PayeeAudit,
]
