"""The signed-in workbench: what waits for me, the generic button for bare moves, notices, overdue, search, myself."""
