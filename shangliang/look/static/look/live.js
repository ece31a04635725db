// Pages that keep themselves fresh: the server names what changed, the page fetches that piece again.
const address = document.body.dataset.liveUrl;
const said = document.body.dataset;
const waits = [1, 2, 5, 10, 30];
let source;
let tries = 0;
let broken = false;

const mark = document.createElement("p");
mark.className = "live-said";
mark.setAttribute("role", "status");
document.body.append(mark);

async function fresh(element) {
  if (element.dataset.liveBusy) return (element.dataset.liveAgain = "1");
  element.dataset.liveBusy = "1";
  try {
    const answer = await fetch(element.dataset.liveSrc, { headers: { "HX-Request": "true" } });
    if (answer.ok && !answer.redirected) swap(element, await answer.text());
  } catch {
    // The next message, or the reconnection, fetches it again.
  } finally {
    delete element.dataset.liveBusy;
    if (element.dataset.liveAgain) {
      delete element.dataset.liveAgain;
      fresh(element);
    }
  }
}

// What somebody is writing in is left alone until she has left it.
function swap(element, html) {
  if (element.contains(document.activeElement) && document.activeElement.matches("input, textarea, select"))
    return later(element);
  put(element, html);
  window.htmx?.process(element);
  document.dispatchEvent(new CustomEvent("fresh"));
}

function later(element) {
  if (element.dataset.liveLate) return;
  element.dataset.liveLate = "1";
  element.addEventListener(
    "focusout",
    // Not between the finger and the button beside the field.
    () =>
      setTimeout(() => {
        delete element.dataset.liveLate;
        if (element.contains(document.activeElement)) later(element);
        else fresh(element);
      }, 1000),
    { once: true }
  );
}

// What the page shows: single things, and whole kinds.
function events() {
  const named = pieces("[data-live]").map((e) => e.dataset.live);
  const kinds = pieces("[data-live-kind]").flatMap((e) => e.dataset.liveKind.split(" ").map((k) => `${k}:*`));
  const asked = [...new Set([...named, ...kinds])].map((w) => ["watch", w]);
  if (said.liveRoom) asked.push(["room", said.liveRoom]);
  return `${address}/live/events?${new URLSearchParams(asked)}`;
}

const pieces = (query) => [...document.querySelectorAll(query)].filter((e) => e.dataset.liveSrc);

function heard(event) {
  const { kind, ref } = JSON.parse(event.data);
  const [k, r] = [CSS.escape(kind), CSS.escape(`${kind}:${ref}`)];
  pieces(`[data-live="${r}"], [data-live-kind~="${k}"]`).forEach(fresh);
}

// A room tells all who are in it the same: the pieces themselves come along, nobody has to fetch them.
function told(event) {
  const { now, pieces: news } = JSON.parse(event.data);
  for (const [name, html] of Object.entries(news)) {
    for (const place of document.querySelectorAll(`[data-piece="${CSS.escape(name)}"]`)) {
      if (place.getAttribute("role") === "log") append(place, html);
      else put(place, html);
    }
  }
  document.querySelectorAll("[data-room-src]").forEach((e) => {
    e.dataset.liveSrc = e.dataset.roomSrc;
    fresh(e);
  });
  document.dispatchEvent(new CustomEvent("room", { detail: { now } }));
}

// Whoever stands on a button with the keyboard stays on it; where it is gone, on the section that it was in.
function put(place, html) {
  const here = place !== document.activeElement && place.contains(document.activeElement) ? document.activeElement : null;
  const mark = here && key(here);
  const open = new Set([...place.querySelectorAll("details[open]")].map(summary));
  place.innerHTML = html;
  for (const d of place.querySelectorAll("details")) if (open.has(summary(d))) d.open = true;
  if (!here) return;
  const again = [...place.querySelectorAll(here.tagName)].find((e) => key(e) === mark);
  if (again) return again.focus();
  const home = place.closest("section[aria-labelledby]") ?? place;
  home.tabIndex = -1;
  home.focus({ preventScroll: true });
}

const summary = (d) => d.id || d.querySelector("summary")?.textContent;
const key = (e) =>
  e.getAttribute("value") ?? e.getAttribute("href") ?? `${e.form?.getAttribute("action")} ${e.textContent.trim()}`;

// A script of the page has found that a piece of it is old.
document.addEventListener("stale", (event) => fresh(event.detail));

// Only what is new is added, so that only that is read aloud.
function append(place, html) {
  const news = document.createElement("template");
  news.innerHTML = html;
  for (const line of news.content.querySelectorAll("[id]")) {
    const there = document.getElementById(line.id);
    if (!there) place.append(line.cloneNode(true));
    else if (there.textContent !== line.textContent) there.textContent = line.textContent;
  }
}

function connect() {
  source = new EventSource(events(), { withCredentials: true });
  source.onmessage = heard;
  source.addEventListener("room", told);
  source.onopen = () => {
    tries = 0;
    if (!broken) return;
    broken = false;
    mark.textContent = said.liveBack;
    setTimeout(() => broken || (mark.textContent = ""), 4000);
    pieces("[data-live-src]").forEach(fresh);
  };
  source.onerror = () => {
    broken = true;
    mark.textContent = said.liveGone;
    // The browser resumes by itself with the last event's id, unless the server has closed the line for good.
    if (source.readyState === EventSource.CLOSED) setTimeout(connect, 1000 * waits[Math.min(tries++, waits.length - 1)]);
  };
}

if (address && (said.liveRoom || pieces("[data-live-src]").length)) connect();
addEventListener("pagehide", () => source?.close());
addEventListener("pageshow", (event) => event.persisted && source && connect());
