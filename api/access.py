"""Who asks, and what they may: permissions by role, asked for by resolvers."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

from graph.errors import Forbidden

if TYPE_CHECKING:  # the commands read ROLES, and need not wait for strawberry
    from strawberry.types import ExecutionContext, Info

Permission = Literal["read", "read_payees", "review", "screen", "signal", "admin"]
ROLES: Final[dict[str, frozenset[Permission]]] = {
    "reader": frozenset({"read"}),
    "investigator": frozenset({"read", "read_payees", "review"}),
    "service": frozenset({"read", "screen", "signal"}),
    "admin": frozenset({"read", "read_payees", "review", "screen", "signal", "admin"}),
}
"""What each role may do. Payee details are personal data: a reader and a service do without them."""


@dataclass(frozen=True, slots=True)
class Principal:
    """Who asks: `id` for the audit log (`key:ID`, `oidc:SUBJECT` or `local`), `name` for people, and what they may do."""

    id: str
    name: str
    permissions: frozenset[Permission] = field(default_factory=frozenset)


LOCAL: Final = Principal("local", "local", ROLES["admin"])
"""Whoever asks from this machine while no key and no issuer is configured."""


def role_of(asking: Principal) -> str | None:
    """The role that permits just what they may do; None where several roles were joined."""
    return next((role for role, held in ROLES.items() if held == asking.permissions), None)


def principal(info: "Info | ExecutionContext") -> Principal:
    """Who sent the request."""
    found: Principal = info.context.principal
    return found


def permit(info: "Info | ExecutionContext", permission: Permission) -> Principal:
    """Who sent the request, if they may do this. Raises: Forbidden."""
    asking = principal(info)
    if permission not in asking.permissions:
        roles = ", ".join(sorted(role for role, held in ROLES.items() if permission in held))
        raise Forbidden(
            f"`{asking.name}` may not do this: it takes `{permission}`", hint=f"use a key with a role of {roles}"
        )
    return asking
