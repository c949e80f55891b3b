import { useEffect, useRef } from 'react';
import { hasCommandKey, isTyping } from '../ui/media.ts';

/** Ctrl or ⌘ with Enter, wherever the focus is but in a field; a dialog has this key for itself. */
export function useOpenKey(open: (() => void) | undefined): void {
  const latest = useRef(open);
  useEffect(() => {
    latest.current = open;
  });
  useEffect(() => {
    const keys = (event: KeyboardEvent) => {
      if (event.key !== 'Enter' || !hasCommandKey(event) || event.shiftKey || event.altKey) return;
      if (event.repeat || event.defaultPrevented || isTyping(event.target) || !latest.current) return;
      if (document.querySelector('[role=dialog], [role=alertdialog]')) return;
      event.preventDefault();
      latest.current();
    };
    document.addEventListener('keydown', keys);
    return () => document.removeEventListener('keydown', keys);
  }, []);
}
