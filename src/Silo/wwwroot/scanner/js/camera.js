import { DecoderWorker } from "./decoder.js";

const LONGEST_SIDE = 1280;
const SHORTEST_PAUSE_MS = 60;
const RESTART_MS = 5000;

/** @typedef {"camera-denied" | "camera-none" | "camera-busy" | "camera-broken" | "camera-lost" | "camera-insecure" | "camera-unsupported" | "decoder-broken" | "decoder-unsupported"} CameraFault also the key of its text */

/** @type {Record<string, CameraFault>} by the name of the browser's error */
const FAULTS = { NotAllowedError: "camera-denied", NotFoundError: "camera-none", NotReadableError: "camera-busy" };

/**
 * The camera. Frames go to the decoder one at a time, texts come out.
 * Events: "read" (detail: DecodedFrame), "trouble" (detail: CameraFault), "ready" (the decoder has loaded), "started".
 */
export class Camera extends EventTarget {
  #video;
  #decoder;
  /** @type {MediaStream | null} */
  #stream = null;
  #deviceId = "";
  #isKiosk = false;
  /** @type {HTMLCanvasElement | null} */
  #canvas = null;
  #lastFrame = 0;
  #generation = 0;
  #isLost = false;
  #isReady = false;
  /** @type {CameraFault | null} why no frame can be read; lasts until the page is loaded again */
  #decoderFault = null;

