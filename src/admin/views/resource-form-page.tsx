/** The form about an API: registering one, and changing what is said of it. */
import { ActButton, ActForm, Field } from '../../../interactions/views/elements.js';
import { supportedAcrValues } from '../../login/amr.js';
import type { AdminPageContext } from '../admin-page-context.js';
import { resourcePath, resourcesPath } from '../client-paths.js';
import { resourcesMessages } from '../messages/client-catalogues.js';
import { consolePage } from './console-page.js';
import { SelectField } from './fields.js';

/** What stands in the fields. */
export interface ResourceFields {
  readonly identifier: string;
  readonly scope: string;
  readonly token_format: string;
  readonly min_acr: string;
  readonly access_token_ttl: string;
}

/** Act: `save_resource`, with the fields of ResourceFields. */
export interface ResourceFormPageProps extends AdminPageContext {
  /** Undefined: it is a new one. The identifier is a field of a new one only. */
  readonly id?: string | undefined;
  readonly fields: ResourceFields;
}

export function resourceFormPage(props: ResourceFormPageProps): string {
  const texts = resourcesMessages(props.locale);
  const { id, fields, error } = props;
  const { identifier, scope, token_format, min_acr, access_token_ttl } = texts.fields;
  const { title, button } = id === undefined ? texts.create : texts.change;
  const formats = Object.entries(token_format.choices).map(([value, text]) => ({ value, text }));
  const acrs = [{ value: '', text: min_acr.none }, ...supportedAcrValues.map((value) => ({ value, text: value }))];
  const common = { error, autocomplete: 'off', spellcheck: false } as const;
  return consolePage(props, {
    at: 'clients',
    title,
    children: (
      <div class="panel form-width">
        <ActForm target={props}>
          {id === undefined ? (
            <Field {...common} name="identifier" {...identifier} value={fields.identifier} required />
          ) : (
            <p>
              <code>{fields.identifier}</code>
            </p>
          )}
          <Field {...common} name="scope" {...scope} value={fields.scope} />
          <SelectField
            name="token_format"
            label={token_format.label}
            value={fields.token_format}
            choices={formats}
            error={error}
          />
          <SelectField name="min_acr" label={min_acr.label} value={fields.min_acr} choices={acrs} error={error} />
          <Field
            {...common}
            name="access_token_ttl"
            {...access_token_ttl}
            value={fields.access_token_ttl}
            inputmode="numeric"
          />
          <div class="acts">
            <ActButton act="save_resource">{button}</ActButton>
          </div>
        </ActForm>
        <p class="aside">
          <a href={id === undefined ? resourcesPath : resourcePath(id)}>{texts.cancel}</a>
        </p>
      </div>
    ),
  });
}
