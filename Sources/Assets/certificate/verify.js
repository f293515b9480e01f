// Verifies the certificate embedded in this page, in the reader's own browser and without the network:
//
// 1. the log's checkpoint is signed by the key given (Ed25519, where the browser has it);
// 2. every entry leads to the root that was signed (RFC 6962; the proof is walked as in RFC 9162, 2.1.3.2);
// 3. every entry binds the record beside it (SHA-256 over field, salt and record);
// 4. the records are of this ticket, from the first on and without a gap;
// 5. stations, breaches, state and labour are what the records say;
// 6. the times and verdicts that are shown are those of the data.
//
// Its other words it can't make anew, so they are not compared here: `yinuo evidence verify` does that.
//
// The first thing that is wrong ends it. Sentences are the page's own, in the element with the id "words".

class Wrong extends Error {
  constructor(finding, entry) {
    super(finding);
    this.finding = finding;
    this.entry = entry;
  }
}

const utf8 = new TextEncoder();
const bytesOf = (text) => utf8.encode(text);
const joined = (...parts) => {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let place = 0;
  for (const part of parts) {
    whole.set(part, place);
    place += part.length;
  }
  return whole;
};
const fromBase64 = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
const fromHex = (text) => Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
const same = (a, b) => a.length === b.length && a.every((byte, place) => byte === b[place]);
const sha256 = async (bytes) => new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
const zero = Uint8Array.of(0);

// MARK: The log

function readKey(text) {
  // Base 64 may hold a plus sign, a name may not.
  const [, name, id, key] = text.match(/^([^+]+)\+([0-9a-f]{8})\+(.+)$/) ?? [];
  if (!name) throw new Wrong("key");
  const bytes = fromBase64(key);
  if (bytes.length !== 33 || bytes[0] !== 1) throw new Wrong("key");
  return { name, id, bytes };
}

function readCheckpoint(note) {
  const gap = note.lastIndexOf("\n\n");
  if (gap < 0) throw new Wrong("unreadable");
  const text = note.slice(0, gap + 1);
  const lines = text.split("\n");
  if (lines.length !== 4 || !/^(0|[1-9][0-9]{0,14})$/.test(lines[1])) throw new Wrong("unreadable");
  const signatures = note.slice(gap + 2).split("\n").filter(Boolean).map((line) => {
    const [dash, name, code] = line.split(" ");
    if (dash !== "—" || !code) throw new Wrong("unreadable");
    const bytes = fromBase64(code);
    return { name, id: hex(bytes.slice(0, 4)), bytes: bytes.slice(4) };
  });
  return { text, origin: lines[0], size: Number(lines[1]), root: fromBase64(lines[2]), signatures };
}

/// Whether the signature could be checked; a false one is wrong.
async function checkSignature(checkpoint, key) {
  const id = await sha256(joined(bytesOf(key.name + "\n"), key.bytes));
  if (hex(id.slice(0, 4)) !== key.id) throw new Wrong("key");
  const own = checkpoint.signatures.filter((one) => one.name === key.name && one.id === key.id);
  if (own.length !== 1 || own[0].bytes.length !== 64 || checkpoint.origin !== key.name) throw new Wrong("signature");
  let verifier;
  try {
    verifier = await crypto.subtle.importKey("raw", key.bytes.slice(1), { name: "Ed25519" }, false, ["verify"]);
  } catch {
    return false;
  }
  const isTrue = await crypto.subtle.verify({ name: "Ed25519" }, verifier, own[0].bytes, bytesOf(checkpoint.text));
  if (!isTrue) throw new Wrong("signature");
  return true;
}

async function checkReceipt(entry, checkpoint) {
  const wrong = () => new Wrong("receipt", entry.index);
  if (!Number.isSafeInteger(entry.index) || entry.index < 0 || entry.index >= checkpoint.size) throw wrong();
  let [node, last] = [entry.index, checkpoint.size - 1];
  let hash = await sha256(joined(zero, bytesOf(entry.entry)));
  const half = (number) => Math.floor(number / 2);
  for (const text of entry.proof) {
    const sibling = fromBase64(text);
    if (last === 0 || sibling.length !== 32) throw wrong();
    if (node % 2 === 1 || node === last) {
      hash = await sha256(joined(Uint8Array.of(1), sibling, hash));
      // Who is the last of its level and has no neighbour goes up as it is.
      while (node % 2 === 0 && node !== 0) [node, last] = [half(node), half(last)];
    } else {
      hash = await sha256(joined(Uint8Array.of(1), hash, sibling));
    }
    [node, last] = [half(node), half(last)];
  }
  if (last !== 0 || !same(hash, checkpoint.root)) throw wrong();
}

