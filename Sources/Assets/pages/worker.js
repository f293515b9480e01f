// One live stream for all windows of a browser. What was heard lately is kept, so that a window which comes later misses
// nothing between the page it shows and the stream.

const kept = 2000;
const ports = new Set();
let heard = [];
let from;
let source;
let isLive = false;

function tell(message) {
  for (const port of ports) port.postMessage(message);
}

function open(stream, position) {
  from ??= position;
  const after = heard.at(-1)?.position ?? from;
  source = new EventSource(`${stream}?after=${after}`);
  source.onopen = () => {
    isLive = true;
    tell({ kind: "live" });
  };
  source.onerror = () => {
    isLive = false;
    tell({ kind: "lost" });
    // The browser gives up when it is refused: the session may be another by now.
    // What the one before was told is not for the next.
    if (source.readyState === EventSource.CLOSED) {
      heard = [];
      from = undefined;
      source = undefined;
      setTimeout(() => ports.size && !source && open(stream, position), 5000);
    }
  };
  source.addEventListener("entry", (event) => {
    const entry = JSON.parse(event.data);
    heard.push(entry);
    if (heard.length > kept) from = heard.splice(0, heard.length - kept).at(-1).position;
    tell({ kind: "entry", entry });
  });
  source.addEventListener("reset", (event) => {
    heard = [];
    from = JSON.parse(event.data).position;
    tell({ kind: "reset" });
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
    if (!source) return open(data.stream, data.position);
    if (isLive) port.postMessage({ kind: "live" });
    // Older than what is kept: it begins anew.
    if (data.position < from) port.postMessage({ kind: "reset" });
    for (const entry of heard) if (entry.position > data.position) port.postMessage({ kind: "entry", entry });
  };
};
