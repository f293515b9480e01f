// Figures that are being looked at: asked for again when something happened, put into their places, which never change size
// for it, and the focus stays.

const figures = document.getElementById("figures");
for (const button of document.querySelectorAll("[data-prints]")) button.addEventListener("click", () => print());

// What is the same stays untouched; what is not is replaced inside its place.
function settle(old, fresh) {
  if (old.innerHTML === fresh.innerHTML && old.dataset.risk === fresh.dataset.risk) return;
  const focusable = "a, button, summary, input, select";
  const at = old.contains(document.activeElement) ? [...old.querySelectorAll(focusable)].indexOf(document.activeElement) : -1;
  old.replaceChildren(...fresh.childNodes);
  if (fresh.dataset.risk) old.dataset.risk = fresh.dataset.risk;
  else delete old.dataset.risk;
  if (at >= 0) (old.querySelectorAll(focusable)[at] ?? old.querySelector(focusable))?.focus({ preventScroll: true });
}

async function renewFigures() {
  const page = await fetched(location.href);
  const fresh = page?.getElementById("figures");
  if (!fresh) return;
  const wasAlarmed = figures.querySelector(".alarm .strong")?.textContent;
  for (const place of [...fresh.querySelectorAll("[id]"), page.getElementById("figures-told")].filter(Boolean)) {
    const old = document.getElementById(place.id);
    if (old) settle(old, place);
  }
  const alarm = figures.querySelector(".alarm .strong")?.textContent;
  if (alarm && alarm !== wasAlarmed) tell(alarm);
}

if (figures?.dataset.live !== undefined) {
  const again = gathering(2000, renewFigures);
  listeners.add(() => document.hidden || again("all"));
  // Time alone moves some of them.
  setInterval(() => document.hidden || again("all"), 60000);
  document.addEventListener("visibilitychange", () => document.hidden || again("all"));
}
