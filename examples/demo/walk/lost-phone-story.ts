/** Anna lost her phone and her backup codes. Carol, an administrator by now, resets her second factor in the console. */
import { anna } from '../demo-accounts.js';
import { expectThat } from './expect-that.js';
import type { Person } from './person.js';
import type { WalkParts } from './walk.js';

export async function lostPhone(
  { administrator, owner }: { readonly administrator: Person; readonly owner: Person },
  { report, clock }: WalkParts,
): Promise<void> {
  report.chapter('Anna lost her phone; Carol helps her in the administrators’ console');
  await report.step('Carol opens the console, and is asked for password and code first', async () => {
    await administrator.openOwn(`/admin/users?q=${encodeURIComponent(anna.email)}`);
    await administrator.typePassword();
    // Her last code is spent.
    clock.forward(30);
    await administrator.answerChallenge(administrator.codeOnPhone());
    expectThat(administrator.reads(anna.email), `Anna should be on the list, not ${administrator.where()}`);
  });
  await report.step('She finds Anna, resets her second factor, and says why', async () => {
    await administrator.follow(/\/admin\/users\/[0-9a-f-]{36}$/);
    await administrator.follow(/\/reset-mfa$/);
    await administrator.press('remove_mfa', { reason: 'Lost phone; called back on the number in the directory' });
    expectThat(!administrator.offers('remove_mfa'), `the act should be done, and is on ${administrator.where()}`);
  });
  await report.step('Anna’s password alone gets her no further: she sets up her new phone on the spot', async () => {
    await owner.begin('Sign in');
    await owner.typePassword();
    expectThat(owner.offers('confirm_enrolment'), `an enrolment should be there, not ${owner.where()}`);
    expectThat(!owner.offers('not_now'), '"Not now" should not be offered, and is');
    owner.scanKey();
    await owner.confirmEnrolment(owner.codeOnPhone());
    await owner.confirmCodesSaved();
    await owner.allowIfAsked();
    expectThat(owner.heading === 'Signed in', `the relying party should say "Signed in", not ${owner.where()}`);
  });
  report.claims(owner.shown('id-token'));
}
