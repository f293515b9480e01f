// A ticket that is being looked at: its parts are asked for again when something happens to it. What somebody writes, and
// what they have opened, stays.

const ticket = document.querySelector("[data-ticket]");

// A form is good for one time, so no two are the same to the letter.
const lasting = (part) => part.outerHTML.replace(/(name="(?:once|version)" value=")[^"]*/g, "$1");

// What was filled in goes on into the new form of the same deed.
function carry(part, fresh) {
  for (const field of part.querySelectorAll("input:not([type=hidden]), textarea, select")) {
    const form = field.closest("form")?.getAttribute("action");
    const same = [...fresh.querySelectorAll(field.localName)].find((other) =>
      other.name === field.name && other.type === field.type && other.closest("form")?.getAttribute("action") === form
      && (field.type !== "radio" || other.value === field.value));
    // Nobody but the person may choose a file.
    if (!same || field.type === "file") continue;
    if (field.type === "radio") same.checked = field.checked;
    else same.value = field.value;
  }
  for (const open of part.querySelectorAll("details[open][id]")) {
    const same = fresh.querySelector(`#${CSS.escape(open.id)}`);
    if (same) same.open = true;
  }
}

// By which the same thing is found again in a part that is new.
function whereabouts(element) {
  const details = element.closest("details[id]");
  if (element.localName === "summary" && details) return `#${CSS.escape(details.id)} > summary`;
  if (element.id) return `#${CSS.escape(element.id)}`;
  const action = element.closest("form")?.getAttribute("action");
  if (action) return `form[action="${CSS.escape(action)}"] ${element.localName}:not([type=hidden])`;
  return `${element.localName}[href="${CSS.escape(element.getAttribute("href") ?? "")}"]`;
}

// All that changed, or the head alone, where nothing happened but time. What lies behind others comes anew when seen.
async function renew(wanted) {
  if (document.hidden) return;
  const all = wanted.has("all");
  const opened = ticket.dataset.page;
  const page = await fetched(location.href, opened ? { "X-Yinuo-Page": opened } : {});
  if (!page) return;
  for (const part of document.querySelectorAll(all ? "main [data-live]" : "#ticket-head")) {
    const fresh = page.getElementById(part.id);
    if (!fresh || lasting(fresh) === lasting(part)) continue;
    // Why a form was refused stands beside it until it is sent again.
    if (part.querySelector("[aria-invalid]")) continue;
    if (part.contains(document.activeElement) && part.querySelector("input:focus, textarea:focus, select:focus")) continue;
    carry(part, fresh);
    const focused = part.contains(document.activeElement) && whereabouts(document.activeElement);
    part.replaceWith(fresh);
    if (focused) fresh.querySelector(focused)?.focus();
  }
  // Whoever sends now has seen what is new.
  for (const field of all ? document.querySelectorAll("input[name=version]") : []) {
    field.value = page.querySelector("input[name=version]")?.value ?? field.value;
  }
  findClocks();
  tick();
}

if (ticket) {
  const changed = gathering(200, renew);
  listeners.add((message) => {
    if (message.kind === "reset" || message.entry.stream === `ticket/${ticket.dataset.ticket}`) changed("all");
  });
  document.addEventListener("visibilitychange", () => document.hidden || changed("all"));
  const { leave, page } = ticket.dataset;
  if (leave) {
    // Whoever has it in front of them is seen to, and learns who has gone; whoever leaves says that.
    setInterval(() => document.hidden || changed("head"), 45000);
    addEventListener("pagehide", () => {
      const csrf = document.querySelector("input[name=csrf]")?.value ?? "";
      navigator.sendBeacon(leave, new URLSearchParams({ csrf, page }));
    });
  }
}
follow();
