"""意见征集与表态：boards on which many people say what they think and answer each other's statements, one at a time.

Everybody's last answer counts, every answer is sealed and can be checked by whoever gave it, a map shows the groups and
what all of them share, and whoever said something is told what became of it.
"""
