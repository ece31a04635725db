// What the kit's page shows. Lists are drawn anew only when what they show has changed; the focus stays where it was.
const kit = globalThis.kit;
const root = document.querySelector("[data-kit]");
const lang = document.documentElement.lang;
const words = {};
for (const one of root.querySelector("[data-words]").content.children) words[one.dataset.w] = one.textContent;

const ui = (kit.ui = {});
ui.say = (name, more = {}) =>
  (words[name] ?? "").replace(/\{(\w+)\}/g, (whole, part) => (part in more ? more[part] : whole));
// The meeting's hour, whatever zone the device is set to.
const timeZone = root.dataset.zone;
const day = (at) => at.toLocaleDateString(lang, { timeZone });
ui.at = (moment) => new Date(moment).toLocaleString(lang, { dateStyle: "medium", timeStyle: "short", timeZone });
// Of today only the hour.
ui.when = (moment) => {
  const at = new Date(moment);
  return day(at) === day(new Date()) ? at.toLocaleTimeString(lang, { timeStyle: "short", timeZone }) : ui.at(moment);
};
ui.one = (query) => root.querySelector(query);
ui.put = (name, text) => {
  const place = ui.one(`[data-f="${name}"]`);
  if (place && place.textContent !== text) place.textContent = text;
};
ui.tell = (text) => (ui.one("[data-kit-said]").textContent = text);
ui.wrong = (text) => {
  ui.one("[data-kit-wrong]").hidden = !text;
  ui.put("wrong", text);
};
ui.show = (view) => {
  for (const part of root.querySelectorAll("[data-view]")) part.hidden = part.dataset.view !== view;
};

const el = (ui.el = (name, more = {}, ...inside) => {
  const { className = "", data = {}, ...rest } = more;
  const made = Object.assign(document.createElement(name), rest);
  if (className) made.className = className;
  Object.assign(made.dataset, data);
  made.append(...inside.filter((part) => part !== ""));
  return made;
});
const button = (label, action, of, more = "", ...besides) =>
  el("button", { type: "button", className: `button ${more}`.trim(), data: { do: action, of, key: `${action} ${of}` } }, label, ...besides);
const unseen = (text) => el("span", { className: "unseen" }, text);
const hint = (text) => el("span", { className: "hint" }, text);

// shown: what the list shows, as plain data; drawn anew when that differs from what it showed before.
ui.list = (name, shown, draw, none = "") => {
  const place = ui.one(`[data-list="${name}"]`);
  const mark = JSON.stringify(shown);
  if (place.dataset.shown === mark) return;
  const [value, held] = [place.value, place.contains(document.activeElement) && document.activeElement.dataset.key];
  place.dataset.shown = mark;
  place.replaceChildren(...shown.map(draw));
  if (!shown.length && none) place.append(el("li", { className: "hint" }, none));
  if (place.matches("select") && [...place.options].some((o) => o.value === value)) place.value = value;
  if (held) (place.querySelector(`[data-key="${CSS.escape(held)}"]`) ?? place.querySelector("button"))?.focus();
};
const option = ({ value, label }) => el("option", { value }, label);

ui.shelf = (packs, offers, online) => {
  ui.show("shelf");
  ui.list("kits", packs.map((p) => ({ g: p.gathering.id, title: p.gathering.title, at: p.taken_at })), (p) =>
    el("li", { className: "card row" }, el("strong", {}, p.title), hint(ui.at(p.at)), button(ui.say("open"), "open", p.g, "button-first")), ui.say("no_kits"));
  ui.list("offers", offers.map((o) => ({ g: o.id, title: o.title, at: o.starts_at, place: o.place })), (o) =>
    el("li", { className: "card row" }, el("strong", {}, o.title), hint([o.at && ui.at(o.at), o.place].filter(Boolean).join(" · ")), button(ui.say("take"), "take", o.g)), ui.say(online ? "no_offers" : "no_list"));
};

ui.kit = (pack, book, expired) => {
  ui.show("kit");
  ui.put("title", pack.gathering.title);
  const { starts_at: at, place } = pack.gathering;
  ui.put("lead", [at && ui.at(at), place, pack.gathering.moved && ui.say("moved")].filter(Boolean).join(" · "));
  ui.put("fetched", expired ? ui.say("expired") : ui.say("fetched", { at: ui.at(pack.taken_at), until: ui.at(pack.valid_until), days: pack.late_days }));
  for (const part of root.querySelectorAll("[data-may]")) part.hidden = expired || !pack.may.includes(part.dataset.may);
  people(book);
  agenda(book, pack);
  speaking(book);
  voting(book);
  ui.list("capacities", pack.capacities, option);
  ui.put("materials", ui.say("materials", { n: pack.materials.map((m) => m.title).join("、") || ui.say("nothing") }));
  queue(book);
};

function people(book) {
  ui.put("signed", `${book.people.filter((p) => p.signed).length} / ${book.people.length}`);
  const rows = book.people.map(({ key, name, label, unit, standing, signed, unsent }) => ({ key, name, about: [label, unit, standing].filter(Boolean).join(" · "), signed, unsent }));
  ui.list("people", rows, (p) =>
    el("li", { className: "kit-row" }, el("span", {}, p.name, " ", hint(p.about)),
      p.signed ? el("span", { className: "kit-mark" }, `✓ ${ui.say("signed")}`, p.unsent ? hint(` ${ui.say("unsent")}`) : "")
        : button(ui.say("sign"), "sign", p.key, "", unseen(`：${p.name}`))), ui.say("nothing"));
}

