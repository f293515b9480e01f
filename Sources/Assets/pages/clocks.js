// Countdowns. The server says when each clock is due and, where service time does not pass all the time, when it does; one
// timer for the page does the rest.

const body = document.body;
const arrived = performance.timeOrigin + (performance.getEntriesByType("navigation")[0]?.responseStart ?? performance.now());
// How far the desk's clock is ahead of this browser's.
let ahead = Number(body.dataset.now) - arrived;
const deskNow = () => Date.now() + ahead;

const two = (number) => String(number).padStart(2, "0");

// As `Countdown.text` has it.
function span(milliseconds) {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  if (seconds >= 172800) {
    return `${Math.floor(seconds / 86400)}${body.dataset.days} ${Math.floor((seconds % 86400) / 3600)}${body.dataset.hours}`;
  }
  const rest = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return seconds >= 3600 ? `${Math.floor(seconds / 3600)}:${rest}` : `${Math.floor(seconds / 60)}:${two(seconds % 60)}`;
}

// All of a page, and those of them that are on the screen: a queue has more than anybody looks at, and what nobody sees
// need not be drawn each second.
let counted = [];
let seen = [];

function findClocks() {
  counted = [...document.querySelectorAll("[data-due], [data-late]")].map((element) => {
    const { due, late, open, notice, was } = element.dataset;
    return {
      element,
      // Its text is changed and not replaced: who styles by what an element holds need not look again.
      text: element.firstChild ?? element.appendChild(new Text()),
      due: Number(due ?? late),
      isLate: late !== undefined,
      // What a notice comes to: its own due breaks nothing.
      past: notice,
      was,
      // Pairs of seconds in which service time passes.
      open: open?.split(" ").filter(Boolean).map((pair) => pair.split("-").map((second) => second * 1000)),
    };
  });
  requestAnimationFrame(see);
}

function see() {
  seen = counted.filter(({ element }) => {
    const { top } = element.getBoundingClientRect();
    return top > -200 && top < innerHeight + 200;
  });
  tick();
}

let seeing;
const seeSoon = () => (seeing ??= setTimeout(() => {
  seeing = undefined;
  see();
}, 100));
addEventListener("scroll", seeSoon, { passive: true });
addEventListener("resize", seeSoon, { passive: true });

function left(clock, now) {
  if (!clock.open) return clock.due - now;
  let sum = 0;
  for (const [from, to] of clock.open) if (to > now) sum += to - Math.max(from, now);
  return sum;
}

function tick() {
  const now = deskNow();
  for (const clock of seen) {
    const isPast = clock.past && now >= clock.due;
    const text = isPast ? clock.past : clock.isLate ? `+${span(now - clock.due)}` : span(left(clock, now));
    // Most of those that are counted in days stay as they are.
    if (clock.text.data === text) continue;
    clock.text.data = text;
    if (!isPast) continue;
    const item = clock.element.closest("li");
    const { dataset } = item;
    // Beside the number stands when it is due: in the past by now.
    const remark = item.querySelector("small");
    if (remark) remark.textContent = clock.was;
    delete dataset.risk;
    dataset.end = "passed";
  }
}

function count() {
  if (!document.hidden) tick();
  setTimeout(count, 1000 - (deskNow() % 1000));
}
findClocks();
count();
document.addEventListener("visibilitychange", () => document.hidden || see());
