/** The pages of the relying party. */
import type { IntrospectionResponse, UserInfoResponse } from 'openid-client';
import { Act, renderPage, Shown } from './layout.js';
import type { Session } from './sessions.js';
import type { Tokens } from './sign-in.js';

/** For people who are not signed in. */
export function welcomePage({
  issuer,
  notice,
}: {
  readonly issuer: string;
  readonly notice: string | undefined;
}): string {
  return renderPage({
    title: 'Welcome',
    notice,
    children: (
      <>
        <p>
          This site has no passwords of its own. It sends you to Countersign at <code>{issuer}</code> and believes what
          comes back.
        </p>
        <div class="acts">
          <Act path="/sign-in" isPrimary>
            Sign in
          </Act>
          <Act path="/sign-in-with-mfa">Sign in, second factor demanded</Act>
        </div>
        <p>
          The second button sends <code>acr_values=urn:countersign:acr:mfa</code>: Countersign asks for a second factor,
          or has one set up on the spot, whatever its policy says.
        </p>
      </>
    ),
  });
}

export interface SignedInView {
  readonly tokens: Tokens;
  /** An error's text when Countersign did not answer: a session may have ended there. */
  readonly userinfo: UserInfoResponse | string;
  readonly introspection: IntrospectionResponse | string;
  readonly apiAnswer: Session['apiAnswer'];
  readonly notice: string | undefined;
}

/** For people who are signed in: all that is known about them. */
export function signedInPage({ tokens, userinfo, introspection, apiAnswer, notice }: SignedInView): string {
  const { claims } = tokens;
  const isVerified = claims.mfa_verified === true;
  const who = typeof userinfo === 'string' ? claims.sub : (userinfo.email ?? claims.sub);
  return renderPage({
    title: 'Signed in',
    notice,
    children: (
      <>
        <p>
          {who}{' '}
          <span class={isVerified ? 'badge strong' : 'badge'}>
            {isVerified ? 'with a second factor' : 'with a password only'}
          </span>
        </p>
        <div class="acts">
          {!isVerified && (
            <Act path="/step-up" isPrimary>
              Step up
            </Act>
          )}
          <Act path="/refresh">Refresh</Act>
          <Act path="/call-api">Call API</Act>
          <Act path="/sign-out">Sign out</Act>
        </div>
        <Shown id="id-token" title="ID token" value={claims} />
        <Shown id="userinfo" title="Userinfo" value={userinfo} />
        <Shown id="introspection" title="Introspection of the access token" value={introspection} />
        {apiAnswer && (
          <Shown id="api" title={`API: GET /api/users/{sub} → ${apiAnswer.status}`} value={apiAnswer.body} />
        )}
      </>
    ),
  });
}
