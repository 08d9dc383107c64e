/** Choices: a switch for what takes effect at once, cards for one of several, a check mark for "yes, I know". */
import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

export function Switch(props: {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}) {
  const id = useId();
  return (
    <label class="switch">
      <input
        type="checkbox"
        role="switch"
        checked={props.checked}
        aria-describedby={props.hint === undefined ? undefined : `${id}-hint`}
        aria-labelledby={`${id}-label`}
        onChange={(event) => {
          props.onChange(event.currentTarget.checked);
        }}
      />
      <span class="switch-text">
        <span class="switch-label" id={`${id}-label`}>
          {props.label}
        </span>
        {props.hint !== undefined && (
          <span class="quiet small" id={`${id}-hint`}>
            {props.hint}
          </span>
        )}
      </span>
    </label>
  );
}

export interface RadioOption<Value extends string> {
  readonly value: Value;
  readonly title: string;
  /** Small type beside the title: what experts search for. */
  readonly technical?: string | undefined;
  readonly description: ComponentChildren;
}

export function RadioCards<Value extends string>(props: {
  readonly legend: string;
  readonly options: readonly RadioOption<Value>[];
  readonly value: Value;
  readonly onChange: (value: Value) => void;
}) {
  const name = useId();
  return (
    <fieldset class="radio-cards">
      <legend>{props.legend}</legend>
      {props.options.map(({ value, title, technical, description }) => (
        <label class="radio-card" key={value}>
          <input
            type="radio"
            name={name}
            value={value}
            checked={value === props.value}
            aria-labelledby={`${name}-${value}`}
            aria-describedby={`${name}-${value}-says`}
            onChange={() => {
              props.onChange(value);
            }}
          />
          <span class="radio-card-text">
            <span class="radio-card-title" id={`${name}-${value}`}>
              {title}
              {technical !== undefined && <code class="quiet small">{technical}</code>}
            </span>
            <span id={`${name}-${value}-says`}>{description}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}

export function Check(props: {
  readonly label: ComponentChildren;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}) {
  return (
    <label class="check">
      <input
        type="checkbox"
        checked={props.checked}
        onChange={(event) => {
          props.onChange(event.currentTarget.checked);
        }}
      />
      <span>{props.label}</span>
    </label>
  );
}
