"""What one request may ask for: depth, aliases, tokens, page sizes, rows."""

from collections.abc import Callable
from typing import Any, Final

from graphql import ASTValidationRule
from strawberry.extensions import (
    AddValidationRules,
    MaxAliasesLimiter,
    MaxTokensLimiter,
    ParserCache,
    QueryDepthLimiter,
    SchemaExtension,
    ValidationCache,
)

from graph.errors import BadArgument

MAX_DEPTH: Final = 12
MAX_ALIASES: Final = 30
MAX_TOKENS: Final = 2_000
MAX_PAGE: Final = 100
MAX_NETWORK_DEPTH: Final = 3
MAX_ROWS: Final = 20_000
"""Rows that one request may read; wide lists within wide lists end here."""
MAX_BODY_BYTES: Final = 262_144
MAX_TEXT: Final = 500
"""Characters of a search."""

# made once: the validation cache compares rules by identity
_RULES: Final[tuple[type[ASTValidationRule], ...]] = (
    *QueryDepthLimiter(max_depth=MAX_DEPTH).validation_rules,
    *MaxAliasesLimiter(max_alias_count=MAX_ALIASES).validation_rules,
)

EXTENSIONS: Final[list[type[SchemaExtension] | Callable[[], SchemaExtension]]] = [
    lambda: MaxTokensLimiter(max_token_count=MAX_TOKENS),
    lambda: AddValidationRules(list(_RULES)),
    lambda: ParserCache(maxsize=256),
    lambda: ValidationCache(maxsize=256),
]


class Budget:
    """Rows that a request may still read."""

    def __init__(self, rows: int = MAX_ROWS) -> None:
        self.left = rows

    def spend(self, rows: int) -> None:
        """Raises: BadArgument: the request reads more than it may."""
        self.left -= rows
        if self.left < 0:
            raise BadArgument(
                f"the request reads more than {MAX_ROWS:,} rows", hint="ask for smaller pages or fewer levels"
            )


def check_range(name: str, value: int, low: int, high: int) -> int:
    """Raises: BadArgument: out of range."""
    if not low <= value <= high:
        raise BadArgument(f"`{name}` is {value}, expected {low} to {high}", hint=f"set `{name}` to {high} or less")
    return value


def check_first(first: int) -> int:
    """The size of a page. Raises: BadArgument."""
    return check_range("first", first, 1, MAX_PAGE)


class BodyLimit:
    """Answers 413 to a body over the limit, whether or not its length is declared."""

    def __init__(self, app: Any, refuse: Any) -> None:
        self.app = app
        self.refuse = refuse

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        parts: list[Any] = []
        size = 0
        more = True
        while more:
            message = await receive()
            parts.append(message)
            size += len(message.get("body", b""))
            more = message.get("more_body", False)
            if size > MAX_BODY_BYTES:
                await self.refuse(scope, receive, send)
                return

        async def replay() -> Any:
            return parts.pop(0) if parts else await receive()

        await self.app(scope, replay, send)
