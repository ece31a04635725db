// The kit's page: whose it is, which meeting it shows, taking along, and sending what waits.
const kit = globalThis.kit;
const { ui } = kit;
const SHELL = "/desk/kits/";
const here = (kit.here = { who: kit.who(), g: Number(new URLSearchParams(location.search).get("g")), offers: [], why: "", ready: "preparing" });

const mine = (kit.mine = (one) => one.who === here.who);
const ofKit = (one) => mine(one) && one.gathering === here.g;
kit.expired = () => Date.now() - (here.pack.ahead ?? 0) * 1000 > Date.parse(here.pack.valid_until);

async function draw() {
  const [packs, entries] = [await kit.all("kits"), await kit.all("entries")];
  const alien = entries.filter((one) => !mine(one) && kit.isLeft(one)).length;
  if (!here.who) {
    ui.put("locked", ui.say("locked", { n: alien }));
    return ui.show("locked");
  }
  const hers = packs.filter(mine);
  here.pack = hers.filter((p) => p.gathering.id === here.g).sort((a, b) => Date.parse(a.taken_at) - Date.parse(b.taken_at)).at(-1);
  if (!here.pack) return ui.shelf(hers, here.offers.filter((o) => !hers.some((p) => p.gathering.id === o.id)), navigator.onLine);
  here.entries = entries.filter(ofKit).sort((a, b) => a.seq - b.seq);
  here.book = kit.book(here.pack, here.entries);
  ui.kit(here.pack, here.book, kit.expired());
  kit.counting();
  ui.put("ready", ui.say(here.ready.split(" ")[0], { why: ui.say(here.ready.split(" ")[1]) }));
  const gone = navigator.onLine && here.why && here.why !== "busy";
  const net = gone ? ui.say("gone", { why: ui.say(here.why) }) : ui.say(navigator.onLine ? "online" : "offline");
  ui.put("net", [net, alien ? ui.say("others", { n: alien }) : ""].filter(Boolean).join("。"));
  ui.one('[data-do="sign-in"]').hidden = here.why !== "login";
}
let drawing = Promise.resolve();
const redraw = (kit.redraw = () => (drawing = drawing.then(draw, draw)));
kit.changed = redraw;

kit.go = (g) => {
  here.g = Number(g);
  history.replaceState(null, "", here.g ? `${SHELL}?g=${here.g}` : SHELL);
  return redraw();
};

// --- with a network

async function look() {
  const { status, data } = await kit.call("/api/v1/kits/");
  if (status !== 200) return "server";
  if (data.who === null) return here.who ? "login" : "";
  if (here.who && String(data.who) !== here.who) return "other";
  here.offers = data.offers;
  return "";
}

// Whoever opens the page with a network is who the session says: another one sees hers, and not these.
async function whoever() {
  const { status, data } = await kit.call("/api/v1/kits/");
  if (status === 200 && data.who !== null) {
    localStorage.setItem("kit:who", String(data.who));
    [here.who, here.offers] = [String(data.who), data.offers];
  }
}

async function stored(data) {
  const pack = { ...data, who: String(data.who), ahead: kit.ahead ?? 0 };
  // What has been brought back stands in the new kit: its matter goes from this device.
  const [entries, packs] = [await kit.all("entries"), await kit.all("kits")];
  const done = entries.filter((one) => one.kit === pack.kit && ["sent", "matter"].includes(one.state) && one.content);
  const older = packs.filter((p) => mine(p) && p.gathering.id === pack.gathering.id && p.kit !== pack.kit && !entries.some((one) => one.kit === p.kit && kit.isLeft(one)));
  await kit.write(["kits", "put", pack], ...done.map((one) => ["entries", "put", { ...one, content: null, label: "" }]), ...older.map((p) => ["kits", "delete", p.kit]));
}

kit.take = async (g) => {
  const { status, data } = await kit.call(`/api/v1/kits/gatherings/${g}`, {});
  if (status !== 201) return ui.wrong(data?.detail ?? ui.say("server"));
  await stored(data);
  await kit.go(g);
  ui.tell(ui.say("taken"));
};

kit.renew = async () => {
  const { status, data } = await kit.call(`/api/v1/kits/${here.pack.kit}`);
  if (status === 200) await stored(data);
  return status;
};

async function prepare() {
  try {
    const kept = (await kit.worker()) ? await kit.keepPage(SHELL, "kits") || (await caches.match(SHELL)) : "no_worker";
    here.ready = kept === "no_worker" ? "not_ready no_worker" : kept ? "ready" : "not_ready no_shell";
  } catch {
    here.ready = (await globalThis.caches?.match(SHELL)) ? "ready" : "not_ready no_shell";
  }
  const firm = await navigator.storage?.persist?.();
  ui.put("stored", ui.say(firm ? "persisted" : "may_go"));
  await redraw();
}

kit.send = kit.sender({
  name: "desk",
  mine: (one) => mine(one) && one.kit,
  allowed: look,
  post: async (batch) => {
    const [{ kit: from, ahead }] = batch;
    const { status, data } = await kit.call(`/api/v1/kits/${from}/entries`, { ahead, entries: batch.map(kit.plain) });
    return { status, data, results: status === 200 ? data : null };
  },
  after: async () => here.pack && (await kit.renew()),
  said: async (why) => {
    here.why = why;
    await redraw();
    if (!why && here.book?.sent && !here.book.left) ui.tell(ui.say("all_sent"));
  },
});

async function begin() {
  // What lies here is shown at once, however slow the network is.
  await redraw();
  const prepared = prepare();
  const wanted = new URLSearchParams(location.search).get("take");
  try {
    await whoever();
    if (wanted && here.who) await kit.take(Number(wanted));
  } catch (fault) {
    here.why = "no_net";
    if (!fault.unreached) reportError(fault);
  }
  // A kit whose time is over goes, unless something of it still waits.
  const [packs, entries] = [await kit.all("kits"), await kit.all("entries")];
  const over = packs.filter((p) => Date.now() > Date.parse(p.valid_until) && !entries.some((one) => one.kit === p.kit && kit.isLeft(one)));
  await kit.write(...over.map((p) => ["kits", "delete", p.kit]), ...entries.filter((one) => over.some((p) => p.kit === one.kit)).map((one) => ["entries", "delete", one.id]));
  await redraw();
  addEventListener("online", redraw);
  addEventListener("offline", redraw);
  await prepared;
  if (here.who && navigator.onLine) await kit.send();
}
// After all scripts of the page.
addEventListener("DOMContentLoaded", () =>
  begin().catch((fault) => {
    ui.wrong(ui.say("no_store"));
    reportError(fault);
  })
);