async function checkOpening(entry) {
  const leaf = JSON.parse(entry.entry);
  if (leaf.v !== 1 || leaf.seq !== entry.index) throw new Wrong("unreadable", entry.index);
  const salt = fromHex(entry.salt);
  if (salt.length !== 32) throw new Wrong("opening", entry.index);
  const hash = await sha256(
    joined(bytesOf("svc-evidence/v1"), zero, bytesOf("payload"), zero, salt, bytesOf(entry.payload)));
  if (leaf.commit?.payload !== hex(hash)) throw new Wrong("opening", entry.index);
  return leaf.case;
}

// MARK: The records

async function readRecords(certificate, checkpoint) {
  const records = [];
  let matter;
  for (const entry of certificate.evidence.entries) {
    await checkReceipt(entry, checkpoint);
    const own = await checkOpening(entry);
    if ((matter ??= own) !== own) throw new Wrong("ticket", entry.index);
    const record = JSON.parse(entry.payload);
    const before = records.at(-1);
    if (record.stream !== "ticket/" + certificate.ticket) throw new Wrong("ticket", entry.index);
    if (record.version !== records.length) throw new Wrong("order", entry.index);
    if (before && (entry.index <= before.index || record.recorded < before.recorded)) {
      throw new Wrong("order", entry.index);
    }
    records.push({ ...record, index: entry.index });
  }
  if (records[0]?.kind !== "opened") throw new Wrong("order");
  return records;
}

const byMark = (a, b) => a.at - b.at || a.position - b.position;

/// What happened, in order, and the breaches that stand.
function fold(records) {
  const breaches = new Map();
  let facts = [];
  let position = 0;
  const add = (name, at, detail) => facts.push({ name, at, position, detail });
  for (const record of records) {
    const { kind, occurred: at, payload } = record;
    const clock = payload.clock && JSON.stringify([payload.clock.strand, payload.clock.commitment, payload.clock.occurrence]);
    switch (kind) {
      case "opened": add("received", at, payload); break;
      case "happened": add(payload.event, at, payload); break;
      case "graded": case "regraded": add(kind, at, payload); break;
      case "merged": add("merged", at, payload); break;
      case "corrected":
        facts = facts.map((fact) => fact.position === payload.position ? { ...fact, at: payload.occurred } : fact);
        break;
      case "breached": breaches.set(clock, { at, due: payload.due }); break;
      case "withdrawn": breaches.delete(clock); break;
      // Each takes a position, by which a correction names what it corrects.
      case "duty": case "warned": case "rung": case "budget": break;
      case "absorbed": case "offered": case "set": case "field": case "added": case "removed": case "noted":
      case "split": case "erased": case "rated":
        continue;
      default: throw new Wrong("unreadable", record.index);
    }
    position += 1;
  }
  return { facts: facts.sort(byMark), breaches };
}

const nodes = {
  received: 1, confirmed: 2, graded: 3, regraded: 3, assigned: 4, mobilised: 4, planned: 5, "resources-ready": 6,
  departed: 7, arrived: 8, started: 9, resolved: 10, "verified-technical": 11, "verified-customer": 11,
  "followed-up": 12,
};

function checkNodes(certificate, facts) {
  const found = [];
  for (const fact of facts) {
    const node = nodes[fact.name];
    if (!node) continue;
    if (found[node]) found[node].again = fact.at;
    else found[node] = { at: fact.at, event: fact.name, node };
  }
  const spelled = (list) => JSON.stringify(list.map(({ node, event, at, again }) => [node, event, at, again ?? null]));
  if (spelled(certificate.nodes) !== spelled(found.filter(Boolean))) throw new Wrong("nodes");
}

const opens = new Set([
  "assigned", "mobilised", "engaged", "estimated", "answered", "located", "announced", "planned", "resources-ready",
  "departed", "arrived", "started", "resumed", "restored", "reopened",
]);
const settles = new Set(["resolved", "closed", "cancelled", "merged"]);

function checkState(certificate, facts) {
  let state = "new";
  for (const { name, detail } of facts) {
    const isSettled = settles.has(state);
    if (settles.has(name)) state = name;
    else if (name === "paused" && detail.waiting && !isSettled) state = "waiting-" + detail.waiting;
    else if (opens.has(name) && (!isSettled || name === "reopened")) state = "open";
  }
  if (state !== certificate.state) throw new Wrong("state");
}

