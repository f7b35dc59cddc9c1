import { prepareZXingModule, readBarcodes } from "../lib/zxing-reader.js";

// Reads QR codes off the page's thread. Per frame it answers {texts, isCandidate, brightness, movement}:
// isCandidate: something looked like a QR code that could not be read; brightness 0…255; movement: mean difference to the quiet scene.

const OPTIONS = { formats: ["QRCode"], tryHarder: true, tryRotate: false, tryInvert: true, tryDownscale: true, maxNumberOfSymbols: 4, returnErrors: true };
const GRID = 16;
const LEARNING = 0.003;

// The library would load its wasm from a public CDN; ours lies beside it.
prepareZXingModule({
  overrides: { locateFile: (path) => (path.endsWith(".wasm") ? new URL("../lib/zxing-reader.wasm", import.meta.url).href : path) },
  fireImmediately: true,
}).then(
  () => postMessage({ ready: true }),
  (error) => postMessage({ broken: String(error) }),
);

let canvas = null;
let context = null;
let scene = null;

function pixels(frame) {
  if (frame instanceof ImageData) return frame;
  if (canvas?.width !== frame.width || canvas.height !== frame.height) {
    canvas = new OffscreenCanvas(frame.width, frame.height);
    context = canvas.getContext("2d", { willReadFrequently: true });
  }
  context.drawImage(frame, 0, 0);
  frame.close();
  return context.getImageData(0, 0, canvas.width, canvas.height);
}

function look({ data, width, height }) {
  const cells = new Float32Array(GRID * GRID);
  const step = Math.max(1, Math.floor(Math.min(width, height) / GRID / 6));
  const counts = new Uint16Array(GRID * GRID);
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
  brightness /= cells.length;
  scene ??= cells.slice();
  let movement = 0;
  for (let i = 0; i < cells.length; i++) {
    movement += Math.abs(cells[i] - scene[i]);
    scene[i] += (cells[i] - scene[i]) * LEARNING;
  }
  return { brightness, movement: movement / cells.length };
}

onmessage = async ({ data: frame }) => {
  const image = pixels(frame);
  const results = await readBarcodes(image, OPTIONS);
  postMessage({
    texts: results.filter((result) => result.isValid).map((result) => result.text),
    isCandidate: results.some((result) => !result.isValid),
    ...look(image),
  });
};
