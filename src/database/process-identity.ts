/** Who a process is, in words another process can check: its number alone is given to somebody else one day. */
import { execFileSync } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

export interface ProcessIdentity {
  readonly pid: number;
  /** When it started, in whatever words the system has. */
  readonly startedAt: string;
  /** The machine or container whose process numbers these are. */
  readonly machine: string;
}

/** This process. */
export function thisProcess(): ProcessIdentity {
  return { pid: process.pid, startedAt: startTimeOf(process.pid) ?? '', machine: thisMachine() };
}

/** Whether the process lives; undefined when it ran on another machine or in another container, where we cannot look. */
export function isAlive(identity: ProcessIdentity): boolean | undefined {
  if (identity.machine !== thisMachine()) return undefined;
  return startTimeOf(identity.pid) === identity.startedAt;
}

/** Containers of one host may share a data folder but not their process numbers. */
function thisMachine(): string {
  try {
    return `${hostname()} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return hostname();
  }
}

function startTimeOf(pid: number): string | undefined {
  return process.platform === 'linux' ? startTimeFromProc(pid) : startTimeFromPs(pid);
}

/** Field 22 of proc(5) `stat`, in clock ticks since the machine started, after its boot id: ticks repeat at each boot. */
function startTimeFromProc(pid: number): string | undefined {
  try {
    // Field 2, the program's name, may itself hold spaces and brackets.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const state = fields[0];
    if (state === 'Z' || state === 'X') return undefined;
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${fields[19]}`;
  } catch {
    return undefined;
  }
}

function startTimeFromPs(pid: number): string | undefined {
  try {
    const answer = execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], {
      env: { LC_ALL: 'C', PATH: '/bin:/usr/bin' },
      encoding: 'utf8',
    });
    return answer.trim() || undefined;
  } catch {
    return undefined;
  }
}