function checkPromises(certificate, facts, breaches) {
  for (const promise of certificate.commitments) {
    const clock = JSON.stringify([promise.strand, promise.commitment, promise.occurrence]);
    if (promise.outcome === "broken") {
      const breach = breaches.get(clock);
      if (breach?.at !== promise.at || breach.due !== promise.due) throw new Wrong("promises");
      breaches.delete(clock);
    }
    const ended = promise.outcome === "kept" ? promise.at : promise.ended;
    if (promise.by && !facts.some(({ name, at }) => name === promise.by && at === ended)) throw new Wrong("promises");
  }
  if (breaches.size > 0) throw new Wrong("promises");
}

function checkCompensation(certificate, facts) {
  const isBroken = certificate.commitments.some(({ outcome }) => outcome === "broken");
  const minutes = facts.reduce((sum, { detail }) => sum + (detail.labour?.minutes ?? 0), 0);
  for (const line of certificate.compensation) {
    if (!isBroken) throw new Wrong("compensation");
    if (line.basis !== "labour") {
      if (line.labour) throw new Wrong("compensation");
      continue;
    }
    // Without what it is counted from an amount could be any.
    if (!line.labour) throw new Wrong("compensation");
    const product = BigInt(line.labour.minutes) * BigInt(line.labour.rate) * BigInt(line.labour.share);
    // Per hour and per million, rounded half up once; BigInt's division cuts towards zero.
    const [doubled, divisor] = [2n * product + 60_000_000n, 120_000_000n];
    const minor = doubled / divisor - (doubled % divisor < 0n ? 1n : 0n);
    if (line.labour.minutes !== minutes || minor !== BigInt(line.minor)) throw new Wrong("compensation");
  }
}

// MARK: The page

/// Every time and verdict that is shown stands in the data too.
function checkShown(certificate) {
  const wrong = () => new Wrong("shown");
  const times = (element) => Array.from(element.querySelectorAll("time"), (time) => {
    // People read it to the second; the whole of it is what is held against the data.
    const [, day, minute, second] = time.dateTime.match(/^([0-9-]+)T(\d\d:\d\d)(:\d\d)(?:\.\d+)?[+-]\d\d:\d\d$/) ?? [];
    if (time.textContent !== day + " " + minute + (second === ":00" ? "" : second)) throw wrong();
    return Date.parse(time.dateTime);
  });
  const shownNodes = Array.from(document.querySelectorAll("[data-node]"), (element) =>
    [Number(element.dataset.node), ...times(element)]);
  const statedNodes = Array.from({ length: 12 }, (_, place) => {
    const node = certificate.nodes.find((one) => one.node === place + 1);
    return [place + 1, ...(node ? [node.at] : []), ...(node?.again ? [node.again] : [])];
  });
  if (JSON.stringify(shownNodes) !== JSON.stringify(statedNodes)) throw wrong();
  const shown = Array.from(document.querySelectorAll("[data-outcome]"), (element) =>
    [element.dataset.outcome, ...times(element)]);
  const stated = certificate.commitments.map((promise) => {
    const done = promise.outcome === "kept" ? promise.at : promise.came ? promise.ended : undefined;
    return [promise.outcome, ...[promise.due, done].filter((at) => at !== undefined)];
  });
  if (JSON.stringify(shown) !== JSON.stringify(stated)) throw wrong();
}

async function verify() {
  let certificate;
  try {
    certificate = JSON.parse(document.getElementById("certificate").textContent);
    if (certificate.format !== "yinuo-certificate/v1") throw new Wrong("unreadable");
    const key = readKey(certificate.evidence.key);
    const checkpoint = readCheckpoint(certificate.evidence.checkpoint);
    const isSigned = await checkSignature(checkpoint, key);
    const { facts, breaches } = fold(await readRecords(certificate, checkpoint));
    checkState(certificate, facts);
    checkNodes(certificate, facts);
    checkPromises(certificate, facts, breaches);
    checkCompensation(certificate, facts);
    checkShown(certificate);
    return { outcome: isSigned ? "verified" : "hashes-only" };
  } catch (error) {
    // Whatever a damaged text makes a step trip over, the text is what is wrong.
    return error instanceof Wrong
      ? { outcome: "not-verified", finding: error.finding, entry: error.entry }
      : { outcome: "not-verified", finding: "unreadable" };
  }
}

// In a file the way back to the ticket leads nowhere.
if (location.protocol === "file:") document.querySelector("nav")?.remove();
const status = document.querySelector("[role=status]");
const words = JSON.parse(document.getElementById("words").textContent);
const { outcome, finding, entry } = await verify();
status.dataset.result = outcome;
if (finding) status.dataset.finding = finding;
status.textContent = [
  words[outcome],
  finding ? words[finding] : "",
  entry === undefined ? "" : words["at-entry"].replace("{}", String(entry)),
].filter(Boolean).join(" ");
