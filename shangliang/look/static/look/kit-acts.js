// What one does on the kit's page: note, put right, take away, wipe.
const kit = globalThis.kit;
const { ui, here } = kit;
const root = document.querySelector("[data-kit]");

async function note(kind, content, label, ...besides) {
  if (kit.expired()) return ui.wrong(ui.say("expired"));
  try {
    const base = { who: here.who, kit: here.pack.kit, gathering: here.g, ahead: here.pack.ahead ?? 0, kind, content, label };
    await kit.note(base, ...besides);
  } catch {
    ui.wrong(ui.say("full"));
    return false;
  }
  ui.wrong("");
  await kit.redraw();
  ui.tell(`${ui.say(kind)} ${label} · ${ui.say("kept")}`);
  if (navigator.onLine) kit.send();
  return true;
}

const FORMS = {
  person: (f) => {
    const content = { name: f.name.value.trim(), capacity: f.capacity.value, standing: f.standing.value.trim() };
    return note("person", content, content.name, (made) => ({ kind: "sign_in", content: { participant: { entry: made.id } } }));
  },
  opinion: (f) => note("opinion", {
    participant: kit.ref(f.participant.value), text: f.text.value.trim(), agenda: here.book.running?.order ?? null,
    replies_to: kit.ref(f.replies_to.value),
  }, `${here.book.names.get(f.participant.value)}：${f.text.value.trim().slice(0, 30)}`),
  hands: (f) => {
    const { poll, question, options } = asked(f);
    const counts = [...f.poll.form.querySelectorAll("[data-count]")].map((e) => Number(e.value));
    const picked = [...f.poll.form.querySelectorAll("[data-name]")].filter((e) => e.value !== "");
    const names = f.named.checked ? options.map((_o, n) => picked.filter((e) => Number(e.value) === n).map((e) => kit.ref(e.dataset.name))) : [];
    const totals = f.named.checked ? names.map((many) => many.length) : counts;
    const label = options.map((o, n) => ui.say("counts", { o, n: totals[n] })).join("，");
    return note("hands", { poll, question, options, counts: totals, names }, label);
  },
  photo: async (f) => {
    let picture;
    try {
      picture = await kit.shrink(f.file.files[0]);
    } catch (fault) {
      ui.wrong(ui.say(["bad_photo", "big_photo"].includes(fault.message) ? fault.message : "bad_photo"));
      return false;
    }
    return note("photo", { ...picture, title: f.title.value.trim() }, f.title.value.trim());
  },
};

function asked(f) {
  const poll = here.book.polls.find((p) => String(p.id) === f.poll.value);
  const own = f.options.value.split("\n").map((o) => o.trim()).filter(Boolean);
  return { poll: poll?.id ?? null, question: poll?.question ?? f.question.value.trim(), options: poll?.options ?? own };
}

kit.counting = () => {
  const f = root.querySelector('[data-entry="hands"]').elements;
  const { poll, options } = asked(f);
  for (const part of root.querySelectorAll("[data-new]")) part.hidden = Boolean(poll);
  f.question.required = !poll;
  ui.counts(options, here.book.people.filter((p) => p.signed), f.named.checked);
};

root.addEventListener("input", ({ target }) => target.closest('[data-entry="hands"]') && !target.closest('[data-list="counts"]') && kit.counting());
root.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.dataset.entry) return;
  event.preventDefault();
  if (form.dataset.busy) return;
  form.dataset.busy = "1";
  const kept = await FORMS[form.dataset.entry](form.elements).finally(() => delete form.dataset.busy);
  if (!kept) return;
  const speaker = form.elements.participant?.value;
  form.reset();
  if (speaker) form.elements.participant.value = speaker;
  (form.elements.text ?? form.elements[0]).focus();
  kit.counting();
});

// --- the buttons

function ask(words, text) {
  const dialog = ui.one("[data-kit-ask]");
  ui.put("ask", words);
  ui.one('[data-f="ask-field"]').hidden = text === undefined;
  const box = dialog.querySelector("textarea");
  box.value = text ?? "";
  return new Promise((done) => {
    dialog.onclose = () => done(dialog.returnValue === "yes" ? (text === undefined ? true : box.value.trim()) : null);
    dialog.returnValue = "";
    dialog.showModal();
  });
}

