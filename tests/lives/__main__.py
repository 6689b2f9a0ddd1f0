"""``python -m tests.lives``: print every life."""

from tests.lives.lives import main

main()
