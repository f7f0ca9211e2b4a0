"""`python -m mlcomp`."""

from mlcomp.cli import main

main()
