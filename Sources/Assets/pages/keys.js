// Single keys, the palette of commands, and small manners of forms.

const palette = document.getElementById("palette");
const keyList = document.getElementById("keys");
const words = (element) => (element.dataset.words ?? element.getAttribute("aria-label") ?? element.textContent).trim();
const isTyping = (target) => target.closest?.("input, textarea, select, [contenteditable]");
const keysOn = document.getElementById("keys-on");
if (keysOn) {
  keysOn.checked = localStorage.getItem("yinuo-keys") !== "off";
  keysOn.addEventListener("change", () => localStorage.setItem("yinuo-keys", keysOn.checked ? "on" : "off"));
}

function use(element) {
  if (element.matches("input, textarea, select")) {
    element.scrollIntoView({ block: "nearest" });
    element.focus();
  } else {
    element.click();
  }
}

function move(step) {
  const rows = [...document.querySelectorAll("#queue tbody th a")];
  if (!rows.length) return;
  const at = rows.findIndex((row) => row.closest("tr").contains(document.activeElement));
  const next = rows[Math.max(0, Math.min(rows.length - 1, at < 0 ? 0 : at + step))];
  next.focus();
  next.closest("tr").scrollIntoView({ block: "nearest" });
}

addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k" && palette) {
    event.preventDefault();
    return openPalette();
  }
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || document.querySelector("dialog[open]")) return;
  if (keysOn && !keysOn.checked) return;
  if (event.key === "?" && keyList) {
    event.preventDefault();
    return openKeys();
  }
  if (event.key === "j" || event.key === "k") return move(event.key === "j" ? 1 : -1);
  const element = [...document.querySelectorAll("[data-key]")].find((each) => each.dataset.key === event.key);
  if (!element) return;
  event.preventDefault();
  use(element);
});

function openKeys() {
  const own = keyList.querySelector(".own");
  own.replaceChildren(...[...document.querySelectorAll("[data-key]")].flatMap((element) => {
    const [term, meaning, key] = ["dt", "dd", "kbd"].map((name) => document.createElement(name));
    key.textContent = element.dataset.key;
    term.append(key);
    meaning.textContent = words(element);
    return [term, meaning];
  }));
  keyList.showModal();
}

const paletteInput = palette?.querySelector("input");
const paletteItems = palette?.querySelector("ul");
let found = [];

function openPalette() {
  if (palette.open) return palette.close();
  paletteInput.value = "";
  found = [];
  palette.showModal();
  list();
}

function commands() {
  const elements = document.querySelectorAll(".bar nav a, [data-key], .risks a, .tabs a, [data-command], .views a");
  return [...new Set(elements)].filter((element) => element.offsetParent && words(element))
    .map((element) => ({ words: words(element), key: element.dataset.key ?? "", run: () => use(element) }));
}

function list() {
  const wanted = paletteInput.value.trim().toLowerCase();
  const all = commands().filter((command) => command.words.toLowerCase().includes(wanted)).concat(found);
  paletteItems.replaceChildren(...all.slice(0, 40).map((command, place) => {
    const [item, name, key] = ["li", "span", "small"].map((tag) => document.createElement(tag));
    item.id = `command-${place}`;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", String(place === 0));
    name.textContent = command.words;
    key.textContent = command.key;
    item.append(name, key);
    item.addEventListener("click", () => {
      palette.close();
      command.run();
    });
    return item;
  }));
  palette.querySelector(".no-hit").hidden = all.length > 0;
  mark(paletteItems.firstElementChild);
}

function mark(item) {
  for (const other of paletteItems.children) other.setAttribute("aria-selected", String(other === item));
  if (item) paletteInput.setAttribute("aria-activedescendant", item.id);
  item?.scrollIntoView({ block: "nearest" });
}

const look = gathering(180, async () => {
  const wanted = paletteInput.value.trim();
  const page = wanted.length > 1 && paletteInput.dataset.search
    ? await fetched(`${paletteInput.dataset.search}?q=${encodeURIComponent(wanted)}`) : undefined;
  if (paletteInput.value.trim() !== wanted) return;
  found = [...(page?.querySelectorAll(".found a") ?? [])].slice(0, 8)
    .map((link) => ({ words: words(link), key: link.dataset.aside ?? "", run: () => { location.href = link.getAttribute("href"); } }));
  list();
});

