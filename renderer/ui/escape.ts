import { useEffect, useRef } from 'react';

/** What Esc would close, the innermost last. */
const layers: { readonly close: () => void }[] = [];

/** Dialogs and menus close themselves; one that fades away is closed already. */
const OTHERS = ['dialog', 'alertdialog', 'menu', 'listbox']
  .map((role) => `[role=${role}]:not([data-closed], [data-closed] *)`)
  .join();

function onKey(event: KeyboardEvent): void {
  if (event.key !== 'Escape' || event.defaultPrevented) return;
  if (document.querySelector(OTHERS)) return;
  const innermost = layers.at(-1);
  if (!innermost) return;
  event.preventDefault();
  innermost.close();
}

/** Esc closes the innermost thing: of those that are active, the one that became so last. */
export function useEscape(active: boolean, close: () => void): void {
  const newest = useRef(close);
  useEffect(() => {
    newest.current = close;
  }, [close]);
  useEffect(() => {
    if (!active) return undefined;
    const layer = { close: () => newest.current() };
    if (layers.length === 0) document.addEventListener('keydown', onKey);
    layers.push(layer);
    return () => {
      layers.splice(layers.indexOf(layer), 1);
      if (layers.length === 0) document.removeEventListener('keydown', onKey);
    };
  }, [active]);
}
