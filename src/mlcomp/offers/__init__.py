"""Offers: money as people type it, vesting, what an offer pays, and its judgement.

Never: prices a person; whoever judges an offer brings the estimate.
"""
