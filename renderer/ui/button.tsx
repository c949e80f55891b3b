import { LoaderCircle, type LucideIcon } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';
import './button.css';

type Look = 'primary' | 'plain' | 'quiet' | 'danger' | 'production';

type ButtonProps = Omit<ComponentProps<'button'>, 'type'> & {
  readonly look?: Look;
  readonly icon?: LucideIcon;
  /** Shows that the action runs; the button keeps its size, its place in the tab order and its name. */
  readonly busy?: boolean;
  readonly small?: boolean;
  readonly submit?: boolean;
  /** Behind the words, as of a menu that opens. */
  readonly end?: LucideIcon;
  readonly children: ReactNode;
};

export function Button({
  look = 'plain',
  icon: Icon,
  end: End,
  busy,
  small,
  submit,
  children,
  onClick,
  ...rest
}: ButtonProps) {
  return (
    <button
      {...rest}
      type={submit ? 'submit' : 'button'}
      className="button"
      data-look={look}
      data-small={small || undefined}
      aria-disabled={busy || undefined}
      onClick={busy ? (event) => event.preventDefault() : onClick}
    >
      {busy ? <LoaderCircle size={16} strokeWidth={1.75} className="spin" aria-hidden /> : null}
      {!busy && Icon ? <Icon size={16} strokeWidth={1.75} aria-hidden /> : null}
      <span className="truncate">{children}</span>
      {End ? <End size={14} strokeWidth={1.75} aria-hidden /> : null}
    </button>
  );
}

type IconButtonProps = Omit<ComponentProps<'button'>, 'type' | 'children' | 'aria-label'> & {
  /** The accessible name, also shown as a tooltip. */
  readonly label: string;
  readonly icon: LucideIcon;
  readonly size?: number;
};

export function IconButton({ label, icon: Icon, size = 16, ...rest }: IconButtonProps) {
  return (
    <button {...rest} type="button" className="icon-button" aria-label={label} title={rest.title ?? label}>
      <Icon size={size} strokeWidth={1.75} aria-hidden />
    </button>
  );
}
