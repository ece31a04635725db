"""办理：a task sent to departments: who leads, who helps, clocks, replies, promises and how people rate them.

It stands low on purpose: a recommendation, a matter passed on and, later, a proposal are all answered by
departments, and a department wants one desk for all of them. A Dispatch carries its own snapshot of what is
asked; the module that sent it holds the foreign key.
"""
