"""Somebody's browser window, watched all the time: whatever goes wrong in it is a fault of the journey."""
import contextlib
import pathlib
import re

from playwright.sync_api import expect

from desk import PASSWORD, ROOT

CHROMIUM = "/usr/bin/chromium"
# Long, since the machine may be busy: nobody waits for it when all is well.
PATIENCE = 120_000
expect.set_options(timeout=PATIENCE)
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True, "device_scale_factor": 2}
DESK = {"viewport": {"width": 1440, "height": 900}}

WATCH = """
addEventListener("securitypolicyviolation", (event) => console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`));
addEventListener("DOMContentLoaded", () => setInterval(() => {
  const root = document.documentElement;
  if (window.journeyRan) console.error(`a text ran as a script: ${window.journeyRan}`);
  // A pixel is rounding, where a pixel of the page is not one of the screen.
  if (root.scrollWidth <= root.clientWidth + 1 || root.dataset.isWide) return;
  root.dataset.isWide = "1";
  const widest = [...document.body.querySelectorAll("*")].findLast((each) => each.getBoundingClientRect().right > root.clientWidth + 1);
  console.error(`${location.pathname} is ${root.scrollWidth - root.clientWidth} px wider than its window: ${widest?.outerHTML.slice(0, 120)}`);
}, 200));
"""

# Where the focus is, and whether one can see that it is there.
STOP = """(selector) => {
  const at = document.activeElement, box = at.getBoundingClientRect();
  const marks = [getComputedStyle(at), getComputedStyle(at, "::after"), getComputedStyle(at.nextElementSibling ?? at)];
  const isMarked = marks.some((style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0);
  const isInside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  return { isThere: at.matches(selector), isSeen: at === document.body || isMarked && isInside, what: at.outerHTML.slice(0, 120) };
}"""
# Words in Latin letters that are the page's own.
LATIN = """() => {
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = [];
  while (walk.nextNode()) {
    const at = walk.currentNode.parentElement;
    if (at.closest("code, kbd, script, style, option, .words, h1, .name, .who, [dir=auto]") || !at.checkVisibility()) continue;
    found.push(...(walk.currentNode.data.match(/[A-Za-z]{3,}/g) ?? []));
  }
  return [...new Set(found)].filter((word) => !["Yinuo"].includes(word));
}"""


