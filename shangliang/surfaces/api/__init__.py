"""JSON under /api/v1: the same services as the pages, problem+json errors, cursors, tokens, keys for every POST."""
