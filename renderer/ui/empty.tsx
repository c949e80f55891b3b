import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import './empty.css';

/** What stands where a list would be: why it is empty, and what to do. */
export function Empty({
  icon: Icon,
  title,
  children,
  action,
}: {
  readonly icon: LucideIcon;
  readonly title: ReactNode;
  readonly children: ReactNode;
  readonly action?: ReactNode;
}) {
  return (
    <div className="empty">
      <span className="empty-icon">
        <Icon size={22} strokeWidth={1.5} aria-hidden />
      </span>
      <h2 className="empty-title">{title}</h2>
      <p className="empty-text">{children}</p>
      {action}
    </div>
  );
}
