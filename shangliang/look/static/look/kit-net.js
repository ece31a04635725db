// Speaking with the house: every answer as { status, data }; where there is none it throws a fault that is `unreached`.
const PATIENCE = 30e3;
const kit = globalThis.kit;

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
