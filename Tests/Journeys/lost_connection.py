"""The line breaks, and the desk itself, and comes back: the page says how old it is, and then shows all that was missed."""
from playwright.sync_api import expect

from line import Line
from window import Window


def travel(desk, browser):
    desk.customer("south-mill", "South Mill")
    desk.record("team", "looms", title_zh="织机组", title_en="Looms")
    desk.person("ida", "Ida Berg", teams="looms")
    known = desk.ticket("south-mill", "The loom is slow", "Since Monday.", category="system-operations", team="looms")
    line = Line(desk.port)
    ida = Window(browser, desk, address=line.address)
    ida.signs_in("ida")
    ida.goes("/queue?whose=my-teams")
    ida.shows("live")
    other = Window.beside(ida)
    other.goes(f"/tickets/{known}")
    other.shows("live")
    rows = ida.page.locator("#queue tbody tr")
    expect(rows).to_have_count(1)
    for window in (ida, other):
        window.page.evaluate("window.isSamePage = true")

    # The line to the desk is cut.
    with ida.wishing("ERR_", "Failed to load"), other.wishing("ERR_", "Failed to load"):
        line.cut()
        ida.shows_trouble()
        missed = desk.ticket("south-mill", "The loom stands still", "Thread after thread.", category="production-stopped",
                             team="looms")
        desk.ask("POST", f"/tickets/{known}/messages", {"text": "We look into it."})
        desk.ask("POST", f"/tickets/{known}/resolution", {"text": "A belt was loose."})
        desk.ask("POST", f"/tickets/{known}/closing", {})
        ida.shows("from")
        expect(ida.page.locator("#pill")).to_contain_text("Data from")
        expect(rows).to_have_count(1)
        line.mend()
        ida.shows("live")
        other.shows("live")
    ida.sees("The loom stands still", within="#queue")
    ida.sees_no("The loom is slow", within="#queue")
    expect(rows).to_have_count(1)
    other.sees("We look into it.", within="#happened")
    other.sees("A belt was loose.", within="#happened")

    # The desk loses its power, and starts again.
    with ida.wishing("ERR_", "Failed to load"), other.wishing("ERR_", "Failed to load"):
        desk.kill()
        ida.shows_trouble()
        # What is written meanwhile stays where it is.
        note = other.page.get_by_label("The customer reads this", exact=True)
        note.fill("It runs again, doesn't it?")
        desk.start()
        late = desk.ticket("south-mill", "The loom hums", "A deep tone.", category="ordinary-fault", team="looms")
        ida.shows("live")
        other.shows("live")
    ida.sees("The loom hums", within="#queue")
    expect(rows).to_have_count(2)
    desk.event(missed, "engaged")
    desk.ask("POST", f"/tickets/{known}/notes", {"text": "The belt was old."})
    other.sees("The belt was old.", within="#happened")
    expect(note).to_have_value("It runs again, doesn't it?")
    other.presses("Send")
    other.sees("It runs again, doesn't it?", within="#happened")
    assert ida.page.evaluate("window.isSamePage"), "the queue was loaded anew"
    assert desk.ask("GET", f"/tickets/{late}")["state"] == "new"
    # Every fact of these tickets is in the journal once.
    for ticket in (known, missed, late):
        positions = [each["position"] for each in desk.ask("GET", f"/tickets/{ticket}/journal")["items"]]
        assert len(set(positions)) == len(positions)
    other.close()
    ida.close()
    line.end()
