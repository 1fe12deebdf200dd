"""The executor that reads selections of attributes at once says just what Strawberry's own says, errors and order too."""

import asyncio
import enum
from typing import Annotated, Any

import pytest
import strawberry
from strawberry.extensions import FieldExtension, SchemaExtension
from strawberry.types import ExecutionResult, Info

from api.executor import Executor


@strawberry.enum
class Mood(enum.Enum):
    CALM = "calm"


@strawberry.interface
class Named:
    name: str


@strawberry.type
class Fact:
    text: str | None
    weight: float
    mood: Mood | None = None


class Rule(FieldExtension):
    """Lets nobody read the field."""

    def resolve(self, next_: Any, source: Any, info: Info, **arguments: Any) -> Any:
        raise PermissionError("not for you")


@strawberry.type
class Bird(Named):
    facts: list[Fact]
    best: Fact | None = None
    nests: list[list[int] | None] | None = None
    secret: str | None = strawberry.field(default="egg", extensions=[Rule()])

    @strawberry.field
    async def mate(self) -> "Bird | None":
        await asyncio.sleep(0)
        return Bird(name=f"{self.name}'s mate", facts=[])

    @strawberry.field
    def loud(self, times: int = 1) -> str:
        return self.name.upper() * times


@strawberry.type
class Stone(Named):
    grams: int


Thing = Annotated[Bird | Stone, strawberry.union("Thing")]
OWL = Bird(
    name="owl", facts=[Fact(text="hoots", weight=0.5, mood=Mood.CALM), Fact(text=None, weight=2)], nests=[[1, 2], None]
)


@strawberry.type
class Query:
    @strawberry.field
    def bird(self) -> Bird:
        return OWL

    @strawberry.field
    async def birds(self) -> list[Bird | None]:
        return [OWL, None, Bird(name="wren", facts=[], best=Fact(text="small", weight=1.5))]

    @strawberry.field
    def things(self) -> list[Thing]:
        return [OWL, Stone(name="flint", grams=7)]

    @strawberry.field
    def named(self) -> list[Named]:
        return [Stone(name="flint", grams=7), OWL]

    @strawberry.field
    def broken(self) -> list[Bird | None]:
        unweighed: Any = Fact(text="x", weight="heavy")  # type: ignore[arg-type]
        nameless: Any = Bird(name=None, facts=[])  # type: ignore[arg-type]
        moody: Any = Fact(text="x", weight=1, mood="angry")  # type: ignore[arg-type]
        return [
            OWL,
            Bird(name="a", facts=[unweighed]),
            nameless,
            Bird(name="b", facts=[moody]),
            Bird(name="c", facts=None),  # type: ignore[arg-type]
        ]

    @strawberry.field
    def heavy(self) -> Stone:
        return Stone(name="earth", grams=2**40)


QUICK = strawberry.Schema(Query, execution_context_class=Executor)
USUAL = strawberry.Schema(Query)
QUERIES = {
    "attributes": "{ bird { name facts { text weight mood } best { text } nests } }",
    "order": "{ bird { loud name mate { name } facts { weight } shout: loud(times: 2) } }",
    "names": "{ __typename bird { __typename facts { __typename } } things { __typename } }",
    "aliases": "{ a: bird { b: name c: name } bird { name } }",
    "lists": "{ birds { name best { text weight } mate { name facts { text } } } }",
    "unions": "{ things { ... on Bird { name facts { text } } ... on Stone { grams } } }",
    "interfaces": "{ named { name ... on Stone { grams } ... on Bird { mate { name } } } }",
    "fragments": "{ bird { ...f ...g } } fragment f on Bird { name facts { text } } fragment g on Bird { facts { weight } }",
    "conditions": "query($no: Boolean! = false) { bird { name @include(if: $no) facts @skip(if: $no) { text @skip(if: true) weight } } }",
    "permissions": "{ bird { name secret } }",
    "errors": "{ broken { name facts { text weight mood } } }",
    "errors beside resolvers": "{ broken { name loud facts { text weight mood } mate { name } } }",
    "too large": "{ heavy { name grams } }",
}


def ask(schema: strawberry.Schema, query: str) -> ExecutionResult:
    return asyncio.run(schema.execute(query))


@pytest.mark.parametrize("name", QUERIES)
def test_it_says_what_strawberry_says(name: str) -> None:
    quick, usual = ask(QUICK, QUERIES[name]), ask(USUAL, QUERIES[name])
    assert repr(quick.data) == repr(usual.data)  # dicts are equal in any order
    assert [error.formatted for error in quick.errors or ()] == [error.formatted for error in usual.errors or ()]
    assert bool(usual.errors) == (name in ("permissions", "errors", "errors beside resolvers", "too large"))


def test_an_extension_that_watches_fields_sees_them_all() -> None:
    seen: list[str] = []

    class Watching(SchemaExtension):
        def resolve(self, next_: Any, source: Any, info: Any, *arguments: str, **named: Any) -> Any:
            seen.append(info.field_name)
            return next_(source, info, *arguments, **named)

    ask(
        strawberry.Schema(Query, execution_context_class=Executor, extensions=[Watching]),
        "{ bird { name facts { text } } }",
    )
    assert seen == ["bird", "name", "facts", "text", "text"]
