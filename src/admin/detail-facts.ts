/** The detail of an event as a flat list of names and texts. Pure. */

export interface DetailFact {
  /** Members of members are joined by a dot. */
  readonly name: string;
  readonly value: string;
}

/** In the order in which they were written. Lists of plain values are one fact. */
export function detailFacts(detail: Readonly<Record<string, unknown>>, prefix = ''): readonly DetailFact[] {
  return Object.entries(detail).flatMap(([key, value]) => {
    const name = `${prefix}${key}`;
    if (Array.isArray(value)) return { name, value: value.map(textOf).join(', ') };
    if (typeof value === 'object' && value !== null) {
      return detailFacts(value as Readonly<Record<string, unknown>>, `${name}.`);
    }
    return { name, value: textOf(value) };
  });
}

function textOf(value: unknown): string {
  if (value === null || value === undefined || value === '') return '–';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
