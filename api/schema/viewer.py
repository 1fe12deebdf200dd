"""Who asks, so that a page can leave out what they may not do."""

import strawberry
from strawberry import field
from strawberry.types import Info

from api.access import Principal, principal, role_of
from api.schema.connections import resolved


@strawberry.type(description="Who asks, and what they may do.")
class Viewer:
    name: str = field(
        description="The key's or the token's name; `local` for whoever asks from the service's own machine while no key is configured."
    )
    role: str | None = field(
        description="reader, investigator, service or admin; null where a token joins roles, or where no one role permits just this."
    )
    permissions: list[str] = field(
        description="What they may do, by name: read, read_payees, review, screen, signal, admin. A field with `@needs` takes the permission that it names."
    )


def build_viewer(asking: Principal) -> Viewer:
    return Viewer(name=asking.name, role=role_of(asking), permissions=sorted(asking.permissions))


@strawberry.type(description="Who asks.")
class ViewerQuery:
    @resolved("Who sent this request.")
    def viewer(self, info: Info) -> Viewer:
        return build_viewer(principal(info))
