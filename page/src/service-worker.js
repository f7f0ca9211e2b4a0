// After the first visit everything comes from here, so that the page works without a network.
/* global FILES, VERSION */
const CACHE = `mlcomp-${VERSION}`;

addEventListener("install", (event) => {
  event.waitUntil(fill().then(() => skipWaiting()));
});

addEventListener("activate", (event) => {
  event.waitUntil(clean().then(() => clients.claim()));
});

addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method === "GET" && url.origin === location.origin) {
    event.respondWith(find(event.request));
  }
});

async function fill() {
  const cache = await caches.open(CACHE);
  // Past the browser's own cache, which may hold an older build under the same names.
  await cache.addAll(FILES.map((file) => new Request(file, { cache: "no-cache" })));
}

async function clean() {
  const old = (await caches.keys()).filter((name) => name.startsWith("mlcomp-") && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
}

async function find(request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(request, { ignoreSearch: true })) ?? fetch(request);
}
