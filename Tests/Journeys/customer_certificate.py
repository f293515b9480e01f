"""A customer asks for help, follows the twelve stations as they come, rates, and keeps a certificate that proves itself."""
from playwright.sync_api import expect

from window import PHONE, Window

# What is recorded as the work goes on, and the number of the station that it lights; the third is lit by the grade.
STATIONS = [(2, "confirmed"), (4, "assigned"), (5, "planned"), (6, "resources-ready"), (7, "departed"), (8, "arrived"), (9, "started")]


def travel(desk, browser):
    desk.customer("orchid-hotel", "兰亭酒店", "zh")
    desk.record("team", "pumps", title_zh="泵组", title_en="Pumps")
    guest = Window(browser, desk, "zh-CN", **PHONE)
    guest.comes_in_by_letter("orchid-hotel@customer.example")
    guest.sees("还没有")

    guest.page.locator("main a[href='/submit']").click()
    guest.page.locator("input[name=subject]").fill("大堂空调不制冷")
    guest.page.locator("textarea").fill("今天早上开始出热风，面板显示 E5。")
    guest.page.locator("select[name=category]").select_option("system-operations")
    guest.page.locator("input[name=reach][value=all]").check()
    guest.page.locator("input[name=urgency][value=high]").check()
    guest.page.locator("form.submit button").click()
    guest.sees("大堂空调不制冷", within="h1")
    ticket = guest.page.url.split("/")[-1]
    stations = guest.page.locator("#progress .nodes > li")
    expect(stations).to_have_count(12)
    guest.shows("live")
    guest.sees("今天早上开始出热风", within="#talk")

    # Its category asked another team.
    desk.ask("POST", f"/tickets/{ticket}/hand-over", {"team": "pumps"})
    # Each step is on the page as it happens: nobody loads it again.
    for number, event in STATIONS:
        desk.event(ticket, event, **({"team": "pumps"} if event == "assigned" else {}))
        expect(stations.nth(number - 1)).to_have_class("done" if number < 3 else "now")
    guest.sees("泵组", within="#ahead")
    desk.ask("POST", f"/tickets/{ticket}/messages", {"text": "压缩机已更换，请试运行。"})
    guest.sees("压缩机已更换", within="#talk")
    expect(guest.page.locator("#promised .promise")).not_to_have_count(0)

    guest.page.locator("textarea[name=text]").fill("已经凉下来了，谢谢。")
    guest.page.locator("form[action$='/reply'] button").click()
    guest.sees("已经凉下来了", within="#talk")
    assert guest.page.locator("#talk").get_by_text("已经凉下来了").count() == 1

    desk.ask("POST", f"/tickets/{ticket}/resolution", {"text": "更换压缩机后恢复制冷。"})
    expect(stations.nth(9)).to_have_class("now")
    # What the customer can do now has come by itself, too.
    guest.page.locator("form[action$='/verify-customer'] button").click()
    expect(stations.nth(10)).to_have_class("now")
    desk.event(ticket, "followed-up")
    expect(stations.nth(11)).to_have_class("done")
    expect(guest.page.locator("#progress .nodes > .ahead")).to_have_count(0)

    for dimension in ["efficiency", "expertise", "attitude", "clarity", "result"]:
        guest.page.locator(f"input[name={dimension}][value='5']").check()
    guest.page.locator("form[action$='/rate'] button").click()
    guest.sees("谢谢您的评价", within=".rating")
    assert desk.ask("GET", f"/tickets/{ticket}")["state"] == "resolved"

    proves_itself_offline(guest, browser, desk, ticket)
    guest.close()


def proves_itself_offline(guest, browser, desk, ticket):
    """The page as it was saved, opened where there is no network."""
    desk.certificate(ticket)
    text = guest.page.evaluate("(address) => fetch(address).then((answer) => answer.text())", f"/tickets/{ticket}/certificate")
    saved = desk.folder / "certificate.html"
    saved.write_text(text)
    alone = browser.new_context(offline=True, locale="zh-CN", **PHONE)
    faults = []
    alone.on("console", lambda said: said.type == "error" and faults.append(said.text))
    alone.on("requestfailed", lambda request: faults.append(f"it asked for {request.url}"))
    page = alone.new_page()
    page.goto(saved.as_uri())
    expect(page.locator("[role=status]")).to_have_attribute("data-result", "verified")
    page.get_by_text(ticket).first.wait_for(state="attached")
    assert not faults, faults
    alone.close()
