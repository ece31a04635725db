// Signing in and speaking by one's own phone: kept on the phone first, sent until the house has it. Without this script,
// or where the phone keeps nothing, the forms go their usual way.
const kit = globalThis.kit;
const place = document.querySelector("[data-phone]");
const words = {};
for (const one of place?.querySelector("[data-words]").content.children ?? []) words[one.dataset.w] = one.textContent;
const code = place?.dataset.code;
const who = `phone:${code}`;
const say = (text) => (place.querySelector("[data-phone-said]").textContent = text);
let phone;

async function known() {
  const kept = (await kit.all("phones")).find((one) => one.code === code);
  phone = kept ?? { code, secret: kit.token(), ahead: 0, since: 0 };
  if (!kept) await kit.write(["phones", "put", phone]);
}

const mine = async () => (await kit.all("entries")).filter((one) => one.who === who).sort((a, b) => a.seq - b.seq);
const hers = (entries) => entries.filter((one) => one.seq > phone.since);
const signedIn = (entries) => hers(entries).findLast((one) => one.kind === "sign_in" && one.state !== "refused");

async function note(kind, content, label) {
  try {
    await kit.note({ who, gathering: code, ahead: phone.ahead, kind, content, label });
    return true;
  } catch {
    say(words.full);
    return false;
  }
}

// Before the page's own listeners: a form that is taken here is not "sent" for them.
document.addEventListener(
  "submit",
  async (event) => {
    const form = event.target;
    if (!phone || !form.matches("[data-join], [data-phone-say]")) return;
    event.preventDefault();
    if (form.dataset.busy) return;
    form.dataset.busy = "1";
    const kept = form.matches("[data-join]") ? await sign(form) : await speak(form);
    delete form.dataset.busy;
    if (!kept) return;
    await draw();
    if (form.matches("[data-join]")) document.getElementById("phone-in").focus();
    send();
  },
  true
);

function sign(form) {
  const data = new FormData(form);
  const content = {};
  for (const name of ["name", "standing", "entrance"]) if (data.get(name)) content[name] = data.get(name);
  if (data.get("joining")) content.joining = true;
  if (data.get("participant")) content.participant = Number(data.get("participant"));
  const picked = form.querySelector("input[type=radio]:checked")?.closest("label").innerText;
  return note("sign_in", content, content.name ?? picked ?? "");
}

async function speak(form) {
  const entry = signedIn(await mine());
  const text = form.elements.text.value.trim();
  const kept = entry && text && (await note("opinion", { participant: { entry: entry.id }, text }, text));
  if (kept) form.reset();
  return kept;
}

async function draw() {
  const entries = await mine();
  const signed = signedIn(entries);
  const inside = place.querySelector("[data-phone-in]");
  inside.hidden = !signed;
  document.querySelector("[data-phone-out]").hidden = Boolean(signed);
  const way = place.querySelector("[data-phone-way]");
  way.hidden = !signed?.way;
  way.firstElementChild.href = signed?.way || "#";
  const heading = document.getElementById("phone-in");
  if (signed) heading.textContent = signed.state === "sent" ? signed.words || words.signed : signed.state === "matter" ? words.matter : words.signing;
  const shown = hers(entries).filter((one) => one !== signed && (one.kind === "opinion" || one.state === "refused"));
  place.querySelector("[data-phone-list]").replaceChildren(...shown.map(row));
  const refused = hers(entries).findLast((one) => one.kind === "sign_in" && one.state === "refused");
  if (!signed && refused) say(`${words.refused}：${refused.words}`);
}

function row(one) {
  const made = document.createElement("li");
  made.className = "kit-row";
  const state = one.state === "waits" ? words.wait : (words[one.state] ?? "");
  const text = document.createElement("span");
  text.textContent = `${one.label ?? ""} · ${[state, one.state === "sent" ? "" : one.words].filter(Boolean).join("：")}`;
  made.append(text);
  if (one.state === "refused") {
    if (one.kind === "opinion") made.append(button(words.change, () => again(one)));
    made.append(button(words.remove, () => kit.change(one.id, () => null)));
  }
  return made;
}

function button(label, act) {
  const made = Object.assign(document.createElement("button"), { type: "button", className: "button", textContent: label });
  made.onclick = async () => {
    await act();
    await draw();
  };
  return made;
}

// Back into the form; as a new entry when it is sent.
async function again(one) {
  const box = document.getElementById("phone-text");
  box.value = one.content.text;
  await kit.change(one.id, () => null);
  box.focus();
}

// One phone at the door for several people: what the one before wrote is shown to nobody any more, and still sent.
place?.querySelector("[data-phone-next]").addEventListener("click", async () => {
  phone.since = Math.max(Date.now(), ...(await mine()).map((one) => one.seq));
  await kit.write(["phones", "put", phone]);
  location.reload();
});

const send = kit.sender({
  name: who,
  mine: (one) => one.who === who,
  allowed: async () => "",
  post: async (batch) => {
    const { status, data } = await kit.call(place.dataset.phone, { phone: phone.secret, ahead: batch[0].ahead, entries: batch.map(kit.plain) });
    return { status, data, results: status === 200 ? data.entries : null };
  },
  // The house has it: of what was said the phone keeps nothing but that it was said.
  after: async () => {
    const done = (await mine()).filter((one) => one.content && ["sent", "matter"].includes(one.state));
    const short = (one) => (one.kind === "opinion" ? one.label.slice(0, 12) : "");
    await kit.write(...done.map((one) => ["entries", "put", { ...one, content: null, label: short(one) }]));
  },
  said: async (why) => {
    const left = (await mine()).some((one) => one.state === "waits");
    await draw();
    if (why && why !== "busy" && left) say(["login", "not_yours"].includes(why) ? words.reopen : words.gone);
    else if (!left && signedIn(await mine())) say("");
  },
});

// The page as it is now; one on which nobody can sign in (any more) does not take the place of the one kept before.
const keep = () =>
  kit.keepPage(location.pathname + location.search, "phone", (page) => {
    const now = page.querySelector("[data-now]")?.dataset.now;
    if (now) phone.ahead = (Date.now() - Date.parse(now)) / 1000;
    return Boolean(now && page.querySelector("[data-join]"));
  });

async function begin() {
  await known();
  kit.changed = draw;
  await draw();
  send();
  if (await kit.worker()) await keep().catch(() => "kept when it was opened before, or it opens with a network only");
  await kit.write(["phones", "put", phone]);
  if (await caches.match(location.pathname)) place.dataset.kept = "1";
}
if (place) begin().catch(() => phone && say(words.reopen));
