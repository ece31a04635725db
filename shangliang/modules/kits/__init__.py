"""会场离线包：a meeting is taken along to a room without network; what was noted there comes in later, once."""
