/** Columns of numbers that grow. */

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
