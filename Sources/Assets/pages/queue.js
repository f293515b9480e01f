// A queue that is being looked at: rows that changed are asked for again, put where they belong, and the focus stays.

const queue = document.getElementById("queue");

function kept(change) {
  const focused = document.activeElement;
  const row = focused?.closest?.("tr[data-id]");
  const place = row && [...row.querySelectorAll("a, button")].indexOf(focused);
  change();
  if (!row || document.contains(focused)) return;
  document.querySelector(`tr[data-id="${CSS.escape(row.dataset.id)}"]`)?.querySelectorAll("a, button")[place]?.focus();
}

function place(rows, row) {
  const rank = Number(row.dataset.rank);
  const next = [...rows.children].find((other) => other !== row && Number(other.dataset.rank) > rank);
  rows.insertBefore(row, next ?? null);
}

async function refresh(ids) {
  const rows = queue.querySelector("tbody");
  const isFirst = !/[?&]page=/.test(location.search);
  if (!rows || ids.size > 60 || ids.has("all")) {
    const page = await fetched(location.href);
    const fresh = page?.getElementById("queue");
    if (fresh) {
      kept(() => {
        queue.replaceChildren(...fresh.childNodes);
        queue.className = fresh.className;
      });
      if (fresh.localName !== queue.localName) location.reload();
      document.getElementById("risks").replaceWith(page.getElementById("risks"));
    }
    return findClocks();
  }
  const address = new URL(queue.dataset.rows, location.href);
  address.searchParams.set("ids", [...ids].join(","));
  const page = await fetched(address);
  if (!page) return;
  kept(() => {
    const bound = Math.max(50, rows.children.length);
    const last = Number(rows.lastElementChild?.dataset.rank ?? Infinity);
    const fresh = new Map([...page.querySelectorAll("tr[data-id]")].map((row) => [row.dataset.id, row]));
    for (const id of ids) {
      const old = rows.querySelector(`tr[data-id="${CSS.escape(id)}"]`);
      const row = fresh.get(id);
      if (!row) {
        old?.remove();
        continue;
      }
      // What belongs on another page is only counted.
      if (!old && (!isFirst || rows.children.length >= 50 && Number(row.dataset.rank) > last)) continue;
      if (!old || old.dataset.risk !== row.dataset.risk) {
        row.classList.add("fresh");
        if (row.dataset.risk === "breached" || row.dataset.risk === "at-risk") {
          const risk = document.querySelector(`#risks [data-risk="${row.dataset.risk}"] span`)?.textContent ?? "";
          tell(`${risk} ${row.querySelector("th a").textContent}`);
        }
      }
      old?.remove();
      place(rows, row);
    }
    while (rows.children.length > bound) rows.lastElementChild.remove();
    document.getElementById("risks").replaceWith(page.getElementById("risks"));
  });
  findClocks();
  tick();
}

if (queue) {
  const changed = gathering(300, refresh);
  listeners.add((message) => {
    if (message.kind === "reset") return changed("all");
    const [kind, id] = message.entry.stream.split("/");
    if (kind === "ticket") changed(id);
  });

  const keeps = document.querySelector(".views details");
  keeps?.addEventListener("toggle", () => keeps.open && keeps.querySelector("input[name=name]").focus());
  keeps?.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    keeps.open = false;
    keeps.querySelector("summary").focus();
  });
}
