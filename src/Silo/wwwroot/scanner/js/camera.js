// The camera and the decoder's worker: frames go in one at a time, texts come out.

const LONGEST_SIDE = 1280;
const SHORTEST_PAUSE_MS = 60;

/** Events: "read" (detail: {texts, isCandidate, brightness, movement}), "trouble" (detail: a key of words: camera-denied, …), "ready". */
export class Camera extends EventTarget {
  #video;
  #worker;
  #stream = null;
  #busy = false;
  #canvas = null;
  #lastFrame = 0;
  #generation = 0;
  #isDecoderReady = false;

  constructor(video) {
    super();
    this.#video = video;
    this.#worker = new Worker(new URL("decoder-worker.js", import.meta.url), { type: "module" });
    this.#worker.onmessage = ({ data }) => {
      if (data.ready) {
        this.#isDecoderReady = true;
        this.dispatchEvent(new Event("ready"));
      } else if (data.broken) this.#trouble("decoder-broken");
      else {
        this.#busy = false;
        if (this.isOn) this.dispatchEvent(new CustomEvent("read", { detail: data }));
      }
    };
    this.#worker.onerror = () => this.#trouble("decoder-broken");
    document.addEventListener("visibilitychange", () => this.#revive());
  }

  get video() {
    return this.#video;
  }

  get isOn() {
    return this.#stream !== null;
  }

  get isDecoderReady() {
    return this.#isDecoderReady;
  }

  /** Starts with the camera of that id, or the one that looks away from the person. Answers whether it runs. */
  async start(deviceId) {
    this.stop();
    const generation = ++this.#generation;
    if (!navigator.mediaDevices) return this.#trouble("camera-insecure");
    const wanted = { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30 } };
    try {
      const stream = await navigator.mediaDevices
        .getUserMedia({ audio: false, video: { ...wanted, ...(deviceId ? { deviceId: { exact: deviceId } } : { facingMode: "environment" }) } })
        .catch((error) => (deviceId && error.name !== "NotAllowedError" ? navigator.mediaDevices.getUserMedia({ audio: false, video: wanted }) : Promise.reject(error)));
      if (generation !== this.#generation) {
        stream.getTracks().forEach((track) => track.stop());
        return false;
      }
      this.#stream = stream;
      const [track] = stream.getVideoTracks();
      track.addEventListener("ended", () => this.#stream === stream && this.#lost());
      track.applyConstraints({ advanced: [{ focusMode: "continuous" }] }).catch(() => {});
      this.#video.srcObject = stream;
      await this.#video.play().catch(() => {});
      this.#loop(generation);
      return true;
    } catch (error) {
      const keys = { NotAllowedError: "camera-denied", NotFoundError: "camera-none", NotReadableError: "camera-busy" };
      return this.#trouble(keys[error.name] ?? "camera-broken");
    }
  }

  stop() {
    this.#generation++;
    this.#stream?.getTracks().forEach((track) => track.stop());
    this.#stream = null;
    this.#video.srcObject = null;
  }

  /** [{id, label}]; labels only after permission. */
  async choices() {
    const devices = (await navigator.mediaDevices?.enumerateDevices()) ?? [];
    return devices.filter((device) => device.kind === "videoinput" && device.deviceId).map((device) => ({ id: device.deviceId, label: device.label }));
  }

  get hasTorch() {
    return this.#stream?.getVideoTracks()[0]?.getCapabilities?.().torch === true;
  }

  async setTorch(on) {
    await this.#stream?.getVideoTracks()[0]?.applyConstraints({ advanced: [{ torch: on }] }).catch(() => {});
  }

  #trouble(key) {
    this.dispatchEvent(new CustomEvent("trouble", { detail: key }));
    return false;
  }

  #lost() {
    this.stop();
    this.#trouble("camera-lost");
  }

  // Phones stop the camera of a page in the background without a word.
  #revive() {
    if (!document.hidden && this.#stream) this.#video.play().catch(() => {});
  }

  #loop(generation) {
    if (generation !== this.#generation) return;
    const next = () => this.#loop(generation);
    if (this.#video.requestVideoFrameCallback) this.#video.requestVideoFrameCallback(next);
    else requestAnimationFrame(next);
    this.#frame();
  }

  async #frame() {
    const { videoWidth: width, videoHeight: height } = this.#video;
    const now = performance.now();
    if (this.#busy || !this.#isDecoderReady || !width || document.hidden || now - this.#lastFrame < SHORTEST_PAUSE_MS) return;
    this.#busy = true;
    this.#lastFrame = now;
    try {
      const scale = Math.min(1, LONGEST_SIDE / Math.max(width, height));
      const size = [Math.round(width * scale), Math.round(height * scale)];
      if (typeof OffscreenCanvas === "undefined") {
        const image = this.#draw(size);
        this.#worker.postMessage(image, [image.data.buffer]);
      } else {
        const bitmap = await createImageBitmap(this.#video, scale < 1 ? { resizeWidth: size[0], resizeHeight: size[1] } : {});
        this.#worker.postMessage(bitmap, [bitmap]);
      }
    } catch {
      // A frame while the camera changes: the next one is as good.
      this.#busy = false;
    }
  }

  #draw([width, height]) {
    this.#canvas ??= document.createElement("canvas");
    Object.assign(this.#canvas, { width, height });
    const context = this.#canvas.getContext("2d", { willReadFrequently: true });
    context.drawImage(this.#video, 0, 0, width, height);
    return context.getImageData(0, 0, width, height);
  }
}
