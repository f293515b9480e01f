"""Two agents on one ticket know of each other, and when both write, both sides are shown and nothing is lost."""
from playwright.sync_api import expect

from window import Window


def travel(desk, browser):
    desk.customer("north-mill", "North Mill")
    ticket = desk.ticket("north-mill", "The gate does not close", "It stops half way.", category="system-operations")
    for login, name in [("mei", "Mei Tan"), ("bo", "Bo Larsen")]:
        desk.person(login, name)
    mei, bo = Window(browser, desk), Window(browser, desk)
    mei.signs_in("mei")
    bo.signs_in("bo")
    mei.goes(f"/tickets/{ticket}")
    bo.goes(f"/tickets/{ticket}")
    mei.shows("live")
    bo.shows("live")
    bo.sees("Mei Tan is looking too")

    # What bo does is on mei's page at once, and what mei is writing stays, with its focus.
    reply = mei.page.get_by_label("The customer reads this", exact=True)
    reply.fill("We send somebody tomorrow at")
    bo.page.get_by_label("The customer reads this", exact=True).fill("Please try the manual switch first.")
    with mei.wishing("409"):
        # Mei's browser hears nothing for a while, so what she sends is about what she saw.
        mei.hears_nothing()
        bo.presses("Send")
        bo.sees("Please try the manual switch first.", within="#happened")
        reply.press_sequentially(" nine.")
        mei.presses("Send")
        mei.sees("The ticket changed while you wrote")
    conflict = mei.page.locator(".conflict")
    expect(conflict).to_contain_text("Please try the manual switch first.")
    expect(conflict).to_contain_text("We send somebody tomorrow at nine.")
    expect(reply).to_have_value("We send somebody tomorrow at nine.")
    assert not said(desk, ticket, "tomorrow at nine"), "a reply was sent although the ticket had changed"

    mei.hears_again()
    mei.shows("live")
    reply.fill("If the switch does not help, we send somebody tomorrow at nine.")
    mei.presses("Send")
    mei.sees("we send somebody tomorrow at nine", within="#happened")
    expect(mei.page.locator(".conflict")).to_have_count(0)
    bo.sees("we send somebody tomorrow at nine", within="#happened")
    bo.sees("Mei Tan is looking too")
    assert len(said(desk, ticket, "")) == 2, said(desk, ticket, "")

    # Without a conflict the draft of one survives what the other does.
    mei.page.get_by_label("The customer reads this", exact=True).fill("Half a sentence")
    desk.ask("POST", f"/tickets/{ticket}/notes", {"text": "The key is at the porter's."})
    mei.sees("The key is at the porter's.", within="#happened")
    expect(mei.page.get_by_label("The customer reads this", exact=True)).to_have_value("Half a sentence")
    expect(mei.page.get_by_label("The customer reads this", exact=True)).to_be_focused()

    # Who asks for the next ticket is not given the one that is looked at.
    desk.ask("PATCH", f"/tickets/{ticket}", {"agent": "mei"})
    bo.goes("/queue?whose=mine")
    bo.sees("No tickets here")
    mei.close()
    bo.close()


def said(desk, ticket, words):
    """What was written to the customer."""
    messages = desk.ask("GET", f"/tickets/{ticket}/messages")["items"]
    return [each["texts"]["text"] for each in messages
            if each["event"] == "ticket-agent-message" and words in each["texts"]["text"]]
