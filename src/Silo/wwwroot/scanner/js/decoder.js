// The page's side of the decoder's worker.

const PATIENCE_MS = 10000;
const MOST_FAILURES = 20;

/** @typedef {{ ready: true } | { unsupported: true } | { broken: string } | { failed: string } | DecodedFrame} WorkerMessage */

/** Reads QR codes off the page's thread, one frame at a time. A worker that dies is replaced. */
export class DecoderWorker {
  #on;
  /** @type {Worker | null} */
  #worker = null;
  #isReady = false;
  #isBusy = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #failures = 0;
  // Bitmaps cost less; browsers that make none, or whose workers cannot draw, get pixels.
  #usesBitmaps = typeof createImageBitmap === "function" && typeof OffscreenCanvas === "function";

  /**
   * @param {object} on
   * @param {() => void} on.onReady
   * @param {(fault: "decoder-broken" | "decoder-unsupported") => void} on.onFault
   * @param {(frame: DecodedFrame) => void} on.onFrame
   */
  constructor(on) {
    this.#on = on;
    if (typeof WebAssembly === "object") this.#start();
    else setTimeout(() => on.onFault("decoder-unsupported"));
  }

  get isFree() {
    return this.#isReady && !this.#isBusy;
  }

  /**
   * @param {HTMLVideoElement} video
   * @param {{ width: number, height: number }} size
   * @param {() => ImageData} draw
   */
  async read(video, { width, height }, draw) {
    this.#isBusy = true;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#restart(), PATIENCE_MS);
    try {
      if (this.#usesBitmaps) {
        const resized = width < video.videoWidth ? { resizeWidth: width, resizeHeight: height } : {};
        const bitmap = await createImageBitmap(video, resized);
        this.#worker?.postMessage(bitmap, [bitmap]);
      } else {
        const image = draw();
        this.#worker?.postMessage(image, [image.data.buffer]);
      }
    } catch {
      this.#fail();
    }
  }

  #start() {
    let isModule = false;
    const options = {
      // Browsers whose workers cannot be modules do not read this.
      get type() {
        isModule = true;
        return /** @type {const} */ ("module");
      },
    };
    const worker = new Worker(new URL("decoder-worker.js", import.meta.url), options);
    if (!isModule) {
      worker.terminate();
      setTimeout(() => this.#on.onFault("decoder-unsupported"));
      return;
    }
    worker.onmessage = ({ data }) => this.#worker === worker && this.#take(data);
    worker.onerror = () => this.#worker === worker && this.#on.onFault("decoder-broken");
    this.#worker = worker;
    this.#isReady = this.#isBusy = false;
  }

  #restart() {
    this.#worker?.terminate();
    this.#start();
  }

  /** @param {WorkerMessage} message */
  #take(message) {
    if ("ready" in message) {
      this.#isReady = true;
      this.#on.onReady();
    } else if ("unsupported" in message) this.#on.onFault("decoder-unsupported");
    else if ("broken" in message) this.#on.onFault("decoder-broken");
    else if ("failed" in message) this.#fail();
    else {
      this.#free();
      this.#failures = 0;
      this.#on.onFrame(message);
    }
  }

  // One frame may be lost while the camera changes. Many in a row: this browser lacks something, so the simpler way is tried, then it is told.
  #fail() {
    this.#free();
    if (++this.#failures < MOST_FAILURES) return;
    this.#failures = 0;
    if (this.#usesBitmaps) this.#usesBitmaps = false;
    else this.#on.onFault("decoder-unsupported");
  }

  #free() {
    clearTimeout(this.#timer);
    this.#isBusy = false;
  }
}
