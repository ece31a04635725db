"""Find, permit, parse, act.

desk        the reply desk of a department, signing for many at once
task        the working page of one part, with the forms of what one may do now
tasks       what is done there: the reply, countersigns, opinions, rulings, another department
talks       talking with those who asked; asking for more time
promises    promises, their steps, evidence, visits, more time
keeping     a department's own templates of replies
dispatches  the list of dispatches, and a new one
dispatch    one dispatch: replies, ratings, second handling, the question four weeks later
boards      the overdue board and the inspection desk
"""
