"""Files on the demo's page: an image is seen, a document is a link, and names are no markup."""

from bot.demo import files
from bot.sandbox.slack_world import SharedFile


def test_an_image_is_shown_with_what_it_shows() -> None:
    shown = files.of_slack(SharedFile("F1", "plan.png", "Plan", b"x", about='Three "of" seven'))

    assert '<img src="/file/slack/F1/plan.png" alt="Three &quot;of&quot; seven"' in shown


def test_a_document_is_a_link_to_download() -> None:
    shown = files.of_slack(SharedFile("F1", "a/b<i>.pdf", "The <review>", b"x"))

    assert 'href="/file/slack/F1/a%2Fb%3Ci%3E.pdf" download' in shown
    assert "The &lt;review&gt;" in shown
