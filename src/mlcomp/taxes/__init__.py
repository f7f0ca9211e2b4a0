"""Take-home pay: what taxes leave of a year's pay, and what that buys at national prices.

Federal tax, Social Security, Medicare and state income taxes are `taxsim-py`'s, which `library`
alone imports; the rest is `data/local_taxes.toml` and `data/prices.csv`. Never: what somebody is
paid, or a tax table that the library has.
"""
