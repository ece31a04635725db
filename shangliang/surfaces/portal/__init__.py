"""The public site and phone pages: only what the public may see. A citizen needs no account; a receipt is enough."""
