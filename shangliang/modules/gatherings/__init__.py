"""协商活动：a consultation from its preparation to its minutes: who takes part and in what capacity, research
visits, sign-in, opinions, what was agreed, and the five lights (五个一) that say it is whole.
"""
