import type { Wish } from '../contract/forward.ts';

const isSame = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/** Whether what the platform says for one serves the other. */
export const isReachedTheSame = (a: Wish, b: Wish) => isSame([a.ports, a.instance], [b.ports, b.instance]);

/** Whether this remote port is to be served at the same place for both. */
export const isPlacedTheSame = (a: Wish, b: Wish, port: number) => isSame(a.local?.[port], b.local?.[port]);
