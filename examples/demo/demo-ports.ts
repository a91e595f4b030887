/** Which ports a demo uses, and what there is to say about them. */
import { anyFreePort, firstFreePort } from './free-port.js';

export interface DemoPorts {
  readonly server: number;
  readonly relyingParty: number;
  /** Sentences for the person, when a usual port was taken. */
  readonly notes: readonly string[];
}

/** The ports that are used when they are free. */
export const usualPorts = { server: 3000, relyingParty: 3001 } as const;

/** The usual ones; for each that is taken, the next that is free. */
export async function portsForPeople(usual: Omit<DemoPorts, 'notes'> = usualPorts): Promise<DemoPorts> {
  const server = await firstFreePort(usual.server, usual.relyingParty);
  const relyingParty = await firstFreePort(usual.relyingParty, server);
  const notes = [
    ...(server === usual.server ? [] : [`Port ${usual.server} is taken; Countersign uses ${server}.`]),
    ...(relyingParty === usual.relyingParty
      ? []
      : [`Port ${usual.relyingParty} is taken; the relying party uses ${relyingParty}.`]),
  ];
  return { server, relyingParty, notes };
}

/** Any two, for a demo that nobody opens in a browser. */
export async function portsForPrograms(): Promise<DemoPorts> {
  const server = await anyFreePort();
  let relyingParty = await anyFreePort();
  while (relyingParty === server) relyingParty = await anyFreePort();
  return { server, relyingParty, notes: [] };
}
