import { prepareZXingModule, readBarcodes } from "../lib/zxing-reader.js";
import { DECODER_OPTIONS } from "./decoder-options.js";

// Reads QR codes off the page's thread: a frame comes in, a DecodedFrame goes out.

const GRID = 16;
const LEARNING = 0.003;

/** @type {OffscreenCanvas | null} */
let canvas = null;
/** @type {Float32Array | null} brightness of each cell while nothing moves */
let scene = null;

// The library would load its wasm from a public CDN; ours is served with the app.
prepareZXingModule({
  overrides: { locateFile: (/** @type {string} */ path) => (path.endsWith(".wasm") ? new URL("../lib/zxing-reader.wasm", import.meta.url).href : path) },
  fireImmediately: true,
}).then(
  () => postMessage({ ready: true }),
  (/** @type {unknown} */ error) => postMessage(error instanceof WebAssembly.CompileError ? { unsupported: true } : { broken: String(error) }),
);

onmessage = async ({ data: frame }) => {
  try {
    const image = pixels(frame);
    /** @type {{ isValid: boolean, text: string }[]} */
    const results = await readBarcodes(image, DECODER_OPTIONS);
    postMessage({
      texts: results.filter((result) => result.isValid).map((result) => result.text),
      isCandidate: results.some((result) => !result.isValid),
      ...measure(image),
    });
  } catch (error) {
    // The page must not wait for this frame for ever.
    postMessage({ failed: String(error) });
  }
};

/** @param {ImageData | ImageBitmap} frame */
function pixels(frame) {
  if (frame instanceof ImageData) return frame;
  if (canvas?.width !== frame.width || canvas.height !== frame.height) canvas = new OffscreenCanvas(frame.width, frame.height);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) throw new DOMException("This browser draws no frames in a worker.", "NotSupportedError");
  context.drawImage(frame, 0, 0);
  frame.close();
  return context.getImageData(0, 0, canvas.width, canvas.height);
}

/** @param {ImageData} image */
function measure({ data, width, height }) {
  const cells = new Float32Array(GRID * GRID);
  const counts = new Uint16Array(GRID * GRID);
  const step = Math.max(1, Math.floor(Math.min(width, height) / GRID / 6));
  for (let y = 0; y < height; y += step) {
    for (let x = 0; x < width; x += step) {
      const cell = Math.floor((y * GRID) / height) * GRID + Math.floor((x * GRID) / width);
      const at = (y * width + x) * 4;
      cells[cell] += (data[at] + 2 * data[at + 1] + data[at + 2]) / 4;
      counts[cell]++;
    }
  }
  let brightness = 0;
  for (let i = 0; i < cells.length; i++) brightness += cells[i] /= counts[i];
  scene ??= cells.slice();
  let movement = 0;
  for (let i = 0; i < cells.length; i++) {
    movement += Math.abs(cells[i] - scene[i]);
    scene[i] += (cells[i] - scene[i]) * LEARNING;
  }
  return { brightness: brightness / cells.length, movement: movement / cells.length };
}
