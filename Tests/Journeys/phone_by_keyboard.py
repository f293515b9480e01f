"""By keyboard alone, on a phone, in each of the four languages: from the door to a request, its progress and a rating."""
from playwright.sync_api import expect

from window import PHONE, Window

LANGUAGES = {"zh": ("王芳", "打印机不出纸"), "en": ("Ann", "The printer eats paper"), "ja": ("佐藤", "プリンターが動かない"),
             "ko": ("김민지", "프린터가 멈췄습니다")}


def travel(desk, browser):
    for language, (name, subject) in LANGUAGES.items():
        asks_and_rates(desk, browser, language, name, subject)


def asks_and_rates(desk, browser, language, name, subject):
    id = f"guest-{language}"
    desk.customer(id, name, language)
    guest = Window(browser, desk, language, **PHONE)
    keys = guest.page.keyboard
    guest.goes("/")
    expect(guest.page.locator("html")).to_have_attribute("lang", language)
    guest.tabs_to("input[name=email]")
    keys.type(f"{id}@customer.example")
    keys.press("Enter")
    guest.page.wait_for_url("**/sign-in/customer")
    guest.goes(guest.link_of(f"{id}@customer.example"))
    guest.tabs_to("main form button")
    keys.press("Enter")

    # "Skip to content" leads past the navigation, as the first stop of every page.
    guest.page.wait_for_url(guest.desk.address + "/")
    keys.press("Tab")
    expect(guest.page.locator(".skip")).to_be_focused()
    keys.press("Enter")
    guest.tabs_to("main a[href='/submit']", at_most=3)
    keys.press("Enter")
    guest.page.wait_for_url("**/submit")
    guest.tabs_to("input[name=subject]")
    keys.type(subject)
    guest.tabs_to("textarea[name=text]")
    keys.type(subject + "!")
    guest.tabs_to("select[name=category]")
    guest.chooses("system-operations")
    for question in ("reach", "urgency"):
        guest.tabs_to(f"input[name={question}]")
        keys.press("ArrowDown")
    guest.tabs_to("form.submit button")
    keys.press("Enter")
    guest.page.wait_for_url("**/tickets/*")
    expect(guest.page.locator("h1")).to_have_text(subject)
    ticket = guest.page.url.split("/")[-1]
    guest.shows("live")
    guest.speaks(language)

    # Progress comes in while the keyboard rests in a field, which stays where it is.
    guest.tabs_to("textarea[name=text]")
    desk.event(ticket, "started")
    expect(guest.page.locator("#progress .now")).to_have_count(1)
    expect(guest.page.locator("#progress .nodes > li").nth(8)).to_have_class("now")
    expect(guest.page.locator("textarea[name=text]")).to_be_focused()
    keys.type(subject + "?")
    guest.tabs_to("form[action$='/reply'] button")
    keys.press("Enter")
    expect(guest.page.locator("#talk")).to_contain_text(subject + "?")

    desk.ask("POST", f"/tickets/{ticket}/resolution", {"text": "OK."})
    expect(guest.page.locator("#progress .nodes > li").nth(9)).to_have_class("now")
    expect(guest.page.locator("form[action$='/rate'] button")).to_be_visible()
    for dimension in ("efficiency", "expertise", "attitude", "clarity", "result"):
        guest.tabs_to(f"input[name={dimension}]")
        keys.press("Space")
        keys.press("ArrowRight")
    guest.tabs_to("form[action$='/rate'] button")
    keys.press("Enter")
    expect(guest.page.locator(".rating .news")).to_be_visible()
    assert desk.ask("GET", f"/tickets/{ticket}/journal")["items"][-1]["event"] == "ticket-rated"
    guest.speaks(language)

    # The menu opens, closes and gives the focus back.
    guest.tabs_to(".menu > summary", back=True)
    keys.press("Enter")
    expect(guest.page.locator(".menu .sheet")).to_be_visible()
    keys.press("Escape")
    expect(guest.page.locator(".menu .sheet")).to_be_hidden()
    expect(guest.page.locator(".menu > summary")).to_be_focused()
    guest.close()
