/** One field of a form: label, hint and error are tied to it, so that they are read with it. */
import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

interface Common {
  readonly label: string;
  readonly hint?: ComponentChildren | undefined;
  /** What is wrong with the value, in a sentence. */
  readonly error?: string | null | undefined;
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly required?: boolean | undefined;
  readonly name?: string | undefined;
}

export type FieldProps = Common &
  (
    | {
        readonly kind?: 'text' | 'email' | 'search' | 'url' | 'date' | 'number' | undefined;
        readonly autocomplete?: string | undefined;
        readonly placeholder?: string | undefined;
        readonly spellcheck?: boolean | undefined;
      }
    | { readonly kind: 'textarea'; readonly rows?: number | undefined }
    | {
        readonly kind: 'select';
        readonly options: readonly { readonly value: string; readonly label: string }[];
      }
  );

export function Field(props: FieldProps) {
  const id = useId();
  const { label, hint, error, value, onInput, required, name } = props;
  const described = [hint !== undefined && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ');
  const shared = {
    id,
    name,
    class: 'field-input',
    required,
    'aria-invalid': error ? ('true' as const) : undefined,
    'aria-describedby': described || undefined,
    onInput: (event: { readonly currentTarget: { readonly value: string } }) => {
      onInput(event.currentTarget.value);
    },
  };
  return (
    <div class="field">
      <label class="field-label" for={id}>
        {label}
      </label>
      {hint !== undefined && (
        <span class="field-hint" id={`${id}-hint`}>
          {hint}
        </span>
      )}
      {control(props, shared, value)}
      {error && (
        <span class="field-error" id={`${id}-error`} role="alert">
          {error}
        </span>
      )}
    </div>
  );
}

function control(props: FieldProps, shared: object, value: string) {
  if (props.kind === 'textarea') return <textarea {...shared} rows={props.rows} value={value} />;
  if (props.kind === 'select')
    return (
      <select {...shared} value={value}>
        {props.options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    );
  // The types of JSX have a member for each kind of input; what is said here holds for all of these.
  const type = (props.kind ?? 'text') as 'text';
  return (
    <input
      {...shared}
      type={type}
      autocomplete={props.autocomplete}
      placeholder={props.placeholder}
      spellcheck={props.spellcheck}
      value={value}
    />
  );
}
