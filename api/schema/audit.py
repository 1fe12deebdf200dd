"""The audit log, for who may see it. Nothing here, nor anywhere, changes or deletes an entry."""

import datetime
from typing import Annotated

import strawberry
from strawberry.types import Info

from api.access import permit
from api.limits import check_first
from api.schema.connections import Connection, build_connection, decode_cursor, resolved
from api.schema.fields import Cursor, First, build, loaders
from graph.audit import AuditFilter, count_audit, read_audit

Who = Annotated[
    str | None,
    strawberry.argument(description="Only entries of this principal: `key:ID`, `oidc:SUBJECT`, `local` or `cli:USER`."),
]
Action = Annotated[str | None, strawberry.argument(description="Only entries of this action, such as `read_payees`.")]


@strawberry.type(description="Who did what, when. Entries are added, never changed or deleted.")
class AuditEntry:
    id: strawberry.ID = strawberry.field(description="The entry's own id.")
    at: datetime.datetime = strawberry.field(description="When, UTC.")
    who: str = strawberry.field(description="`key:ID`, `oidc:SUBJECT`, `local` or `cli:USER`.")
    action: str = strawberry.field(description="The mutation's or the command's name, or `read_payees`.")
    subject: str = strawberry.field(description="What it was about: an id, or how many there were.")
    detail: str = strawberry.field(description="The rest, as JSON.")


@strawberry.type(description="The audit log's query.")
class AuditQuery:
    @resolved("The audit log, newest first. Needs `admin`.")
    async def audit_log(
        self, info: Info, first: First = 25, after: Cursor = None, who: Who = None, action: Action = None
    ) -> Connection[AuditEntry]:
        permit(info, "admin")
        graph, place = loaders(info).graph, decode_cursor(after, "audit_log")
        wanted = AuditFilter(who=who, action=action)
        page = await read_audit(graph, wanted, first=check_first(first), after=place)
        return build_connection(
            page,
            lambda node: build(AuditEntry, {**node, "at": datetime.datetime.fromisoformat(node["at"])}),
            name="audit_log",
            after=place,
            count=lambda: count_audit(graph, wanted),
        )
