/** What the readers of all formats give: one record of the file, not yet understood; or the end of all reading. */

/** Longest record in UTF-16 units; of a longer one nothing is kept. */
export const longestRecord = 65_536;

/** One row, element or line. `line` is where it begins, from 1. */
export interface RawRecord<Content> {
  readonly line: number;
  /** Undefined: it was longer than `longestRecord`. */
  readonly content: Content | undefined;
}

/** The file has a fault that leaves open where the next record begins, or what its columns mean. */
export class MalformedFile extends Error {
  override readonly name = 'MalformedFile';

  constructor(
    readonly line: number,
    /** Continues the sentence "Line 3 …". */
    readonly because: string,
  ) {
    super(`Line ${line} ${because}.`);
  }
}

/** Takes text piece by piece and gives what is complete. Both throw MalformedFile. */
export interface RecordReader<Content> {
  push(text: string): RawRecord<Content>[];
  /** What the end of the file completes. */
  end(): RawRecord<Content>[];
}
