/** An event as a syslog message (RFC 5424): the whole event is its text, as JSON. Pure. */
import type { ShippedBatch, ShippedEvent } from './shipped-batch.js';

/** RFC 5424 section 6.2.1: facility 13 is "log audit". */
const facility = 13;
const severity = { success: 6, failure: 4 } as const;

/** `host` is the name of this installation. */
export function syslogMessages({ events, checkpoints }: ShippedBatch, host: string, now: Date): readonly string[] {
  return [
    ...events.map((event) => {
      const level = event.outcome === 'failure' ? severity.failure : severity.success;
      return message({ level, at: event.at, host, id: event.type, text: JSON.stringify(event) });
    }),
    ...checkpoints.map((checkpoint) => {
      const text = JSON.stringify({ checkpoint });
      return message({ level: severity.success, at: now.toISOString(), host, id: 'checkpoint', text });
    }),
  ];
}

function message(parts: {
  readonly level: number;
  readonly at: ShippedEvent['at'];
  readonly host: string;
  readonly id: string;
  readonly text: string;
}): string {
  const { level, at, host, id, text } = parts;
  // PROCID is none, and there is no structured data: the text has all, in names that are the same everywhere.
  return `<${facility * 8 + level}>1 ${at} ${word(host, 255)} countersign - ${word(id, 32)} - ${text}`;
}

/** Printable ASCII without blanks, of a length that RFC 5424 allows. */
function word(text: string, longest: number): string {
  return text.replace(/[^!-~]/g, '?').slice(0, longest) || '-';
}
