"""The command line: each command parses, calls one function and hands the result to a renderer.

Never: a rule, a figure, or a sentence about pay.
"""


def main() -> None:
    """Run mlcomp; the console script's entry, which answers Ctrl-C from its first line on."""
    try:
        from mlcomp.cli.signals import handle_signals, hold_standard_streams

        handle_signals()
        hold_standard_streams()
        import gc

        # Importing makes much and frees nothing: the collector would take a twentieth of the time.
        gc.disable()
        try:
            from mlcomp.cli.app import app

            app()
        finally:
            # Or Python, on its way out, would search all of it for cycles: another tenth.
            gc.freeze()
    except KeyboardInterrupt as stop:
        # Ctrl-C while modules are still being imported.
        raise SystemExit(getattr(stop, "code", 130)) from None
