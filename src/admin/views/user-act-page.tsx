/** The frame of the pages that change one account: which account it is, one task, and a way back. */
import type { ComponentChildren } from 'preact';
import { AccountLine } from '../../../interactions/views/elements.js';
import type { AdminPageContext } from '../admin-page-context.js';
import { userActsMessages } from '../messages/user-catalogue.js';
import { consolePage } from './console-page.js';

export interface UserActPageProps extends AdminPageContext {
  readonly user: { readonly id: string; readonly email: string };
}

export function userActPage(
  props: UserActPageProps,
  {
    title,
    isWide,
    back,
    children,
  }: {
    readonly title: string;
    readonly isWide?: boolean;
    /** Words of the way back; absent: that nothing is changed. */
    readonly back?: string;
    readonly children: ComponentChildren;
  },
): string {
  const texts = userActsMessages(props.locale);
  return consolePage(props, {
    at: 'users',
    title,
    children: (
      <div class={isWide ? 'panel' : 'panel narrow'}>
        <AccountLine account={props.user.email} label={texts.about} />
        {children}
        <p class="aside">
          <a href={`/admin/users/${props.user.id}`}>{back ?? texts.back}</a>
        </p>
      </div>
    ),
  });
}
