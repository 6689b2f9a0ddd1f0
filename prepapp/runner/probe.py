"""Which devices are here, asked in a child: asking for CUDA in the host would break all that it forks."""

from prepapp.lab.devices import pick_device
from prepapp.lab.events import print_event

if __name__ == "__main__":
    print_event({"event": "result", "value": list(pick_device("auto", torch_needed=True))})
