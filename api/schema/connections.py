"""Lists with pages: Relay's connections, and the cursors in them."""

import base64
import binascii
import json
import zlib
from collections.abc import Awaitable, Callable
from typing import Final, Generic, TypeVar

import strawberry

from graph.errors import BadArgument
from graph.read import After, Node, Page

T = TypeVar("T")
MAX_INTEGER: Final = 2**63 - 1
"""The largest whole number that the database holds."""
F = TypeVar("F", bound=Callable[..., object])


def resolved(description: str) -> Callable[[F], F]:
    """`strawberry.field` for a method, with the method's own type."""
    decorate: Callable[[F], F] = strawberry.field(description=description)
    return decorate


def subscribed(description: str) -> Callable[[F], F]:
    """`strawberry.subscription` for a method, with the method's own type."""
    decorate: Callable[[F], F] = strawberry.subscription(description=description)
    return decorate


@strawberry.type(description="Where a page stands in its list.")
class PageInfo:
    has_next_page: bool = strawberry.field(description="Whether the list goes on after this page.")
    has_previous_page: bool = strawberry.field(description="Whether this page has an `after`.")
    start_cursor: str | None = strawberry.field(description="The cursor of the page's first row.")
    end_cursor: str | None = strawberry.field(description="The cursor of the page's last row: the next page's `after`.")


@strawberry.type(description="A row of a list.")
class Edge(Generic[T]):
    node: T = strawberry.field(description="What the row is about.")
    cursor: str = strawberry.field(description="The row's place in the list; opaque.")


@strawberry.type(description="A page of a list.")
class Connection(Generic[T]):
    edges: list[Edge[T]] = strawberry.field(description="The page's rows, in order.")
    page_info: PageInfo = strawberry.field(description="Where the page stands in its list.")
    count: strawberry.Private[Callable[[], Awaitable[int]] | None] = None

    @resolved("How long the whole list is, counted when asked for; null where that is not known.")
    async def total_count(self) -> int | None:
        return await self.count() if self.count else None


def build_connection(
    page: Page,
    build: Callable[[Node], T],
    *,
    name: str,
    after: After | None,
    count: Callable[[], Awaitable[int]] | None = None,
) -> Connection[T]:
    """A page of the list `name` as a connection of what `build` makes of each node. A list in another order is another list."""
    edges = [Edge(node=build(node), cursor=encode_cursor(place, name)) for place, node in page.items]
    return Connection(
        edges=edges,
        page_info=PageInfo(
            has_next_page=page.has_next,
            has_previous_page=after is not None,
            start_cursor=edges[0].cursor if edges else None,
            end_cursor=edges[-1].cursor if edges else None,
        ),
        count=count,
    )


def encode_cursor(place: After, name: str) -> str:
    """A place in the list `name`, which the cursor holds as a checksum."""
    return base64.urlsafe_b64encode(json.dumps([_checksum(name), *place]).encode()).decode()


def decode_cursor(cursor: str | None, name: str) -> After | None:
    """Raises: BadArgument: not a cursor that this API gave, or one of another list than `name`."""
    if cursor is None:
        return None
    try:
        checksum, sort, key = json.loads(base64.urlsafe_b64decode(cursor.encode()))
    except (binascii.Error, ValueError, TypeError) as error:
        raise _bad_cursor(cursor) from error
    if not (isinstance(sort, str | int | float) and isinstance(key, str)) or (
        isinstance(sort, int) and abs(sort) > MAX_INTEGER
    ):
        raise _bad_cursor(cursor)
    if checksum != _checksum(name):
        raise BadArgument(
            "`after` is a cursor of another list", hint="pass `pageInfo.endCursor` of this list, in this order"
        )
    return sort, key


def _checksum(name: str) -> int:
    return zlib.crc32(name.encode())


def _bad_cursor(cursor: str) -> BadArgument:
    return BadArgument(f"`after` is `{cursor[:80]}`, not a cursor", hint="pass `pageInfo.endCursor` of the page before")
