/** The whole app: who is signed in, and a button for each thing that can be done about it. */
const { UserManager, WebStorageStateStore } = globalThis.oidc;

/** Asked for with `acr_values`; what came back is compared with it. */
const mfaAcr = 'urn:countersign:acr:mfa';

const here = new URL('.', location.href).href;
const settings = await (await fetch('settings.json')).json();
const manager = new UserManager({
  ...settings,
  redirect_uri: here,
  post_logout_redirect_uri: here,
  scope: 'openid profile email',
  // The ID token says who and how; name and e-mail address come from userinfo.
  loadUserInfo: true,
  userStore: new WebStorageStateStore({ store: sessionStorage }),
  automaticSilentRenew: false,
  // Otherwise the library leaves out acr, amr and auth_time, which are what this example is about.
  filterProtocolClaims: false,
});

/** @param {string} id */
const element = (id) => document.getElementById(id);

/** @param {string} text */
function say(text) {
  element('status').textContent = text;
}

/** @param {{ profile: Record<string, unknown> } | null} user */
function show(user) {
  const claims = element('claims');
  element('signed-out').hidden = user !== null;
  element('signed-in').hidden = user === null;
  claims.hidden = user === null;
  claims.textContent = user === null ? '' : JSON.stringify(user.profile, null, 2);
  if (user === null) return say('Not signed in.');
  const how = user.profile.mfa_verified === true ? 'with a second factor' : 'with a password only';
  say(`Signed in as ${user.profile.email ?? user.profile.sub}, ${how}.`);
}

/**
 * @param {string} id of a button
 * @param {() => Promise<unknown>} act
 */
function onClick(id, act) {
  element(id).addEventListener('click', () => act().catch((error) => say(`That did not work: ${error.message}`)));
}

/** Finishes what a redirect from Countersign began. Throws when the answer is an error or weaker than demanded. */
async function finishRedirect() {
  const parameters = new URLSearchParams(location.search);
  if (!parameters.has('state')) return;
  // The code works once; a reload must not send it again.
  const answer = location.href;
  history.replaceState({}, '', here);
  if (!parameters.has('code') && !parameters.has('error')) return void (await manager.signoutCallback(answer));
  const user = await manager.signinCallback(answer);
  const demanded = user?.state?.acr;
  if (demanded === undefined || user.profile.acr === demanded) return;
  await manager.removeUser();
  throw new Error(`asked for ${demanded}, got ${user.profile.acr}`);
}

const demandMfa = () => manager.signinRedirect({ acr_values: mfaAcr, state: { acr: mfaAcr } });
onClick('sign-in', () => manager.signinRedirect());
onClick('sign-in-with-mfa', demandMfa);
onClick('step-up', demandMfa);
onClick('refresh', async () => show(await manager.signinSilent()));
onClick('sign-out', () => manager.signoutRedirect());

try {
  await finishRedirect();
  show(await manager.getUser());
} catch (error) {
  show(await manager.getUser());
  say(`That did not work: ${error.message}`);
}
