// The room: clocks that run between two messages, one's own place in the line, what one supports.
const hall = document.querySelector("[data-hall]");
const said = hall.dataset;
let ahead = new Date(said.now) - Date.now(); // how far the server's clock is before this one's
const supported = new Set((said.supported || "").split(" ").filter(Boolean));

const clock = (seconds) =>
  `${seconds < 0 ? "−" : ""}${Math.floor(Math.abs(seconds) / 60)}:${String(Math.abs(seconds) % 60).padStart(2, "0")}`;
const since = (at) => Math.floor((Date.now() + ahead - new Date(at)) / 1000);

function tick() {
  for (const e of document.querySelectorAll("[data-speech-clock]")) {
    const running = e.dataset.since ? Math.max(0, Date.now() + ahead - new Date(e.dataset.since)) : 0;
    const seconds = Math.floor((Number(e.dataset.spoken) + running) / 1000);
    const limit = Number(e.dataset.limit);
    e.textContent = limit ? `${clock(seconds)} / ${clock(limit)}` : clock(seconds);
    e.classList.toggle("screen-over", Boolean(limit) && seconds > limit);
  }
  for (const e of document.querySelectorAll("[data-part-clock]")) {
    const left = Number(e.dataset.limit) - since(e.dataset.since);
    e.textContent = clock(left);
    e.classList.toggle("screen-over", left < 0);
  }
}

function mine() {
  if (!said.me) return;
  const place = document.querySelector("[data-my-place]");
  const speaks = document.querySelector("[data-speaker]")?.dataset.speaker === said.me;
  const row = document.querySelector(`.hall-line [data-who="${said.me}"]`);
  const n = Number(row?.dataset.place ?? 0);
  const words = speaks ? said.saidYours : n === 1 ? said.saidFirst : n ? said.saidPlace.replace("%s", n) : "";
  if (place && place.textContent !== words) place.textContent = words;
  document.querySelectorAll(".hall-line .mine").forEach((e) => e.classList.remove("mine"));
  row?.classList.add("mine");
  own("line", `${speaks} ${document.querySelectorAll(`[data-who="${said.me}"]`).length}`);
  own("asked", document.querySelectorAll(`[data-question][data-by="${said.me}"]`).length);
}

// What is hers alone is fetched when it has become something else.
function own(part, now) {
  const place = document.querySelector(`[data-own="${part}"]`);
  if (!place || place.dataset.state === `${now}`) return;
  const first = !("state" in place.dataset);
  place.dataset.state = now;
  if (first) return;
  place.dataset.liveSrc = place.dataset.ownSrc;
  document.dispatchEvent(new CustomEvent("stale", { detail: place }));
}

// Everybody gets the same list; what this one supports, and what is her own, is marked here.
function marks() {
  for (const button of document.querySelectorAll("[data-support]")) {
    const id = button.dataset.support;
    const words = button.firstChild;
    button.dataset.word ??= words.textContent;
    const own = button.closest("[data-by]").dataset.by === said.me;
    words.textContent = own ? said.supportOwn : supported.has(id) ? said.supportBack : button.dataset.word;
    button.name = supported.has(id) ? "back" : "question";
    button.disabled = own;
    button.setAttribute("aria-pressed", supported.has(id));
  }
}

async function send(form, button) {
  const id = button.dataset.support;
  const body = new FormData(form);
  body.append(button.name, id);
  button.setAttribute("aria-disabled", "true");
  try {
    const answer = await fetch(form.action, { method: "POST", body, headers: { "X-Requested-With": "fetch" } });
    if (!answer.ok) return form.requestSubmit(button);
    const more = button.name === "question" ? 1 : -1;
    if (more > 0) supported.add(id);
    else supported.delete(id);
    const count = button.parentElement.querySelector(".hall-support");
    count.textContent = count.textContent.replace(/\d+/, (n) => Math.max(0, Number(n) + more));
  } finally {
    button.removeAttribute("aria-disabled");
  }
  marks();
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-support]");
  if (!button || !button.form || button.getAttribute("aria-disabled") || event.defaultPrevented) return;
  event.preventDefault();
  send(button.form, button);
});

function log() {
  document.querySelectorAll(".captions").forEach((e) => (e.scrollTop = e.scrollHeight));
}

function all() {
  tick();
  mine();
  marks();
  log();
}
document.addEventListener("room", (event) => {
  if (event.detail.now) ahead = new Date(event.detail.now) - Date.now();
  all();
});
document.addEventListener("fresh", all);
all();
setInterval(tick, 1000);
