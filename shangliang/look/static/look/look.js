// Small comforts. Every page works without them.
const said = document.body.dataset;
const lang = document.documentElement.lang;
const WEEK = 7 * 24 * 3600e3;
const dirty = new Set();

// "/" moves into the search box.
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  const box = [...document.querySelectorAll("[data-search]")].find((b) => b.offsetParent);
  if (box) {
    event.preventDefault();
    box.focus();
    box.select();
  }
});

// A form is sent once, and again after the back button.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented) return;
  if (form.dataset.sent) return event.preventDefault();
  const question = event.submitter?.dataset.confirm;
  if (question && form.dataset.agreed !== question) {
    event.preventDefault();
    return ask(form, event.submitter, question);
  }
  dirty.delete(form);
  if (!form.hasAttribute("data-once")) return;
  form.dataset.sent = "1";
  form.querySelectorAll("button:not([type=button])").forEach((b) => b.setAttribute("aria-disabled", "true"));
  if (form.dataset.draft) keep(form, true);
});

function free(form) {
  delete form.dataset.sent;
  form.querySelectorAll("button[aria-disabled]").forEach((b) => b.removeAttribute("aria-disabled"));
}
addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(free));
document.addEventListener("htmx:after:request", (event) => {
  const form = event.target.closest?.("form");
  if (form) free(form);
});

function ask(form, button, question) {
  const dialog = make("dialog", "", "ask");
  const row = make("div", "", "buttons");
  const yes = make("button", said.yes, "button button-first");
  const no = make("button", said.no, "button");
  yes.onclick = () => {
    form.dataset.agreed = question;
    dialog.close();
    form.requestSubmit(button);
    delete form.dataset.agreed;
  };
  no.onclick = () => dialog.close();
  dialog.onclose = () => dialog.remove();
  row.append(yes, no);
  dialog.append(make("p", question, ""), row);
  document.body.append(dialog);
  dialog.showModal();
  no.focus();
}

function make(name, text, className) {
  const made = document.createElement(name);
  if (name === "button") made.type = "button";
  made.textContent = text;
  made.className = className;
  return made;
}

// Drafts stay a week, or until sent.
const key = (name) => `draft:${name}`;
const read = (name) => {
  try {
    const kept = JSON.parse(localStorage.getItem(key(name)));
    return kept && Date.now() - kept.at < WEEK ? kept : null;
  } catch {
    return null;
  }
};
const drop = (form) => localStorage.removeItem(key(form.dataset.draft));
const inputs = (form) =>
  [...form.elements].filter(
    // Restored words bring back what was there when they were written.
    (e) => e.name && !e.matches("[type=hidden]:not([name$=seen_at_first]),[type=file],[type=password],button,fieldset,[data-no-draft]")
  );

function keep(form, sent) {
  const values = inputs(form).map((e) =>
    /checkbox|radio/.test(e.type) ? [e.name, e.value, e.checked] : [e.name, e.value]
  );
  try {
    localStorage.setItem(key(form.dataset.draft), JSON.stringify({ at: Date.now(), sent, values }));
    tell(form, said.saved);
  } catch {
    tell(form, said.unsaved);
  }
}

function tell(form, words) {
  const place = form.querySelector("[data-draft-said]");
  const time = new Date().toLocaleTimeString(lang, { timeStyle: "short" });
  if (place) place.textContent = `${words} ${time}`;
}

function restore(form, values) {
  for (const [name, value, checked] of values) {
    for (const e of inputs(form).filter((i) => i.name === name)) {
      if (checked === undefined) e.value = value;
      else if (e.value === value) e.checked = checked;
    }
  }
  form.dispatchEvent(new Event("input", { bubbles: true }));
}

function offer(form) {
  const kept = read(form.dataset.draft);
  if (kept?.sent && document.querySelector(".flash-success")) return drop(form);
  const now = JSON.stringify(inputs(form).map((e) => e.value));
  if (!kept || kept.values.every(([, v, c]) => c === undefined && !v) || now === JSON.stringify(kept.values.map((v) => v[1])))
    return;
  const bar = make("div", "", "draft-bar");
  bar.setAttribute("role", "status");
  const at = new Date(kept.at).toLocaleString(lang, { dateStyle: "medium", timeStyle: "short" });
  const yes = make("button", said.restore, "button");
  const no = make("button", said.discard, "button");
  yes.onclick = () => {
    restore(form, kept.values);
    bar.remove();
  };
  no.onclick = () => {
    drop(form);
    bar.remove();
  };
  bar.append(`${said.found} ${at}`, yes, no);
  form.prepend(bar);
}

const forms = [...document.querySelectorAll("form[data-draft]")];
if (!("failure" in said)) {
  for (const name of Object.keys(localStorage).filter((k) => k.startsWith("draft:"))) {
    const kept = read(name.slice(6));
    const here = forms.some((f) => key(f.dataset.draft) === name);
    if (!kept || (kept.sent && !here)) localStorage.removeItem(name);
  }
}
for (const form of forms) {
  offer(form);
  let wait;
  form.addEventListener("input", () => {
    dirty.add(form);
    clearTimeout(wait);
    wait = setTimeout(() => form.dataset.sent || keep(form), 600);
  });
}
document.addEventListener("input", ({ target }) => {
  const form = target.form;
  if (form?.hasAttribute("data-guard")) dirty.add(form);
});
addEventListener("beforeunload", (event) => {
  if ([...dirty].some((f) => f.isConnected && !f.dataset.draft)) event.preventDefault();
});

// Too large a file is not sent.
document.addEventListener("change", ({ target }) => {
  const most = Number(target.dataset?.max);
  if (target.type !== "file" || !most) return;
  const large = [...target.files].find((f) => f.size > most);
  target.setCustomValidity(large ? said.large.replace("%s", large.name).replace("%d", most >> 20) : "");
  target.reportValidity();
});

document.querySelector("[data-focus]")?.focus();
