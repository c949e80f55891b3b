import { describe, expect, test } from 'vitest';
import { renderKit } from '../../electron/kit/kit.ts';
import { kitFormats, kitNotes, kitOpeners, maskedUri } from '../../electron/contract/kit.ts';
import { kitFor, type Part } from './world.ts';

const D = 'db--k2xq.addon.code.run';
const addon = (type: string, number: number, more: Partial<Part> = {}): Part => ({
  id: 'db',
  type,
  ports: [{ number, hostnames: [`primary.${D}`] }],
  ...more,
});
const values = { USERNAME: 'ann', PASSWORD: "p@s's:w/é", DATABASE: 'or ders', HOST: `primary.${D}`, PORT: '1' };
const copied = (
  part: Part,
  format: Parameters<typeof renderKit>[1],
  byName = false,
  more: Record<string, string> = {},
) => renderKit(kitFor([part], { ...values, ...more }, { byName }), format);

describe('strings from the keys alone', () => {
  const login = 'ann:p%40s%27s%3Aw%2F%C3%A9';
  test.each([
    [addon('postgresql', 5432), 'uri', `postgresql://${login}@127.24.0.1:5432/or%20ders`],
    [addon('mysql', 3306), 'uri', `mysql://${login}@127.24.0.1:3306/or%20ders`],
    [addon('redis', 6379), 'uri', `redis://${login}@127.24.0.1:6379`],
    [addon('mongodb', 27_017), 'uri', `mongodb://${login}@127.24.0.1:27017/or%20ders`],
    [addon('rabbitmq', 5672), 'uri', `amqp://${login}@127.24.0.1:5672`],
    [addon('minio', 9000), 'uri', 'http://127.24.0.1:9000'],
    [addon('postgresql', 5432), 'host-port', '127.24.0.1:5432'],
    [addon('postgresql', 5432), 'password', "p@s's:w/é"],
    [
      addon('postgresql', 5432),
      'jdbc',
      `jdbc:postgresql://127.24.0.1:5432/or%20ders?user=ann&password=p%40s%27s%3Aw%2F%C3%A9`,
    ],
    [
      addon('mysql', 3306),
      'jdbc',
      `jdbc:mysql://127.24.0.1:3306/or%20ders?user=ann&password=p%40s%27s%3Aw%2F%C3%A9&sslMode=PREFERRED`,
    ],
    [
      addon('postgresql', 5432),
      'command',
      ` PGPASSWORD='p@s'\\''s:w/é' psql 'host=127.24.0.1 port=5432 user=ann dbname='\\''or ders'\\'''`,
    ],
    [
      addon('mysql', 3306),
      'command',
      ` MYSQL_PWD='p@s'\\''s:w/é' mysql --host=127.24.0.1 --port=3306 --user=ann '--database=or ders'`,
    ],
    [addon('redis', 6379), 'command', ` REDISCLI_AUTH='p@s'\\''s:w/é' redis-cli -h 127.24.0.1 -p 6379 --user ann`],
    [
      addon('mongodb', 27_017),
      'command',
      ` MONGODB_URI=mongodb://${login}@127.24.0.1:27017/or%20ders mongosh --nodb --shell --eval 'db = connect(process.env.MONGODB_URI)'`,
    ],
    [addon('minio', 9000), 'command', 'mc alias set portside http://127.24.0.1:9000'],
    [
      addon('rabbitmq', 15_672),
      'command',
      ` RABBITMQADMIN_PASSWORD='p@s'\\''s:w/é' rabbitmqadmin --host 127.24.0.1 --port 15672 --username ann show overview`,
    ],
    [
      addon('postgresql', 5432),
      'tableplus',
      `postgresql://${login}@127.24.0.1:5432/or%20ders?name=db&env=local&tLSMode=0`,
    ],
    [
      addon('postgresql', 5432),
      'dbeaver',
      `dbeaver -con 'driver=postgresql|host=127.24.0.1|port=5432|database=or ders|user=ann|name=db|savePassword=false|connect=true|save=false'`,
    ],
  ] as const)('%#: %s', (part, format, text) => {
    expect(copied(part, format)).toBe(text);
  });
});

test('keys of MinIO that any release of mc reads alike go into the environment', () => {
  const keys = { ACCESS_KEY: 'abc', SECRET_KEY: 'd-e_f' };
  expect(copied(addon('minio', 9000), 'command', false, keys)).toBe(
    ' MC_HOST_portside=http://abc:d-e_f@127.24.0.1:9000 mc ls portside',
  );
});

test('only what has no other way puts a password where other users see it: nothing does', () => {
  for (const [type, port] of [
    ['postgresql', 5432],
    ['mysql', 3306],
    ['redis', 6379],
    ['mongodb', 27_017],
  ] as const) {
    const command = copied(addon(type, port), 'command', false, { PASSWORD: 'topsecret' }) ?? '';
    expect(command.indexOf('topsecret')).toBeGreaterThan(-1);
    expect(command.slice(command.search(/ (?:psql|mysql|redis-cli|mongosh) /))).not.toContain('topsecret');
  }
});

