"""Travels through a served desk in a real browser: python Tests/Journeys BINARY [--tree] [JOURNEY…]"""
import importlib
import pathlib
import subprocess
import sys
import time
import traceback

from playwright.sync_api import sync_playwright

from desk import ROOT, Desk
from window import CHROMIUM, Window

# Of all of them the longest travels beside the others, with a desk and a browser of its own.
LONGEST = "gallery"
OTHERS = ["agent_resolves", "customer_certificate", "two_agents", "lost_connection", "phone_by_keyboard", "manager_alarm", "injection"]
PICTURES = ROOT / ".build/journeys"


def travel(name, desk, browser):
    """One journey; what went wrong, or nothing."""
    journey = importlib.import_module(name)
    start = time.monotonic()
    try:
        journey.travel(desk, browser)
    except Exception as error:
        pictures = [Window.shot(page, PICTURES / f"{name}-{number}.png")
                    for number, page in enumerate(page for context in browser.contexts for page in context.pages)]
        line = next((each for each in reversed(traceback.extract_tb(error.__traceback__)) if f"{name}.py" in each.filename), None)
        place = f"Tests/Journeys/{name}.py:{line.lineno}  {line.line}" if line else traceback.format_exc()
        print(f"✘ {journey.__doc__.splitlines()[0]}\n  {place}\n  {str(error).strip()[:1500]}", flush=True)
        for picture in pictures:
            print(f"  what it looked like: {picture}", flush=True)
        return False
    finally:
        for context in browser.contexts:
            context.close()
    print(f"✔ {journey.__doc__.splitlines()[0]} {time.monotonic() - start:.0f} s", flush=True)
    return True


def main(binary, *arguments):
    names = [each for each in arguments if each != "--tree"]
    if not names:
        beside = subprocess.Popen([sys.executable, *sys.argv, LONGEST])
        try:
            is_well = main(binary, *arguments, *OTHERS)
        finally:
            beside.wait()
        return is_well and beside.returncode == 0
    if "--tree" in arguments:
        Window.use_own_pages()
    sys.path.insert(0, str(pathlib.Path(__file__).parent))
    desk = Desk(binary)
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            done = [travel(name, desk, browser) for name in names]
            browser.close()
    finally:
        complaints = desk.end()
    if complaints:
        print(f"✘ the desk complained:\n{complaints[:2000]}")
    return all(done) and not complaints


sys.exit(0 if main(*sys.argv[1:]) else 1)
