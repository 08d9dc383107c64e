/** What words stand on: cards, badges, notices, empty places, and what is folded away until asked for. */
import type { ComponentChildren } from 'preact';

import { Icon, type IconName } from './icon.tsx';

export function Card({
  children,
  label,
}: {
  readonly children: ComponentChildren;
  readonly label?: string | undefined;
}) {
  return (
    <section class="card" aria-label={label}>
      {children}
    </section>
  );
}

export type BadgeKind = 'good' | 'waiting' | 'bad' | 'neutral';

const badgeIcons = { good: 'good', waiting: 'waiting', bad: 'bad', neutral: null } as const;

/** A state in a word or three. The colour and the picture only repeat what the words say. */
export function Badge({
  kind,
  children,
}: {
  readonly kind: BadgeKind;
  readonly children: ComponentChildren;
}) {
  const icon = badgeIcons[kind];
  return (
    <span class={`badge badge-${kind}`}>
      {icon !== null && <Icon name={icon} />}
      <span>{children}</span>
    </span>
  );
}

export type NoticeKind = 'info' | 'good' | 'warning' | 'bad';

const noticeIcons: Record<NoticeKind, IconName> = {
  info: 'info',
  good: 'good',
  warning: 'warning',
  bad: 'warning',
};

export function Notice(props: {
  readonly kind?: NoticeKind | undefined;
  readonly title?: string | undefined;
  readonly children?: ComponentChildren | undefined;
  /** Whether it came up by itself and should be read out at once. @default false */
  readonly live?: boolean | undefined;
}) {
  const { kind = 'info', title, children, live = false } = props;
  return (
    <div class={`notice notice-${kind}`} role={live ? (kind === 'bad' ? 'alert' : 'status') : undefined}>
      <Icon name={noticeIcons[kind]} />
      <div class="stack-tight">
        {title !== undefined && <p class="notice-title">{title}</p>}
        {children}
      </div>
    </div>
  );
}

export function EmptyState(props: {
  readonly title: string;
  readonly children?: ComponentChildren | undefined;
  readonly action?: ComponentChildren | undefined;
}) {
  return (
    <div class="empty">
      <h2>{props.title}</h2>
      {props.children !== undefined && <p class="quiet">{props.children}</p>}
      {props.action}
    </div>
  );
}

export function Details(props: {
  readonly summary: string;
  readonly children: ComponentChildren;
  readonly open?: boolean | undefined;
}) {
  return (
    <details class="details" open={props.open}>
      <summary>{props.summary}</summary>
      <div class="stack-tight">{props.children}</div>
    </details>
  );
}

/** Stands where something is being fetched. */
export function Skeleton({ label }: { readonly label: string }) {
  return (
    <div class="skeleton" role="status">
      <span class="visually-hidden">{label}</span>
      <span />
      <span />
      <span />
    </div>
  );
}

export function Spinner({ label }: { readonly label: string }) {
  return (
    <span role="status">
      <span class="spinner" aria-hidden="true" /> <span>{label}</span>
    </span>
  );
}
