// The desk's live stream, for the worker that all windows of a browser share, and for a page where there is none.

// The desk says at least every quarter of a minute that nothing happens. A line that was dropped without a word is not
// told of by the browser for many minutes, and a page would go on to say that it is live.
const silenceAtMost = 40000;

// Tells all that comes after a position of the journal, and whether it is told at once: live, lost, entry, reset. What is
// refused ends it: the session may be another by now.
function listening(stream, position, hear) {
  const ended = new AbortController();
  const { signal } = ended;
  let source;
  let lastSound = Date.now();
  const sounds = (message) => {
    lastSound = Date.now();
    hear(message);
  };
  function open() {
    source = new EventSource(`${stream}?after=${position}`);
    source.onopen = () => sounds({ kind: "live" });
    source.onerror = () => {
      hear({ kind: "lost" });
      if (source.readyState !== EventSource.CLOSED) return;
      ended.abort();
      clearInterval(watch);
      hear({ kind: "refused" });
    };
    source.addEventListener("entry", (event) => {
      const entry = JSON.parse(event.data);
      position = entry.position;
      sounds({ kind: "entry", entry });
    });
    source.addEventListener("reset", (event) => {
      position = JSON.parse(event.data).position;
      sounds({ kind: "reset", position });
    });
    source.addEventListener("quiet", () => sounds({ kind: "live" }));
  }
  function again() {
    source.close();
    lastSound = Date.now();
    hear({ kind: "lost" });
    open();
  }
  const watch = setInterval(() => Date.now() - lastSound > silenceAtMost && again(), 5000);
  addEventListener("offline", () => hear({ kind: "lost" }), { signal });
  addEventListener("online", again, { signal });
  open();
}
