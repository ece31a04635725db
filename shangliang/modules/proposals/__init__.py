"""提案：one matter, brought by a member, several, or a body: written with what was asked before in sight, signed
together, reviewed, filed under its numbers or answered why not, handed to departments that agreed to take it,
answered item by item, judged by those who brought it, and followed until what was promised is done.
"""
