"""A roster's report: one page of HTML that stands alone, its pictures drawn by what it carries.

`report.js` and `report.css` are made by `scripts/build_report.py` from what lies under page/.

Never: markup from outside, or anything that a browser would have to ask a network for.
"""
