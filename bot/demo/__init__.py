"""The demo: a Slack and a Telegram side by side on one page, people to be, and a clock to turn.

The hub runs as a process of its own, with the adapters that it always has, against the sandboxes
of `bot/sandbox`. Everything is kept in a folder that goes when the demo ends.
"""
