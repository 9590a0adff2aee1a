"""The linkage attack on whole surveys: people answer through the bot, thieves and insiders carry files away, and the
attack of `bot.audit` is scored against what everybody really said (trust.md 3).

    make audit                                   everything, build/audit.json
    python -m tests.audit.experiment --help      less of it
"""
