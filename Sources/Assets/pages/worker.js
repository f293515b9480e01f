// One live stream for all windows of a browser. What was heard lately is kept, so that a window which comes later misses
// nothing between the page it shows and the stream.

const kept = 2000;
const ports = new Set();
let heard = [];
// Up to where of the journal it is not known what was heard.
let from;
let isLive = false;

function tell(message) {
  for (const port of ports) port.postMessage(message);
}

function hear(message) {
  if (message.kind === "entry") {
    heard.push(message.entry);
    if (heard.length > kept) from = heard.splice(0, heard.length - kept).at(-1).position;
  } else if (message.kind === "reset") {
    heard = [];
    from = message.position;
  } else if (message.kind === "refused") {
    // What the one before was told is not for the next.
    heard = [];
    from = undefined;
    return;
  } else {
    isLive = message.kind === "live";
  }
  tell(message);
}

function open({ stream, position }) {
  from = position;
  listening(stream, position, (message) => {
    hear(message);
    if (message.kind === "refused") setTimeout(() => ports.size && from === undefined && open({ stream, position }), 5000);
  });
}

onconnect = (event) => {
  const port = event.ports[0];
  port.onmessage = ({ data }) => {
    if (data.bye) {
      ports.delete(port);
      return;
    }
    ports.add(port);
    if (from === undefined) return open(data);
    if (isLive) port.postMessage({ kind: "live" });
    // Older than what is kept: it begins anew.
    if (data.position < from) port.postMessage({ kind: "reset" });
    for (const entry of heard) if (entry.position > data.position) port.postMessage({ kind: "entry", entry });
  };
};
