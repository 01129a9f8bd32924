/** Reads CSV after RFC 4180, strictly, and remembers at which line of the file every record begins. */
import { nearest } from "../text/nearest.ts";

export interface CsvRecord {
  /** 1-based line of the file where the record begins. */
  readonly line: number;
  readonly cells: readonly string[];
}

export interface CsvTable {
  readonly ok: true;
  readonly header: readonly string[];
  readonly records: readonly CsvRecord[];
}

/** What is wrong, at a 1-based line of the file (`row`) and a 1-based column of the table. */
export interface CsvError {
  readonly ok: false;
  readonly row: number;
  readonly column: number;
  readonly text: string;
  readonly hint: string;
}

/** Where the reader stands; `line` is 1-based. */
interface Cursor {
  readonly text: string;
  at: number;
  line: number;
}

const BYTE_ORDER_MARK = "\uFEFF";
const PLAIN_CELL = /[^,"\r\n]*/y;
const LINE_BREAK = /\r?\n/y;

/**
 * The header and all records, each with as many cells as the header. Line breaks are LF or CRLF; a byte order mark and
 * empty lines at the end are passed over; quotes are doubled inside a quoted cell.
 */
export function parseCsv(text: string): CsvTable | CsvError {
  const body = (text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text).replace(/[\r\n]+$/, "");
  if (body === "") return csvError(1, 1, "the file is empty", "its first line must name the columns");
  const cursor: Cursor = { text: body, at: 0, line: 1 };
  const header = readRecord(cursor);
  if ("ok" in header) return header;
  const twice = header.cells.findIndex((name, index) => header.cells.indexOf(name) !== index);
  if (twice >= 0) return csvError(1, twice + 1, `two columns are named '${header.cells[twice]}'`, "rename one of them");

  const records: CsvRecord[] = [];
  while (cursor.at < body.length) {
    const record = readRecord(cursor);
    if ("ok" in record) return record;
    if (record.cells.length !== header.cells.length) return raggedRow(record, header.cells.length);
    records.push(record);
  }
  return { ok: true, header: header.cells, records };
}

/** The 0-based position of a column, or the error that names the nearest one. */
export function columnIndex(table: CsvTable, name: string): number | CsvError {
  const index = table.header.indexOf(name);
  if (index >= 0) return index;
  const near = nearest(name, table.header);
  const hint = near === null ? `columns here: ${table.header.join(", ")}` : `did you mean '${near}'?`;
  return csvError(1, 1, `there is no column '${name}'`, hint);
}

export function csvError(row: number, column: number, text: string, hint: string): CsvError {
  return { ok: false, row, column, text, hint };
}

/** Reads up to and including the line break after the record. */
function readRecord(cursor: Cursor): CsvRecord | CsvError {
  const line = cursor.line;
  const cells: string[] = [];
  for (;;) {
    const cell = cursor.text[cursor.at] === '"' ? readQuoted(cursor, cells.length + 1) : readPlain(cursor);
    if (typeof cell !== "string") return cell;
    cells.push(cell);
    if (cursor.text[cursor.at] !== ",") break;
    cursor.at += 1;
  }
  if (cursor.at === cursor.text.length || skipLineBreak(cursor)) return { line, cells };
  return strayCharacter(cursor, cells.length);
}

function readPlain(cursor: Cursor): string {
  PLAIN_CELL.lastIndex = cursor.at;
  const cell = PLAIN_CELL.exec(cursor.text)?.[0] ?? "";
  cursor.at += cell.length;
  return cell;
}

function readQuoted(cursor: Cursor, column: number): string | CsvError {
  const line = cursor.line;
  let cell = "";
  let from = cursor.at + 1;
  for (;;) {
    const quote = cursor.text.indexOf('"', from);
    if (quote < 0) return csvError(line, column, "a quoted cell never ends", 'close it with "');
    cell += cursor.text.slice(from, quote);
    from = quote + 1;
    if (cursor.text[from] !== '"') break;
    cell += '"';
    from += 1;
  }
  cursor.line += cell.split("\n").length - 1;
  cursor.at = from;
  return cell;
}

function skipLineBreak(cursor: Cursor): boolean {
  LINE_BREAK.lastIndex = cursor.at;
  const found = LINE_BREAK.exec(cursor.text);
  if (found === null) return false;
  cursor.at += found[0].length;
  cursor.line += 1;
  return true;
}

function strayCharacter(cursor: Cursor, column: number): CsvError {
  const found = cursor.text[cursor.at];
  if (found === "\r") {
    return csvError(cursor.line, column, "a carriage return without a line feed", "end lines with LF or CRLF");
  }
  if (found === '"') {
    return csvError(cursor.line, column, "a quote inside a cell without quotes", 'quote the whole cell and write ""');
  }
  return csvError(cursor.line, column, `'${found}' after the end of a quoted cell`, "a comma must follow the quote");
}

function raggedRow(record: CsvRecord, wanted: number): CsvError {
  const found = record.cells.length;
  const text = `this row has ${found} ${found === 1 ? "cell" : "cells"}, the header has ${wanted}`;
  const hint =
    found > wanted ? "quote cells that hold a comma" : "leave no cell out; an empty one still needs its comma";
  return csvError(record.line, Math.min(found, wanted) + (found > wanted ? 1 : 0), text, hint);
}
