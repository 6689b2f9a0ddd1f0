"""What a child process of a lab asks of the operating system."""

import os
import signal
import sys

PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36


def can_fork() -> bool:
    """Whether a forked child may use torch: macOS's system libraries forbid it."""
    return sys.platform.startswith("linux")


def die_with_parent(parent: int) -> None:
    """Ask to be killed when the parent ends; elsewhere than on Linux this does nothing."""
    if _prctl(PR_SET_PDEATHSIG, signal.SIGKILL) and os.getppid() != parent:
        os._exit(1)  # it ended before it was asked


def adopt_orphans() -> None:
    """Become the parent of every descendant whose own parent ends, so that none can be lost."""
    _prctl(PR_SET_CHILD_SUBREAPER, 1)


def _prctl(option: int, value: int) -> bool:
    if not sys.platform.startswith("linux"):
        return False
    import ctypes

    ctypes.CDLL(None, use_errno=True).prctl(option, value, 0, 0, 0)
    return True
