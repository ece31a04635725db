"""How the house looks and speaks: templates, parts, tokens, scripts, and what is said when something fails.

jinja     the template environment · words  dates, numbers, short texts · signs  clocks, states, journal lines
shapes    what the parts are given · inputs  attributes of form inputs · samples  content of the style guide
pages     the one way to answer with a page · failures  errors told clearly · assets  static files by content
"""
