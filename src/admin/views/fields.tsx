/** Fields that the console's larger forms are made of: text of several lines, a choice, boxes. Label, hint, error and input are tied. */
import type { ComponentChildren } from 'preact';
import { ErrorMessage } from '../../../interactions/views/elements.js';
import type { FieldError } from '../../../interactions/views/page-context.js';

interface Labelled {
  /** Also the input's id; must be unique on the page. */
  readonly name: string;
  readonly label: string;
  readonly hint?: ComponentChildren;
  /** Shown when it names this field. */
  readonly error?: FieldError | undefined;
}

/** Several lines; read with `linesOf` where each is an entry. */
export function TextAreaField({
  value,
  rows = 3,
  isCode = false,
  ...field
}: Labelled & { readonly value: string; readonly rows?: number; readonly isCode?: boolean }) {
  const { name } = field;
  return (
    <Frame field={field}>
      <textarea
        id={name}
        name={name}
        rows={rows}
        dir={isCode ? 'ltr' : 'auto'}
        spellcheck={!isCode}
        autocapitalize={isCode ? 'none' : undefined}
        {...attributesOf(field)}
      >
        {/* A browser drops the first line break in a text area. */}
        {value.startsWith('\n') ? `\n${value}` : value}
      </textarea>
    </Frame>
  );
}

export interface Choice {
  readonly value: string;
  readonly text: string;
}

/** One of several. A value that is none of them stays selectable. */
export function SelectField({
  value,
  choices,
  ...field
}: Labelled & { readonly value: string; readonly choices: readonly Choice[] }) {
  const { name } = field;
  const isKnown = choices.some((choice) => choice.value === value);
  const offered = isKnown ? choices : [...choices, { value, text: value }];
  return (
    <Frame field={field}>
      <select id={name} name={name} {...attributesOf(field)}>
        {offered.map((choice) => (
          <option key={choice.value} value={choice.value} selected={choice.value === value}>
            {choice.text}
          </option>
        ))}
      </select>
    </Frame>
  );
}

/** A box with a sentence beside it, and what it means below. */
export function CheckField({
  isChecked,
  label,
  name,
  hint,
  error,
}: Omit<Labelled, 'label'> & { readonly label: ComponentChildren; readonly isChecked: boolean }) {
  const own = ownError({ name, error });
  return (
    <div class={own ? 'check refused' : 'check'}>
      <label for={name}>
        <input
          type="checkbox"
          id={name}
          name={name}
          value="yes"
          checked={isChecked}
          {...attributesOf({ name, hint, error })}
        />
        <span>{label}</span>
      </label>
      {hint !== undefined && (
        <p class="hint" id={`${name}-hint`}>
          {hint}
        </p>
      )}
      <ErrorMessage id={`${name}-error`} error={own} />
    </div>
  );
}

/** Entries typed one a line; blanks around them and empty lines are nothing. */
export function linesOf(text: string): readonly string[] {
  return text
    .split(/[\r\n]+/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

function Frame({ field, children }: { readonly field: Labelled; readonly children: ComponentChildren }) {
  const { name, label, hint } = field;
  const own = ownError(field);
  return (
    <div class={own ? 'field refused' : 'field'}>
      <label for={name}>{label}</label>
      {hint !== undefined && (
        <p class="hint" id={`${name}-hint`}>
          {hint}
        </p>
      )}
      <ErrorMessage id={`${name}-error`} error={own} />
      {children}
    </div>
  );
}

function ownError({ name, error }: Pick<Labelled, 'name' | 'error'>): FieldError | undefined {
  return error?.field === name ? error : undefined;
}

function attributesOf({ name, hint, error }: Pick<Labelled, 'name' | 'hint' | 'error'>) {
  const own = ownError({ name, error });
  const describedBy = [hint !== undefined && `${name}-hint`, own !== undefined && `${name}-error`].filter(Boolean);
  return {
    'aria-describedby': describedBy.length === 0 ? undefined : describedBy.join(' '),
    'aria-invalid': own === undefined ? undefined : ('true' as const),
    autofocus: own !== undefined,
  };
}
