import { X } from 'lucide-react';
import { IconButton } from './button.tsx';

/** Title and way out of what lies in the middle of the window. */
export function DialogHead({
  title,
  close,
  onClose,
}: {
  readonly title: string;
  /** The accessible name of the button that closes. */
  readonly close: string;
  readonly onClose: () => void;
}) {
  return (
    <header className="sheet-head">
      <h2>{title}</h2>
      <IconButton label={close} icon={X} onClick={onClose} />
    </header>
  );
}
