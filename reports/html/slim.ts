/** A drawn chart made fit for a page: what shows nothing is left out, and lines are written in half pixels. */
import { TEXT } from "../charts/theme.ts";

/** Of no use beside a picture that has a name as a whole, or the default anyway. */
const IDLE_ATTRIBUTES =
  / (?:class|pointer-events|stroke-miterlimit|xmlns:xlink|version|aria-hidden|aria-roledescription|font-family)="[^"]*"| (?:opacity="1"|font-weight="normal"|stroke-width="1"|text-anchor="start"|role="graphics-[^"]*")/g;
/** Paths without extent, what cannot be seen, and the ground: the page has one of its own. */
const IDLE_ELEMENTS =
  /<path [^>]*?d="(?:M0,0h0v0h0Z|)?"[^>]*\/>|<path class="background"[^>]*\/>|<(?:path|line|rect) [^>]* opacity="0"\/>|(?<=^<svg [^>]*>)<rect [^>]*\/>/g;
/** Of nearly all text; said once, for all. */
const LABEL_SIZE = ` font-size="${TEXT.label}px"`;
const MOVED = / transform="translate\(([-\d.e]+),([-\d.e]+)\)"/g;
const POINTS = /^M[-\d.,e]+(?:[LMZ][-\d.,e]*)*$/;

/** The same picture for the same drawing, byte for byte. The font is the page's to name. */
export function slimSvg(svg: string): string {
  const lean = svg
    .replace(IDLE_ELEMENTS, "")
    .replace(/(?<=<)[^/][^>]*/g, (tag) => tag.replace(IDLE_ATTRIBUTES, ""))
    .replace(/ d="([^"]*)"/g, (_, path: string) => ` d="${slimPath(path)}"`)
    .replace(MOVED, (_, x: string, y: string) => ` transform="translate(${tenths(x) / 10},${tenths(y) / 10})"`)
    .replace(
      / (x2?|y2?|width|height)="(-?\d+\.\d+)"/g,
      (_, name: string, value: string) => ` ${name}="${tenths(value) / 10}"`,
    )
    .replace(/ transform="translate\(0,0\)"/g, "")
    .replaceAll(LABEL_SIZE, "")
    .replace("<svg ", () => `<svg${LABEL_SIZE} `)
    .replace(/<text([^>]*) transform="translate\(([-\d.]+),([-\d.]+)\)"/g, '<text$1 x="$2" y="$3"');
  return withoutEmptyGroups(lean);
}

const halves = (text: string): number => Math.round(Number(text) * 2);
const tenths = (text: string): number => Math.round(Number(text) * 10);

/** Points relative to the one before, in half pixels: sums of whole numbers, so no error adds up. */
function slimPath(path: string): string {
  if (!POINTS.test(path)) return path;
  let [fromX, fromY, last] = [0, 0, ""];
  const steps = [...path.matchAll(/([LM])([-\d.e]+),([-\d.e]+)|Z/g)].map(([, letter = "Z", x = "0", y = "0"]) => {
    const [toX, toY] = letter === "Z" ? [fromX, fromY] : [halves(x), halves(y)];
    const step =
      letter === "L" ? stepBy(toX - fromX, toY - fromY) : { letter, numbers: letter === "Z" ? [] : [toX, toY] };
    const again = step.letter === last && step.letter === "l";
    [fromX, fromY, last] = [toX, toY, step.letter];
    return `${again ? "" : step.letter}${written(step.numbers, again)}`;
  });
  return steps.join("");
}

interface Step {
  readonly letter: string;
  readonly numbers: readonly number[];
}

function stepBy(right: number, down: number): Step {
  if (down === 0) return { letter: "h", numbers: [right] };
  return right === 0 ? { letter: "v", numbers: [down] } : { letter: "l", numbers: [right, down] };
}

/** "1.5-.5": a sign parts numbers as well as a space does. */
function written(numbers: readonly number[], apart: boolean): string {
  const texts = numbers.map((value) => String(value / 2).replace(/^(-?)0\./, "$1."));
  return texts.map((text, i) => ((i > 0 || apart) && !text.startsWith("-") ? ` ${text}` : text)).join("");
}

/** Groups that hold nothing go, and those that say nothing go around what they hold. */
function withoutEmptyGroups(svg: string): string {
  const open: boolean[] = [];
  const bare = svg.replace(/<g( [^>]*)?>|<\/g>/g, (tag, attributes: string | undefined) => {
    if (tag === "</g>") return open.pop() === true ? tag : "";
    const kept = (attributes ?? "").trim() !== "";
    open.push(kept);
    return kept ? tag : "";
  });
  return emptied(bare);
}

function emptied(svg: string): string {
  const less = svg.replace(/<g [^>]*><\/g>/g, "");
  return less === svg ? svg : emptied(less);
}
