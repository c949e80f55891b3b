import { Menu as BaseMenu } from '@base-ui/react/menu';
import type { LucideIcon } from 'lucide-react';
import { type ReactElement, type ReactNode, useId } from 'react';
import './menu.css';

/** A list of actions under a button. `trigger` is the button's element; it gets the behaviour, and its children stay. */
export function Menu({
  trigger,
  align = 'start',
  side = 'bottom',
  children,
}: {
  readonly trigger: ReactElement;
  readonly align?: 'start' | 'center' | 'end';
  readonly side?: 'bottom' | 'top' | 'right';
  readonly children: ReactNode;
}) {
  const id = useId();
  return (
    <BaseMenu.Root>
      <BaseMenu.Trigger id={id} render={trigger} />
      <BaseMenu.Portal>
        {/* It stands at the end of the page, outside of every landmark: so it is one. */}
        <BaseMenu.Positioner
          className="menu-positioner"
          // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- it has a role of its own, which this replaces
          role="region"
          aria-labelledby={id}
          align={align}
          side={side}
          sideOffset={6}
          collisionPadding={8}
        >
          <BaseMenu.Popup className="menu scroll">{children}</BaseMenu.Popup>
        </BaseMenu.Positioner>
      </BaseMenu.Portal>
    </BaseMenu.Root>
  );
}

export function MenuItem({
  icon: Icon,
  note,
  end,
  danger,
  current,
  onSelect,
  children,
}: {
  readonly icon?: LucideIcon;
  readonly note?: ReactNode;
  readonly end?: ReactNode;
  readonly danger?: boolean;
  readonly current?: boolean;
  readonly onSelect: () => void;
  readonly children: ReactNode;
}) {
  return (
    <BaseMenu.Item
      className="menu-item"
      data-danger={danger || undefined}
      aria-current={current || undefined}
      onClick={onSelect}
    >
      {Icon ? <Icon size={16} strokeWidth={1.75} aria-hidden /> : null}
      <span className="menu-item-words">
        <span className="truncate menu-item-label">{children}</span>
        {note ? <span className="truncate menu-item-note">{note}</span> : null}
      </span>
      {end}
    </BaseMenu.Item>
  );
}

export function MenuGroup({ heading, children }: { readonly heading: string; readonly children: ReactNode }) {
  return (
    <BaseMenu.Group>
      <BaseMenu.GroupLabel className="menu-heading">{heading}</BaseMenu.GroupLabel>
      {children}
    </BaseMenu.Group>
  );
}

export function MenuLine() {
  return <BaseMenu.Separator className="menu-line" />;
}
