"""The cast and one whole year of work in a city that does not exist: for the demo site, the tests and the pictures."""
