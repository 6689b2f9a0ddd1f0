"""How much an import takes in: more is refused before it can fill the disk, the memory or the day."""

FILE = 1024 * 2**20
"""Bytes of an archive."""
TABLE = 64 * 2**20
"""Bytes of a table or a text."""
MEMBERS = 50_000
"""Files in an archive."""
TOTAL = 2048 * 2**20
"""Bytes of all files of an archive together, unpacked."""
DATABASE = 512 * 2**20
INDEX = 16 * 2**20
"""Bytes of the list of media."""
MEDIUM = 64 * 2**20
"""Bytes of one picture or sound."""
RATIO = 200
"""How many times its packed size a file may grow, once it is larger than ``SMALL``."""
SMALL = 2**20

NOTES = 50_000
CARDS = 100_000
KINDS = 2_000
"""Note types, their fields, their templates, decks."""
FIELD = 128 * 1024
"""Characters of one field."""
TEXT = 64 * 2**20
"""Characters of all fields together, each counted for every card that shows it."""
STEPS = 50_000
"""How often the database may call back, once every ``STRIDE`` instructions, before it is given up."""
STRIDE = 100_000
