"""rooms      the record of a room, its rules
console    the one page of the secretary
speeches   acts on the line
questions  one question: screened, answered, handed on, replied to
captions   the stenographer's page
screens    the common screen
halls      the page on everybody's telephone
pieces     what all in the hall see, as pieces of pages
"""
