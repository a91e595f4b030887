/** The pages that the engine shows itself. Their texts and markup are handed in; the engine's own load a font from a public host. */
import type { Configuration, KoaContextWithOIDC } from 'oidc-provider';

type Features = NonNullable<Configuration['features']>;
type DeviceFlow = NonNullable<Features['deviceFlow']>;
type Logout = NonNullable<Features['rpInitiatedLogout']>;

export interface EnginePages {
  readonly renderError: NonNullable<Configuration['renderError']>;
  readonly logoutSource: NonNullable<Logout['logoutSource']>;
  readonly postLogoutSuccessSource: NonNullable<Logout['postLogoutSuccessSource']>;
  readonly userCodeInputSource: NonNullable<DeviceFlow['userCodeInputSource']>;
  readonly userCodeConfirmSource: NonNullable<DeviceFlow['userCodeConfirmSource']>;
  readonly deviceSuccessSource: NonNullable<DeviceFlow['successSource']>;
  /** A page around a form that is sent at once, see go-on-form. */
  goOnSource(ctx: KoaContextWithOIDC, formHtml: string): string;
}
