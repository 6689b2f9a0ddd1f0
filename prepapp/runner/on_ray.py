"""Tasks of a sweep on Ray: ``python -m prepapp.runner.on_ray ray|ray://HOST:PORT``.

Reads ``{"task": n, "command": [...]}`` lines from stdin and prints ``{"task": n, "event": {...}}`` lines.
``ray`` starts a local Ray that ends with this process. To a cluster elsewhere the labs travel; PrepApp
must be there.
"""

import fcntl
import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from prepapp.lab.events import decode, encode

LOCAL = "ray"
LAST_LINES = 3
STARTING_S = 120
"""Seconds in which a local Ray has to start; a busy machine needs more than Ray allows by itself."""


def main() -> int:
    """Do the orders of stdin on the Ray that the argument names."""
    # What Ray prints must not be read as a word of ours.
    words = os.fdopen(fcntl.fcntl(1, fcntl.F_DUPFD_CLOEXEC, 3), "w", encoding="utf-8", buffering=1)
    os.dup2(2, 1)
    orders = [json.loads(line) for line in sys.stdin]
    os.environ.setdefault("RAY_raylet_start_wait_time_s", str(STARTING_S))
    try:
        import ray
        from ray.util.queue import Queue
    except ImportError:
        words.write(_line(0, _failed("Ray is not installed", "pip install 'prepapp[ray]'")))
        return 1
    try:
        _connect(ray, sys.argv[1], Path(orders[0]["command"][1]).parent)
    except (ConnectionError, ValueError, RuntimeError) as error:
        words.write(_line(0, _failed(f"no Ray at {sys.argv[1]}: {error}", "start one, or say --workers ray")))
        return 1
    queue = Queue()
    do = ray.remote(_do)
    running = [
        do.options(**_resources(order["command"])).remote(
            queue, order["task"], _there(order["command"], sys.argv[1])
        )
        for order in orders
    ]
    left = len(running)
    while left:
        line = queue.get()
        left -= line is None
        words.write(line or "")
    ray.shutdown()
    return 0


def _connect(ray: Any, address: str, folder: Path) -> None:
    if address == LOCAL:
        ray.init(address="local", include_dashboard=False, log_to_driver=False)
    else:
        ray.init(address=address, log_to_driver=False, runtime_env={"working_dir": str(folder)})


def _there(command: Sequence[str], address: str) -> list[str]:
    """Return a lab's command as it stands where the task runs: elsewhere, in the folder that travelled."""
    return list(command[1:]) if address == LOCAL else [Path(command[1]).name, *command[2:]]


def _resources(command: Sequence[str]) -> dict[str, float]:
    on_gpu = command[command.index("--device") + 1] == "cuda" if "--device" in command else False
    return {"num_cpus": 1, "num_gpus": 1 if on_gpu else 0}


def _do(queue: Any, task: int, arguments: Sequence[str]) -> None:
    """Run one lab command on a Ray worker, and put each of its lines into the queue; None at the end."""
    last: list[str] = []
    pipe = subprocess.PIPE
    try:
        with subprocess.Popen([sys.executable, *arguments], stdout=pipe, stderr=subprocess.STDOUT) as process:
            assert process.stdout is not None
            for line in process.stdout:
                event = decode(line)
                if event is None:
                    last = [*last[1 - LAST_LINES :], line.decode("utf-8", "replace").rstrip()]
                queue.put(_line(task, event or {"event": "log", "text": last[-1]}))
        if process.returncode != 0:
            queue.put(_line(task, _failed(" | ".join(last) or f"exit code {process.returncode}")))
    finally:
        queue.put(None)


def _failed(what: str, hint: str = "") -> dict[str, str]:
    return {"event": "failed", "what": what, "hint": hint}


def _line(task: int, event: Mapping[str, Any]) -> str:
    return encode({"task": task, "event": event}) + "\n"


if __name__ == "__main__":
    sys.exit(main())
