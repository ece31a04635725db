"""Shapes of input.

assigning  whom to ask, what departments answer, rulings, the assigning meeting
keys       key proposals and the activities that supervise them
"""
