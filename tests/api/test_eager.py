"""Resolvers that begin at once give what is there, and wait in the order of things for what is not."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
import strawberry
from strawberry.dataloader import DataLoader
from strawberry.types import Info

from api.eager import loaded


@strawberry.type
class Query:
    @loaded("A number's square.")
    async def square(self, info: Info, of: int) -> int:
        found: int = await info.context.load(of)
        return found

    @loaded("A number's square's square.")
    async def twice(self, info: Info, of: int) -> int:
        found: int = await info.context.load(await info.context.load(of))
        return found

    @loaded("A number's square, or 0 where it has none.")
    async def known(self, info: Info, of: int) -> int:
        try:
            found: int = await info.context.load(of)
        except ValueError:
            return 0
        return found


SCHEMA = strawberry.Schema(Query)


def loader(asked: list[list[int]]) -> DataLoader[int, Any]:
    async def load(numbers: list[int]) -> list[Any]:
        asked.append(numbers)
        await asyncio.sleep(0)
        return [number * number if number >= 0 else ValueError(f"{number} is negative") for number in numbers]

    return DataLoader(load_fn=load)


def inside(work: Callable[[DataLoader[int, Any], list[list[int]]], Awaitable[Any]]) -> Any:
    async def run() -> Any:
        asked: list[list[int]] = []
        return await work(loader(asked), asked)

    return asyncio.run(run(), debug=True)


def test_fields_that_wait_for_the_same_thing_both_get_it_and_go_out_together() -> None:
    async def work(numbers: DataLoader[int, Any], asked: list[list[int]]) -> None:
        answer = await SCHEMA.execute(
            "{ a: square(of: 3) b: square(of: 3) c: twice(of: 3) d: square(of: 4) }", context_value=numbers
        )
        assert answer.errors is None
        assert answer.data == {"a": 9, "b": 9, "c": 81, "d": 16}
        assert asked == [[3, 4], [9]]

    inside(work)


def test_what_is_there_is_given_without_a_task() -> None:
    async def work(numbers: DataLoader[int, Any], asked: list[list[int]]) -> None:
        numbers.prime(3, 9)
        before = asyncio.all_tasks()
        answer = SCHEMA.execute("{ a: square(of: 3) b: square(of: 3) }", context_value=numbers)
        with pytest.raises(StopIteration) as end:  # never waits
            answer.send(None)
        assert end.value.value.data == {"a": 9, "b": 9}
        assert (asked, asyncio.all_tasks()) == ([], before)

    inside(work)


def test_a_failure_is_told_to_each_that_waits_for_it() -> None:
    async def work(numbers: DataLoader[int, Any], asked: list[list[int]]) -> None:
        answer = await SCHEMA.execute("{ a: square(of: -1) }", context_value=numbers)
        again = await SCHEMA.execute("{ b: square(of: -1) }", context_value=numbers)
        assert [error.message for error in (answer.errors or []) + (again.errors or [])] == ["-1 is negative"] * 2

    inside(work)


def test_a_failure_is_the_methods_own_to_catch() -> None:
    async def work(numbers: DataLoader[int, Any], asked: list[list[int]]) -> None:
        answer = await SCHEMA.execute("{ a: known(of: -1) b: known(of: 2) }", context_value=numbers)
        assert (answer.data, answer.errors) == ({"a": 0, "b": 4}, None)

    inside(work)


def test_whoever_cancels_is_obeyed() -> None:
    async def work(numbers: DataLoader[int, Any], asked: list[list[int]]) -> None:
        never = asyncio.get_running_loop().create_future()
        numbers.cache_map.set(5, never)
        asking = asyncio.create_task(SCHEMA.execute("{ a: square(of: 5) b: square(of: 5) }", context_value=numbers))
        await asyncio.sleep(0.01)
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking
        assert never.cancelled()

    inside(work)
