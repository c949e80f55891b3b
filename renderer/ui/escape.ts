import { useEffect } from 'react';

/** Esc closes the innermost thing: whatever lies over it (a dialog, a menu, a list of choices) is closed first. */
export function useEscape(active: boolean, close: () => void): void {
  useEffect(() => {
    if (!active) return undefined;
    const keys = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented) return;
      if (document.querySelector('[role=dialog], [role=menu], [role=listbox]')) return;
      close();
    };
    document.addEventListener('keydown', keys);
    return () => document.removeEventListener('keydown', keys);
  }, [active, close]);
}
