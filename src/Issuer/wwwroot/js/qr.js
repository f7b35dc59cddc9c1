import { encode } from "../lib/uqr.js";

const SVG = "http://www.w3.org/2000/svg";

/** Draws text as a QR code with its quiet zone of four modules: one SVG path, sharp at any size. */
export function drawQr(text, label) {
  const { data, size } = encode(text, { ecc: "L", border: 4 });
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
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", `0 0 ${size} ${size}`);
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", label);
  svg.setAttribute("shape-rendering", "crispEdges");
  const modules = document.createElementNS(SVG, "path");
  modules.setAttribute("d", path);
  modules.setAttribute("fill", "#000");
  svg.append(modules);
  return svg;
}

/** The thin ring around the code: it empties from now until the code changes. */
export function drawRing(leftMs, wholeMs) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 100 100");
  svg.setAttribute("class", "ring");
  svg.setAttribute("aria-hidden", "true");
  for (const name of ["ring-track", "ring-left"]) {
    const line = document.createElementNS(SVG, "path");
    // Begins at the top middle and runs clockwise, so that it empties like a clock.
    line.setAttribute("d", "M50 .75H96a3.25 3.25 0 0 1 3.25 3.25V96a3.25 3.25 0 0 1-3.25 3.25H4A3.25 3.25 0 0 1 .75 96V4A3.25 3.25 0 0 1 4 .75Z");
    line.setAttribute("class", name);
    line.setAttribute("pathLength", "100");
    line.setAttribute("vector-effect", "none");
    svg.append(line);
  }
  const left = svg.lastChild;
  left.style.animationDuration = `${wholeMs}ms`;
  left.style.animationDelay = `${leftMs - wholeMs}ms`;
  return svg;
}
