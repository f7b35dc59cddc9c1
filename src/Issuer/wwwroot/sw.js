// Keeps the page on the phone, so that it opens without network. Requests to the API are never touched or kept.
// The two lines below are written by deploy/stamp-web.mjs; a test checks that they are up to date.
const VERSION = "65947ecd3f1f3e23";
const FILES = ["app.css","icons/icon.svg","./","js/account.js","js/api.js","js/app.js","js/clock.js","js/device-store.js","js/element.js","js/pass-view.js","js/passes.js","js/qr.js","js/renewal.js","js/sign-up.js","js/verification.js","js/words.js","lib/uqr.js","manifest.webmanifest"];

const CACHE = `kipass-visitor-${VERSION}`;

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(FILES.map((file) => new Request(file, { cache: "no-cache" })))));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => name.startsWith("kipass-visitor-") && name !== CACHE).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

self.addEventListener("fetch", (event) => {
  const path = new URL(event.request.url).pathname;
  const file = new URL(event.request.url).origin === location.origin && event.request.method === "GET" ? FILES.find((name) => new URL(name, location).pathname === path) : null;
  if (file) event.respondWith(caches.open(CACHE).then(async (cache) => (await cache.match(file)) ?? fetch(event.request)));
});
