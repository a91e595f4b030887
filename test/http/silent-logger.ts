/** A pino logger whose lines end in a list instead of a terminal. */
import { pino } from 'pino';
import type { RequestLogger } from '../../src/http/request-log.js';

/** Says nothing. */
export const silentLogger: RequestLogger = pino({ level: 'silent' });

/** Every level, each line parsed. */
export function listeningLogger(): { logger: RequestLogger; lines: Record<string, unknown>[]; text: () => string } {
  const written: string[] = [];
  const lines: Record<string, unknown>[] = [];
  const logger = pino(
    { level: 'trace' },
    {
      write: (line: string) => {
        written.push(line);
        lines.push(JSON.parse(line));
      },
    },
  );
  return { logger, lines, text: () => written.join('') };
}
