import { useCallback, useSyncExternalStore } from 'react';
import { text } from '../text/text.ts';

function useMedia(query: string): boolean {
  const watch = useCallback(
    (changed: () => void) => {
      const list = matchMedia(query);
      list.addEventListener('change', changed);
      return () => list.removeEventListener('change', changed);
    },
    [query],
  );
  return useSyncExternalStore(watch, () => matchMedia(query).matches);
}

export type Width = 'wide' | 'middle' | 'compact';

/** The three layouts; the same limits stand in the style sheets. */
export function useWidth(): Width {
  const wide = useMedia('(min-width: 980px)');
  const compact = useMedia('(max-width: 639.98px)');
  if (wide) return 'wide';
  return compact ? 'compact' : 'middle';
}

export const isMac = /mac/i.test(navigator.userAgent);

/** `⌘K`, `Ctrl K` */
export const keyName = (key: string): string => (isMac ? `⌘${key}` : `${text.keys.ctrl} ${key}`);

/** Whether a key means a letter of a text there, not a command. */
export const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.matches('input:not([type=checkbox], [type=radio]), textarea') || target.isContentEditable);

/** The modifier that programs of this system use: ⌘ or Ctrl. */
export function hasCommandKey(event: { readonly metaKey: boolean; readonly ctrlKey: boolean }): boolean {
  return isMac ? event.metaKey : event.ctrlKey;
}
