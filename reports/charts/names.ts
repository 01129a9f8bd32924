/** How names and sentences of a user are shown in a chart: made harmless, and no longer than a title can bear. */

const LONGEST = 48;
/** Control characters, and those that turn the direction of the text around them. */
const CONTROL = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\u2028\u2029]|\p{Cs}|[\ufffe\uffff]/gu;
const RIGHT_TO_LEFT = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;
/** Around a name that is written from right to left, so that the words beside it stay where they are. */
const ISOLATE = { first: "\u2068", last: "\u2069" } as const;

export function shownName(name: string, longest = LONGEST): string {
  const harmless = [...name.replace(CONTROL, "\ufffd")];
  const short = harmless.length <= longest ? harmless.join("") : `${harmless.slice(0, longest - 1).join("")}…`;
  return RIGHT_TO_LEFT.test(short) ? `${ISOLATE.first}${short}${ISOLATE.last}` : short;
}

/** A name for files and anchors: letters, digits, "-" and "_" only. */
export function plainName(name: string): string {
  return name.replace(/[^A-Za-z0-9_-]/gu, "_").slice(0, LONGEST);
}