function agenda(book, pack) {
  ui.one('[data-f="start"]').hidden = book.started || !pack.may.includes("start");
  const rows = book.agenda.map((a) => ({ order: a.order, title: a.title, about: `${a.part} · ${ui.say("minutes", { n: a.minutes })}`, at: a.at, runs: a === book.running, may: book.started }));
  ui.list("agenda", rows, (a) =>
    el("li", { className: "kit-row" }, el("span", {}, a.title, " ", hint(a.about)),
      a.at ? el("span", { className: "kit-mark" }, a.runs ? `▶ ${ui.say("running")} ` : "✓ ", hint(ui.when(a.at))) : a.may ? button(ui.say("go"), "part", a.order, "", unseen(`：${a.title}`)) : ""), ui.say("nothing"));
}

function speaking(book) {
  const speakers = [...book.people].sort((a, b) => b.signed - a.signed).map((p) => ({ value: p.key, label: p.unit ? `${p.name}（${p.unit}）` : p.name }));
  ui.list("speakers", [{ value: "", label: ui.say("choose") }, ...speakers], option);
  const said = book.opinions.filter((o) => !o.to);
  ui.list("answerable", [{ value: "", label: ui.say("none") }, ...said.map((o) => ({ value: o.key, label: `${book.names.get(o.who) ?? ""}：${o.text.slice(0, 24)}` }))], option);
  ui.put("said", String(book.opinions.length));
  ui.list("opinions", book.opinions.map((o) => ({ key: o.key, who: book.names.get(o.who) ?? "", text: o.text, unsent: Boolean(o.unsent), to: o.to })), (o) =>
    el("li", { className: o.to ? "kit-row kit-answer" : "kit-row" }, el("span", {}, el("strong", {}, o.who), " ", o.text, o.unsent ? hint(` ${ui.say("unsent")}`) : ""), button(ui.say("correct"), "correct", o.key, "", unseen(`：${o.text.slice(0, 20)}`))), ui.say("nothing"));
}

function voting(book) {
  ui.one('[data-entry="hands"]').hidden = !book.started;
  ui.one('[data-f="not-begun"]').hidden = book.started;
  ui.list("polls", [{ value: "", label: ui.say("new_question") }, ...book.polls.map((p) => ({ value: String(p.id), label: p.question }))], option);
  ui.list("hands", book.hands, (h) => el("li", { className: "kit-row" }, el("span", {}, el("strong", {}, h.question), " ", h.said, h.unsent ? hint(` ${ui.say("unsent")}`) : "")));
}

// Inputs for the count: how many for each option, or for each person which one.
ui.counts = (options, people, named) => {
  const rows = named ? people.map((p) => ({ key: p.key, label: p.name, options })) : options.map((o, n) => ({ key: String(n), label: o }));
  ui.list("counts", rows, (r) => {
    const id = `count-${r.key}`;
    const input = r.options
      ? el("select", { id, className: "input", data: { name: r.key } }, option({ value: "", label: ui.say("abstains") }), ...r.options.map((o, n) => option({ value: String(n), label: o })))
      : el("input", { id, className: "input", type: "number", min: 0, max: 9999, value: 0, inputMode: "numeric", data: { count: r.key } });
    return el("div", { className: "field" }, el("label", { className: "label", htmlFor: id }, r.label), input);
  });
};

function queue(book) {
  ui.put("left", String(book.left));
  ui.put("waiting", book.left ? String(book.left) : "");
  const rows = book.queue.map((one) => ({
    id: one.id, kind: ui.say(one.kind), label: one.label ?? "", at: one.noted_at, words: one.words ?? "", tried: one.tried,
    state: kit.sending.has(one.id) ? "busy" : one.state === "waits" ? "wait" : one.state,
    candidates: one.candidates ?? [], edits: ["opinion", "correct"].includes(one.kind),
  }));
  ui.list("queue", rows, entry, ui.say(book.sent ? "all_sent" : "nothing"));
}

function entry(e) {
  const about = [e.state === "wait" && e.tried ? ui.say("tried") : "", e.words].filter(Boolean).join(" ");
  const acts = [];
  const of = unseen(`：${e.kind} ${e.label}`);
  if (e.state === "asks") acts.push(...e.candidates.map((c) => button(ui.say("same", { n: [c.name, c.label, c.standing].filter(Boolean).join(" ") }), "same", `${e.id} ${c.id}`)), button(ui.say("another"), "another", e.id));
  if ((e.state === "wait" && !e.tried) || e.state === "refused") acts.push(...(e.edits ? [button(ui.say("edit"), "edit", e.id, "", of.cloneNode(true))] : []), button(ui.say("remove"), "remove", e.id, "", of));
  if (e.state === "refused") acts.push(button(ui.say("again"), "again", e.id));
  return el("li", { className: `kit-row kit-${e.state}` },
    el("span", {}, el("strong", {}, e.kind), " ", e.label, " ", el("span", { className: "kit-mark" }, ui.say(e.state)), " ", hint([ui.when(e.at), about].filter(Boolean).join(" · "))),
    el("span", { className: "row" }, ...acts));
}
