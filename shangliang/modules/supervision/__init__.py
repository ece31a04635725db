"""民主监督：what members look at together, in ten forms: trained before they inspect, talking with a department before
they visit it, discussing among themselves before they feed back; each finding is put right by its department and
checked again by the team; half a year and a year later somebody goes back. Standing supervisors report what they
see, and departments are appraised in session by secret ballot.
"""