  /** @param {HTMLVideoElement} video */
  constructor(video) {
    super();
    this.#video = video;
    this.#decoder = new DecoderWorker({
      onReady: () => {
        this.#isReady = true;
        this.dispatchEvent(new Event("ready"));
      },
      onFault: (fault) => this.#loseDecoder(fault),
      onFrame: (frame) => this.isOn && this.dispatchEvent(new CustomEvent("read", { detail: frame })),
    });
    document.addEventListener("visibilitychange", () => this.#revive());
    navigator.mediaDevices?.addEventListener?.("devicechange", () => this.#restartIfLost());
    setInterval(() => this.#restartIfLost(), RESTART_MS);
  }

  get video() {
    return this.#video;
  }

  get isOn() {
    return this.#stream !== null;
  }

  get isDecoderReady() {
    return this.#isReady;
  }

  /**
   * Starts with the camera of that id, or with the one that looks away from the staff, or from a kiosk at the visitor. Resolves with whether
   * it runs.
   * @param {string} deviceId
   * @param {boolean} [isKiosk]
   */
  async start(deviceId, isKiosk = false) {
    this.stop();
    const generation = ++this.#generation;
    this.#deviceId = deviceId;
    this.#isKiosk = isKiosk;
    if (this.#decoderFault) return this.#fail(this.#decoderFault);
    if (!navigator.mediaDevices?.getUserMedia) return this.#fail(isSecureContext ? "camera-unsupported" : "camera-insecure");
    try {
      const stream = await openCamera(deviceId, isKiosk ? "user" : "environment");
      if (generation !== this.#generation) {
        stream.getTracks().forEach((track) => track.stop());
        return false;
      }
      await this.#film(stream, generation);
      return true;
    } catch (error) {
      return generation === this.#generation && this.#fail(FAULTS[error instanceof DOMException ? error.name : ""] ?? "camera-broken");
    }
  }

  stop() {
    this.#generation++;
    this.#isLost = false;
    this.#stream?.getTracks().forEach((track) => track.stop());
    this.#stream = null;
    this.#video.srcObject = null;
  }

  /** The cameras; labels only after permission. */
  async choices() {
    const devices = (await navigator.mediaDevices?.enumerateDevices?.()) ?? [];
    return devices.filter((device) => device.kind === "videoinput" && device.deviceId).map((device) => ({ id: device.deviceId, label: device.label }));
  }

  get hasTorch() {
    const capabilities = /** @type {(MediaTrackCapabilities & { torch?: boolean }) | undefined} */ (this.#stream?.getVideoTracks()[0]?.getCapabilities?.());
    return capabilities?.torch === true;
  }

  /** @param {boolean} on */
  async setTorch(on) {
    const torch = /** @type {MediaTrackConstraintSet} */ ({ torch: on });
    await this.#stream?.getVideoTracks()[0]?.applyConstraints({ advanced: [torch] }).catch(() => {});
  }

  /**
   * @param {MediaStream} stream
   * @param {number} generation
   */
  async #film(stream, generation) {
    this.#stream = stream;
    const [track] = stream.getVideoTracks();
    // Who looks at a screen expects a mirror. Only the picture is turned; the decoder reads frames as they are.
    this.#video.classList.toggle("mirrored", this.#isKiosk && track.getSettings?.().facingMode !== "environment");
    track.addEventListener("ended", () => this.#stream === stream && this.#lose());
    const focus = /** @type {MediaTrackConstraintSet} */ ({ focusMode: "continuous" });
    track.applyConstraints({ advanced: [focus] }).catch(() => {});
    this.#video.srcObject = stream;
    await this.#video.play().catch(() => {});
    this.#loop(generation);
    this.dispatchEvent(new Event("started"));
  }

  /** @param {CameraFault} fault */
  #fail(fault) {
    this.dispatchEvent(new CustomEvent("trouble", { detail: fault }));
    return false;
  }

  /** @param {CameraFault} fault */
  #loseDecoder(fault) {
    this.#decoderFault = fault;
    this.stop();
    this.#fail(fault);
  }

  #lose() {
    this.stop();
    this.#isLost = true;
    this.#fail("camera-lost");
  }

  // Unplugged, or taken by another program: an unattended kiosk goes on by itself when the camera is back.
  async #restartIfLost() {
    if (!this.#isLost || document.hidden) return;
    const cameras = await this.choices().catch(() => []);
    if (!this.#isLost || cameras.length === 0) return;
    await this.start(this.#deviceId, this.#isKiosk);
    if (!this.isOn) this.#isLost = true;
  }

  // Phones stop the camera of a page in the background without a word.
  #revive() {
    if (!document.hidden && this.#stream) this.#video.play().catch(() => {});
  }

  /** @param {number} generation */
  #loop(generation) {
    if (generation !== this.#generation) return;
    const next = () => this.#loop(generation);
    if ("requestVideoFrameCallback" in this.#video) this.#video.requestVideoFrameCallback(next);
    else requestAnimationFrame(next);
    this.#sendFrame();
  }

  #sendFrame() {
    const { videoWidth: width, videoHeight: height } = this.#video;
    const now = performance.now();
    if (!this.#decoder.isFree || !width || document.hidden || now - this.#lastFrame < SHORTEST_PAUSE_MS) return;
    this.#lastFrame = now;
    const scale = Math.min(1, LONGEST_SIDE / Math.max(width, height));
    const size = { width: Math.round(width * scale), height: Math.round(height * scale) };
    this.#decoder.read(this.#video, size, () => this.#draw(size));
  }

  /** @param {{ width: number, height: number }} size */
  #draw({ width, height }) {
    this.#canvas ??= document.createElement("canvas");
    Object.assign(this.#canvas, { width, height });
    const context = this.#canvas.getContext("2d", { willReadFrequently: true });
    if (!context) throw new DOMException("This browser draws no frames.", "NotSupportedError");
    context.drawImage(this.#video, 0, 0, width, height);
    return context.getImageData(0, 0, width, height);
  }
}

/**
 * A camera that is gone is replaced by any other one.
 * @param {string} deviceId
 * @param {"user" | "environment"} facingMode
 */
async function openCamera(deviceId, facingMode) {
  const wanted = { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30 } };
  const chosen = deviceId ? { deviceId: { exact: deviceId } } : { facingMode };
  try {
    return await navigator.mediaDevices.getUserMedia({ audio: false, video: { ...wanted, ...chosen } });
  } catch (error) {
    if (!deviceId || (error instanceof DOMException && error.name === "NotAllowedError")) throw error;
    return navigator.mediaDevices.getUserMedia({ audio: false, video: wanted });
  }
}
