/** The form about a group: its name, when it is made and when it is renamed. */
import { ActButton, ActForm, Field } from '../../../interactions/views/elements.js';
import type { Group } from '../../accounts/group-store.js';
import type { AdminPageContext } from '../admin-page-context.js';
import { groupPath, groupsPath } from '../group-paths.js';
import { groupsMessages } from '../messages/group-catalogue.js';
import { consolePage } from './console-page.js';

/** Act: `save_group` (field `name`). */
export interface GroupFormPageProps extends AdminPageContext {
  /** Undefined: it is a new one. */
  readonly group?: Group | undefined;
  /** What stands in the field. */
  readonly name: string;
}

export function groupFormPage(props: GroupFormPageProps): string {
  const { group, name, locale, error } = props;
  const texts = groupsMessages(locale);
  const { title, button } = group === undefined ? texts.create : texts.rename;
  return consolePage(props, {
    at: 'policy',
    title,
    children: (
      <div class="panel narrow">
        {group === undefined ? <p>{texts.means}</p> : <p>{texts.rename.means}</p>}
        <ActForm target={props}>
          <Field
            name="name"
            {...texts.name}
            autocomplete="off"
            spellcheck={false}
            dir="auto"
            value={name}
            error={error}
            required
          />
          <ActButton act="save_group">{button}</ActButton>
        </ActForm>
        <p class="aside">
          <a href={group === undefined ? groupsPath : groupPath(group.id)}>{texts.cancel}</a>
        </p>
      </div>
    ),
  });
}
