"""A city to try Otklik in: its places, five weeks of its people's answers, and the bot at work in it.

The city, its people and their words are invented. Everything stored is stored by the program's own use cases.
"""
