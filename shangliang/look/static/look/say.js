// Answers on a board: kept on this device first, sent until the house has them, one token each so that none counts twice.
const place = document.querySelector("[data-say-said]");
const said = place?.dataset;
const VALUES = { agree: 1, pass: 0, disagree: -1 };
const REFUSED = [400, 409, 413, 415];
const KEY = "say:";
const WEEK = 7 * 24 * 3600e3;
const PATIENCE = 15e3;
const waits = [1, 2, 5, 10, 30];
const pressed = new Set();
let [busy, stale, tries, lost] = [false, false, 0, 0];
let timer;

function waiting() {
  const found = [];
  for (const name of Object.keys(localStorage).filter((k) => k.startsWith(KEY))) {
    try {
      const one = JSON.parse(localStorage.getItem(name));
      if (Date.now() - one.at < WEEK) found.push(one);
      else localStorage.removeItem(name);
    } catch {
      localStorage.removeItem(name);
    }
  }
  // Another who sits at this device does not send what is not hers.
  return found.filter((one) => one.who === said.who).sort((a, b) => a.at - b.at);
}

function put(one) {
  try {
    localStorage.setItem(KEY + one.token, JSON.stringify(one));
    return true;
  } catch {
    return false;
  }
}

function token() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = [...bytes].map((b) => b.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

// Before the page's own listeners: a form that is taken here is not "sent" for them.
document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    const value = event.submitter?.value;
    if (!place || !form.matches("form[data-say]") || !(value in VALUES)) return;
    const { statement, token: mark, stay } = form.elements;
    const before = waiting();
    const last = before.findLast((one) => one.statement === Number(statement.value));
    if (last?.value !== value) {
      const one = {
        at: Math.max(Date.now(), (before.at(-1)?.at ?? 0) + 1),
        who: said.who, ticket: said.ticket, page: location.pathname, action: form.getAttribute("action"),
        statement: Number(statement.value), value, token: mark.value, stay: Boolean(stay),
      };
      if (!put(one)) return;
      pressed.add(one.token);
      mark.value = token();
    }
    event.preventDefault();
    send();
  },
  true
);

async function send() {
  if (busy) return;
  busy = true;
  clearTimeout(timer);
  let kept = 0;
  let one;
  while ((one = waiting()[0])) {
    const became = await sent(one);
    if (became === "later") {
      timer = setTimeout(send, 1000 * waits[Math.min(tries++, waits.length - 1)]);
      break;
    }
    tries = 0;
    localStorage.removeItem(KEY + one.token);
    if (became === "kept") kept += 1;
    else refused(one);
    stale ||= one.page === location.pathname;
  }
  busy = false;
  tell(kept);
  if (stale && !waiting().length) await fresh();
}

async function sent(one) {
  if (said.url && one.ticket) {
    const { ticket, statement, token: mark } = one;
    const body = JSON.stringify({ ticket, statement, value: VALUES[one.value], token: mark });
    try {
      const signal = AbortSignal.timeout(PATIENCE);
      const answer = await fetch(`${said.url}/live/votes`, { method: "POST", body, credentials: "omit", signal });
      if (answer.ok) return "kept";
      if (answer.status === 503) return "later";
      if (REFUSED.includes(answer.status)) return "refused";
    } catch {
      // The page server may still be there; it knows the same token.
    }
  }
  return plainly(one);
}

async function plainly(one) {
  const csrf = document.querySelector("[name=csrfmiddlewaretoken]")?.value;
  if (!csrf) return "later";
  const { statement, value, token: mark } = one;
  const body = new URLSearchParams({ csrfmiddlewaretoken: csrf, statement, value, token: mark });
  if (one.stay) body.set("stay", "1");
  try {
    const answer = await fetch(one.action, { method: "POST", body, signal: AbortSignal.timeout(PATIENCE) });
    // Led elsewhere, say to sign in, it was not taken.
    if (answer.ok) return new URL(answer.url).pathname === one.page ? "kept" : "later";
    return answer.status < 500 ? "refused" : "later";
  } catch {
    return "later";
  }
}

// Who has just pressed sees the page server's own words; for older ones the page says how many.
function refused(one) {
  const form = [...document.querySelectorAll("form[data-say]")].find(
    (f) => Number(f.elements.statement.value) === one.statement
  );
  if (!form || !pressed.has(one.token)) return (lost += 1);
  const value = Object.assign(document.createElement("input"), { type: "hidden", name: "value", value: one.value });
  form.append(value);
  form.elements.token.value = one.token;
  form.submit();
}

function tell(kept) {
  const left = waiting().length;
  const words = left ? said.waiting.replace("{n}", left) : kept ? said.kept : "";
  place.textContent = lost ? `${words} ${said.lost.replace("{n}", lost)}` : words;
  if (!left && !lost) setTimeout(() => waiting().length || (place.textContent = ""), 4000);
}

// The next statement, as the page server chooses it; the keyboard and the reader's voice go along.
async function fresh() {
  try {
    const answer = await fetch(location.pathname, { cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
    if (!answer.ok) throw new Error(answer.status);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const [old, next] = [document, page].map((d) => d.querySelector("[data-say-turn]"));
    if (!old || !next) return location.assign(location.pathname);
    const here = [null, document.body].includes(document.activeElement) || old.contains(document.activeElement);
    said.ticket = page.querySelector("[data-say-said]")?.dataset.ticket ?? "";
    old.replaceWith(next);
    stale = false;
    const heading = next.querySelector("h2");
    heading.tabIndex = -1;
    if (here) heading.focus();
  } catch {
    timer = setTimeout(send, 1000 * waits[Math.min(tries++, waits.length - 1)]);
  }
}

if (place) {
  send();
  addEventListener("online", send);
  document.addEventListener("visibilitychange", () => document.hidden || send());
}
