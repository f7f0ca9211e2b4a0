"""The command line: each command parses, calls one function and hands the result to a renderer.

Never: a rule, a figure, or a sentence about pay.
"""

from __future__ import annotations

import gc


def main() -> None:
    """Run mlcomp; the console script's entry."""
    # Importing makes much and frees nothing: the collector would take a twentieth of the time.
    gc.disable()
    try:
        from mlcomp.cli.app import app

        app()
    except KeyboardInterrupt:
        # Ctrl-C while modules are still being imported.
        raise SystemExit(130) from None
