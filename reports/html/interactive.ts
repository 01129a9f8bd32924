/**
 * What makes charts answer the pointer: Vega's runtime, the compiled specs, and a script that starts them. Vega compiles
 * expressions with `new Function`, so this page alone allows 'unsafe-eval'; only the scripts with these hashes run.
 */
import { type Content, markup, trusted } from "./markup.ts";

export interface Interactive {
  /** Packed specs in the order of the charts: JSON. */
  readonly specs: string;
  readonly scripts: readonly Script[];
}

export interface Script {
  readonly text: string;
  /** Of the text, in base64. */
  readonly sha256: string;
}

const STRICT = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  "img-src data:",
  "base-uri 'none'",
  "form-action 'none'",
];

/** Without scripts, none may run. */
export function policyOf(interactive: Interactive | undefined): string {
  if (interactive === undefined) return STRICT.join("; ");
  const hashes = interactive.scripts.map(({ sha256 }) => `'sha256-${sha256}'`);
  return [...STRICT, `script-src ${hashes.join(" ")} 'unsafe-eval'`].join("; ");
}

export function scriptsOf(interactive: Interactive | undefined): Content {
  if (interactive === undefined) return null;
  const scripts = interactive.scripts.map(({ text }) => markup`<script>${trusted(text)}</script>\n`);
  const specs = trusted(interactive.specs.replaceAll("<", "\\u003c"));
  return markup`<script type="application/json" id="specs">${specs}</script>
${scripts}`;
}

/** A script that cannot end its element: "<" before a slash or "!--" is written as an escape of its strings. */
export const embeddable = (script: string): string => script.replace(/<(?=\/script|!--)/gi, "\\x3C");

/** Runs in the page: opens the packed specs and draws each chart anew when it comes near the window. */
export const CLIENT = `(function () {
"use strict";
var page = JSON.parse(document.getElementById("specs").textContent);
function summed(column) {
  var sum = 0;
  return opened(column.$steps).map(function (step) {
    sum += step;
    return (sum * column.by) / column.per;
  });
}
function rows(columns) {
  var keys = Object.keys(columns), first = columns[keys[0]];
  keys.filter(function (key) { return "$next" in columns[key]; }).forEach(function (key) {
    columns[key] = first.slice(1).concat(columns[key].$next);
  });
  return first.map(function (_, i) {
    var row = {};
    keys.forEach(function (key) { row[key] = columns[key][i]; });
    return row;
  });
}
function opened(part) {
  if (Array.isArray(part)) return part.map(opened);
  if (part === null || typeof part !== "object") return part;
  if ("$same" in part) return opened(page.shared[part.$same]);
  if ("$steps" in part) return summed(part);
  if ("$digits" in part) return opened(part.$digits).map(String);
  if ("$texts" in part) return opened(part.$texts).map(function (at) { return page.texts[at]; });
  var whole = {};
  Object.keys(part).forEach(function (key) { whole[key] = opened(part[key]); });
  return "$rows" in whole ? rows(whole.$rows) : whole;
}
var tip = document.body.appendChild(document.createElement("div"));
tip.className = "tip";
tip.setAttribute("role", "tooltip");
tip.hidden = true;
function line(name, value) {
  var row = document.createElement("div");
  [name, value].forEach(function (text) { row.appendChild(document.createElement("span")).textContent = text; });
  return row;
}
function show(_, event, item, values) {
  tip.hidden = !values;
  if (!values) return;
  var head = document.createElement("b");
  head.textContent = values.time;
  tip.replaceChildren(head);
  Object.keys(values).filter(function (name) { return name.charAt(0) === "="; }).forEach(function (name) {
    tip.appendChild(line(name.slice(1), values[name]));
  });
  var right = event.clientX + 16 + tip.offsetWidth > document.documentElement.clientWidth;
  var left = right ? Math.max(4, event.clientX - 16 - tip.offsetWidth) : event.clientX + 16;
  var top = Math.max(4, Math.min(event.clientY + 12, window.innerHeight - tip.offsetHeight - 4));
  tip.style.left = left + "px";
  tip.style.top = top + "px";
}
function draw(place, spec) {
  var still = place.querySelector("svg");
  var moving = document.createElement("div");
  var view = new vega.View(vega.parse(opened(spec)), { renderer: "svg", hover: true, tooltip: show });
  view.initialize(moving).runAsync().then(function () {
    var drawn = moving.querySelector("svg");
    drawn.querySelectorAll("[role]").forEach(function (part) {
      part.removeAttribute("role");
      part.removeAttribute("aria-roledescription");
    });
    drawn.setAttribute("role", "img");
    drawn.setAttribute("aria-label", still.getAttribute("aria-label"));
    moving.className = "moving";
    ["role", "aria-roledescription", "aria-label"].forEach(function (name) { moving.removeAttribute(name); });
    still.replaceWith(moving);
  });
}
var near = new IntersectionObserver(function (entries) {
  entries.filter(function (entry) { return entry.isIntersecting; }).forEach(function (entry) {
    near.unobserve(entry.target);
    draw(entry.target, page.charts[Number(entry.target.closest("figure").id.replace("chart-", "")) - 1]);
  });
}, { rootMargin: "600px" });
document.querySelectorAll(".picture .scroll").forEach(function (place) { near.observe(place); });
window.addEventListener("scroll", function () { tip.hidden = true; }, true);
})();
`;