test('a string of another scheme than the engine’s is not followed: opened, it would choose the program', () => {
  for (const scheme of ['file', 'smb', 'ms-msdt', 'vscode', 'javascript', 'jdbc:postgresql', 'https']) {
    const values = { POSTGRES_URI: `${scheme}://ann:x@evil/share/a.lnk?cmd=1`, PASSWORD: 'x', USERNAME: 'ann' };
    for (const format of ['uri', 'tableplus'] as const)
      expect(copied(addon('postgresql', 5432), format, false, values)).toMatch(
        /^postgresql:\/\/ann:x@127\.24\.0\.1:5432\//,
      );
  }
});

describe('TLS', () => {
  const strict = { TLS_ENABLED: 'true', POSTGRES_URI: `postgresql://ann:x@primary.${D}:5432/d?sslmode=verify-full` };

  test('psql is told name and address apart, so it still checks the name', () => {
    expect(copied(addon('postgresql', 5432, { tls: true }), 'command', false, strict)).toContain(
      `psql 'host=primary.${D} hostaddr=127.24.0.1 port=5432 user=ann dbname='\\''or ders'\\'' sslmode=verify-full'`,
    );
    expect(copied(addon('postgresql', 5432, { tls: true }), 'command', true, strict)).toContain(
      `psql 'host=primary.${D} port=5432`,
    );
  });

  test('by name every check stays; by address the check of the name goes and no other', () => {
    expect(copied(addon('postgresql', 5432), 'uri', true, strict)).toMatch(
      new RegExp(`@primary.${D}:5432/.*sslmode=verify-full$`),
    );
    expect(copied(addon('postgresql', 5432), 'uri', false, strict)).toMatch(
      /@127\.24\.0\.1:5432\/.*sslmode=verify-ca$/,
    );
    expect(copied(addon('postgresql', 5432), 'jdbc', false, strict)).toMatch(/&sslmode=verify-ca$/);
  });

  test('Redis is asked for by the name of its certificate', () => {
    expect(copied(addon('redis', 6379), 'command', false, { TLS_ENABLED: 'true' })).toContain(
      `--tls --sni primary.${D}`,
    );
    expect(copied(addon('redis', 6379), 'uri', false, { TLS_ENABLED: 'true' })).toMatch(/^rediss:/);
  });
});

describe('what a port offers', () => {
  const offer = (part: Part, tunnel?: string) => {
    const kit = kitFor([part], {}, tunnel === undefined ? {} : { tunnel });
    return kitFormats(kit.state, kit.tunnel.id);
  };

  test('begins with its URI, and holds what its type knows', () => {
    expect(offer(addon('postgresql', 5432))[0]).toBe('uri');
    expect(offer(addon('redis', 6379))).not.toContain('jdbc');
    expect(offer(addon('unheard-of', 5432))).toEqual(['host-port']);
  });

  test('of a second port of an addon is its address', () => {
    const minio = addon('minio', 9000, { ports: [{ number: 9000 }, { number: 9001 }] });
    expect(offer(minio, ':9001')).toEqual(['host-port']);
  });

  test('is nothing while it has no address', () => {
    const { state, tunnel } = kitFor([addon('redis', 6379)], {});
    const closed = { ...tunnel, status: { kind: 'starting' } as const };
    const forwards = Object.fromEntries(
      Object.entries(state.forwards).map(([id, each]) => [id, { ...each, tunnels: { [tunnel.id]: closed } }]),
    );
    expect(kitFormats({ ...state, forwards }, tunnel.id)).toEqual([]);
    expect(maskedUri({ ...state, forwards }, tunnel.id)).toBeUndefined();
  });

  test('to open it with is what is installed and fits, its own client first', () => {
    const { state, tunnel } = kitFor([addon('redis', 6379)], {});
    expect(kitOpeners(state, tunnel.id, ['tableplus', 'dbeaver', 'terminal'])).toEqual(['terminal', 'tableplus']);
    expect(kitOpeners(state, tunnel.id, [])).toEqual([]);
  });
});

test('the masked URI holds nothing that the platform was asked for', () => {
  const kit = kitFor([addon('postgresql', 5432, { tls: true })], values);
  expect(maskedUri(kit.state, kit.tunnel.id)).toBe('postgresql://•••••:•••••@127.24.0.1:5432/•••••');
});

test('notes say what by address or by instance is different', () => {
  const notes = (part: Part, byName: boolean, tunnel?: string) => {
    const kit = kitFor([part], {}, { byName, ...(tunnel !== undefined && { tunnel }) });
    return kitNotes(kit.state, kit.tunnel.id);
  };
  expect(notes(addon('postgresql', 5432, { tls: true }), false)).toEqual(['tls-name']);
  expect(notes(addon('postgresql', 5432, { tls: true }), true)).toEqual([]);
  expect(notes(addon('mongodb', 27_017), false)).toEqual(['direct']);
  const two = {
    instances: 2,
    ports: [
      { number: 5432, instance: 'db-0', hostnames: [] },
      { number: 5432, instance: 'db-1', hostnames: [] },
    ],
  };
  expect(notes(addon('postgresql', 5432, two), false)).toEqual(['instance']);
  const sentinel = { ports: [{ number: 6379 }, { number: 26_379 }] };
  expect(notes(addon('redis', 6379, sentinel), false, ':6379')).toEqual(['sentinel']);
});
