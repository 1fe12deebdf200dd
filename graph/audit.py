"""The audit log: who did what, when. Entries are added, never changed; a mutation's entry is written in its own transaction."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

from graph.session import Statement

WRITE_AUDIT: Final = Statement(
    "write_audit_entry",
    "CREATE (e:AuditEntry {id: $id, at: $at, who: $who, action: $action, subject: $subject, detail: $detail})",
)


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """`who`: a principal's id. `action`: the mutation's or the read's name. `subject`: the id it was about. `detail`: JSON values."""

    who: str
    action: str
    subject: str
    detail: Mapping[str, Any] = field(default_factory=dict)

    def parameters(self) -> dict[str, Any]:
        """Parameters of `WRITE_AUDIT`, with an id and the time of now, UTC."""
        return {
            "id": secrets.token_hex(10),
            "at": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "who": self.who,
            "action": self.action,
            "subject": self.subject,
            "detail": json.dumps(dict(self.detail), ensure_ascii=False, sort_keys=True, default=str),
        }
