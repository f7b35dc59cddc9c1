import { encode } from "../lib/uqr.js";
import { svg } from "../shared/element.js";

// Begins at the top middle and runs clockwise, so that the ring empties like a clock.
const RING = "M50 .75H96a3.25 3.25 0 0 1 3.25 3.25V96a3.25 3.25 0 0 1-3.25 3.25H4A3.25 3.25 0 0 1 .75 96V4A3.25 3.25 0 0 1 4 .75Z";

/**
 * Text as a QR code with its quiet zone of four modules: one SVG path, sharp at any size. A code is version 3 at error correction level M.
 * @param {string} text
 * @param {string} label
 */
export function drawQr(text, label) {
  const { data, size } = encode(text, { ecc: "M", border: 4 });
  let path = "";
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      if (!data[y][x]) continue;
      let width = 1;
      while (x + width < size && data[y][x + width]) width++;
      path += `M${x} ${y}h${width}v1h-${width}z`;
      x += width;
    }
  }
  const attributes = { viewBox: `0 0 ${size} ${size}`, role: "img", "aria-label": label, "shape-rendering": "crispEdges" };
  return svg("svg", attributes, svg("path", { d: path, fill: "#000" }));
}

/**
 * The thin ring around the code. It empties from now until the code changes.
 * @param {number} leftMs
 * @param {number} wholeMs
 */
export function drawRing(leftMs, wholeMs) {
  const line = { d: RING, pathLength: "100", "vector-effect": "none" };
  const left = svg("path", { ...line, class: "ring-left" });
  left.style.animationDuration = `${wholeMs}ms`;
  left.style.animationDelay = `${leftMs - wholeMs}ms`;
  return svg("svg", { viewBox: "0 0 100 100", class: "ring" }, svg("path", { ...line, class: "ring-track" }), left);
}
