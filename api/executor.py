"""Answers from what is already read in one go: an attribute needs no resolver call, no path, no `info` and no task.

graphql-core takes each field alone, with all of these for every number of every piece of evidence. Of a page of 50 findings, 2,400 of 2,500
fields are attributes of objects that are there already. Functions read those, put together once for each selection of a request; what they meet
that is not as usual (null where there must be a value, a value that its scalar does not take) is done again by graphql-core, which says what is
wrong and where.
"""

from collections.abc import Awaitable, Callable, Iterable
from typing import Any, Final

from graphql import (
    GraphQLAbstractType,
    GraphQLBoolean,
    GraphQLError,
    GraphQLField,
    GraphQLID,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLResolveInfo,
    GraphQLString,
    TypeNameMetaFieldDef,
    Undefined,
    is_abstract_type,
    is_leaf_type,
    is_list_type,
    is_non_null_type,
)
from graphql.execution.collect_fields import FieldDetailsList, GroupedFieldSet
from graphql.pyutils import Path
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext
from strawberry.schema.schema_converter import GraphQLCoreConverter
from strawberry.types.base import StrawberryObjectDefinition
from strawberry.types.field import StrawberryField

Read = Callable[[Any], Any]
"""From a value to what the answer says of it. Raises: one of _UNUSUAL: it is for graphql-core to say."""
_UNUSUAL: Final = (AttributeError, TypeError, ValueError, GraphQLError)
_AS_IT_IS: Final[dict[Any, type]] = {GraphQLString: str, GraphQLID: str, GraphQLBoolean: bool}
"""Scalars that give a value of just this type as it is."""


class Executor(StrawberryGraphQLCoreExecutionContext):
    """Strawberry's executor, with selections of attributes read at once."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._reads: dict[tuple[int, int], tuple[FieldDetailsList, Read | None]] = {}
        self._parts: dict[tuple[int, int], tuple[GroupedFieldSet, dict[str, Read], GroupedFieldSet]] = {}
        watched = self.middleware_manager is not None and self.middleware_manager.middlewares
        self._is_usual = not watched and self.abort_signal is None

    def complete_value(
        self,
        return_type: GraphQLOutputType,
        field_details_list: FieldDetailsList,
        info: GraphQLResolveInfo[Any],
        path: Path,
        result: Any,
        position_context: Any,
    ) -> Any:
        """As graphql-core says; at once where nothing below has a resolver."""
        read = self._read(return_type, field_details_list)
        if read is not None:
            try:
                return read(result)
            except _UNUSUAL:
                self._reads[id(return_type), id(field_details_list)] = (field_details_list, None)
        return super().complete_value(return_type, field_details_list, info, path, result, position_context)

    def execute_fields(
        self,
        parent_type: GraphQLObjectType,
        source_value: Any,
        path: Path | None,
        grouped_field_set: GroupedFieldSet,
        position_context: Any,
    ) -> Any:
        """As graphql-core says; at once what has no resolver."""
        reads, rest = self._part(parent_type, grouped_field_set)
        try:
            values = {name: read(source_value) for name, read in reads.items()}
        except _UNUSUAL:
            values, rest = {}, grouped_field_set
        if not rest:
            return values
        others = super().execute_fields(parent_type, source_value, path, rest, position_context)
        if not values:
            return others
        if isinstance(others, dict):
            return _join(grouped_field_set, values, others)
        return _join_later(grouped_field_set, values, others)

    def _part(self, parent: GraphQLObjectType, fields: GroupedFieldSet) -> tuple[dict[str, Read], GroupedFieldSet]:
        """Of the fields of a selection, those that can be read at once, and the others."""
        key = (id(parent), id(fields))
        if key not in self._parts:
            found = {name: self._read_field(parent, details) for name, details in fields.items()}
            reads = {name: read for name, read in found.items() if read is not None}
            rest = {name: details for name, details in fields.items() if name not in reads}
            self._parts[key] = (fields, reads, rest)
        return self._parts[key][1:]

    def _read_field(self, parent: GraphQLObjectType, details: FieldDetailsList) -> Read | None:
        field = self.schema.get_field(parent, details[0].node.name.value)
        if field is TypeNameMetaFieldDef:
            return lambda source: parent.name
        attribute = _attribute(field)
        read = None if field is None or attribute is None else self._read(field.type, details)
        return None if attribute is None or read is None else _getting(attribute, read)

    def _read(self, kind: GraphQLOutputType, details: FieldDetailsList) -> Read | None:
        """How to read a value of a type, null or not; None where something below has a resolver."""
        key = (id(kind), id(details))
        if key not in self._reads:
            if not self._is_usual:
                read = None
            elif is_non_null_type(kind):
                read = self._read_value(kind.of_type, details)
            else:
                read = _or_null(self._read_value(kind, details))
            self._reads[key] = (details, read)
        return self._reads[key][1]

    def _read_value(self, kind: GraphQLOutputType, details: FieldDetailsList) -> Read | None:
        """How to read a value that is not null."""
        if is_leaf_type(kind):
            return _leaf(kind)
        if is_list_type(kind):
            return _listing(self._read(kind.of_type, details))
        if is_abstract_type(kind):
            return self._read_abstract(kind, details)
        return self._read_object(kind, details)

    def _read_object(self, kind: Any, details: FieldDetailsList) -> Read | None:
        fields, deferred, _ = self.collect_subfields(kind, details)
        reads, rest = self._part(kind, fields)
        origin = _class(kind)
        return None if rest or deferred or origin is None else _selecting(origin, tuple(reads.items()))

    def _read_abstract(self, kind: GraphQLAbstractType, details: FieldDetailsList) -> Read | None:
        """By the value's own class, which is the one of an object type."""
        known = {_class(item): self._read_object(item, details) for item in self.schema.get_possible_types(kind)}
        if None in known or None in known.values():
            return None

        def read(value: Any) -> Any:
            one = known.get(type(value))
            if one is None:
                raise TypeError
            return one(value)

        return read


