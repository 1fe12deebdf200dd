"""Every error that Namesake raises on purpose.

    NamesakeError                  code               exit
    ├── UsageError                                    2
    │   ├── BadSetting             bad-setting
    │   └── BadArgument            bad-argument
    ├── InputError                                    1
    │   ├── MissingInput           missing-input
    │   ├── UnreadableInput        unreadable-input
    │   ├── MissingColumn          missing-column
    │   └── TooManyBadRows         too-many-bad-rows
    ├── ServerError                                   1
    │   ├── DatabaseDown           database-down
    │   ├── DatabaseRefused        database-refused
    │   ├── ServerStartFailed      server-start-failed
    │   ├── DataDirLocked          data-dir-locked
    │   ├── DownloadFailed         download-failed
    │   └── PortInUse              port-in-use
    ├── StoreError                                    1
    │   ├── SchemaTooNew           schema-too-new
    │   ├── SchemaTooOld           schema-too-old
    │   ├── NotEmpty               not-empty
    │   ├── GraphChanging          graph-changing
    │   ├── DiskFull               disk-full
    │   ├── StatementTimeout       statement-timeout
    │   ├── DatabaseMemory         database-memory
    │   ├── BadSnapshot            bad-snapshot
    │   └── ScreeningNotReady      screening-not-ready
    ├── AccessError                                   1
    │   ├── Unauthenticated        unauthenticated
    │   ├── Forbidden              forbidden
    │   └── RateLimited            rate-limited
    ├── Conflict                   conflict           1
    ├── NightRunning               night-running      75
    └── MissingExtra               missing-extra      1

Each class holds a code (its page is `docs/errors/CODE.md`), what happened, and `hint`, the next thing to do.
"""

from typing import ClassVar


class NamesakeError(Exception):
    """What happened, in words a user can act on, with the next thing to do in `hint`."""

    code: ClassVar[str] = "error"
    exit_code: ClassVar[int] = 1

    def __init__(self, what: str, *, hint: str) -> None:
        super().__init__(what)
        self.what = what
        self.hint = hint

    def __str__(self) -> str:
        return f"error: {self.what}\nhint: {self.hint} (docs/errors/{self.code}.md)"


class UsageError(NamesakeError):
    exit_code = 2


class BadSetting(UsageError):
    code = "bad-setting"


class BadArgument(UsageError):
    code = "bad-argument"


class InputError(NamesakeError):
    pass


class MissingInput(InputError):
    code = "missing-input"


class UnreadableInput(InputError):
    code = "unreadable-input"


class MissingColumn(InputError):
    code = "missing-column"


class TooManyBadRows(InputError):
    """`delivery_ids`: the deliveries that are stopped."""

    code = "too-many-bad-rows"

    def __init__(self, what: str, *, hint: str, delivery_ids: tuple[str, ...] = ()) -> None:
        super().__init__(what, hint=hint)
        self.delivery_ids = delivery_ids


class ServerError(NamesakeError):
    pass


class DatabaseDown(ServerError):
    code = "database-down"


class DatabaseRefused(ServerError):
    code = "database-refused"


class ServerStartFailed(ServerError):
    code = "server-start-failed"


class DataDirLocked(ServerError):
    code = "data-dir-locked"


class DownloadFailed(ServerError):
    code = "download-failed"


class PortInUse(ServerError):
    code = "port-in-use"


class StoreError(NamesakeError):
    pass


class SchemaTooNew(StoreError):
    code = "schema-too-new"


class SchemaTooOld(StoreError):
    code = "schema-too-old"


class NotEmpty(StoreError):
    code = "not-empty"


class GraphChanging(StoreError):
    code = "graph-changing"


class DiskFull(StoreError):
    code = "disk-full"


class StatementTimeout(StoreError):
    code = "statement-timeout"


class DatabaseMemory(StoreError):
    code = "database-memory"


class BadSnapshot(StoreError):
    code = "bad-snapshot"


class ScreeningNotReady(StoreError):
    code = "screening-not-ready"


class AccessError(NamesakeError):
    pass


class Unauthenticated(AccessError):
    code = "unauthenticated"


class Forbidden(AccessError):
    code = "forbidden"


class RateLimited(AccessError):
    """`retry_after_s`: how long to wait."""

    code = "rate-limited"

    def __init__(self, what: str, *, hint: str, retry_after_s: float = 1.0) -> None:
        super().__init__(what, hint=hint)
        self.retry_after_s = retry_after_s


class Conflict(NamesakeError):
    """Somebody else changed it since the asker read it."""

    code = "conflict"


class NightRunning(NamesakeError):
    """Its exit code is the one of sysexits.h for "try again later"."""

    code = "night-running"
    exit_code = 75


class MissingExtra(NamesakeError):
    code = "missing-extra"
