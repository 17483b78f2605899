"""A Slack and a Telegram that live on this machine, for the demo and for tests.

    async with SlackSandbox() as slack:
        # api_url, bot_token, app_token and signing_secret go into the bot's settings
        amal = slack.person("U1", name="Amal", locale="fr-FR", tz="Africa/Dakar")
        returns = slack.channel("C1", amal)
        asked = await amal.mentions(returns, "find guidance on returns")
        answer = await slack.wait_for_message(returns, thread_ts=asked.ts)
        await amal.taps(answer, "More")
        await slack.wait_for_edit(answer)

    async with TelegramSandbox() as telegram:
        # api_url (or base_url) and token go into the bot's settings
        person = telegram.person(7, name="Amal", language="fr")
        asked = await person.starts()
        answer = await telegram.wait_for_message(person, after=asked)
        tap = await (await person.taps(answer, "More")).wait()

Both refuse what the real ones refuse, in their words, and send again what a bot does not take.
`faults` breaks things while they run, `goes_down()` refuses connections, `redeliver()` repeats an
event under its id, `record` keeps what was said and answered, `clock` is theirs to be turned.
Only what the hub uses is emulated. They listen on 127.0.0.1, call only this machine, and know
nothing of the hub, so that any bot can be tried on them.
"""
