// The service worker of both apps: keeps the app's files on the device, so that it opens without network. Requests to the API are neither
// answered nor stored here.

/**
 * @param {string} app prefix of the caches' names
 * @param {string} version
 * @param {string[]} files
 */
function keepOfflineCopy(app, version, files) {
  const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
  const name = `${app}-${version}`;
  const paths = new Map(files.map((file) => [new URL(file, location.href).pathname, file]));

  async function fill() {
    const cache = await caches.open(name);
    await cache.addAll(files.map((file) => new Request(file, { cache: "no-cache" })));
  }

  async function takeOver() {
    const old = (await caches.keys()).filter((one) => one.startsWith(`${app}-`) && one !== name);
    await Promise.all(old.map((one) => caches.delete(one)));
    await worker.clients.claim();
  }

  /**
   * @param {string} file
   * @param {Request} request
   */
  async function answer(file, request) {
    const kept = await caches.open(name).then((cache) => cache.match(file)).catch(() => undefined);
    return kept ?? fetch(request);
  }

  worker.addEventListener("install", (event) => {
    worker.skipWaiting();
    event.waitUntil(fill());
  });
  worker.addEventListener("activate", (event) => event.waitUntil(takeOver()));
  worker.addEventListener("fetch", (event) => {
    const url = new URL(event.request.url);
    const file = url.origin === location.origin && event.request.method === "GET" ? paths.get(url.pathname) : undefined;
    if (file !== undefined) event.respondWith(answer(file, event.request));
  });
}
