import { useEffect } from 'react';
import { hasCommandKey, isTyping } from '../ui/media.ts';
import { useMoves, useViewStore } from '../view.ts';

/** Keys that work wherever the focus is. Over a dialog only the palette's own key does something: it closes it again. */
export function useShortcuts(): void {
  const moves = useMoves();
  const store = useViewStore();
  useEffect(() => {
    const act = (event: KeyboardEvent): boolean => {
      const called = hasCommandKey(event) && !event.altKey && !event.shiftKey;
      const over = store.read().over?.kind;
      if (called && event.key.toLowerCase() === 'k' && (over === undefined || over === 'palette')) {
        moves.lay(over === 'palette' ? undefined : { kind: 'palette' });
        return true;
      }
      if (document.querySelector('[role=dialog], [role=alertdialog]')) return false;
      if (called && event.key === ',') {
        moves.showSettings();
        return true;
      }
      if (event.key === '?' && !isTyping(event.target) && !event.ctrlKey && !event.metaKey) {
        moves.lay({ kind: 'shortcuts' });
        return true;
      }
      return false;
    };
    const keys = (event: KeyboardEvent) => {
      if (!event.defaultPrevented && act(event)) event.preventDefault();
    };
    document.addEventListener('keydown', keys);
    return () => document.removeEventListener('keydown', keys);
  }, [moves, store]);
}
