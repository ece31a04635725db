"""What is timed: ratios measured side by side in one run, as JSON lines. `make bench`."""
