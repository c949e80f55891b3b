import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  parseResourceKey,
  resourceKey,
  resourceName,
  whyNotForwardable,
  type Target,
} from '../../electron/contract/catalog.ts';
import { makeResource, makeTarget } from '../support/builders.ts';

const id = fc.string({ minLength: 1 }).filter((text) => !text.includes('/'));
const teamId = id.filter((text) => text !== '-');
const target: fc.Arbitrary<Target> = fc.record(
  {
    accountId: id,
    teamId,
    projectId: id,
    kind: fc.constantFrom('service', 'addon'),
    resourceId: id,
  },
  { requiredKeys: ['accountId', 'projectId', 'kind', 'resourceId'] },
);

test('a key leads back to its target, and to no other', () => {
  fc.assert(
    fc.property(target, target, (one, other) => {
      expect(parseResourceKey(resourceKey(one))).toEqual({ ...one });
      expect(resourceKey(one) === resourceKey(other)).toBe(
        JSON.stringify(sorted(one)) === JSON.stringify(sorted(other)),
      );
    }),
  );
});
const sorted = (each: Target) => Object.entries(each).toSorted(([a], [b]) => a.localeCompare(b));

test('whatever is parsed is the key of what it gives, or nothing', () => {
  const parts = fc.constantFrom('acc', '-', '', 'service', 'addon', 'web', 'job');
  const keys = fc.oneof(
    fc.string(),
    fc.array(parts, { maxLength: 7 }).map((each) => each.join('/')),
  );
  fc.assert(
    fc.property(keys, (key) => {
      const parsed = parseResourceKey(key);
      if (parsed) expect(resourceKey(parsed)).toBe(key);
    }),
  );
});

test.each(['', '/', 'acc/-/shop/service', 'acc/-/shop/job/x', 'acc//shop/service/web', 'acc/-/shop/service/web/'])(
  '%j is no key',
  (key) => {
    expect(parseResourceKey(key)).toBeUndefined();
  },
);

test('a resource goes by its name, one that no list holds by its id, and what is no key by itself', () => {
  const web = makeResource(makeTarget('web'), { name: 'Shop front' });
  expect(resourceName(web, web.key)).toBe('Shop front');
  expect(resourceName(undefined, web.key)).toBe('web');
  expect(resourceName(undefined, 'acc/web')).toBe('acc/web');
});

test.each([
  [{}, undefined],
  [{ type: 'build', state: 'paused', ports: [] }, 'build-service'],
  [{ state: 'paused', ports: [], instances: 0 }, 'paused'],
  [{ ports: [], instances: 0 }, 'no-ports'],
  [{ instances: 0 }, 'no-instances'],
  [{ state: 'failed' }, undefined],
] as const)('a resource with %j cannot be forwarded because of %s', (change, reason) => {
  expect(whyNotForwardable(makeResource(makeTarget('web'), change))).toBe(reason);
});

test('an addon whose ports are not known can be forwarded', () => {
  const { ports: _ports, instances: _instances, ...addon } = makeResource(makeTarget('db', { kind: 'addon' }));
  expect(whyNotForwardable(addon)).toBeUndefined();
});
