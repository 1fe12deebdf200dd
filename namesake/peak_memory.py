"""The most memory that this process held since a moment. The database server's memory is its own and not in it."""

import resource
import sys
from pathlib import Path
from typing import Final

_RESET: Final = Path("/proc/self/clear_refs")
_STATUS: Final = Path("/proc/self/status")
OF_THE_STAGE: Final = "the highest resident memory during each stage (VmHWM, reset before it)"
OF_THE_PROCESS: Final = (
    "the highest resident memory of the process until the end of each stage (ru_maxrss, which cannot be reset)"
)


def reset_peak() -> str:
    """Begin to measure anew, where the system can. Returns: what `peak_mib` then gives, in words."""
    try:
        _RESET.write_text("5")  # proc(5): sets the peak back to the size held now
    except OSError:
        return OF_THE_PROCESS
    return OF_THE_STAGE


def peak_mib() -> float:
    """The peak in MiB: since `reset_peak` where the system can tell, else since the process began."""
    if _STATUS.is_file():
        for line in _STATUS.read_text().splitlines():
            if line.startswith("VmHWM:"):
                return round(int(line.split()[1]) / 1024, 1)
    unit = 1 if sys.platform == "darwin" else 1024  # getrusage(2): bytes there, KiB elsewhere
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 2**20, 1)
