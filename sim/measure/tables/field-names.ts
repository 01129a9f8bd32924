/** Fields of a result that are named for what they tell and how: `busyMean`, `latencyMsP99`. */

/** @returns for a name and a value for each ending an object of these fields; names are made of their parts once. */
export function fieldNames(endings: readonly string[]) {
  const known = new Map<string, readonly string[]>();
  return <Value>(name: string, values: readonly Value[]): Record<string, Value> => {
    let names = known.get(name);
    if (names === undefined) {
      names = endings.map((ending) => name + ending);
      known.set(name, names);
    }
    const fields: Record<string, Value> = {};
    for (let i = 0; i < names.length; i++) fields[names[i]!] = values[i]!;
    return fields;
  };
}
