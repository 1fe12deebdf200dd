"""What a query asks for further down, so that one statement can bring it along."""

from collections.abc import Iterable, Iterator
from typing import Final

from strawberry.types import Info
from strawberry.types.nodes import SelectedField, Selection

from api.limits import MAX_PAGE

PAGE: Final = 25
"""`first` where it is not given."""


def selects(selections: Iterable[Selection], *path: str) -> bool:
    """Whether the query asks for a field below these: each of `path` is a field's name, or several with bars between them."""
    if not path:
        return True
    below = [item for field in selections for item in _fields(field.selections)]
    return any(selects([item], *path[1:]) for item in below if item.name in path[0].split("|"))


def _fields(selections: Iterable[Selection]) -> Iterator[SelectedField]:
    """The fields of a selection and of its fragments."""
    for item in selections:
        if isinstance(item, SelectedField):
            yield item
        else:
            yield from _fields(item.selections)


def releases_ahead(info: Info) -> int | None:
    """How many releases the query asks of the one artist that it looks up; None where it asks for others, too, or not for one first page.

    Of several artists, a statement for each level is less than one for each artist.
    """
    if len(info.operation.selection_set.selections) > 1:
        return None
    asked = [item for field in info.selected_fields for item in _fields(field.selections) if item.name == "releases"]
    sizes = {str(item.arguments.get("first", PAGE)) for item in asked}
    if len(sizes) != 1 or any(item.arguments.get("after") is not None for item in asked):
        return None
    size = sizes.pop()
    return int(size) if size.isdecimal() and 1 <= int(size) <= MAX_PAGE else None
