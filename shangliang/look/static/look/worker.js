// Lets pages that a device took along open without a network. Everything else goes its usual way.
const PAGES = /^\/desk\/(kits\/|gatherings\/join\/[\w-]+\/)$/;
const PATIENCE = 6e3;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== self.location.origin) return;
  if (request.mode === "navigate" && PAGES.test(address.pathname)) event.respondWith(page(request, address.pathname));
  else if (address.pathname.startsWith("/static/")) event.respondWith(file(request));
});

async function file(request) {
  return (await caches.match(request)) ?? fetch(request);
}

// The house's own answer first; what is kept stands in when there is none, or none in time.
async function page(request, path) {
  const kept = await caches.match(path);
  const asked = fetch(request);
  if (!kept) return asked;
  asked.catch(() => "whoever waits longer than this hears of it from the page that is kept");
  const late = new Promise((done) => setTimeout(done, PATIENCE));
  try {
    const answer = await Promise.race([asked, late]);
    return answer && answer.status < 500 ? answer : kept;
  } catch {
    return kept;
  }
}
