"""Print docs/reference/api.md: what is written by hand (`reference.md` beside this) and every type of the schema.

python -m api.print_reference > docs/reference/api.md
"""

from collections.abc import Iterator
from importlib.resources import files
from typing import Final

from graphql import (
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLScalarType,
    GraphQLUnionType,
    Undefined,
    ast_from_value,
    is_introspection_type,
    is_specified_scalar_type,
    print_ast,
)

from api.schema import SCHEMA

_SECTIONS: Final = (
    ("Query", "Queries"),
    ("Mutation", "Mutations"),
    ("Subscription", "Subscriptions"),
)
_KINDS: Final[tuple[tuple[type[GraphQLNamedType], str], ...]] = (
    (GraphQLObjectType, "Types"),
    (GraphQLInterfaceType, "Interfaces"),
    (GraphQLUnionType, "Unions"),
    (GraphQLInputObjectType, "Inputs"),
    (GraphQLEnumType, "Enums"),
    (GraphQLScalarType, "Scalars"),
)


def print_reference() -> str:
    """The whole page."""
    head = (files("api") / "reference.md").read_text(encoding="utf-8").rstrip()
    return "\n".join([head, "", *_reference()]) + "\n"


def _reference() -> Iterator[str]:
    types = SCHEMA._schema.type_map
    roots = dict(_SECTIONS)
    for name, title in _SECTIONS:
        if name in types:
            yield from (f"## {title}", "", *_body(types[name]), "")
    for kind, title in _KINDS:
        members = [
            item
            for name, item in sorted(types.items())
            if isinstance(item, kind)
            and name not in roots
            and not is_introspection_type(item)
            and not is_specified_scalar_type(item)
        ]
        if members:
            yield from (f"## {title}", "")
        for item in members:
            yield from (f"### {item.name}", "", _line(item.description), "", *_body(item))
            yield ""


def _body(item: GraphQLNamedType) -> Iterator[str]:
    if isinstance(item, GraphQLObjectType | GraphQLInterfaceType):
        yield from ("| field | gives | |", "| --- | --- | --- |")
        for name, field in item.fields.items():
            said = _line(field.description) + _deprecated(field.deprecation_reason)
            told = [f"`{key}`: {_line(given.description)}" for key, given in field.args.items() if given.description]
            yield f"| `{name}{_arguments(field.args)}` | `{field.type}` | {' '.join([said, *told])} |"
    elif isinstance(item, GraphQLInputObjectType):
        yield from ("| field | takes | |", "| --- | --- | --- |")
        for name, given in item.fields.items():
            yield f"| `{name}` | `{given.type}` | {_line(given.description)} |"
    elif isinstance(item, GraphQLEnumType):
        yield from ("| value | |", "| --- | --- |")
        for name, value in item.values.items():
            yield f"| `{name}` | {_line(value.description)} |"
    elif isinstance(item, GraphQLUnionType):
        yield "One of " + ", ".join(f"`{member.name}`" for member in item.types) + "."


def _arguments(arguments: dict[str, GraphQLArgument]) -> str:
    def one(name: str, given: GraphQLArgument) -> str:
        known = given.default_value not in (Undefined, None)
        literal = ast_from_value(given.default_value, given.type) if known else None
        return f"{name}: {given.type}" + (f" = {print_ast(literal)}" if literal else "")

    shown = ", ".join(one(name, given) for name, given in arguments.items())
    return f"({shown})" if shown else ""


def _deprecated(reason: str | None) -> str:
    return f" Deprecated: {reason}" if reason else ""


def _line(text: str | None) -> str:
    return " ".join((text or "").split()).replace("|", "\\|")


if __name__ == "__main__":
    print(print_reference(), end="")
