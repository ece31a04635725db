"""How the house looks and speaks: templates, parts, tokens, small scripts, and what is said when something fails.

jinja     the template environment · words  dates, numbers and short texts · signs  clocks, states, journal lines
pages     the one way to answer with a page · failures  errors told clearly · assets  static files by content
"""
