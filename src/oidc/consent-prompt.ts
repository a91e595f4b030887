/** The consent prompt: whose question about native apps an operator may have answered already. */
import { interactionPolicy } from 'oidc-provider';

const { Check } = interactionPolicy;

/**
 * The engine asks about a native app at every authorization, for another app may have taken its address (RFC 8252 section
 * 8.6). A registration with `skip_consent` is the operator's word that this one is their own.
 */
export function trustOwnApps(policy: ReturnType<typeof interactionPolicy.base>): void {
  const asked = policy.get('consent')?.checks.get('native_client_prompt');
  if (asked === undefined) throw new Error('oidc-provider does not ask about native apps any more.');
  const { check } = asked;
  asked.check = (ctx) => {
    const { client } = ctx.oidc;
    const isOwn = client !== undefined && Reflect.get(client, 'skip_consent') === true;
    return isOwn ? Check.NO_NEED_TO_PROMPT : check(ctx);
  };
}
