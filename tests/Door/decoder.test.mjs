import { test } from "node:test";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { prepareZXingModule, readBarcodes } from "../../src/Silo/wwwroot/scanner/lib/zxing-reader.js";
import { DECODER_OPTIONS } from "../../src/Silo/wwwroot/scanner/js/decoder-options.js";
import { encode } from "../../src/Issuer/wwwroot/lib/uqr.js";

// How often the scanner reads a code in bad pictures: version 2 of the pass (QR version 3 at level M) against version 1 (QR version 5 at
// level L) at the same size on the screen. Each picture is made twice, with the same distance, angle, blur, noise and light.

const [WIDTH, HEIGHT] = [480, 360];
const QUIET_ZONE = 4;
const SUBSAMPLES = 2;
const SIDES = [90, 110, 135, 165, 200, 245, 300];
const BLURS = [0, 1, 2, 3];
const NOISES = [5, 15, 30];
const LIGHTS = [
  { dark: 25, light: 230, slope: 0 },
  { dark: 70, light: 150, slope: 60 },
];

const { codes } = JSON.parse(readFileSync(new URL("../Tokens.Tests/vectors/pass-v2.json", import.meta.url)));
await prepareZXingModule({
  overrides: { wasmBinary: readFileSync(new URL("../../src/Silo/wwwroot/scanner/lib/zxing-reader.wasm", import.meta.url)) },
  fireImmediately: true,
});

test("a code of version 2 is read at least as often in noisy frames as one of version 1 at the same size", async (context) => {
  const frames = SIDES.flatMap((side) => BLURS.flatMap((blur) => NOISES.flatMap((noise) => LIGHTS.map((light) => ({ side, blur, noise, light })))));
  const read = { 1: 0, 2: 0 };
  for (const [index, frame] of frames.entries()) {
    for (const version of [1, 2]) {
      const random = randomFrom(index + 1);
      const text = version === 1 ? oldText(random) : codes[index % codes.length].text;
      const { data, size, version: qr } = encode(text, { ecc: version === 1 ? "L" : "M", border: QUIET_ZONE });
      assert.deepEqual([qr, size - 2 * QUIET_ZONE], version === 1 ? [5, 37] : [3, 29]);
      const found = await readBarcodes(picture(data, size, frame, randomFrom(1000 + index)), DECODER_OPTIONS);
      const texts = found.filter((one) => one.isValid).map((one) => one.text);
      assert.ok(texts.every((one) => one === text), "nothing is misread");
      if (texts.length > 0) read[version]++;
    }
  }
  context.diagnostic(`read of ${frames.length} noisy frames: version 3-M ${read[2]}, version 5-L ${read[1]}`);
  assert.equal(frames.length, 168);
  assert.ok(read[2] >= read[1], `${read[2]} against ${read[1]}`);
  // Neither set is trivial.
  assert.ok(read[1] > frames.length / 4 && read[1] < frames.length, `${read[1]}`);
});

/** A frame of the camera: the phone's screen turned and tilted a little, out of focus, unevenly lit, with the noise of a small sensor. */
function picture(modules, size, { side, blur, noise, light }, random) {
  const angle = (random() - 0.5) * 0.3;
  const tilt = (random() - 0.5) * 0.0016;
  const [shiftX, shiftY] = [(random() - 0.5) * 40, (random() - 0.5) * 40];
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const bright = (x, y) => {
    const [dx, dy] = [x - WIDTH / 2 - shiftX, y - HEIGHT / 2 - shiftY];
    const depth = 1 + tilt * dx;
    const u = (((cos * dx + sin * dy) / depth / side) + 0.5) * size;
    const v = (((cos * dy - sin * dx) / depth / side) + 0.5) * size;
    if (u < 0 || v < 0 || u >= size || v >= size) return 110;
    return (modules[Math.floor(v)][Math.floor(u)] ? light.dark : light.light) + (light.slope * dx) / side;
  };
  let pixels = new Float32Array(WIDTH * HEIGHT).fill(110);
  for (let y = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++) {
      if (Math.hypot(x - WIDTH / 2 - shiftX, y - HEIGHT / 2 - shiftY) > side) continue;
      let sum = 0;
      for (let i = 0; i < SUBSAMPLES; i++) for (let j = 0; j < SUBSAMPLES; j++) sum += bright(x + (i + 0.5) / SUBSAMPLES, y + (j + 0.5) / SUBSAMPLES);
      pixels[y * WIDTH + x] = sum / SUBSAMPLES ** 2;
    }
  }
  pixels = smear(smear(pixels, blur, 1, WIDTH), blur, WIDTH, HEIGHT);
  const data = new Uint8ClampedArray(WIDTH * HEIGHT * 4);
  pixels.forEach((value, at) => {
    const noisy = value + noise * (random() + random() + random() - 1.5) * 2;
    data.set([noisy, noisy, noisy, 255], at * 4);
  });
  return { data, width: WIDTH, height: HEIGHT, colorSpace: "srgb" };
}

function smear(pixels, radius, step, length) {
  if (radius === 0) return pixels;
  const smeared = new Float32Array(pixels.length);
  for (let at = 0; at < pixels.length; at++) {
    const place = Math.floor(at / step) % length;
    let sum = 0;
    for (let offset = -radius; offset <= radius; offset++) {
      const near = Math.min(length - 1, Math.max(0, place + offset));
      sum += pixels[at + (near - place) * step];
    }
    smeared[at] = sum / (2 * radius + 1);
  }
  return smeared;
}

/** A text of the form of version 1: 145 characters of which most are sealed and look random. */
function oldText(random) {
  const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
  return "KP1:" + Array.from({ length: 141 }, () => alphabet[Math.floor(random() * alphabet.length)]).join("");
}

/** Mulberry32: the same pictures in each run. */
function randomFrom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
