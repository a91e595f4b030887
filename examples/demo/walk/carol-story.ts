/** Carol: an administrator in her grace period. She goes on without a second factor, then steps up. */
import { setTimeout as wait } from 'node:timers/promises';
import { assuranceDifferences, passwordOnlyProblems, secondFactorProblems } from './claims.js';
import { expectNone, expectThat } from './expect-that.js';
import type { Person } from './person.js';
import type { WalkParts } from './walk.js';

export async function graceThenStepUp(person: Person, { report, machineClock }: WalkParts): Promise<void> {
  report.chapter('Carol, administrator in her grace period, signs in with a password only, then steps up');
  const passwordAt = await report.step('Her password is right; she is reminded, and chooses "Not now"', async () => {
    await person.begin('Sign in');
    const proved = await person.typePassword();
    expectThat(person.offers('set_up_now'), `a reminder should be there, not ${person.where()}`);
    await person.press('not_now');
    await person.allowIfAsked();
    return proved;
  });
  const before = await report.step('She is signed in, with a password only', () => {
    expectThat(person.heading === 'Signed in', `the relying party should say "Signed in", not ${person.where()}`);
    const claims = person.shown('id-token');
    expectNone(passwordOnlyProblems(claims, passwordAt), 'the ID token');
    expectNone(assuranceDifferences(claims, person.shown('userinfo')), 'userinfo');
    expectNone(assuranceDifferences(claims, person.shown('introspection')), 'introspection');
    return claims;
  });
  report.claims(before);
  const factorAt = await report.step(
    'She steps up: no password is asked for, only a second factor, set up now',
    async () => {
      // Into the next second, so that a wrong auth_time could be told from the right one.
      await wait(1000 - (machineClock.now().getTime() % 1000));
      await person.press('Step up');
      expectThat(person.offers('confirm_enrolment'), `an enrolment should be there, not ${person.where()}`);
      expectThat(!person.offers('not_now'), 'what a relying party demands cannot be put off, but "Not now" is offered');
      person.scanKey();
      const confirmed = await person.confirmEnrolment(person.codeOnPhone());
      await person.confirmCodesSaved();
      await person.allowIfAsked();
      return confirmed.factorAt;
    },
  );
  await report.step('The session has grown: second factor now, password when it was', () => {
    const claims = person.shown('id-token');
    expectNone(secondFactorProblems(claims, { passwordAt, factorAt }), 'the ID token');
    const { auth_time: authTime, mfa_time: mfaTime, sub } = claims;
    expectThat(sub === before.sub, 'the account should be the same');
    expectThat(authTime === before.auth_time, `auth_time should stay ${before.auth_time} and is ${authTime}`);
    expectThat(Number(mfaTime) > Number(authTime), `mfa_time ${mfaTime} should be after auth_time ${authTime}`);
    expectNone(assuranceDifferences(claims, person.shown('introspection')), 'introspection');
  });
  report.claims(person.shown('id-token'));
}

export async function useApi(person: Person, { report }: WalkParts): Promise<void> {
  report.chapter('Carol lets the relying party ask Countersign’s API about her own account');
  await report.step('Signed in already, she is asked for consent only; the API answers', async () => {
    await person.press('Call API');
    await person.allowIfAsked();
    const { email, mfa_enabled: isEnabled } = person.shown('api');
    expectThat(email === 'carol@example.com', `email should be carol@example.com and is ${String(email)}`);
    expectThat(isEnabled === true, `mfa_enabled should be true and is ${String(isEnabled)}`);
  });
}

export async function signOut(person: Person, { report }: WalkParts): Promise<void> {
  report.chapter('Carol signs out');
  await report.step('After Countersign asks whether she means it, both sessions are over', async () => {
    await person.press('Sign out');
    if (person.offers('yes')) await person.press('yes');
    expectThat(person.offers('Sign in'), `the relying party should offer "Sign in", not ${person.where()}`);
    await person.press('Sign in');
    expectThat(person.offers('password'), `a sign-in page should be there, not ${person.where()}`);
  });
}
