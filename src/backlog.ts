/** Connections that the kernel has taken and the process has not: closing the door before they are in would cut them off unanswered. */
import type { Server } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';

/** Longest wait, so that a crowd that never ends does not keep the server open. */
const patienceMilliseconds = 1_000;

/** Resolves when a whole turn of the event loop brought nobody new. Node lets one connection in at each turn. */
export async function untilBacklogIsEmpty(server: Server): Promise<void> {
  let cameIn = true;
  let isPatient = true;
  const note = () => {
    cameIn = true;
  };
  const timer = setTimeout(() => {
    isPatient = false;
  }, patienceMilliseconds);
  server.on('connection', note);
  while (cameIn && isPatient) {
    cameIn = false;
    // The first may belong to the turn that is ending; after the second a whole one has passed.
    await turn();
    await turn();
  }
  server.off('connection', note);
  clearTimeout(timer);
}