paletteInput?.addEventListener("input", () => {
  list();
  look(0);
});
paletteInput?.addEventListener("keydown", (event) => {
  const at = paletteItems.querySelector("[aria-selected=true]");
  if (event.key === "ArrowDown") mark(at?.nextElementSibling ?? paletteItems.firstElementChild);
  else if (event.key === "ArrowUp") mark(at?.previousElementSibling ?? paletteItems.lastElementChild);
  else if (event.key === "Enter") at?.click();
  else return;
  event.preventDefault();
});

for (const button of document.querySelectorAll("[data-opens]")) {
  button.addEventListener("click", () => button.dataset.opens === "keys" ? openKeys() : openPalette());
}
for (const dialog of document.querySelectorAll("dialog")) {
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
}
for (const form of document.querySelectorAll("form[data-autosend]")) {
  form.addEventListener("change", () => form.requestSubmit());
}
// A menu closes when something else is looked at.
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
});
addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && document.querySelector("details.menu[open]");
  if (menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
// What was begun is still there after a page was left by mistake, or a session had ended before it was sent; it stays in
// this window alone, and ends with the session, when the page shows that it was said, or when the desk tells that what it
// was for is done: by the word that its form was good for once.
{
  const once = document.cookie.match(/(?:^|; )yinuo-done=([\w-]+)/)?.[1];
  const over = once && sessionStorage.getItem(`once ${once}`);
  if (over) {
    sessionStorage.removeItem(`once ${once}`);
    sessionStorage.removeItem(`draft ${over}`);
  }
}
for (const text of document.querySelectorAll("[data-draft]")) {
  const key = `draft ${text.dataset.draft}`;
  const draft = sessionStorage.getItem(key)?.trim();
  const isSaid = draft && [...document.querySelectorAll(".words")].some((said) => said.innerText.trim() === draft);
  if (isSaid) sessionStorage.removeItem(key);
  else if (draft && !text.value) {
    text.value = sessionStorage.getItem(key);
    // What lies in a closed deed would not be seen to be there.
    text.closest("#deeds details")?.setAttribute("open", "");
  }
}
// Parts of a page come anew while it is looked at, so what is typed is heard for all of it.
document.addEventListener("input", ({ target }) => {
  if (target.dataset.draft) sessionStorage.setItem(`draft ${target.dataset.draft}`, target.value);
});
// A file says something by itself; what happens is asked all the same. Without a script the desk asks for words.
function askForWords({ form, files }) {
  const text = form.querySelector("textarea[name=text]:not([data-draft=submit])");
  if (text) text.required = files.length === 0;
}
for (const chosen of document.querySelectorAll("form input[type=file]")) askForWords(chosen);
document.addEventListener("change", ({ target }) => { if (target.type === "file") askForWords(target); });
// What is waited for from a customer is sent to them, so it has to be written. That is looked at again as somebody presses
// the button, since its part of the page may have come anew.
function needWords(form) {
  const text = form?.querySelector("[data-needed]");
  if (text) text.required = text.dataset.needed.split(" ").includes(form.elements.waiting?.value);
}
for (const form of document.forms) needWords(form);
document.addEventListener("change", ({ target }) => needWords(target.form));
document.addEventListener("click", ({ target }) => needWords(target.closest?.("form")));
document.querySelector("form[action='/sign-out']")?.addEventListener("submit", () => sessionStorage.clear());
// Twice pressed is sent once.
document.addEventListener("submit", (event) => {
  if (event.target.method !== "post") return;
  if (event.target.dataset.sent) return event.preventDefault();
  event.target.dataset.sent = "1";
  const draft = event.target.querySelector("[data-draft]")?.dataset.draft;
  const once = event.target.elements.once?.value;
  if (draft && once) sessionStorage.setItem(`once ${once}`, draft);
});
