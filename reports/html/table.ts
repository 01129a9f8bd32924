/** Tables of the page: a caption, headings with their scope, and a region of their own that scrolls when they are wide. */
import { type Content, isEmpty, type Markup, markup, trusted } from "./markup.ts";

interface Table {
  /** Read out; also shown where `captioned`. */
  readonly caption: string;
  readonly captioned?: boolean;
  readonly heads: readonly string[];
  /** One letter a column: l or r. */
  readonly align: string;
  /** The first cell of a row names it. */
  readonly rows: readonly (readonly Content[])[];
  /** Rows that deserve attention. */
  readonly marked?: (row: number) => boolean;
}

/** Columns that are empty throughout are left out. */
export function dataTable(given: Table): Markup {
  const { caption, captioned = false, heads, align, rows, marked } = filled(given);
  const plain = /^lr+$/.test(align);
  const side = (column: number): Markup => trusted(align[column] === "r" && !plain ? ' class="n"' : "");
  const head = heads.map((text, i) => markup`<th scope="col"${side(i)}>${text}</th>`);
  const body = rows.map((cells, row) => {
    const line = cells.map((cell, i) =>
      i === 0 ? markup`<th scope="row"${side(i)}>${cell}</th>` : markup`<td${side(i)}>${cell}</td>`,
    );
    return markup`<tr${trusted(marked?.(row) === true ? ' class="marked"' : "")}>${line}</tr>\n`;
  });
  const table = markup`<table${trusted(plain ? ' class="numeric"' : "")}><caption class="unseen">${caption}</caption>
<thead><tr>${head}</tr></thead>
<tbody>
${body}</tbody></table>`;
  return markup`${captioned ? shown(caption) : null}${scrolling(caption, table)}
`;
}

function filled({ heads, align, rows, ...rest }: Table): Table {
  const kept = heads.map((_, i) => i === 0 || rows.some((cells) => !isEmpty(cells[i] ?? null)));
  const only = <Part>(parts: readonly Part[]): Part[] => parts.filter((_, i) => kept[i]);
  return { ...rest, heads: only(heads), align: only([...align]).join(""), rows: rows.map(only) };
}

/** A visible caption stands outside, where it does not scroll with the table. */
const shown = (caption: string): Markup => markup`<p class="caption" aria-hidden="true">${caption}</p>
`;

/** Wide content keeps to the width of the page and is moved by touch, wheel or the arrow keys. */
export const scrolling = (name: string, content: Content): Markup =>
  markup`<div class="scroll" role="group" tabindex="0" aria-label="${name}">${content}</div>`;

/** A part that opens on a click. */
export const folded = (summary: Content, content: Content): Markup =>
  markup`<details><summary>${summary}</summary>${content}</details>`;
