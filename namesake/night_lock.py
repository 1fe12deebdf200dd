"""The lock of a data folder: one night or one run of the detectors at a time publishes from it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from graph.errors import BadSetting, NightRunning


@contextmanager
def alone(data_dir: Path) -> Iterator[None]:
    """Hold the lock, which the system takes back when the process ends, however it ends.

    Raises: NightRunning: another process holds it. BadSetting: the data folder cannot be written.
    """
    lock = FileLock(data_dir / "night.lock", timeout=0)
    try:
        data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock.acquire()
    except Timeout as error:
        raise NightRunning(
            f"another night, or run of `namesake detect`, is at work on {data_dir}",
            hint=f"wait for it; of a night, {data_dir / 'nights'} shows how far it is",
        ) from error
    except OSError as error:
        raise BadSetting(
            f"{error.filename or data_dir} cannot be written: {error.strerror}",
            hint="set NAMESAKE_DATA_DIR to a folder that this user can write",
        ) from error
    try:
        yield
    finally:
        lock.release()
