import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { linkIn, MAX_LINK, parseLink, withoutLongLinks, type Link } from '../../electron/contract/link.ts';

const id = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,60}$/);
const ports = fc.uniqueArray(fc.integer({ min: 1, max: 65_535 }), { minLength: 1, maxLength: 32 });
const resourceLink: fc.Arbitrary<Link> = fc
  .record(
    { projectId: id, resource: fc.constantFrom('service', 'addon'), resourceId: id, team: id },
    { requiredKeys: ['projectId', 'resource', 'resourceId'] },
  )
  .chain((of) =>
    fc.oneof(
      fc.constant({ kind: 'open', ...of } as const),
      fc
        .option(ports, { nil: undefined })
        .map((some) => ({ kind: 'forward', ...of, ...(some && { ports: some }) }) as const),
    ),
  );
/** Without what turns text around, and short enough when each character takes three bytes of three signs. */
const profileLink: fc.Arbitrary<Link> = fc
  .stringMatching(/^[\p{L}\p{N}][\p{L}\p{N} .-]{0,30}$/u)
  .map((name) => ({ kind: 'profile', name: name.trim() }) as const);

function textOf(link: Link): string {
  if (link.kind === 'profile') return `portside://profile/${encodeURIComponent(link.name)}`;
  const query = [
    ...(link.team === undefined ? [] : [`team=${link.team}`]),
    ...(link.ports ? [`ports=${link.ports.join(',')}`] : []),
  ];
  const path = [link.projectId, link.resource, link.resourceId].map(encodeURIComponent).join('/');
  return `portside://${link.kind}/${path}${query.length > 0 ? `?${query.join('&')}` : ''}`;
}

test('what is written as a link is read as it was meant', () => {
  fc.assert(
    fc.property(fc.oneof(resourceLink, profileLink), (link) => {
      expect(parseLink(textOf(link))).toEqual(link);
    }),
  );
});

test('whatever is read names plain ids and ports, and never throws', () => {
  const parts = fc.array(
    fc.oneof(
      fc.constantFrom('portside:', '//', 'open', 'forward', 'profile', '/', 'service', 'addon', '?', 'team=', 'ports='),
      fc.constantFrom(
        '&',
        '..',
        '%2e%2e',
        '%2f',
        '%252f',
        '%00',
        '%e2%80%ae',
        '\\',
        '#',
        '@',
        ':',
        ',',
        '80',
        'web',
        'a-b',
      ),
      fc.string({ maxLength: 8, unit: 'binary' }),
    ),
    { maxLength: 14 },
  );
  const texts = fc.oneof(
    parts.map((all) => all.join('')),
    fc
      .tuple(fc.constantFrom('open', 'forward', 'profile'), parts)
      .map(([verb, all]) => `portside://${verb}/${all.join('')}`),
  );
  fc.assert(
    fc.property(texts, (text) => {
      const link = parseLink(text);
      if (!link) return;
      if (link.kind === 'profile') {
        expect(link.name).toMatch(/^[^\p{Cc}\u202a-\u202e\u2066-\u2069]{1,80}$/u);
        return;
      }
      for (const each of [link.projectId, link.resourceId, link.team ?? 'x']) {
        expect(each).toMatch(/^[A-Za-z0-9][A-Za-z0-9._-]{0,199}$/);
      }
      for (const port of link.ports ?? []) expect(port >= 1 && port <= 65_535).toBe(true);
    }),
    { numRuns: 2000 },
  );
});

test('a final slash, as browsers add one, and another case of the scheme mean the same', () => {
  const link = { kind: 'open', projectId: 'shop', resource: 'service', resourceId: 'web' };
  expect(parseLink('portside://open/shop/service/web/')).toEqual(link);
  expect(parseLink('PORTSIDE://open/shop/service/web')).toEqual(link);
});

describe('no link is', () => {
  test.each([
    '',
    'portside:',
    'portside://',
    'portside:javascript:alert(1)',
    'portside://javascript/alert',
    'https://open/shop/service/web',
    'portside://open',
    'portside://open/shop',
    'portside://open/shop/service',
    'portside://open/shop/service/web/more',
    'portside://open//service/web',
    'portside://open/shop/job/web',
    'portside://open/shop/service/..',
    'portside://open/../service/web',
    'portside://open/%2e%2e/service/web',
    'portside://open/shop%2fother/service/web',
    'portside://open/shop/service/web%252f',
    'portside://open/shop/service/web%00',
    'portside://open/shop/service/%',
    'portside://open/shop/service/%ff',
    'portside://open/shop/service/w\u0435b',
    'portside://open/shop/service/w%D0%B5b',
    'portside://open/shop/service/web\u202egnp',
    'portside://open/shop/service/web?ports=80',
    'portside://open/shop/service/web#top',
    'portside://open/shop/service/web?on=true',
    'portside://user@open/shop/service/web',
    'portside://open:80/shop/service/web',
    'portside://open\\shop\\service\\web',
    ' portside://open/shop/service/web',
    'portside://open/shop/service/web\n',
    'portside://start/shop/service/web',
    'portside://forward/shop/service/web?ports=',
    'portside://forward/shop/service/web?ports=0',
    'portside://forward/shop/service/web?ports=080',
    'portside://forward/shop/service/web?ports=65536',
    'portside://forward/shop/service/web?ports=80,',
    'portside://forward/shop/service/web?ports=80&ports=81',
    'portside://forward/shop/service/web?team=',
    'portside://forward/shop/service/web?team',
    `portside://forward/shop/service/web?ports=${Array.from({ length: 33 }, (_, at) => at + 1).join(',')}`,
    `portside://open/${'x'.repeat(201)}/service/web`,
    'portside://profile/',
    'portside://profile/%20',
    'portside://profile/a/b',
    'portside://profile/a%0ab',
    'portside://profile/%E2%80%AEdorp',
    'portside://profile/a?on=true',
    `portside://profile/${'x'.repeat(81)}`,
    `portside://profile/${'x'.repeat(MAX_LINK)}`,
  ])('%j', (text) => {
    expect(parseLink(text)).toBeUndefined();
  });
});

test('of a command line the first link is taken, wherever Chromium put it, and no more of it than is needed', () => {
  expect(linkIn(['portside://program', '--hidden', '--flag', 'portside://open/a', 'portside://open/b'])).toBe(
    'portside://open/a',
  );
  expect(linkIn(['electron', '.', '--link=portside://open/a'])).toBeUndefined();
  expect(linkIn(['electron', `portside:${'x'.repeat(1_000_000)}`])).toHaveLength(MAX_LINK + 1);
});

test('only links that are too long are replaced, by one that is refused', () => {
  const long = `Portside://open/${'x'.repeat(100_000)}`;
  expect(withoutLongLinks(['.', '--hidden', long])).toEqual(['.', '--hidden', 'portside:']);
  expect(withoutLongLinks(['.', 'x'.repeat(100_000), 'portside://open/a'])).toBeUndefined();
});
