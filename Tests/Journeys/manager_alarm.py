"""A manager sees the alarm of slow answers by itself, and goes from it to the tickets behind it, to one of them, and back."""
import datetime

from playwright.sync_api import expect

from window import Window

# So many responses an alarm has to be about at least.
RESPONSES = 20


def travel(desk, browser):
    desk.person("ming", "明 Ming", role="manager", teams="")
    ming = Window(browser, desk)
    ming.signs_in("ming")
    ming.page.keyboard.press("f")
    ming.page.wait_for_url("**/figures*")
    ming.shows("live")
    tiles = ming.page.locator(".tiles .tile")
    expect(tiles).to_have_count(12)
    # The demo's busy hour is one of written requests, of another tier.
    rises = ming.page.locator("#alarm .alarm", has_text="Tier 2")
    expect(rises).to_have_count(0)

    # Answers of this hour to what came in days ago: the page hears of it. An alarm looks every five minutes, so they were
    # given by telephone ten minutes ago and are written down now.
    ming.page.evaluate("window.isSamePage = true")
    desk.customer("slow-mill", "Slow Mill")
    now = datetime.datetime.now(datetime.timezone.utc)
    def ago(**span):
        return {"at": (now - datetime.timedelta(**span)).isoformat(timespec="milliseconds"), "reason": "by telephone"}
    for number in range(RESPONSES + 4):
        # Some of them of today, wherever the desk is.
        came, answered = ago(days=6) if number % 4 else ago(minutes=11), ago(minutes=10)
        ticket = desk.ticket("slow-mill", f"Where is part {number}?", "It was promised.", category="ordinary-consulting",
                             received=came["at"], reason=came["reason"])
        desk.event(ticket, "engaged", occurred=answered["at"], reason=answered["reason"])
    expect(rises).to_be_visible()
    assert ming.page.evaluate("window.isSamePage"), "the dashboard was loaded anew"

    rises.locator("a").first.click()
    ming.page.wait_for_url("**/figures/*")
    expect(ming.page.locator("#list tbody tr")).not_to_have_count(0)
    ming.page.locator("#list tbody a[href^='/tickets/']").first.click()
    ming.page.wait_for_url("**/tickets/*")
    expect(ming.page.locator("#ticket-head")).to_be_visible()
    ming.page.go_back()
    ming.page.locator(".crumbs a").first.click()
    ming.page.wait_for_url(lambda address: address.split("?")[0].endswith("/figures"))

    # Every tile leads to its tickets, and what is shown can be taken along.
    links = tiles.locator("h3 a").evaluate_all("links => links.map((each) => each.getAttribute('href'))")
    for link in links:
        ming.goes(link)
        expect(ming.page.locator("h1")).to_be_visible()
    ming.goes("/figures")
    with ming.page.expect_download() as sheet:
        ming.page.locator("a[href^='/figures.csv']").click()
    table = sheet.value.path().read_bytes().decode("utf-8-sig")
    assert len(table.splitlines()) > 1, table
    ming.close()
