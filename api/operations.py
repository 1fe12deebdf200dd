"""What an operation must be before it may run: the one that is meant, sent in a way that can answer it, its text text."""

import re
from collections.abc import Iterator
from typing import Any, Final

from graphql import DocumentNode, GraphQLError, OperationDefinitionNode, StringValueNode, Visitor, visit
from strawberry.extensions import SchemaExtension
from strawberry.types.graphql import OperationType

from graph.errors import BadArgument

_NO_TEXT: Final = re.compile(r"[\x00\ud800-\udfff]")
"""NUL, which ends strings elsewhere, and halves of a pair, which UTF-8 cannot write."""


class OperationRules(SchemaExtension):
    """Refuses an operation that is not named among several, a stream where one answer is waited for, and text that is none."""

    def on_execute(self) -> Iterator[None]:
        """Raises: GraphQLError, BadArgument: the operation is not to be run."""
        running = self.execution_context
        if running.graphql_document is not None:
            check_named(running.graphql_document, running._provided_operation_name)
            check_text(running.query or "", running.graphql_document, dict(running.variables or {}))
        if running.operation_type is OperationType.SUBSCRIPTION:
            check_streamed(running.context.request)
        yield


def check_named(document: DocumentNode, name: str | None) -> None:
    """Raises: GraphQLError: there are several operations, and none of them is named.

    Source: GraphQL October 2021, 6.1 GetOperation. Strawberry would run the first.
    """
    count = sum(isinstance(item, OperationDefinitionNode) for item in document.definitions)
    if count > 1 and name is None:
        raise _bad_query(
            f"the request holds {count} operations and names none", "send `operationName`, or one operation"
        )


def check_streamed(request: Any) -> None:
    """Raises: GraphQLError: a subscription came by a plain POST, which takes one answer."""
    if request.scope["type"] == "http" and "text/event-stream" not in request.headers.get("accept", "").lower():
        raise _bad_query(
            "a subscription is a stream, and a plain POST takes one answer",
            "send the header `Accept: text/event-stream`, or use a WebSocket with graphql-transport-ws",
        )


def check_text(query: str, document: DocumentNode, variables: dict[str, Any]) -> None:
    """Raises: BadArgument: a string at any depth of a variable, or one written in the query, holds what is no text."""
    for name, value in variables.items():
        if any(_NO_TEXT.search(text) for text in _strings(value)):
            raise _no_text(f"the variable `{name}`")
    if "\\u" in query or "\0" in query:
        visit(document, _Literals())


class _Literals(Visitor):
    """Looks at the strings that are written in a query."""

    def enter_string_value(self, node: StringValueNode, *_: Any) -> None:
        if _NO_TEXT.search(node.value):
            raise _no_text("a string of the query")


def _strings(value: Any) -> Iterator[str]:
    """The strings in a value of JSON, keys too."""
    left = [value]
    while left:
        item = left.pop()
        if isinstance(item, str):
            yield item
        elif isinstance(item, dict):
            left += [*item, *item.values()]
        elif isinstance(item, list):
            left += item


def _no_text(where: str) -> BadArgument:
    return BadArgument(
        f"{where} holds U+0000 or half of a surrogate pair, which is no text", hint="leave it out: text is Unicode"
    )


def _bad_query(message: str, hint: str) -> GraphQLError:
    return GraphQLError(message, extensions={"code": "bad-query", "hint": hint})
