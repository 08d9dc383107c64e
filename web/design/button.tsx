/** Buttons, and links that look like them. A busy button keeps its focus, so it is not disabled: it does nothing. */
import type { ComponentChildren } from 'preact';

export type ButtonKind = 'primary' | 'secondary' | 'quiet' | 'danger';

export interface ButtonProps {
  readonly children: ComponentChildren;
  readonly onPress?: (() => void) | undefined;
  /** @default 'secondary' */
  readonly kind?: ButtonKind | undefined;
  /** @default 'button' */
  readonly type?: 'button' | 'submit' | undefined;
  /** While what it started goes on: it says so and takes no second press. */
  readonly busy?: boolean | undefined;
  readonly small?: boolean | undefined;
  /** What it is called, where its text alone would not say it. */
  readonly label?: string | undefined;
}

function classOf(kind: ButtonKind, small: boolean): string {
  return `button button-${kind}${small ? ' button-small' : ''}`;
}

export function Button(props: ButtonProps) {
  const {
    children,
    onPress,
    kind = 'secondary',
    type = 'button',
    busy = false,
    small = false,
    label,
  } = props;
  return (
    <button
      class={classOf(kind, small)}
      type={type}
      aria-disabled={busy ? 'true' : undefined}
      aria-label={label}
      onClick={(event) => {
        if (busy) event.preventDefault();
        else onPress?.();
      }}
    >
      {busy && <span class="spinner" aria-hidden="true" />}
      {children}
    </button>
  );
}

export function ButtonLink(props: {
  readonly href: string;
  readonly children: ComponentChildren;
  readonly kind?: ButtonKind | undefined;
  readonly small?: boolean | undefined;
  /** File name, where the link saves a file. */
  readonly download?: string | undefined;
}) {
  const { href, children, kind = 'secondary', small = false, download } = props;
  return (
    <a class={classOf(kind, small)} href={href} download={download}>
      {children}
    </a>
  );
}
