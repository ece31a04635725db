"""商量 Shangliang: the open platform on which public institutions consult people
and are held to what they answered. 件件有回音."""

__version__ = "0.1.0"
