import { type KeyboardEvent, type MouseEvent, type RefObject, useLayoutEffect, useRef } from 'react';
import type { ResourceKey } from '../../electron/contract/catalog.ts';
import { addressOf } from '../../electron/contract/session.ts';
import { tunnelsOf } from '../forwards/state.ts';
import { MOVES } from '../ui/arrow-keys.ts';
import { useSend } from '../send.ts';
import { useSessionCopy } from '../session.ts';
import { hasCommandKey } from '../ui/media.ts';
import { useMoves, useViewStore } from '../view.ts';

type List = {
  readonly keys: readonly ResourceKey[];
  /** The row that Tab enters. */
  readonly stop: ResourceKey | undefined;
  readonly scroller: RefObject<HTMLElement | null>;
  readonly scrollTo: (key: ResourceKey) => void;
};

const isRow = (target: EventTarget) => target instanceof Element && target.closest('.row-open') !== null;
const keyOf = (target: EventTarget) =>
  target instanceof Element ? target.closest<HTMLElement>('.row')?.dataset['key'] : undefined;

/** Rows between both, in the list's order, ends included. */
function between(keys: readonly ResourceKey[], a: ResourceKey | undefined, b: ResourceKey): readonly ResourceKey[] {
  const [from, to] = [a === undefined ? -1 : keys.indexOf(a), keys.indexOf(b)];
  if (from < 0) return [b];
  return keys.slice(Math.min(from, to), Math.max(from, to) + 1);
}

/**
 * Arrows and page keys move the focus by the list's order, not by what happens to be rendered. With Shift they mark rows,
 * as clicks with Shift, Ctrl or ⌘ do; Space then switches all that is marked.
 */
export function useListKeys({ keys, stop, scroller, scrollTo }: List) {
  const send = useSend();
  const copy = useSessionCopy();
  const store = useViewStore();
  const { setCursor, mark, sayCopied } = useMoves();
  const pending = useRef<ResourceKey | undefined>(undefined);

  const focusPending = () => {
    const key = pending.current;
    if (key === undefined) return;
    const row = scroller.current?.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"] .row-open`);
    if (!row) return;
    pending.current = undefined;
    row.focus({ preventScroll: true });
  };
  // The row to focus may only be there after this very render.
  useLayoutEffect(focusPending);

  const goTo = (key: ResourceKey) => {
    pending.current = key;
    setCursor(key);
    scrollTo(key);
    focusPending();
  };
  const extendTo = (key: ResourceKey, from: ResourceKey | undefined) =>
    mark(between(keys, store.read().anchor ?? from, key), 'keep-anchor', from);
  const toggle = (key: ResourceKey) => {
    const { marked } = store.read();
    mark(marked.has(key) ? [...marked].filter((each) => each !== key) : [...marked, key], 'new-anchor', key);
  };

  const move = (event: KeyboardEvent): boolean => {
    const step = MOVES[event.key];
    if (!step || event.altKey || event.ctrlKey || event.metaKey || keys.length === 0) return false;
    const here = keyOf(event.target) ?? stop;
    const next = keys[here === undefined ? 0 : step(keys.indexOf(here), keys.length)];
    if (next === undefined) return false;
    if (event.shiftKey) extendTo(next, here);
    goTo(next);
    return true;
  };
  const switchMarked = (key: ResourceKey): boolean => {
    const { marked } = store.read();
    const state = copy.read();
    if (!state || !marked.has(key)) return false;
    const ids = keys.filter((each) => marked.has(each));
    void send({ type: 'forwards.set', ids, on: !ids.every((id) => state.forwards[id]?.wish.on) });
    return true;
  };
  const space = (event: KeyboardEvent): boolean => {
    const key = keyOf(event.target);
    if (event.key !== ' ' || event.repeat || key === undefined || !isRow(event.target)) return false;
    if (!hasCommandKey(event)) return switchMarked(key);
    toggle(key);
    return true;
  };
  const all = (event: KeyboardEvent): boolean => {
    if (!hasCommandKey(event) || event.key.toLowerCase() !== 'a' || !isRow(event.target)) return false;
    mark(keys, 'new-anchor', keyOf(event.target));
    return true;
  };

  const copyFrom = async (key: ResourceKey): Promise<void> => {
    const { marked } = store.read();
    const first = tunnelsOf(copy.read()?.forwards[key]).find((tunnel) => addressOf(tunnel));
    if (marked.has(key)) {
      if (!(await send({ type: 'copy.addresses', ids: keys.filter((each) => marked.has(each)) }))) return;
    } else if (!first || !(await send({ type: 'copy.address', tunnelId: first.id }))) return;
    sayCopied(key);
  };
  const copyAddress = (event: KeyboardEvent): boolean => {
    const key = keyOf(event.target);
    if (!hasCommandKey(event) || event.key.toLowerCase() !== 'c' || key === undefined || !isRow(event.target))
      return false;
    void copyFrom(key);
    return true;
  };

  return {
    onKeyDownCapture: (event: KeyboardEvent) => {
      if (!copyAddress(event) && !all(event) && !space(event) && !move(event)) return;
      event.preventDefault();
      event.stopPropagation();
    },
    onClickCapture: (event: MouseEvent) => {
      const key = keyOf(event.target);
      if (key === undefined || !isRow(event.target)) return;
      if (event.shiftKey) extendTo(key, stop);
      else if (hasCommandKey(event)) toggle(key);
      else return;
      event.preventDefault();
      event.stopPropagation();
    },
  };
}
