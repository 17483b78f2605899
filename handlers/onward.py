"""Choices that always lead on, whatever was answered."""

from config.phrases import Words
from handlers.messages import Choice

HELP = Choice(Words("choice-help"), "help")
ME = Choice(Words("choice-me"), "me")
