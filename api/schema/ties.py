"""What artists share, and which of it the asker may see."""

from collections.abc import Sequence
from typing import Annotated

import strawberry
from strawberry import field
from strawberry.types import Info

from api.payees import PAYEE_TIES, may_read_payees, visible_ties
from api.schema.fields import build
from graph.errors import BadArgument
from graph.read import Node
from graph.read_network import TIES

Depth = Annotated[int, strawberry.argument(description="Steps, 1 to 3.")]
Artists = Annotated[int, strawberry.argument(description="Artists at most, 1 to 100, the one asked about not counted.")]
TieTypes = Annotated[
    list[str] | None,
    strawberry.argument(
        description="Only through these: payee, label, distributor, party, release, recording, identity, or kinds of identifiers such as "
        "account_hash, image_phash, audio_fingerprint. Those that tell of payees take the permission `read_payees`."
    ),
]


@strawberry.type(description="Something that two artists share.")
class Tie:
    type: str = field(
        description="payee, label, distributor, party, release, recording, identity, or the kind of an identifier."
    )
    id: strawberry.ID = field(description="The shared thing's id.")
    name: str | None = field(description="Its name, title or value.")
    shared_by: int = field(description="How many artists share it.")
    weight: float = field(description="1 / ln(sharedBy): what few share says more.")


def build_ties(info: Info, ties: Sequence[Node]) -> list[Tie]:
    return [build(Tie, dict(tie)) for tie in visible_ties(info, ties)]


def tie_types(info: Info, types: list[str] | None = None) -> frozenset[str]:
    """The types of ties to go by: those asked for, or all, without those of payees where the asker may not see them.

    Raises: BadArgument: there is no such type.
    """
    unknown = set(types or ()) - TIES
    if unknown:
        raise BadArgument(f"`{min(unknown)}` is not a type of tie", hint=f"use {', '.join(sorted(TIES))}")
    wanted = TIES if types is None else frozenset(types)
    return wanted if may_read_payees(info) else wanted - PAYEE_TIES
