"""Scenarios from options or a file, side by side; and levers, each single change by itself.

Never: arithmetic of its own; every figure is an estimate's or an offer's.
"""
