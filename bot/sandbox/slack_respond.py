"""Answers to a response address: new, in place of the original, or in place of nothing."""

from bot.sandbox.record import Json
from bot.sandbox.slack_state import Draft, State


def respond(state: State, path: str, said: Json) -> None:
    """A POST to a response address.

    Only the one who acted sees the answer unless `response_type` is "in_channel".
    https://docs.slack.dev/interactivity/handling-user-interaction#message_responses

    Raises:
        SlackError: expired_url, used_url, or what is wrong with the message.
    """
    hook = state.use(path)
    original = hook.message
    draft = Draft(
        text=said.get("text"), blocks=said.get("blocks"), attachments=said.get("attachments")
    )
    if original is not None and said.get("delete_original"):
        state.delete(hook.workspace, original)
        return
    if original is not None and said.get("replace_original"):
        state.edit(hook.workspace, original, draft)
        return
    hook.message = state.post(
        hook.workspace,
        hook.channel,
        sender=hook.workspace.bot_user,
        draft=draft,
        thread_ts=said.get("thread_ts") or (original.thread_ts if original else None),
        ephemeral_to=None if said.get("response_type") == "in_channel" else hook.user,
    )
