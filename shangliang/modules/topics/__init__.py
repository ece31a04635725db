"""议题：voices about the same matter, grouped, scored and screened: filed, merged, passed on or not taken up.

Whatever becomes of a topic, each voice in it keeps its link and is told.
"""
