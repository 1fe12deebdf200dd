"""Payee details are personal data: their fields need a permission, say so in the schema, and what was read is audited."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, TypeVar

import strawberry
from strawberry.extensions import FieldExtension
from strawberry.schema_directive import Location
from strawberry.types import Info
from strawberry.types.field import StrawberryField

from api.access import Permission, permit, principal
from graph.audit import WRITE_AUDIT, AuditEntry

F = TypeVar("F", bound=Callable[..., object])
PAYEE_TIES: Final = frozenset({"payee", "account_hash", "tax_id_hash", "email_hash", "address_hash", "device_hash"})
"""Kinds of shared things that tell who is paid."""
MOST_IDS: Final = 100
"""Ids listed in an audit entry, which counts the others."""
_NEEDED: Final[Permission] = "read_payees"


@strawberry.schema_directive(
    locations=[Location.FIELD_DEFINITION],
    name="needs",
    description="The permission that a field takes, of those that a key's role gives.",
)
class Needs:
    permission: str = strawberry.directive_field(name="permission")


class PayeeRule(FieldExtension):
    """Asks for the permission, and notes the payee that the field tells of."""

    def apply(self, field: StrawberryField) -> None:
        if any(isinstance(directive, Needs) for directive in field.directives):
            return
        field.directives = [*field.directives, Needs(permission=_NEEDED)]
        field.description = f"{field.description} Needs `{_NEEDED}`."

    def resolve(self, next_: Any, source: Any, info: Info, **arguments: Any) -> Any:
        """Raises: Forbidden."""
        note_payees(info, _payees_of(source))
        return next_(source, info, **arguments)

    async def resolve_async(self, next_: Any, source: Any, info: Info, **arguments: Any) -> Any:
        """Raises: Forbidden."""
        note_payees(info, _payees_of(source))
        return await next_(source, info, **arguments)


PAYEE_RULE: Final[list[FieldExtension]] = [PayeeRule()]
"""`extensions` of every field that tells of a payee."""


def payee_resolved(description: str) -> Callable[[F], F]:
    """`resolved` for a method that tells of a payee or leads to one."""
    decorate: Callable[[F], F] = strawberry.field(description=description, extensions=PAYEE_RULE)
    return decorate


def may_read_payees(info: Info) -> bool:
    """Whether the asker may see payee details."""
    return _NEEDED in principal(info).permissions


def note_payees(info: Info, ids: Sequence[str]) -> None:
    """Ask for the permission, and keep the ids for the request's audit entry. Raises: Forbidden."""
    permit(info, _NEEDED)
    info.context.payees_read.update(ids)


def visible_ties(info: Info, ties: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Ties with those of PAYEE_TIES noted as read, or left out for whoever may not see them."""
    if not may_read_payees(info):
        return [tie for tie in ties if tie["type"] not in PAYEE_TIES]
    note_payees(info, [tie["id"] for tie in ties if tie["type"] in PAYEE_TIES])
    return list(ties)


async def write_noted(context: Any, operation: str | None) -> None:
    """One audit entry for all payees that the request has read since the last one; none for none."""
    ids = sorted(context.payees_read)
    if not ids:
        return
    context.payees_read.clear()
    detail = {"ids": ids[:MOST_IDS], "count": len(ids), "operation": operation}
    entry = AuditEntry(context.principal.id, _NEEDED, ids[0] if len(ids) == 1 else f"{len(ids)} payees", detail)
    await context.graph.write(WRITE_AUDIT, **entry.parameters())


def _payees_of(source: Any) -> list[str]:
    """The payee that a `Payee` is, or that a `Payout` goes to; none for a field that only leads to payees."""
    row = getattr(source, "row", None)
    if isinstance(row, Mapping) and isinstance(row.get("payee"), Mapping):
        return [str(row["payee"]["id"])]
    return [str(source.id)] if type(source).__name__ == "Payee" else []
