import type { ReactNode } from 'react';
import { CopyIconButton } from '../ui/copy-button.tsx';

export function CardLine({
  label,
  value,
  repeated = false,
  mark,
  note,
  copy,
  copyLabel,
  end,
  below,
}: {
  readonly label: string;
  readonly value: string;
  /** The line above has the same label: it is said, but not shown again. */
  readonly repeated?: boolean;
  /** Stands behind the value. */
  readonly mark?: ReactNode;
  /** A line of its own below. */
  readonly note?: ReactNode;
  readonly copy?: () => Promise<boolean>;
  readonly copyLabel?: string;
  /** After all else. */
  readonly end?: ReactNode;
  /** A form that belongs to the line. */
  readonly below?: ReactNode;
}) {
  return (
    <div className="card-line">
      <dt className="card-label">{repeated ? <span className="visually-hidden">{label}</span> : label}</dt>
      <dd className="card-value">
        <bdi className="mono truncate selectable" title={value}>
          {value}
        </bdi>
        {mark}
        {copy && copyLabel ? <CopyIconButton label={copyLabel} copy={copy} /> : null}
        {end}
      </dd>
      {note ? <dd className="card-line-note">{note}</dd> : null}
      {below ? <dd className="card-line-below">{below}</dd> : null}
    </div>
  );
}

/** A line that holds words instead of something to copy. */
export function PlainLine({
  label,
  end,
  below,
  children,
}: {
  readonly label: string;
  readonly end?: ReactNode;
  readonly below?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <div className="card-line">
      <dt className="card-label">{label}</dt>
      <dd className="card-value card-none">
        <span className="card-words">{children}</span>
        {end}
      </dd>
      {below ? <dd className="card-line-below">{below}</dd> : null}
    </div>
  );
}