class Window:
    def __init__(self, browser, desk, language="en", *, colours=None, address=None, **look):
        self.desk = desk
        self.context = browser.new_context(locale=language, color_scheme=colours, 
                                           base_url=address or desk.address, **(look or DESK))
        self.context.set_default_timeout(PATIENCE)
        self.context.add_init_script(WATCH)
        self.faults = []
        self.wished = []
        self.context.on("console", lambda said: said.type == "error" and self._fault(f"console: {said.text} {said.location['url']}"))
        self.context.on("weberror", lambda error: self._fault(f"script: {error.error}"))
        self.context.on("requestfailed", self._failed)
        self.context.on("response", lambda got: got.status >= 400 and self._fault(f"{got.status} {got.url}"))
        self.context.on("dialog", lambda dialog: (self._fault(f"dialog: {dialog.message}"), dialog.dismiss()))
        if pages := Window.own_pages:
            for ending in ("css", "js"):
                self.context.route(re.compile(rf"/assets/(style|script)-\w+\.{ending}$"), pages[ending])
        self.page = self.context.new_page()

    @staticmethod
    def beside(window):
        """Another window of the same browser."""
        other = object.__new__(Window)
        other.__dict__ = {**window.__dict__, "page": window.context.new_page()}
        return other

    # Style and script of the tree instead of those in the program, while they are being written.
    own_pages = None

    @staticmethod
    def use_own_pages():
        source = (ROOT / "Sources/Web/Rooms/PageFiles.swift").read_text()
        def joined(name):
            names = re.findall(r'"([^"]+)"', re.search(rf"static let {name} = \[([^\]]*)\]", source)[1])
            return "".join((ROOT / "Sources/Assets/pages" / each).read_text() for each in names)
        style, script = joined("styles"), joined("scripts")
        Window.own_pages = {
            "css": lambda route: route.fulfill(body=style, content_type="text/css; charset=utf-8"),
            "js": lambda route: route.fulfill(body=script, content_type="text/javascript; charset=utf-8"),
        }

    # What goes wrong

    def _fault(self, words):
        if not any(each in words for each in self.wished):
            self.faults.append(f"{words}  (on {self.page.url})" if hasattr(self, "page") else words)

    def _failed(self, request):
        # A page that is left gives up what it had asked for.
        if request.failure != "net::ERR_ABORTED":
            self._fault(f"request: {request.failure} {request.url}")

    @contextlib.contextmanager
    def wishing(self, *words):
        """Faults that hold one of these words are what the journey wants to see."""
        self.wished += words
        yield
        self.page.wait_for_timeout(500)
        self.wished = self.wished[len(words):]

    def close(self):
        self.page.wait_for_timeout(250)
        self.page.close()
        if not self.context.pages:
            self.context.close()
        assert not self.faults, "\n".join(["the browser complained:", *dict.fromkeys(self.faults)])

    @staticmethod
    def shot(page, path):
        pathlib.Path(path).parent.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=path)
        return path

    # What somebody does

    def goes(self, path):
        self.page.goto(path)

    def signs_in(self, login):
        self.goes("/sign-in")
        self.page.locator("input[name=login]").fill(login)
        self.page.locator("input[name=password]").fill(PASSWORD)
        self.page.locator("form:has(input[name=password]) button").click()
        expect(self.page.locator("#pill")).to_be_visible()

    def comes_in_by_letter(self, address):
        """A customer's way: the address on the door, the link in the letter."""
        self.goes("/sign-in")
        self.page.locator("input[name=email]").fill(address)
        self.page.locator("form:has(input[name=email]) button").click()
        self.goes(self.link_of(address))
        self.page.locator("main form button").click()
        expect(self.page.locator("#pill")).to_be_visible()

    def link_of(self, address):
        """The link that a letter brought."""
        return re.search(r"http\S+/link/\S+", self.desk.mailbox.letter(address, "/link/")["text"])[0]

    def tabs_to(self, selector, back=False, at_most=80):
        """By the tab key alone; wherever it stops on the way, the place can be seen."""
        for _ in range(at_most):
            self.page.keyboard.press("Shift+Tab" if back else "Tab")
            stop = self.page.evaluate(STOP, selector)
            assert stop["isSeen"], f"the focus can't be seen on {stop['what']}"
            if stop["isThere"]:
                return
        raise AssertionError(f"{at_most} times tab does not lead to {selector}, but to {stop['what']}")

    def chooses(self, value):
        """In a list that has the focus, by the arrow keys."""
        for _ in range(100):
            if self.page.evaluate("document.activeElement.value") == value:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"no arrow leads to {value}")

    def speaks(self, language):
        """No word of the page is of another language: what is not in Latin letters has none, except names and codes."""
        if language == "en":
            return
        words = self.page.evaluate(LATIN)
        assert not words, f"the page in {language} says {words}"

    def presses(self, words, within="main"):
        self.page.locator(within).get_by_role("button", name=words, exact=True).click()

    def opens(self, words):
        """Something that folds out."""
        self.page.locator("main summary").get_by_text(words, exact=True).click()

    def sees(self, words, within="main"):
        expect(self.page.locator(within).get_by_text(words).first).to_be_visible()

    def sees_no(self, words, within="main"):
        expect(self.page.locator(within).get_by_text(words)).to_have_count(0)

    def shows(self, state):
        """What the pill says: live, reconnecting or from."""
        expect(self.page.locator("#pill")).to_have_attribute("data-state", state)

    def shows_trouble(self):
        """The pill says first that it tries again, and after ten seconds how old the page is."""
        expect(self.page.locator("#pill")).to_have_attribute("data-state", re.compile("^(reconnecting|from)$"))

    def hears_nothing(self):
        """What the page asks for behind the scenes is not answered: somebody was faster than the news."""
        self.page.route("**/tickets/*", lambda route: route.continue_() if route.request.is_navigation_request()
                        else route.abort("aborted"))

    def hears_again(self):
        self.page.unroute("**/tickets/*")
