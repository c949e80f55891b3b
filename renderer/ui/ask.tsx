import type { ReactNode } from 'react';
import { text } from '../text/text.ts';
import { Button } from './button.tsx';
import { Sheet } from './sheet.tsx';
import './ask.css';

/** A question before something that cannot be taken back. The way out stands first and gets the focus. */
export function Ask({
  open,
  title,
  action,
  onConfirm,
  onClose,
  children,
}: {
  readonly open: boolean;
  readonly title: string;
  /** What the button says that does it. */
  readonly action: string;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}) {
  return (
    <Sheet open={open} from="center" label={title} onClose={onClose}>
      <div className="ask">
        <h2 className="ask-title">{title}</h2>
        <p className="ask-text">{children}</p>
        <div className="ask-buttons">
          <Button onClick={onClose}>{text.ui.cancel}</Button>
          <Button
            look="danger"
            onClick={() => {
              onClose();
              onConfirm();
            }}
          >
            {action}
          </Button>
        </div>
      </div>
    </Sheet>
  );
}