const again = (one) => ({ ...one, state: "waits", tried: false, words: "", candidates: [] });
const fits = (one) => kit.isLeft(one) && !one.tried;
const found = (id) => here.entries.find((one) => one.id === id);

async function correct(of) {
  const said = here.book.opinions.find((o) => o.key === of);
  if (said.entry && fits(said.entry)) return edit(said.entry.id);
  const text = await ask(ui.say("ask_edit"), said.text);
  if (text) await note("correct", { opinion: kit.ref(of), text }, text.slice(0, 30));
}

async function edit(id) {
  const text = await ask(ui.say("ask_edit"), found(id).content.text);
  if (text) await kit.change(id, (one) => Object.assign(one, again(one), { content: { ...one.content, text }, label: text.slice(0, 30) }), fits);
}

// A number that is taken: another one, and whatever speaks of it goes along.
async function renumber(id) {
  const made = { ...again(found(id)), id: kit.token() };
  const turned = (one) => JSON.parse(JSON.stringify(one).replaceAll(id, made.id));
  const others = here.entries.filter((one) => one.id !== id && kit.isLeft(one) && JSON.stringify(one.content).includes(id));
  await kit.write(["entries", "delete", id], ["entries", "put", made], ...others.map((one) => ["entries", "put", turned(one)]));
}

async function remove(id) {
  if (await ask(ui.say("ask_remove"))) await kit.change(id, () => null, fits);
}

const means = (id, more) => kit.change(id, (one) => Object.assign(one, again(one), { content: { ...one.content, ...more } }));

async function wipe() {
  const left = here.book.left;
  if (!(await ask(left ? ui.say("ask_wipe_left", { n: left }) : ui.say("ask_wipe")))) return;
  const packs = (await kit.all("kits")).filter((p) => kit.mine(p) && p.gathering.id === here.g);
  await kit.write(...packs.map((p) => ["kits", "delete", p.kit]), ...here.entries.map((one) => ["entries", "delete", one.id]));
  await kit.go(0);
  ui.tell(ui.say("wiped"));
}

// A meeting that was put off is taken along anew: what was noted for the other day stays with the other kit.
async function renew() {
  const status = await kit.renew();
  await kit.redraw();
  if (status === 200 && here.pack.gathering.moved) return kit.take(here.g);
  ui.tell(ui.say(status === 200 ? "renewed" : status === 401 ? "login" : "server"));
}

const ACTS = {
  open: kit.go, shelf: () => kit.go(0), take: kit.take, send: () => kit.send(), wipe, correct, edit, remove, again: renumber,
  renew,
  start: () => note("start", {}, ""),
  sign: (of) => note("sign_in", { participant: kit.ref(of) }, here.book.names.get(of)),
  part: (of) => note("part", { order: Number(of) }, here.book.agenda.find((a) => a.order === Number(of)).title),
  same: (of) => means(of.split(" ")[0], { same_as: Number(of.split(" ")[1]) }).then(() => kit.send()),
  another: (of) => means(of, { other: true }).then(() => kit.send()),
};
const pressed = new Set();
root.addEventListener("click", async ({ target }) => {
  const { do: act, of } = target.closest("button[data-do]")?.dataset ?? {};
  if (!act || pressed.has(`${act} ${of}`)) return;
  pressed.add(`${act} ${of}`);
  try {
    await ACTS[act](of);
  } catch (fault) {
    ui.wrong(ui.say(fault.unreached ? "no_net" : "server"));
    if (!fault.unreached) reportError(fault);
  } finally {
    pressed.delete(`${act} ${of}`);
  }
});
// How the page looks is asked of the house.
document.addEventListener("submit", (event) => {
  if (navigator.onLine || root.contains(event.target)) return;
  event.preventDefault();
  ui.tell(ui.say("no_look"));
}, true);

