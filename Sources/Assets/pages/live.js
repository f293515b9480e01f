// What happens, as it happens. A page says up to which position of the journal it knows everything, and is told all that
// comes after: from a worker that all windows share, since a browser opens few connections to one host.

const pill = document.getElementById("pill");
const listeners = new Set();
let lastHeard = deskNow();
let trouble;

function show(state) {
  if (!pill || pill.dataset.state === state && state !== "from") return;
  pill.dataset.state = state;
  const words = pill.lastElementChild;
  const clock = new Date(lastHeard);
  words.textContent = state === "live" ? pill.dataset.live : state === "reconnecting" ? pill.dataset.reconnecting
    : pill.dataset.from.replace("{1}", `${two(clock.getHours())}:${two(clock.getMinutes())}`);
}

function heard(message) {
  if (message.kind === "live") {
    clearTimeout(trouble);
    trouble = undefined;
    lastHeard = deskNow();
    show("live");
  } else if (message.kind === "lost") {
    // What is old stays old until it is new again, however often the browser tries.
    if (pill.dataset.state !== "from") show("reconnecting");
    // Whoever looks at numbers has to know how old they are.
    trouble ??= setTimeout(() => show("from"), 10000);
  } else if (message.kind !== "refused") {
    lastHeard = deskNow();
    for (const listener of listeners) listener(message);
  }
}

function follow() {
  if (!pill?.dataset.stream) return;
  const position = Number(body.dataset.position);
  const direct = () => listening(pill.dataset.stream, position, heard);
  if (!("SharedWorker" in window)) return direct();
  // One for each session: what the one before was told is not for the next.
  const session = document.querySelector("input[name=csrf]")?.value.slice(0, 12);
  const worker = new SharedWorker(pill.dataset.worker, { name: `yinuo-live ${session}` });
  worker.onerror = direct;
  worker.port.onmessage = (event) => heard(event.data);
  worker.port.postMessage({ stream: pill.dataset.stream, position });
  addEventListener("pagehide", () => worker.port.postMessage({ bye: true }));
  addEventListener("pageshow", (event) => event.persisted && location.reload());
}

// Says that a page is not opened but asked for by one that stands: by plain http browsers do not tell that themselves.
const asPart = { Accept: "text/html", "X-Yinuo-Part": "1" };

// HTML of an address, as an element of its own; nil when it could not be had.
async function fetched(address, more = {}) {
  try {
    const answer = await fetch(address, { headers: { ...asPart, ...more } });
    // Whoever is not let in any more sees the door.
    if (answer.redirected && new URL(answer.url).pathname === "/sign-in") location.reload();
    if (!answer.ok) return undefined;
    return new DOMParser().parseFromString(await answer.text(), "text/html");
  } catch {
    return undefined;
  }
}

// Calls at most once in a while, with all that came together.
function gathering(wait, done) {
  let all = new Set();
  let timer;
  return (item) => {
    all.add(item);
    timer ??= setTimeout(async () => {
      const items = all;
      all = new Set();
      await done(items);
      timer = undefined;
      if (all.size) timer = setTimeout(() => { timer = undefined; const rest = all; all = new Set(); done(rest); }, wait);
    }, wait);
  };
}

// The bell counts what concerns whoever looks, as it comes. What is news to nobody is not asked about, and those who hear the
// same do not all ask in the same second.
const bell = document.getElementById("bell");
const news = /^ticket-(opened|changed|noted|hand-over-offered|warned|breached|customer-message|reopened)$/;

// Whoever is not let in any more is not told so by a bell: what stands on the page, such as a link that is shown once, may
// be there for the last time.
async function rung(address) {
  try {
    const answer = await fetch(address, { headers: asPart, redirect: "manual" });
    if (answer.status !== 200) return undefined;
    return new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("bell");
  } catch {
    return undefined;
  }
}

const rungFor = () => parseInt(bell.querySelector("b")?.textContent ?? "0", 10);

async function ring() {
  if (document.hidden) return;
  const address = new URL(bell.dataset.bell, location.href);
  // A ticket that stands open beside what somebody works at is not being read.
  if (!document.hasFocus()) address.searchParams.delete("at");
  const fresh = await rung(address);
  if (!fresh) return;
  const before = rungFor();
  bell.replaceChildren(...fresh.childNodes);
  for (const name of ["aria-label", "title"]) bell.setAttribute(name, fresh.getAttribute(name));
  // Whoever does not see the bell hears of news, and not of what was read.
  if (rungFor() > before) tell(bell.getAttribute("aria-label"));
}

if (bell?.dataset.bell) {
  const rings = gathering(2500 + Math.random() * 2000, ring);
  listeners.add(({ kind, entry }) => {
    if (kind === "reset" || news.test(entry.event)) rings(0);
  });
  // Something may have come, or been read elsewhere, while the page lay behind others.
  document.addEventListener("visibilitychange", () => document.hidden || rings(0));
  addEventListener("focus", () => rings(0));
}

function tell(text) {
  const told = document.getElementById("told");
  if (told) told.textContent = text;
}
