"""Choices that always lead on, whatever was answered."""

from config.phrases import Words
from handlers.messages import Choice

HELP = Choice(Words("choice-help"), "help")
WATCHES = Choice(Words("choice-watches"), "watch.list")
ME = Choice(Words("choice-me"), "me")
DUE = Choice(Words("choice-due"), "reminder.list 0")
AWAY = Choice(Words("expertise-choice-away"), "away.form")
EXPERTISE = Choice(Words("choice-expertise"), "expertise.mine")
DEADLINES = Choice(Words("choice-deadlines"), "deadline.list 0 0")
REMINDERS = Choice(Words("choice-reminders"), "remind.list 0")
GROUPS = Choice(Words("choice-groups"), "group.list 0")
