"""Slack's Web API about files: announce one, send its bytes, share it in a conversation."""

import re
from dataclasses import replace

from bot.sandbox.record import Json
from bot.sandbox.slack_api import Call, Method
from bot.sandbox.slack_state import Draft, SlackError, State, Upload
from bot.sandbox.slack_world import SharedFile

UPLOADS = "/upload/v1/"
"""Where the bytes go; the real one is on files.slack.com."""
ALT_TEXT = 1_000
"""https://docs.slack.dev/reference/methods/files.getUploadURLExternal#errors"""
FILES = "/files-pri/"
"""Where the bytes of shared files are; the real ones are on files.slack.com."""
MOST_BYTES = 1_000_000_000
"""https://docs.slack.dev/messaging/working-with-files: files may have up to 1 GB."""
TAKEN_BLOCKS = frozenset({"section", "rich_text"})
"""Others are documented nowhere, and "markdown" was seen to fail so,
https://github.com/slackapi/python-slack-sdk/issues/1756."""


def get_upload_url(call: Call) -> Json:
    """See https://docs.slack.dev/reference/methods/files.getUploadURLExternal#errors."""
    _need(call, "files:write")
    name, said = call.text("filename"), call.text("length")
    length = int(said) if said.isdigit() else 0
    if not name or not length:
        raise SlackError("missing_argument")
    if length > MOST_BYTES:
        raise SlackError("file_upload_size_restricted")
    if len(call.text("alt_txt")) > ALT_TEXT:
        raise SlackError("alt_txt_too_large")
    number = call.state.number()
    file = SharedFile(f"F{number:09d}", name, about=call.text("alt_txt"))
    path = f"{UPLOADS}{number}"
    call.state.uploads[file.id] = Upload(call.workspace, file, length, path)
    return {"upload_url": path, "file_id": file.id}


def receive(state: State, path: str, content: bytes) -> bool:
    """Whether these bytes are what was announced; another number of them is refused."""
    upload = next((each for each in state.uploads.values() if each.path == path), None)
    if upload is None or upload.is_there or len(content) != upload.length:
        return False
    upload.file, upload.is_there = replace(upload.file, content=content), True
    return True


def complete(call: Call) -> Json:
    """See https://docs.slack.dev/reference/methods/files.completeUploadExternal#errors.

    No timestamp comes back: https://github.com/slackapi/python-slack-sdk/issues/1363.
    """
    _need(call, "files:write")
    asked = call.arguments.get("files")
    if not isinstance(asked, list) or not asked:
        raise SlackError("missing_argument")
    name = call.text("channel_id")
    if name and not re.match("[CGDZ]", name):  # ids are shorter here than the pattern's eight
        # https://github.com/slackapi/bolt-js/issues/2115
        fault = "input must match regex pattern: ^[CGDZ][A-Z0-9]{8,}$ [json-pointer:/channel_id]"
        raise SlackError("invalid_arguments", f"[ERROR] {fault}")
    uploads = [_found(call, each) for each in asked]
    files = tuple(
        replace(upload.file, title=str(each.get("title") or upload.file.name))
        for upload, each in zip(uploads, asked, strict=True)
    )
    if name:
        _share(call, name, files)
    for upload in uploads:
        upload.is_shared = True
    return {"files": [{"id": each.id, "title": each.title} for each in files]}


def info(call: Call) -> Json:
    """See https://docs.slack.dev/reference/methods/files.info#errors."""
    _need(call, "files:read")
    workspace, file = call.state.shared.get(call.text("file"), (None, None))
    if file is None or workspace is not call.workspace:
        raise SlackError("file_not_found")
    return {"file": file.whole()}


def content_at(state: State, path: str, token: str) -> bytes | None:
    """The bytes at an address, for the token of their workspace; None: to be signed in first.

    Without a token, and without `files:read`, Slack leads to a page to sign in
    (https://github.com/slackapi/deno-slack-sdk/issues/285,
    https://github.com/OpenRouterLabs/spawn/pull/2316).

    Raises:
        SlackError: the file is gone.
    """
    name = path.removeprefix(FILES).partition("/")[0].partition("-")[2]
    workspace, file = state.shared.get(name, (None, None))
    if workspace is None or file is None:
        raise SlackError("file_not_found")
    may = workspace.bot_token == token and "files:read" in state.app.scopes
    return file.content if may else None


def _share(call: Call, name: str, files: tuple[SharedFile, ...]) -> None:
    channel = Call(call.state, call.workspace, {"channel": name}).writable()
    comment, blocks = call.text("initial_comment"), call.arguments.get("blocks") or []
    if not isinstance(blocks, list) or any(each.get("type") not in TAKEN_BLOCKS for each in blocks):
        raise SlackError("internal_error")
    call.state.post(
        call.workspace,
        channel,
        sender=call.workspace.bot_user,
        draft=Draft(text=comment, blocks=[] if comment else blocks, files=files),
        thread_ts=call.text("thread_ts") or None,
    )


def _found(call: Call, asked: Json) -> Upload:
    """An upload that is there, and can be completed: that is once."""
    upload = call.state.uploads.get(str(asked.get("id")))
    if upload is None or upload.workspace is not call.workspace:
        raise SlackError("file_not_found")
    if not upload.is_there or upload.is_shared:
        raise SlackError("file_not_found")
    return upload


def _need(call: Call, scope: str) -> None:
    if scope not in call.state.app.scopes:
        raise SlackError("missing_scope")


METHODS: dict[str, Method] = {
    "files.info": info,
    "files.getUploadURLExternal": get_upload_url,
    "files.completeUploadExternal": complete,
}
