/** Dave: an administrator whose grace period is over. */
import { expectThat } from './expect-that.js';
import type { Person } from './person.js';
import type { WalkParts } from './walk.js';

export async function mustEnrol(person: Person, { report }: WalkParts): Promise<void> {
  report.chapter('Dave, administrator past his grace period, signs in');
  await report.step('His password alone gets him no further: he must set up a second factor', async () => {
    await person.begin('Sign in');
    await person.typePassword();
    expectThat(person.offers('confirm_enrolment'), `an enrolment should be there, not ${person.where()}`);
    expectThat(!person.offers('not_now'), '"Not now" should not be offered, and is');
  });
}
