"""Reactions that both platforms have: Slack's short names and Telegram's emoji (pure)."""

_NAMES = {
    "+1": "👍",
    "thumbsup": "👍",
    "-1": "👎",
    "thumbsdown": "👎",
    "heart": "❤",
    "fire": "🔥",
    "smiling_face_with_3_hearts": "🥰",
    "clap": "👏",
    "grin": "😁",
    "thinking_face": "🤔",
    "exploding_head": "🤯",
    "scream": "😱",
    "cry": "😢",
    "tada": "🎉",
    "star-struck": "🤩",
    "pray": "🙏",
    "ok_hand": "👌",
    "dove_of_peace": "🕊",
    "yawning_face": "🥱",
    "heart_eyes": "😍",
    "whale": "🐳",
    "100": "💯",
    "zap": "⚡",
    "banana": "🍌",
    "trophy": "🏆",
    "broken_heart": "💔",
    "face_with_raised_eyebrow": "🤨",
    "neutral_face": "😐",
    "strawberry": "🍓",
    "champagne": "🍾",
    "kiss": "💋",
    "sleeping": "😴",
    "sob": "😭",
    "rofl": "🤣",
    "nerd_face": "🤓",
    "ghost": "👻",
    "male-technologist": "👨‍💻",
    "eyes": "👀",
    "jack_o_lantern": "🎃",
    "see_no_evil": "🙈",
    "innocent": "😇",
    "fearful": "😨",
    "handshake": "🤝",
    "writing_hand": "✍",
    "hugging_face": "🤗",
    "saluting_face": "🫡",
    "santa": "🎅",
    "christmas_tree": "🎄",
    "snowman": "☃",
    "nail_care": "💅",
    "zany_face": "🤪",
    "moyai": "🗿",
    "cool": "🆒",
    "cupid": "💘",
    "hear_no_evil": "🙉",
    "unicorn_face": "🦄",
    "kissing_heart": "😘",
    "pill": "💊",
    "speak_no_evil": "🙊",
    "sunglasses": "😎",
    "space_invader": "👾",
    "shrug": "🤷",
    "rage": "😡",
}
"""By https://github.com/iamcal/emoji-data, which Slack's short names come from; the first name of
an emoji is the one that Slack is given."""
_SHORT = {emoji: name for name, emoji in reversed(_NAMES.items())}


def emoji_of(name: str) -> str:
    """The emoji of Slack's name, whatever its skin tone; empty: Telegram has none for it."""
    return _NAMES.get(name.partition("::")[0], "")


def name_of(emoji: str) -> str:
    """Slack's name of an emoji that Telegram has; empty: there is none."""
    return _SHORT.get(emoji.removesuffix("\ufe0f"), "")
