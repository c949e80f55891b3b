/** Marks an element that the arrow keys of its list stop at. */
export const STOP = 'data-arrow-stop';

type Moves = Readonly<Record<string, (at: number, count: number) => number>>;

/** Where each key leads from place `at` in a list of `count` whose pages are so many rows. */
export const makeMoves = (page: number): Moves => ({
  ArrowDown: (at, count) => Math.min(at + 1, count - 1),
  ArrowUp: (at) => Math.max(at - 1, 0),
  Home: () => 0,
  End: (_at, count) => count - 1,
  PageDown: (at, count) => Math.min(at + page, count - 1),
  PageUp: (at) => Math.max(at - page, 0),
});

export const MOVES = makeMoves(8);

/** A list of which only a part exists shows its end first. */
function toEnd(list: HTMLElement, key: string): void {
  list.scrollTop = key === 'Home' ? 0 : list.scrollHeight;
  requestAnimationFrame(() => {
    const stops = [...list.querySelectorAll<HTMLElement>(`[${STOP}]`)];
    stops.at(key === 'Home' ? 0 : -1)?.focus();
  });
}

function moveByArrow(list: HTMLElement, event: KeyboardEvent): void {
  const move = MOVES[event.key];
  if (!move || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const stops = [...list.querySelectorAll<HTMLElement>(`[${STOP}]`)];
  if (stops.length === 0) return;
  if (event.key === 'Home' || event.key === 'End') {
    event.preventDefault();
    toEnd(list, event.key);
    return;
  }
  const focused = document.activeElement;
  const at = stops.findIndex((stop) => stop === focused || stop.parentElement?.contains(focused));
  const next = stops[at < 0 ? 0 : move(at, stops.length)];
  event.preventDefault();
  next?.focus();
}

/** Give it to a list as `ref`: arrows, Home, End and the page keys then move the focus among its stops. */
export function arrowKeys(list: HTMLElement | null): (() => void) | undefined {
  if (!list) return undefined;
  const move = (event: KeyboardEvent) => moveByArrow(list, event);
  list.addEventListener('keydown', move);
  return () => list.removeEventListener('keydown', move);
}
