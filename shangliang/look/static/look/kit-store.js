// What this device keeps of a meeting, in IndexedDB: kits, entries, phones. Nothing counts as kept before the store says so.
const kit = (globalThis.kit = {});
const SINCE = 1;
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
