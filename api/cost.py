"""What a query could cost: the fields that it would resolve if every list in it were full, walks and searches for more; known before it runs."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLField,
    GraphQLNamedType,
    GraphQLSchema,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
    get_named_type,
    get_nullable_type,
    is_list_type,
    value_from_ast,
    value_from_ast_untyped,
)
from strawberry.extensions import SchemaExtension

from api.limits import HEAVY, MAX_PAGE, Policy

_INTROSPECTION: Final = frozenset({"__schema", "__type", "_service"})
"""`_service` is a federated schema's."""


class CostLimit(SchemaExtension):
    """Refuses a query that costs more than the service allows, and introspection where that is off."""

    def on_execute(self) -> Iterator[None]:
        """Raises: GraphQLError: the query is not to be run."""
        running = self.execution_context
        if running.graphql_document is not None:
            check_cost(
                Meter(running.schema._schema, running.graphql_document, running.variables or {}),
                running.operation_name,
                running.context.policy,
            )
        yield


def check_cost(meter: "Meter", operation_name: str | None, policy: Policy) -> None:
    """Raises: GraphQLError: the operation costs too much, or asks for the schema where that is not told."""
    for operation in meter.operations:
        if operation_name is not None and (operation.name is None or operation.name.value != operation_name):
            continue
        if not policy.introspection and meter.introspects(operation):
            raise GraphQLError("this service does not tell its schema: introspection is off")
        cost = meter.cost(operation)
        if cost > policy.max_cost:
            raise GraphQLError(
                f"the query could cost as much as {cost:,} fields, {policy.max_cost:,} are allowed: ask for smaller pages "
                "(`first`), fewer levels, or fewer searches and walks at once"
            )


class Meter:
    """Counts the fields of an operation.

    A field costs 1, or what HEAVY says more, and, for each row that it may give, what is asked of that row. Rows: `first` where the field takes one
    (of a connection, that many `edges`), MAX_PAGE for any other list. Each selection is counted once for each size of page
    that it is asked in, so fragments within fragments cost no more time than their text.
    """

    def __init__(self, schema: GraphQLSchema, document: DocumentNode, variables: Mapping[str, Any]) -> None:
        self.operations = [item for item in document.definitions if isinstance(item, OperationDefinitionNode)]
        self._fragments = {
            item.name.value: item for item in document.definitions if isinstance(item, FragmentDefinitionNode)
        }
        self._schema = schema
        self._given = dict(variables)
        self._variables: dict[str, Any] = {}
        self._known: dict[tuple[int, str, int], int] = {}

    def cost(self, operation: OperationDefinitionNode) -> int:
        """Fields that the operation could resolve."""
        self._known.clear()
        self._variables = _defaults(operation) | self._given
        root = self._schema.get_root_type(operation.operation)
        return 0 if root is None else self._selected(operation.selection_set, root, 1)

    def introspects(self, operation: OperationDefinitionNode) -> bool:
        """Whether it asks for the schema."""
        root = self._schema.get_root_type(operation.operation)
        fields = self._fields(operation.selection_set, root, set())
        return any(field.name.value in _INTROSPECTION for field, _ in fields)

    def _selected(self, selections: SelectionSetNode, parent: GraphQLNamedType | None, page: int) -> int:
        """What a selection costs for one row of `parent`; `page`: rows of the connection that it may be of."""
        key = (id(selections), parent.name if parent else "", page)
        if key not in self._known:
            fields = self._fields(selections, parent, set())
            self._known[key] = sum(self._field(node, kind, page) for node, kind in fields)
        return self._known[key]

    def _field(self, node: FieldNode, parent: GraphQLNamedType | None, page: int) -> int:
        found: GraphQLField | None = getattr(parent, "fields", {}).get(node.name.value)
        own = 1 + HEAVY.get(f"{parent.name}.{node.name.value}" if parent else "", 0)
        if found is None or node.selection_set is None:
            return own
        first = self._first(node, found)
        rows = 1
        if is_list_type(get_nullable_type(found.type)):
            rows = first or (page if node.name.value == "edges" else MAX_PAGE)
        return own + rows * self._selected(node.selection_set, get_named_type(found.type), first or 1)

    def _first(self, node: FieldNode, found: GraphQLField) -> int | None:
        """The value of `first`, from the query or its variables; None where the field takes none."""
        if "first" not in found.args:
            return None
        given = next((item.value for item in node.arguments or () if item.name.value == "first"), None)
        value = None if given is None else value_from_ast(given, found.args["first"].type, self._variables)
        return _rows(value) or _rows(found.args["first"].default_value) or MAX_PAGE

    def _fields(
        self, selections: SelectionSetNode, parent: GraphQLNamedType | None, seen: set[str]
    ) -> Iterator[tuple[FieldNode, GraphQLNamedType | None]]:
        """The fields of a selection and of its fragments, each with the type that it is a field of; `seen`: fragments so far."""
        for node in selections.selections:
            if isinstance(node, FieldNode):
                yield node, parent
            elif isinstance(node, InlineFragmentNode):
                yield from self._fields(node.selection_set, self._narrowed(node, parent), seen)
            elif isinstance(node, FragmentSpreadNode) and node.name.value not in seen:
                seen.add(node.name.value)
                fragment = self._fragments[node.name.value]
                yield from self._fields(fragment.selection_set, self._narrowed(fragment, parent), seen)

    def _narrowed(
        self, node: InlineFragmentNode | FragmentDefinitionNode, parent: GraphQLNamedType | None
    ) -> GraphQLNamedType | None:
        return self._schema.get_type(node.type_condition.name.value) if node.type_condition else parent


def _rows(value: Any) -> int:
    """A page's size; 0 for what is none. JSON may write it `100.0`, and GraphQL takes that for the whole number."""
    return int(value) if isinstance(value, int | float) and value > 0 and value % 1 == 0 else 0


def _defaults(operation: OperationDefinitionNode) -> dict[str, Any]:
    """The values of the operation's variables where the request gives none."""
    return {
        item.variable.name.value: value_from_ast_untyped(item.default_value)
        for item in operation.variable_definitions or ()
        if item.default_value is not None
    }
