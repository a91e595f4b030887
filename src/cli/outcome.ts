/** What the process prints and how it ends; made of an answer or a refusal. Pure. */
import type { Answer, CommandRefused } from './command.js';

/** The same whether the command ran in this process or in the server. */
export interface CommandOutcome {
  /** 0 done, 1 refused, 2 wrong use. */
  readonly exitCode: 0 | 1 | 2;
  readonly stdout: string;
  readonly stderr: string;
}

/** Done. */
export function outcomeOf(answer: Answer, json: boolean): CommandOutcome {
  const exitCode = answer.failed ? 1 : 0;
  if (json) return { exitCode, stdout: jsonLine(answer.json), stderr: '' };
  return { exitCode, stdout: lines(answer.text), stderr: lines(answer.note ?? '') };
}

/** Refused: the sentence on stderr, and with `--json` the code too, as the one object on stdout. */
export function refusal(
  { code, message, details }: Pick<CommandRefused, 'code' | 'message' | 'details'>,
  json: boolean,
): CommandOutcome {
  return {
    exitCode: 1,
    stdout: json ? jsonLine({ error: code, message, ...details }) : '',
    stderr: lines(message),
  };
}

/** Wrong use: what is wrong, then how it is used. */
export function wrongUse(because: string, usage: string, json: boolean): CommandOutcome {
  const stdout = json ? jsonLine({ error: 'wrong_use', message: because }) : '';
  return { exitCode: 2, stdout, stderr: lines(`${because}\n\n${usage}`) };
}

function jsonLine(value: object): string {
  return `${JSON.stringify(value)}\n`;
}

function lines(text: string): string {
  return text === '' ? '' : `${text}\n`;
}
