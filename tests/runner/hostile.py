"""Labs that nobody would write on purpose: name -> (program, what is said of it)."""

import signal

DONE = 'print(\'{"event":"done","seconds":0,"cpu_seconds":0,"sentence":""}\', flush=True)\n'

HOSTILE: dict[str, tuple[str, str]] = {
    "loops for ever": ("while True: pass", "hung"),
    "stops itself": ("import os, signal\nos.kill(os.getpid(), signal.SIGSTOP)", "hung"),
    "closes its output and sleeps": ("import os, time\nos.close(1); os.close(2)\ntime.sleep(600)", "hung"),
    "allocates 10 GB": ("x = bytearray(10 << 30)\n" + DONE, "MemoryError"),
    "floods its output": ("while True: print('x' * 4096)", "more than a lab may"),
    "floods with events": (
        'while True: print(\'{"event":"metric","name":"a","value":1,"step":1}\')',
        "more than a lab may",
    ),
    "prints one line without an end": (
        "import sys\nwhile True: sys.stdout.write('y' * 4096)",
        "more than a lab may",
    ),
    "prints broken JSON": ("print('{\"event\":')\nprint('{\"event\":\"metric\"')\nprint('[' * 5000)", "[[["),
    "prints bytes of no encoding": (
        "import sys\nsys.stdout.buffer.write(bytes(range(256)) * 9 + b'\\nlast\\n')",
        "last",
    ),
    "nests its events deep": ("print('{\"event\":' * 4000 + '1' + '}' * 4000)", "}}}"),
    "segfaults": ("import ctypes\nctypes.string_at(0)", "SIGSEGV"),
    "kills itself": ("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)", "SIGKILL"),
    "leaves by the back door": ("import os\nos._exit(0)", "no result"),
    "raises": ("raise ValueError('the loss is nan')", "ValueError: the loss is nan"),
    "raises with its output closed": (
        "import os, sys\nos.close(1); os.close(2)\nsys.stdout.write('x')\nraise ValueError('y')",
        "no result",
    ),
    "exits with words": ("raise SystemExit('no data here')", "no data here"),
    "fills the disk": (
        "open('/dev/null')\nf = open('big', 'wb')\nwhile True: f.write(b'z' * (1 << 20))",
        "SIGXFSZ|File too large",
    ),
    "opens every file": ("files = [open('/dev/null') for _ in range(5000)]", "Too many open files"),
    "bursts into forks": (
        "import os, time\nfor _ in range(5): os.fork()\n"
        "os.setsid() if os.getpid() != os.getsid(0) else None\ntime.sleep(600)",
        "hung",
    ),
    "leaves a daemon behind": (
        "import os, time\nif os.fork() == 0:\n    os.setsid()\n"
        "    if os.fork() == 0: time.sleep(600)\n    os._exit(0)\n" + DONE,
        "",
    ),
    "ignores to be ended": (
        "import signal, time\nfor s in (1, 2, 3, 15): signal.signal(s, signal.SIG_IGN)\n"
        "while True: time.sleep(1)",
        "hung",
    ),
}

if hasattr(signal, "SIGRTMIN"):
    without_a_name = signal.SIGRTMIN + 6
    HOSTILE["ends by a signal without a name"] = (
        f"import os\nos.kill(os.getpid(), {without_a_name})",
        f"killed by signal {without_a_name}",
    )
