"""How deep a query is, told in time linear in its text."""

from typing import Any

from graphql import (
    ASTValidationRule,
    FieldNode,
    FragmentSpreadNode,
    GraphQLError,
    OperationDefinitionNode,
    SelectionSetNode,
    ValidationContext,
)


def limit_depth(most: int) -> type[ASTValidationRule]:
    """A validation rule that refuses operations deeper than `most`. A field without fields is at no depth, nor is introspection.

    Strawberry's own limiter walks a fragment anew for each mention: 28 fragments that each mention the next one twice, 1 kB,
    keep it busy for 20 minutes.
    """

    class DepthRule(ASTValidationRule):
        def __init__(self, context: ValidationContext) -> None:
            super().__init__(context)
            self._depths: dict[str, int] = {}

        def enter_operation_definition(self, node: OperationDefinitionNode, *_: Any) -> None:
            depth = self._depth(node.selection_set)
            if depth > most:
                self.report_error(GraphQLError(f"the query has a depth of {depth}, at most {most} is allowed", node))

        def _depth(self, selections: SelectionSetNode | None) -> int:
            return max((self._of(node) for node in selections.selections), default=0) if selections else 0

        def _of(self, node: Any) -> int:
            if isinstance(node, FragmentSpreadNode):
                return self._of_fragment(node.name.value)
            if isinstance(node, FieldNode):
                if node.selection_set is None or node.name.value.startswith("__"):
                    return 0
                return 1 + self._depth(node.selection_set)
            return self._depth(node.selection_set)

        def _of_fragment(self, name: str) -> int:
            """A fragment that is unknown or within itself counts nothing: other rules refuse it."""
            if name not in self._depths:
                self._depths[name] = 0
                fragment = self.context.get_fragment(name)
                self._depths[name] = self._depth(fragment.selection_set) if fragment else 0
            return self._depths[name]

    return DepthRule
