"""An agent signs in, takes the most urgent ticket of their team, answers, waits, resumes, and solves it."""
from playwright.sync_api import expect

from window import Window


def travel(desk, browser):
    customer = desk.customer("pump-works", "Pump Works Ltd.")
    desk.record("team", "pumps", title_zh="泵组", title_en="Pumps")
    desk.person("lin", "Lin Xiao", teams="pumps")
    other = desk.ticket(customer, "Where is the manual?", "We can't find it.", category="ordinary-consulting", team="pumps")
    ticket = desk.ticket(customer, "The cooling pump leaks", "Oil runs out at the joint.", category="system-operations",
                         team="pumps")

    lin = Window(browser, desk)
    lin.goes("/queue?whose=my-teams")
    expect(lin.page).to_have_url(f"{desk.address}/sign-in?to=%2Fqueue%3Fwhose%3Dmy-teams")
    with lin.wishing("401"):
        lin.page.get_by_label("Login").fill("lin")
        lin.page.get_by_label("Password").fill("guessed wrongly")
        lin.presses("Sign in")
        lin.sees("That does not let you in", within="main")
    lin.signs_in("lin")
    lin.goes("/queue?whose=my-teams")
    rows = lin.page.locator("#queue tbody tr")
    expect(rows).to_have_count(2)
    lin.shows("live")

    # The one with the nearer due comes first, and its clock runs.
    expect(rows.first).to_have_attribute("data-id", ticket)
    count = rows.first.locator("[data-due]").first
    before = count.inner_text()
    expect(count).not_to_have_text(before)

    # A single key gives it to whoever asks.
    lin.page.keyboard.press("n")
    expect(lin.page).to_have_url(f"{desk.address}/tickets/{ticket}")
    lin.sees("Oil runs out at the joint.", within=".first-words")
    expect(lin.page.locator("#ticket-facts")).to_contain_text("Lin Xiao")

    lin.presses("Engage")
    lin.sees("Engaged", within="#happened")
    lin.page.get_by_label("The customer reads this", exact=True).fill("Please close the oil valve. A spare part is on its way.")
    lin.presses("Send")
    lin.sees("A spare part is on its way.", within="#happened")

    # Waiting for the customer stops the clock, and the page says so.
    lin.opens("Wait")
    lin.page.locator("#deed-wait").get_by_label("What is waited for").fill("A picture of the joint")
    lin.presses("Wait", within="#deed-wait")
    expect(lin.page.locator("#ticket-clocks [data-risk=paused]")).not_to_have_count(0)
    lin.sees("This stopped", within="#happened")
    lin.presses("Resume")
    expect(lin.page.locator("#ticket-clocks [data-risk=paused]")).to_have_count(0)

    # Why it is due when it is.
    lin.page.locator("#ticket-clocks").get_by_text("Why").first.click()
    expect(lin.page.locator("#ticket-clocks details[open]")).to_be_visible()

    lin.opens("Note")
    lin.page.get_by_label("No customer sees it; @id tells a colleague").fill("@lin the seal was worn")
    lin.presses("Add note")
    lin.sees("the seal was worn", within="#happened .note")

    lin.opens("Record labour")
    lin.page.get_by_label("Minutes").fill("35")
    lin.presses("Record labour", within="#deed-labour")
    lin.sees("35", within="#ticket-facts")

    lin.opens("Resolve")
    lin.page.get_by_label("What solved it (the customer reads this)").fill("The seal was changed.")
    lin.presses("Resolve", within="#deed-resolve")
    lin.sees("solved", within="#ticket-head")
    lin.presses("Sign the work")
    expect(lin.page.get_by_role("button", name="Sign the work")).to_have_count(0)

    lin.page.keyboard.press("q")
    expect(lin.page).to_have_url(f"{desk.address}/queue")
    lin.goes("/queue?whose=my-teams&risk=breached")
    lin.sees("No tickets here")
    # It can be found by what was said.
    desk.finds("seal changed", ticket)
    lin.page.keyboard.press("/")
    lin.page.keyboard.type("seal changed")
    lin.page.keyboard.press("Enter")
    expect(lin.page.locator(f"main a[href='/tickets/{ticket}']")).to_be_visible()
    assert desk.ask("GET", f"/tickets/{other}")["attributes"].get("agent") is None
    lin.close()
