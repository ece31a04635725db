"""远程会场：a room on the network for a consultation, with camera, microphone and shared screen in the page.

The pictures go through a video server (Janus) that the house asks for a room and does not depend on: without one the
page gives the words for dialling in, and the meeting goes on by text.
"""
