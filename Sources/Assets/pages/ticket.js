// A ticket that is being looked at: its parts are asked for again when something happens to it. What somebody writes, and
// what they have opened, stays.

const ticket = document.querySelector("[data-ticket]");

async function renew() {
  const page = await fetched(location.href);
  if (!page) return;
  for (const part of document.querySelectorAll("[data-live]")) {
    const fresh = page.getElementById(part.id);
    if (!fresh || fresh.outerHTML === part.outerHTML) continue;
    if (part.contains(document.activeElement) && part.querySelector("input:focus, textarea:focus, select:focus")) continue;
    for (const open of part.querySelectorAll("details[open][id]")) {
      const same = fresh.querySelector(`#${CSS.escape(open.id)}`);
      if (same) same.open = true;
    }
    const focused = part.contains(document.activeElement) && document.activeElement.id;
    part.replaceWith(fresh);
    if (focused) document.getElementById(focused)?.focus();
  }
  // Whoever sends now has seen what is new.
  for (const field of document.querySelectorAll("input[name=version]")) {
    field.value = page.querySelector("input[name=version]")?.value ?? field.value;
  }
  findClocks();
  tick();
}

if (ticket) {
  const changed = gathering(200, renew);
  listeners.add((message) => {
    if (message.kind === "reset" || message.entry.stream === `ticket/${ticket.dataset.ticket}`) changed(0);
  });
}
follow();
