"""The desk's pages of supervision.

home         where everybody begins; the board by phase; my supervisions; what concerns a department
opening      a supervision begins, from the plan, a topic, a voice, last year's results
supervising  one supervision: its page, scheme, teams, opinion paper, ledger
recording    trainings, talks, inspections, progress told, discussions
findings     one finding: note, rectify, re-check, into a brief
following    look-backs
standing     special supervisors and their reports
appraising   secret ballots on departments
"""
