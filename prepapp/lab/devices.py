"""Where a lab computes, and by which name that is known."""

import platform
from pathlib import Path

from prepapp.errors import PrepError

DEVICES = ("auto", "cpu", "cuda", "mps")


def pick_device(wanted: str, torch_needed: bool) -> tuple[str, str]:
    """Return a device that is here, and its name; a PrepError where the wanted one is not.

    On a CPU torch is given one thread: more of them fight over the cores with the screen and each other.
    """
    if not torch_needed:
        return "cpu", processor()
    import torch

    here = {"cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available(), "cpu": True}
    device = next(name for name, there in here.items() if there) if wanted == "auto" else wanted
    if not here.get(device, False):
        there = ", ".join(name for name, is_here in here.items() if is_here)
        raise PrepError(f"no {device} on this machine", "--device", f"there is {there}")
    if device == "cpu":
        torch.set_num_threads(1)
    return device, torch.cuda.get_device_name() if device == "cuda" else processor()


def processor() -> str:
    """Return the processor's name in words."""
    file = Path("/proc/cpuinfo")
    if file.exists():
        for line in file.read_text(encoding="utf-8", errors="replace").splitlines():
            if line.startswith("model name"):
                return " ".join(line.partition(":")[2].split())
    return platform.processor() or platform.machine()


def versions(needs: tuple[str, ...]) -> dict[str, str]:
    """Return the versions of Python and of the libraries that a lab needs."""
    from importlib.metadata import version

    return {"python": platform.python_version(), **{name: version(name) for name in needs}}
