"""Resolvers that begin at once: what is there already is an answer, not a task."""

import asyncio
from collections.abc import Callable, Coroutine, Generator
from functools import wraps
from typing import Any, TypeVar

import strawberry

F = TypeVar("F", bound=Callable[..., Coroutine[Any, Any, object]])


def loaded(description: str) -> Callable[[F], F]:
    """`resolved` for an async method that awaits DataLoaders and nothing else.

    It is begun by the caller's task: where its loader has what it asks for (a page has brought it along, or it was asked for before) the value
    is given, and no task of its own is made, which took half of the time of a page. Not for what asks the database itself: timeouts and the
    driver's locks belong to the task that they begin in.
    """

    def decorate(method: F) -> F:
        @wraps(method)
        def begin(*arguments: Any, **named: Any) -> Any:
            return _begun(method(*arguments, **named))

        made: F = strawberry.field(description=description)(begin)
        return made

    return decorate


class _Begun:
    """A coroutine that has begun and waits for a future; awaited, it goes on."""

    def __init__(self, coroutine: Coroutine[Any, Any, Any], future: asyncio.Future[Any]) -> None:
        self._coroutine, self._future = coroutine, future

    def __await__(self) -> Generator[Any, Any, Any]:
        try:
            yield from self._future
        except BaseException:
            if not self._future.done():
                self._coroutine.close()
                raise
        # done, with a result or an error: the coroutine asks the future itself
        return (yield from self._coroutine.__await__())


def _begun(coroutine: Coroutine[Any, Any, Any]) -> Any:
    """What a coroutine gives if it need not wait, otherwise the rest of it."""
    try:
        future = coroutine.send(None)
    except StopIteration as end:
        return end.value
    # what a task does with a future that it is to wait for (PEP 3156): others may wait for the same one before this coroutine does
    future._asyncio_future_blocking = False
    return _Begun(coroutine, future)
