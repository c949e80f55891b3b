import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isAllowedAddress, isAllowedName } from '../../electron/system/hosts-names.ts';

const LONG_LABEL = 'a'.repeat(63);

describe('a name for the hosts file', () => {
  test.each([
    'web',
    'a',
    'my-service-2',
    'test',
    'app',
    'p01.web',
    'http.db',
    'web-78b4d4459d-sbtn8.web',
    'web-78b4d4459d-sbtn8.p01.web',
    'web.ns-demo.svc.cluster.local',
    'p01.web.ns-8zy2mcjh9zn2.svc.cluster.local',
    'web-78b4d4459d-sbtn8.web.ns-demo.svc.cluster.local',
    'db-0.db--demo.addon.code.run',
    'primary.db--abc123.addon.code.run',
    'mongo-0.mongo--abc123.addon.code.run',
    LONG_LABEL,
  ])('may be %s', (name) => {
    expect(isAllowedName(name)).toBe(true);
  });

  test.each([
    '',
    '.',
    'web.',
    '.web',
    'p01..web',
    'localhost',
    'p01.localhost',
    'a.b.localhost',
    'localhost.localdomain',
    'broadcasthost',
    'ip6-localhost',
    'ip6-allnodes',
    'wpad',
    'github.com',
    'api.northflank.com',
    'www.example.org',
    'code.run',
    'app.code.run',
    'web.app',
    'google.de',
    'bbc.co.uk',
    'printer.local',
    'nas.lan',
    'metadata.google.internal',
    'host.docker.internal',
    '1.168.192.in-addr.arpa',
    'svc.cluster.local',
    'cluster.local',
    'web.svc.cluster.local',
    'a.b.c.d.e.svc.cluster.local',
    'web.ns.svc.cluster.local.evil.com',
    'web.ns.svc.cluster.localx',
    'addon.code.run',
    'evil-addon.code.run',
    'a.b.c.d.addon.code.run',
    'a.b.c.d',
    '127.0.0.1',
    '10.0.0.1',
    '127.1',
    '2130706433',
    '0x7f000001',
    'web.0x7f',
    '::1',
    'WEB',
    'Web.ns.svc.cluster.local',
    'we b',
    'web ',
    ' web',
    'web\tx',
    'web\n127.0.0.1 github.com',
    'web\r',
    'web#x',
    'web\0',
    'wéb',
    'web\u00a0',
    'ｗeb',
    'xn--wb-bja',
    'p01.xn--wb-bja',
    '-web',
    'web-',
    '_http.web',
    'web/x',
    'web:80',
    '*.web',
    `${LONG_LABEL}a`,
    Array.from({ length: 4 }, () => LONG_LABEL).join('.'),
    `${LONG_LABEL}.${LONG_LABEL}.${LONG_LABEL}.${LONG_LABEL}.svc.cluster.local`,
  ])('may not be %j', (name) => {
    expect(isAllowedName(name)).toBe(false);
  });

  test('is never longer than 253 characters, and of lower-case letters, digits, dots and hyphens only', () => {
    const near = fc.stringMatching(/^[a-z0-9.# \t-]{1,30}$/);
    fc.assert(
      fc.property(fc.oneof(fc.string(), near, fc.string({ unit: 'binary' })), (name) => {
        if (isAllowedName(name)) expect(name).toMatch(/^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('an address for the hosts file', () => {
  test.each(['127.0.0.1', '127.24.1.1', '127.24.0.0', '127.24.255.255'])('may be %s', (address) => {
    expect(isAllowedAddress(address)).toBe(true);
  });

  test.each([
    '',
    '127.0.0.2',
    '127.24.1',
    '127.24.1.256',
    '127.24.01.1',
    '127.24.1.1.1',
    '127.24.1.1 ',
    '127.24.1.1\n',
    '127.25.1.1',
    '0127.24.1.1',
    '10.0.0.1',
    '0.0.0.0',
    '::1',
    '::ffff:127.24.1.1',
    'localhost',
  ])('may not be %j', (address) => {
    expect(isAllowedAddress(address)).toBe(false);
  });
});
