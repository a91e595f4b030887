/** Anna: a relying party demands a second factor of her, she sets one up, and uses it and a backup code afterwards. */
import { assuranceDifferences, type Period, secondFactorProblems } from './claims.js';
import { expectNone, expectThat } from './expect-that.js';
import type { Person } from './person.js';
import type { WalkParts } from './walk.js';

/** Anna with her phone and her paper. */
export interface Enrolled {
  readonly person: Person;
  readonly backupCodes: readonly string[];
}

const backupCodeShape = /^[0-9a-z]{5}-[0-9a-z]{5}$/;
/** Backup codes that come with the first factor, MFA_BACKUP_CODES. */
const backupCodeCount = 10;

export async function firstSignIn(person: Person, { report }: WalkParts): Promise<Enrolled> {
  report.chapter('Anna signs in where a second factor is demanded (acr_values), and has none yet');
  const passwordAt = await report.step(
    'The relying party sends her to Countersign; her password is right',
    async () => {
      await person.begin('Sign in, second factor demanded');
      return person.typePassword();
    },
  );
  await report.step('She is shown a key to set up an authenticator app with, and scans it', () => {
    expectThat(person.offers('confirm_enrolment'), `an enrolment should be there, not ${person.where()}`);
    person.scanKey();
  });
  const { backupCodes, factorAt } = await report.step(
    'Her first code confirms it; ten backup codes are shown',
    async () => {
      const confirmed = await person.confirmEnrolment(person.codeOnPhone());
      const codes = confirmed.backupCodes.filter((code) => backupCodeShape.test(code));
      expectThat(new Set(codes).size === backupCodeCount, `ten different codes should be shown, not ${codes.length}`);
      return confirmed;
    },
  );
  await report.step('She says that she saved them, allows the relying party, and is signed in there', async () => {
    await person.confirmCodesSaved();
    await person.allowIfAsked();
    checkSecondFactor(person, { passwordAt, factorAt });
  });
  report.claims(person.shown('id-token'));
  await report.step('Userinfo and introspection say the same', () => checkAgreement(person));
  await report.step('After a refresh all three still do', async () => {
    const before = person.shown('id-token');
    await person.press('Refresh');
    expectNone(assuranceDifferences(before, person.shown('id-token')), 'the refreshed ID token');
    const notice = person.textOf('notice') ?? '';
    expectThat(notice.includes('new tokens'), `the relying party should say that it has new tokens, not "${notice}"`);
    checkAgreement(person);
  });
  return { person, backupCodes };
}

export async function totpSignIn({ person: { inFreshBrowser } }: Enrolled, parts: WalkParts): Promise<void> {
  const { report, clock } = parts;
  report.chapter('Anna signs in at another browser, with a code from her app');
  const person = inFreshBrowser();
  const passwordAt = await report.step('Her password is right; she is asked for a code', () => startSignIn(person));
  const factorAt = await report.step('Thirty seconds later her phone shows another code, and it is right', async () => {
    // The code that confirmed the enrolment is spent.
    clock.forward(30);
    return person.answerChallenge(person.codeOnPhone());
  });
  await report.step('She is signed in, with a second factor', () =>
    checkSecondFactor(person, { passwordAt, factorAt }),
  );
  report.claims(person.shown('id-token'));
}

export async function backupCodeSignIn(enrolled: Enrolled, { report }: WalkParts): Promise<void> {
  const [code = ''] = enrolled.backupCodes;
  report.chapter('Anna signs in without her phone, with a backup code');
  const person = enrolled.person.inFreshBrowser();
  const passwordAt = await report.step('Her password is right; she is asked for a code', () => startSignIn(person));
  // As people type: capitals, and a space for the dash.
  const typed = code.toUpperCase().replace('-', ' ');
  const factorAt = await report.step('A backup code is right as well', () => person.answerChallenge(typed));
  await report.step('She is told how many are left, and goes on', async () => {
    const left = `${backupCodeCount - 1} left.`;
    expectThat(person.reads(left), `the page should say "${left}", and is ${person.where()}`);
    await person.press('continue');
  });
  await report.step('She is signed in, with a second factor', () =>
    checkSecondFactor(person, { passwordAt, factorAt }),
  );
  report.claims(person.shown('id-token'));
  await report.step('The same backup code is refused the second time', async () => {
    const again = enrolled.person.inFreshBrowser();
    await startSignIn(again);
    await again.answerChallenge(code);
    const error = again.textOf('code-error') ?? '';
    expectThat(
      error.includes('Backup code already used'),
      `"Backup code already used" should be there, not "${error}"`,
    );
  });
}

async function startSignIn(person: Person): Promise<Period> {
  await person.begin('Sign in');
  const passwordAt = await person.typePassword();
  expectThat(person.offers('verify_factor'), `a challenge should be there, not ${person.where()}`);
  return passwordAt;
}

function checkSecondFactor(person: Person, periods: { readonly passwordAt: Period; readonly factorAt: Period }): void {
  expectThat(person.heading === 'Signed in', `the relying party should say "Signed in", not ${person.where()}`);
  expectNone(secondFactorProblems(person.shown('id-token'), periods), 'the ID token');
}

function checkAgreement(person: Person): void {
  const idToken = person.shown('id-token');
  for (const place of ['userinfo', 'introspection'] as const) {
    expectNone(assuranceDifferences(idToken, person.shown(place)), place);
  }
}
