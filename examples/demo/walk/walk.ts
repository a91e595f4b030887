/** The walk: plays the people of the demo over real HTTP, and checks what their sign-ins yield. */
import { type Clock, systemClock } from '../../../src/clock.js';
import { anna, carol, type DemoAccount, dave } from '../demo-accounts.js';
import { backupCodeSignIn, firstSignIn, totpSignIn } from './anna-story.js';
import { graceThenStepUp, signOut, useApi } from './carol-story.js';
import { mustEnrol } from './dave-story.js';
import { lostPhone } from './lost-phone-story.js';
import type { MovableClock } from './movable-clock.js';
import { createPerson, type Person } from './person.js';
import { createReport, type Report, StepFailed, type Write } from './report.js';

export interface WalkOptions {
  /** The relying party's address. */
  readonly relyingParty: string;
  /** Countersign's. */
  readonly issuer: string;
  /** Given to the server too. Moved forward by the walk. */
  readonly clock: MovableClock;
  readonly write: Write;
}

/** What every part of the walk needs. */
export interface WalkParts {
  readonly report: Report;
  readonly clock: MovableClock;
  /** Real time, by which the database writes. */
  readonly machineClock: Clock;
}

export type WalkResult =
  | { readonly ok: true; readonly stepsHeld: number }
  | { readonly ok: false; readonly step: string; readonly because: string };

/** Stops at the first step that does not hold. Needs a demo that was started without earlier data. */
export async function walk({ relyingParty, issuer, clock, write }: WalkOptions): Promise<WalkResult> {
  const machineClock = systemClock;
  const report = createReport(write, machineClock);
  const parts: WalkParts = { report, clock, machineClock };
  const play = (account: DemoAccount): Person => createPerson({ account, relyingParty, issuer, clock, machineClock });
  try {
    const enrolled = await firstSignIn(play(anna), parts);
    await totpSignIn(enrolled, parts);
    await backupCodeSignIn(enrolled, parts);
    const person = play(carol);
    await graceThenStepUp(person, parts);
    await useApi(person, parts);
    await signOut(person, parts);
    await mustEnrol(play(dave), parts);
    await lostPhone({ administrator: person, owner: enrolled.person.inFreshBrowser() }, parts);
  } catch (error) {
    if (!(error instanceof StepFailed)) throw error;
    return { ok: false, step: error.step, because: error.message };
  }
  return { ok: true, stepsHeld: report.stepsHeld };
}
