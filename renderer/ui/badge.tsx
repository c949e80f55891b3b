import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import './badge.css';

export type Tone = 'mute' | 'ok' | 'warn' | 'danger' | 'accent' | 'production';

/** A word on a soft ground. The icon is the sign for those who do not see the colour. */
export function Badge({
  tone = 'mute',
  icon: Icon,
  title,
  plain = false,
  children,
}: {
  readonly tone?: Tone;
  readonly icon?: LucideIcon | undefined;
  readonly title?: string | undefined;
  /** Without the ground, as a line of small text. */
  readonly plain?: boolean;
  readonly children: ReactNode;
}) {
  return (
    <span className="badge" data-tone={tone} data-plain={plain || undefined} title={title}>
      {Icon ? <Icon size={12} strokeWidth={2} aria-hidden /> : null}
      <bdi className="truncate">{children}</bdi>
    </span>
  );
}

/** The count at the end of a navigation item. */
export function Count({ value, label }: { readonly value: number; readonly label: string }) {
  return (
    <span className="count" title={label}>
      <span aria-hidden>{value}</span>
      <span className="visually-hidden">{label}</span>
    </span>
  );
}

type DotShape = 'full' | 'ring' | 'half' | 'square' | 'none';

/** State as a shape of 8 px: full circle, ring, half circle or square. Decoration only; a word stands beside it. */
export function Dot({ shape, tone }: { readonly shape: DotShape; readonly tone: Tone }) {
  return <span className="dot" data-shape={shape} data-tone={tone} aria-hidden />;
}
