import { expect } from 'vitest';
import { createHostRewriter } from '../../electron/engine/host-header.ts';

export const FULL = 'web.ns-demo.svc.cluster.local';
export const rewrite = { names: ['web', 'p01.web'], to: FULL };

/** Everything that leaves when these chunks come in, without what `end` would still give. */
export function through(...chunks: readonly string[]): string {
  const rewriter = createHostRewriter(rewrite);
  return chunks
    .flatMap((chunk) => rewriter.push(Buffer.from(chunk, 'latin1')).map((each) => each.toString('latin1')))
    .join('');
}

export const get = (host: string, more = '') => `GET / HTTP/1.1\r\nHost: ${host}\r\n${more}\r\n`;

/** A request whose Host is `web`, hidden where it is not a request: it must come out as it went in. */
export const DECOY = get('web');

export function expectRewritten(text: string, expected: string): void {
  expect(through(text)).toBe(expected);
  expect(through(...text.split(''))).toBe(expected);
}

export function expectUntouched(text: string): void {
  expectRewritten(text, text);
}
