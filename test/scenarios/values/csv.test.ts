/** RFC 4180: what is read, and at which line a mistake is reported. */
import { describe, expect, test } from "vitest";
import { parseCsv } from "../../../scenarios/values/csv.ts";

const records = (...cells: string[][]) => cells.map((row, index) => ({ line: index + 2, cells: row }));

describe("what is read", () => {
  test.each([
    { what: "LF", text: "a,b\n1,2\n3,4\n", rows: records(["1", "2"], ["3", "4"]) },
    { what: "CRLF", text: "a,b\r\n1,2\r\n3,4\r\n", rows: records(["1", "2"], ["3", "4"]) },
    { what: "no line break at the end", text: "a,b\n1,2", rows: records(["1", "2"]) },
    { what: "empty lines at the end", text: "a,b\n1,2\n\n\n", rows: records(["1", "2"]) },
    { what: "a byte order mark", text: "\uFEFFa,b\n1,2\n", rows: records(["1", "2"]) },
    { what: "a comma in quotes", text: 'a,b\n"1,5",2\n', rows: records(["1,5", "2"]) },
    { what: "a doubled quote", text: 'a,b\n"say ""hi""",2\n', rows: records(['say "hi"', "2"]) },
    { what: "a quoted empty cell", text: 'a,b\n"",2\n', rows: records(["", "2"]) },
    { what: "empty cells", text: "a,b\n,\n", rows: records(["", ""]) },
    { what: "spaces, which belong to the cell", text: "a,b\n 1 ,2\n", rows: records([" 1 ", "2"]) },
    { what: "a header without rows", text: "a,b\n", rows: [] },
  ])("$what", ({ text, rows }) => {
    expect(parseCsv(text)).toEqual({ ok: true, header: ["a", "b"], records: rows });
  });

  test("a line break in quotes moves the following lines on", () => {
    expect(parseCsv('a,b\n"1\r\n1",2\n3,4\n')).toEqual({
      ok: true,
      header: ["a", "b"],
      records: [
        { line: 2, cells: ["1\r\n1", "2"] },
        { line: 4, cells: ["3", "4"] },
      ],
    });
  });
});

describe("what is wrong", () => {
  test.each([
    { text: "", row: 1, column: 1, says: "the file is empty" },
    { text: "\uFEFF\n\n", row: 1, column: 1, says: "the file is empty" },
    { text: "a,b,a\n", row: 1, column: 3, says: "two columns are named 'a'" },
    { text: "a,b\n1,2\n3\n", row: 3, column: 1, says: "this row has 1 cell, the header has 2" },
    { text: "a,b\n1,2,3\n", row: 2, column: 3, says: "this row has 3 cells, the header has 2" },
    { text: "a,b\n\n1,2\n", row: 2, column: 1, says: "this row has 1 cell, the header has 2" },
    { text: 'a,b\n1,"2\n3,4\n', row: 2, column: 2, says: "a quoted cell never ends" },
    { text: 'a,b\n1,2"3\n', row: 2, column: 2, says: "a quote inside a cell without quotes" },
    { text: 'a,b\n"1"x,2\n', row: 2, column: 1, says: "'x' after the end of a quoted cell" },
    { text: "a,b\n1,2\r3,4\n", row: 2, column: 2, says: "a carriage return without a line feed" },
    { text: 'a,b\n"1\n1",2\n3\n', row: 4, column: 1, says: "this row has 1 cell, the header has 2" },
  ])("$says (line $row)", ({ text, row, column, says }) => {
    expect(parseCsv(text)).toMatchObject({ ok: false, row, column, text: says });
  });
});
