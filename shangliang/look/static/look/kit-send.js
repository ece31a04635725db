// What waits is sent in its order until the house has answered each entry; one tab at a time, and once whatever happens:
// the number of an entry is its own, so that sent again it only gets the same answer again.
const MOST = 20;
const HEAVY = 900e3;
const SOON = [5, 10, 30, 60];
const EVERY = 20e3; // not every device tells that the network is back
const kit = globalThis.kit;
kit.sending = new Set();

// box: name; mine(entry); allowed(): why not, or ""; post(entries): { status, data, results }; after(); said(why).
kit.sender = (box) => {
  let tries = 0;
  let timer;
  async function send() {
    clearTimeout(timer);
    timer = 0;
    let why;
    try {
      const run = () => round(box);
      why = navigator.locks
        ? await navigator.locks.request(`kit:${box.name}`, { ifAvailable: true }, (lock) => (lock ? run() : "busy"))
        : await run();
    } catch (fault) {
      why = navigator.onLine ? "server" : "no_net";
      if (!fault.unreached) reportError(fault);
    }
    kit.sending.clear();
    tries = why ? tries + 1 : 0;
    await box.said(why);
    if (why) timer = setTimeout(send, 1000 * SOON[Math.min(tries - 1, SOON.length - 1)]);
  }
  addEventListener("online", send);
  document.addEventListener("visibilitychange", () => document.hidden || send());
  setInterval(async () => {
    const waits = (await kit.all("entries")).some((one) => box.mine(one) && one.state === "waits");
    if (waits && !timer) send();
  }, EVERY);
  return send;
};

async function round(box) {
  const why = await box.allowed();
  if (why) return why;
  const passed = new Set();
  let alone = false;
  for (;;) {
    const waiting = (await kit.all("entries"))
      .filter((one) => box.mine(one) && one.state === "waits" && !passed.has(one.id))
      .sort((a, b) => a.seq - b.seq);
    const batch = await marked(alone ? waiting.slice(0, 1) : bunch(waiting));
    if (!waiting.length) break;
    if (!batch.length) continue;
    batch.forEach((one) => kit.sending.add(one.id));
    kit.changed();
    const { status, data, results } = await box.post(batch);
    kit.sending.clear();
    if (results) for (const result of results) await answered(result, passed);
    else if (status === 401 || status === 403) return "login";
    else if (status === 404) return "not_yours";
    else if (status >= 500 || status === 429) return "server";
    else if (batch.length > 1) alone = true;
    else await kit.change(batch[0].id, (one) => Object.assign(one, { state: "refused", words: data?.detail ?? "" }));
  }
  await box.after();
  return "";
}

// As many as go together: of one kit and one clock, and not too heavy.
function bunch(waiting) {
  const found = [];
  let weight = 0;
  for (const one of waiting) {
    weight += one.content?.data?.length ?? 0;
    if (found.length === MOST || one.ahead !== waiting[0].ahead || one.kit !== waiting[0].kit || (found.length && weight > HEAVY)) break;
    found.push(one);
  }
  return found;
}

// Written down before it goes out: from now on nobody knows whether it arrived until there is an answer.
async function marked(batch) {
  const found = [];
  for (const one of batch) {
    const now = await kit.change(one.id, (e) => Object.assign(e, { tried: true }), (e) => e.state === "waits");
    if (now) found.push(now);
  }
  return found;
}

async function answered(result, passed) {
  if (result.state === "waits") return passed.add(result.id);
  await kit.change(result.id, (one) => {
    const state = result.state === "kept" ? "sent" : result.state;
    Object.assign(one, { state, words: result.words, candidates: result.candidates ?? [], way: result.way ?? "", tried: false });
    // A picture is heavy, and the house has it.
    if (one.kind === "photo" && ["sent", "matter"].includes(state)) one.content = { title: "" };
  });
}

kit.plain = ({ id, kind, noted_at, content }) => ({ id, kind, noted_at, content: content ?? {} });
