"""Every page in each of its states is for everybody: axe-core finds nothing, zoom loses nothing, and nothing moves unasked."""
from axe_playwright_python.sync_playwright import Axe

from window import DESK, PHONE, Window

# Each page is looked at twice, so that it has been light and dark, Chinese and English, on a desk and on a phone.
LOOKS = [("zh", "light", DESK), ("en", "dark", PHONE), ("en", "light", PHONE), ("zh", "dark", DESK)]
# Small targets are no rule of axe's own accord; it is one of WCAG 2.2 AA.
RULES = {"rules": {"target-size": {"enabled": True}}}
# 200 % on a window of 1 280 × 900; what is narrower still is a phone of 320 px.
ZOOMED = {"width": 640, "height": 450}
NARROW = {"width": 320, "height": 640}
STILL = {"viewport": ZOOMED, "device_scale_factor": 2, "reduced_motion": "reduce"}

LOST = """() => {
  const found = [];
  // A wide table that can be moved sideways by itself loses nothing (WCAG 2.2, 1.4.10).
  const isMovable = (element) => { for (let at = element.closest("table"); at; at = at.parentElement) if (getComputedStyle(at).overflowX === "auto") return true; return false; };
  const text = (element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
  for (const each of document.querySelectorAll("main *, .bar *")) {
    if (!each.checkVisibility({ opacityProperty: true, visibilityProperty: true }) || !text(each) || each.closest(".unseen, .skip, select, svg")) continue;
    const style = getComputedStyle(each);
    // Labels for those who listen, and what ends in dots at any size: its whole is one step away.
    if (style.clipPath !== "none" || style.textOverflow === "ellipsis" || style.webkitLineClamp !== "none") continue;
    const isCut = style.overflowX !== "visible" && each.scrollWidth > each.clientWidth + 1 && style.overflowX !== "auto" && style.display !== "inline";
    if (isCut || each.getBoundingClientRect().right > innerWidth + 1 && !each.closest("nav") && !isMovable(each)) found.push(each.outerHTML.slice(0, 100));
  }
  return found;
}"""
MOVING = "document.getAnimations().filter((each) => each.playState === 'running').map((each) => each.animationName ?? each.transitionProperty)"
# On a phone today's figures stand one below the other, and each ends where its row does, however long its change is.
RAGGED = """() => {
  const ends = [...document.querySelectorAll(".live li > b")].map((each) => [each.textContent, Math.round(each.getBoundingClientRect().right)]);
  return new Set(ends.map(([, end]) => end)).size > 1 ? ends : [];
}"""
# A number is one word and a due is read whole, however narrow the queue is.
BROKEN = """() => [...document.querySelectorAll(".risk b, .queue .clock small")].filter((each) => {
  const box = each.getBoundingClientRect(), place = each.parentElement.getBoundingClientRect();
  return box.height > 2.2 * parseFloat(getComputedStyle(each).fontSize) || box.right > place.right + 1 || box.bottom > place.bottom + 2;
}).map((each) => each.outerHTML.slice(0, 100))"""
QUEUES = [{"width": width, "height": 900} for width in (360, 768, 1280)]
# The keyboard goes through a page as it is read: no order of its own.
JUMPS = "[...document.querySelectorAll('[tabindex]')].filter((each) => each.tabIndex > 0).map((each) => each.outerHTML.slice(0, 100))"


def travel(desk, browser):
    desk.person("gall", "Gall Ery")
    faults = []
    windows = {look[:2]: signed_in(browser, desk, *look) for look in LOOKS}
    pieces = windows["zh", "light"].page.locator("main a[href^='/gallery/']").evaluate_all("links => links.map((each) => each.pathname)")
    assert len(pieces) > 30, f"the gallery shows only {pieces}"
    for number, piece in enumerate(pieces):
        for language, colours, _ in LOOKS[number % 2 * 2:][:2]:
            window = windows[language, colours]
            window.goes(piece)
            for violation in Axe().run(window.page, options=RULES).response["violations"]:
                faults += [f"{piece} ({language}, {colours}): {violation['id']}: {violation['help']}: {node['html'][:160]}"
                           for node in violation["nodes"]]
            faults += [f"{piece}: a tab order of its own: {each}" for each in window.page.evaluate(JUMPS)]
    for window in windows.values():
        window.close()
    window = signed_in(browser, desk, "en", "light", STILL)
    for piece in pieces:
        window.goes(piece)
        for size in (ZOOMED, NARROW):
            window.page.set_viewport_size(size)
            faults += [f"{piece} at {size['width']} px: lost: {each}" for each in window.page.evaluate(LOST)]
            faults += [f"{piece} at {size['width']} px: not flush: {each}" for each in window.page.evaluate(RAGGED)]
        for size in QUEUES if "/queue" in piece else []:
            window.page.set_viewport_size(size)
            faults += [f"{piece} at {size['width']} px: broken or cut: {each}" for each in window.page.evaluate(BROKEN)]
        faults += [f"{piece}: moves although it was asked not to: {each}" for each in window.page.evaluate(MOVING)]
    window.close()
    assert not faults, "\n  ".join([f"{len(faults)} faults:", *faults[:30]])


def signed_in(browser, desk, language, colours, look):
    window = Window(browser, desk, language, colours=colours, **look)
    # The gallery has every state of a connection, and forms that lead nowhere.
    window.signs_in("gall")
    window.goes("/gallery")
    return window
