/** Columns of numbers that grow. */

/** The largest number that a column of bytes holds: what may be more goes into a wider one. */
export const BYTE_MAX = 255;

interface Column<T> {
  readonly length: number;
  set(from: T): void;
}

/** A column of twice the length with the same beginning. */
export function doubled<T extends Column<T>>(column: T, make: new (length: number) => T): T {
  const larger = new make(column.length * 2);
  larger.set(column);
  return larger;
}
