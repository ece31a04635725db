"""Find, permit, parse, act.

desk        the reply desk of a department, signing for many at once
tasks       the working page of one part: reply, opinion, talks, another department instead
promises    promises, evidence, more time
dispatches  dispatches and what those who asked think of the result
boards      the overdue board and the inspection desk
"""
