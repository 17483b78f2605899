### Me: language, time zone, linked accounts, what the hub knows.

me = Your settings
me-in-private = That is personal, so let us do it where nobody reads along: write to me directly and say “me”.
me-known = This is everything I keep about you.
me-known-language = Language: { $language }
me-guessed-language = Language: { $language }, as your app says
me-stand-in-language = Language: { $language }. Your app asks for { $asked }, which I do not speak completely yet
me-known-zone = Time zone: { $zone }
me-known-organisation = Organisation: { $organisation }
me-known-standing = You see { $standing }
me-known-accounts = I know you on { $platforms }
me-known-names = Shown there as { $names }, which only those hear whom you agree to be introduced to
me-known-since = Since { $day }
me-known-questions = { $count ->
    [0] None of your questions
    [one] One question of yours, for at most 30 days
   *[other] { $count } questions of yours, each for at most 30 days
}
me-known-nothing-else = No e-mail address, no telephone number, no name but the one that your app shows. Sent messages are erased here once they have arrived.

standing-guest = what is public
standing-official = what is public, and what is for governments
standing-member = what is public, and what is for the network
standing-secretariat = everything

speak-language-ar = التحدث بالعربية
speak-language-zh = 说中文
speak-language-en = Speak English
speak-language-fr = Parler français
speak-language-ru = Говорить по-русски
speak-language-es = Hablar español
me-language-ask = In which language shall I speak with you?
me-language-set = I speak { $language } with you from now on.
me-language-unknown = I don’t speak { $language } well enough yet. I can offer these:
me-zone-ask = Where are you? Tap a city, or type for example: time zone Tunis
me-zone-set = Times are shown for { $zone } from now on. There it is { $now }.
me-zone-several = There are several places called { $zone }. Which one?
me-zone-unknown = I don’t know a time zone for “{ $zone }”. Try a large city near you, or tap one:

me-link-code = On the other platform, write this to me within { $minutes } minutes: link { $code }
me-linked = Done: this is now one account with the one on { $platforms }.
me-linked-notice = An account on { $platform } was linked to you on { $at }. If that was not you, unlink it now.
me-link-wrong = That code does not work: it was mistyped, used already, or is older than ten minutes. Ask for a new one on the other platform.
me-link-same = You typed the code where you got it. Type it on the other platform.
me-link-too-many = Too many wrong codes. Please wait an hour, then ask for a new one.
me-unlinked = Your account on { $platform } is on its own again.
me-unlink-gone = That account is not linked to you any more.

me-questions-forgotten = Your questions are forgotten.
me-forget-ask = I delete everything I keep about you, on every linked platform. This cannot be undone. Are you sure?
me-forgotten = Everything about you is deleted. If you write to me again, we start anew. All the best!

choice-language = Language
choice-zone = Time zone
choice-link = Link an account
choice-known = What you know about me
choice-unlink = Unlink { $platform }
choice-forget-questions = Forget my questions
choice-forget = Forget me
choice-forget-sure = Yes, delete everything
choice-keep = No, keep it
