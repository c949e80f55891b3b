import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import type { RefObject } from 'react';

type Parts = {
  readonly count: number;
  readonly scroller: RefObject<HTMLElement | null>;
  readonly sizeOf: (index: number) => number;
  readonly keyOf: (index: number) => string;
  /** Is there wherever the list is scrolled: what has the focus must not vanish. Negative for none. */
  readonly kept: number;
  readonly overscan: number;
  /** What covers the list's ends, so that nothing is scrolled to behind it. */
  readonly coveredStart?: number;
};

/** Before the first list is measured; a screen that is higher gets the rest a moment later. */
const FIRST = { width: 600, height: 800 };

/** Which of many are to be rendered, of known sizes one below the other. */
export function useWindowed({ count, scroller, sizeOf, keyOf, kept, overscan, coveredStart = 0 }: Parts) {
  // oxlint-disable-next-line react/incompatible-library -- nothing is compiled here that would memoize what it returns
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: sizeOf,
    getItemKey: keyOf,
    rangeExtractor: (range) => {
      const shown = defaultRangeExtractor(range);
      return kept < 0 || kept >= count || shown.includes(kept) ? shown : [...shown, kept].sort((a, b) => a - b);
    },
    overscan,
    scrollPaddingStart: coveredStart,
    scrollPaddingEnd: 8,
    initialRect: FIRST,
  });
  return {
    shown: virtual.getVirtualItems().map(({ index }) => index),
    height: virtual.getTotalSize(),
    scrollTo: (index: number) => virtual.scrollToIndex(index),
  };
}
