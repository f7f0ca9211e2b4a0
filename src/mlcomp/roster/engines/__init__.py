"""Where columns are priced: DuckDB inside the process, Spark past it.

Never: a rule.
"""