def _attribute(field: GraphQLField | None) -> str | None:
    """The attribute that a field reads and no more; None where it does more: a resolver, a permission."""
    told = field.extensions.get(GraphQLCoreConverter.DEFINITION_BACKREF) if field is not None else None
    return told.python_name if isinstance(told, StrawberryField) and told.is_basic_field else None


def _class(kind: Any) -> type[Any] | None:
    """The class whose instances are of an object type."""
    told = kind.extensions.get(GraphQLCoreConverter.DEFINITION_BACKREF)
    if not isinstance(told, StrawberryObjectDefinition):
        return None
    return told.concrete_of.origin if told.concrete_of else told.origin


def _getting(attribute: str, read: Read) -> Read:
    return lambda source: read(getattr(source, attribute))


def _or_null(read: Read | None) -> Read | None:
    return None if read is None else lambda value: None if value is None else read(value)


def _listing(read: Read | None) -> Read | None:
    if read is None:
        return None

    def read_list(values: Any) -> list[Any]:
        if not isinstance(values, list | tuple):
            raise TypeError
        return [read(value) for value in values]

    return read_list


def _selecting(origin: type[Any], reads: Iterable[tuple[str, Read]]) -> Read:
    def read_object(value: Any) -> dict[str, Any]:
        if not isinstance(value, origin):
            raise TypeError
        return {name: read(value) for name, read in reads}

    return read_object


def _leaf(kind: Any) -> Read:
    usual, coerce = _AS_IT_IS.get(kind), kind.coerce_output_value

    def read_leaf(value: Any) -> Any:
        if type(value) is usual:
            return value
        coerced = None if value is None else coerce(value)
        if coerced is None or coerced is Undefined:
            raise TypeError
        return coerced

    return read_leaf


def _join(order: Iterable[str], values: dict[str, Any], others: dict[str, Any]) -> dict[str, Any]:
    """Both, in the query's order; a field that is in neither is none of the schema's."""
    both = values | others
    return {name: both[name] for name in order if name in both}


async def _join_later(
    order: Iterable[str], values: dict[str, Any], others: Awaitable[dict[str, Any]]
) -> dict[str, Any]:
    return _join(order, values, await others)
