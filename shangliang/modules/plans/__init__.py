"""计划：the year's consultation plan: topics gathered, talked over in three rounds, approved, issued by three
offices together, changed only with a reason, and kept month by month.
"""
