"""What every module stands on: life-cycles, rights, the one door, the journal and the clock.

flow      the grammar of a life-cycle (no database)
access    who may do what, asked three ways
moves     the one door through which a state changes
sweeper   the clock's own moves: warnings, overdue, escalation, automatic hand-off
journal   what happened, in order, sealed; also the bus
loop      the stations a public question passes, and the arrows between them
calendar  working days · params  numbers of a unit with start dates · numbering  gapless numbers
notices   in-app, e-mail, digest · files  uploads · sheets  tables people have · search  Chinese full text
sealed    contact data at rest · text  small words and marks
bounds    which days the house takes at all
documents red-head papers (GB/T 9704) and tables that leave the house · paper  the typewriter under it
"""
