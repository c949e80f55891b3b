// @vitest-environment happy-dom
import { Box } from 'lucide-react';
import { describe, expect, it } from 'vitest';
import { type Entry, find, index } from '../../renderer/palette/entries.ts';
import { makeHay, score, wordsOf } from '../../renderer/palette/score.ts';

const entry = (title: string, part: Partial<Entry> = {}): Entry => ({
  id: title,
  title,
  icon: Box,
  kind: 'resource',
  run: () => {},
  ...part,
});
const best = (query: string, ...titles: string[]) =>
  find(index(titles.map((title) => entry(title))), query, []).map(({ title }) => title);

describe('a fuzzy search', () => {
  it.each([
    ['odb', ['orders-db', 'modbus'], 'orders-db'],
    ['db', ['feedback', 'orders-db'], 'orders-db'],
    ['web', ['cobweb', 'web-admin', 'web'], 'web'],
    ['ords', ['words', 'orders'], 'words'],
    ['checkout', ['check-out-api', 'checkout-api'], 'checkout-api'],
    ['api check', ['checkout-api', 'api-gateway'], 'checkout-api'],
    ['cAPI', ['recaptcha-pi', 'checkoutAPI'], 'checkoutAPI'],
    ['ÉCH', ['Échange ☕ エコー', 'each'], 'Échange ☕ エコー'],
  ])('for %j among %j finds %j first', (query, titles, first) => {
    expect(best(query, ...titles)[0]).toBe(first);
  });

  it('finds nothing where a letter is missing or in another order', () => {
    expect(best('bdo', 'orders-db')).toEqual([]);
    expect(best('web zz', 'web')).toEqual([]);
  });

  it('finds by what stands beside the title, after those that have it in their title', () => {
    const all = index([entry('cache', { note: 'storefront' }), entry('storefront', { kind: 'project' })]);
    expect(find(all, 'storefront', []).map(({ title }) => title)).toEqual(['storefront', 'cache']);
  });

  it('puts what was used lately first among equals, and first of all without a query', () => {
    const all = index([entry('web-1'), entry('web-2'), entry('quit', { kind: 'command' })]);
    expect(find(all, 'web', ['web-2'])[0]?.title).toBe('web-2');
    expect(find(all, '', ['web-2']).map(({ title }) => title)).toEqual(['web-2', 'quit', 'web-1']);
  });

  it('is not led astray by letters that mean something to expressions', () => {
    expect(score(wordsOf('.*'), makeHay('web'))).toBe(0);
    expect(best('[x]', 'a [x] b')).toEqual(['a [x] b']);
  });
});

it('ten thousand entries are searched while a finger is still on its key', () => {
  const parts = ['orders', 'checkout', 'billing', 'search', 'report', 'gateway', 'mail'];
  const entries = Array.from({ length: 10_000 }, (_, at) =>
    entry(`${parts[at % 7]}-${parts[(at * 3) % 5]}-${at}`, {
      note: `project-${at % 200} · 127.24.${at % 255}.1:8080`,
      words: 'Deployment service http 8080 metrics 9090 backend team-a',
    }),
  );
  const all = index(entries);
  const best = ['o', 'or', 'ordch', 'api 90', 'zzzz', 'team gateway 77'].map((query) => {
    const times = Array.from({ length: 9 }, () => {
      const begun = performance.now();
      find(all, query, []);
      return performance.now() - begun;
    });
    // The best of some: what else the machine does is not what is measured.
    return Math.min(...times);
  });
  console.info(`palette: ${best.map((each) => each.toFixed(1)).join(', ')} ms of 10,000 entries`);
  expect(Math.max(...best)).toBeLessThan(100);
});
