"""Who reads the journal. The only place that knows everything; each line names a real function."""

from shangliang.kernel import journal, notices, search
from shangliang.project import jobs


def connect() -> None:
    journal.consume("notices", notices.consume)
    journal.consume("search", search.consume, search.knows)
    journal.wake_with(jobs.wake)
