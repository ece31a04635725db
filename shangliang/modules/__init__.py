"""The institution's work, one folder a stage of the year. A later stage may know an earlier one, never the reverse."""
