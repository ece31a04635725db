// What this device keeps of a meeting, in IndexedDB: kits, entries, phones. Nothing counts as kept before the store says so.
const kit = (globalThis.kit = {});
const SINCE = 1;
const PATIENCE = 30e3;
let opened;

function open() {
  opened ??= new Promise((done, fail) => {
    const asked = indexedDB.open("kits", SINCE);
    asked.onupgradeneeded = () => {
      for (const [name, keyPath] of [["kits", "kit"], ["entries", "id"], ["phones", "code"]])
        asked.result.createObjectStore(name, { keyPath });
    };
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => fail(asked.error);
  }).catch((fault) => {
    opened = undefined;
    throw fault;
  });
  return opened;
}

async function within(stores, mode, act) {
  const db = await open();
  return new Promise((done, fail) => {
    const all = db.transaction(stores, mode, { durability: "strict" });
    let found;
    all.oncomplete = () => done(found);
    all.onabort = all.onerror = () => fail(all.error ?? new Error("aborted"));
    try {
      act(all, (value) => (found = value));
    } catch (fault) {
      all.abort();
      fail(fault);
    }
  });
}

// All of these changes, or none: [store, "put" or "delete", value].
kit.write = async (...changes) => {
  const stores = [...new Set(changes.map(([store]) => store))];
  if (!stores.length) return;
  await within(stores, "readwrite", (all) => {
    for (const [store, verb, value] of changes) all.objectStore(store)[verb](value);
  });
  await told();
};

kit.all = (store) =>
  within([store], "readonly", (all, give) => {
    const asked = all.objectStore(store).getAll();
    asked.onsuccess = () => give(asked.result);
  });

// Change one entry as it stands now; one that is gone stays gone (undefined). `may` says whether it still fits.
kit.change = async (id, change, may = () => true) => {
  const found = await within(["entries"], "readwrite", (all, give) => {
    const store = all.objectStore("entries");
    const asked = store.get(id);
    asked.onsuccess = () => {
      const one = asked.result;
      if (!one || !may(one)) return;
      const next = change(one);
      if (next === null) store.delete(id);
      else store.put(one);
      give(one);
    };
  });
  await told();
  return found;
};

kit.token = () => {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = [...bytes].map((b) => b.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
};

// A new entry, after all others; it is kept when this returns.
kit.note = async (more, ...besides) => {
  const last = Math.max(0, ...(await kit.all("entries")).map((one) => one.seq));
  const seq = Math.max(Date.now(), last + 1);
  const made = { id: kit.token(), noted_at: new Date().toISOString(), state: "waits", tried: false, seq, ...more };
  const all = [made, ...besides.map((next, n) => ({ ...made, id: kit.token(), seq: seq + n + 1, ...next(made) }))];
  await kit.write(...all.map((one) => ["entries", "put", one]));
  return all;
};

kit.isLeft = (one) => ["waits", "asks", "refused"].includes(one.state);

// Who is signed in on this device, as the last page said that she opened with a network.
kit.who = () => localStorage.getItem("kit:who") ?? "";

const others = "BroadcastChannel" in globalThis ? new BroadcastChannel("kits") : null;
kit.changed = () => {};
if (others) others.onmessage = () => kit.changed();

// The other tabs look again, and other pages know how much waits before somebody signs out.
async function told() {
  const left = (await kit.all("entries")).filter((one) => kit.isLeft(one) && one.who === kit.who());
  localStorage.setItem("kit:left", String(left.length));
  others?.postMessage("changed");
}

// --- speaking with the house: every answer as { status, data }; where there is none it throws a fault that is `unreached`.

const csrf = () =>
  document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";

kit.call = async (address, body) => {
  const asked = { signal: AbortSignal.timeout(PATIENCE), cache: "no-store", redirect: "manual", headers: {} };
  if (body !== undefined) {
    asked.method = "POST";
    asked.body = JSON.stringify(body);
    asked.headers = { "Content-Type": "application/json", "X-CSRFToken": csrf(), "Idempotency-Key": kit.token() };
  }
  const began = Date.now();
  let answer;
  let data;
  try {
    answer = await fetch(address, asked);
    data = answer.headers.get("content-type")?.includes("json") ? await answer.json() : null;
  } catch (fault) {
    throw Object.assign(fault instanceof Error ? fault : new Error(String(fault)), { unreached: true });
  }
  if (data?.now) kit.ahead = ((began + Date.now()) / 2 - Date.parse(data.now)) / 1000;
  return { status: answer.type === "opaqueredirect" ? 401 : answer.status, data };
};

// Keep this page and what it loads, so that it opens without a network. The page goes in last: never without its parts.
kit.keepPage = async (address, name, fits = () => true) => {
  const answer = await fetch(address, { cache: "no-store" });
  if (!answer.ok || answer.redirected) return false;
  const page = new DOMParser().parseFromString(await answer.clone().text(), "text/html");
  if (!fits(page)) return false;
  const parts = [...page.querySelectorAll("link[rel=stylesheet], link[rel=icon], link[rel=manifest], script[src], use")]
    .map((e) => new URL(e.getAttribute("href") ?? e.getAttribute("src"), location.href))
    .filter((a) => a.origin === location.origin)
    .map((a) => a.pathname + a.search);
  const cache = await caches.open(name);
  const wanted = new Set(parts);
  for (const part of wanted) if (!(await cache.match(part))) await cache.add(part);
  await cache.put(new URL(address, location.href).pathname, answer);
  for (const old of await cache.keys()) {
    const { pathname, search } = new URL(old.url);
    if (pathname.startsWith("/static/") && !wanted.has(pathname + search)) await cache.delete(old);
  }
  return true;
};

kit.worker = async () => {
  if (!("serviceWorker" in navigator)) return false;
  await navigator.serviceWorker.register("/offline.js", { scope: "/desk/" });
  await navigator.serviceWorker.ready;
  return true;
};
