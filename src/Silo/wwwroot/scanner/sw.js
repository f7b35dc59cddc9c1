// Keeps the app on the device, so that it opens without network. Requests to the API are never touched or kept.
// The two lines below are written by deploy/stamp-web.mjs; a test checks that they are up to date.
const VERSION = "0df75ef98d8970a9";
const FILES = ["app.css","icons/icon.svg","./","js/api.js","js/app.js","js/awake.js","js/camera.js","js/clock.js","js/database.js","js/decoder-worker.js","js/delivery.js","js/door-view.js","js/element.js","js/entries.js","js/feedback.js","js/hand-scanner.js","js/list-view.js","js/pair-view.js","js/pairing.js","js/paper-view.js","js/paper.js","js/pass.js","js/scan.js","js/settings-view.js","js/settings.js","js/verdict-view.js","js/words.js","lib/zxing-reader.js","lib/zxing-reader.wasm","manifest.webmanifest"];

const CACHE = `kipass-scanner-${VERSION}`;

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(FILES.map((file) => new Request(file, { cache: "no-cache" })))));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => name.startsWith("kipass-scanner-") && name !== CACHE).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

self.addEventListener("fetch", (event) => {
  const path = new URL(event.request.url).pathname;
  const file = new URL(event.request.url).origin === location.origin && event.request.method === "GET" ? FILES.find((name) => new URL(name, location).pathname === path) : null;
  if (file) event.respondWith(caches.open(CACHE).then(async (cache) => (await cache.match(file)) ?? fetch(event.request)));
});
