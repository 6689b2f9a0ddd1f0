"""``python -m prepapp``."""

import sys

from prepapp.cli import main

sys.exit(main())
