import { Dialog } from '@base-ui/react/dialog';
import type { ReactNode } from 'react';
import './sheet.css';

/**
 * Something that lies over the page and takes the keyboard until it is closed by Esc, its own button or a click beside it.
 * `side` slides in at the end edge, `bottom` comes up as a sheet, `center` stands in the middle, `top` above it.
 */
export function Sheet({
  open,
  onClose,
  from,
  wide = false,
  label,
  children,
}: {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly from: 'side' | 'bottom' | 'center' | 'top';
  readonly wide?: boolean;
  readonly label: string;
  readonly children: ReactNode;
}) {
  return (
    <Dialog.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="sheet-scrim" />
        <Dialog.Popup className="sheet" data-from={from} data-wide={wide || undefined} aria-label={label}>
          {children}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
