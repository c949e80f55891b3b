import { describe, expect, test } from 'vitest';
import { heldIn, holderInLsof, pidInNetstat, programInTasklist } from '../../electron/system/port-lists.ts';

const TCP = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0101187F:1538 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 111 1 0000000000000000 100 0 0 10 0
   1: 00000000:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 222 1 0000000000000000 100 0 0 10 0
   2: 0101187F:1539 0101187F:D431 01 00000000:00000000 00:00000000 00000000  1000        0 333 1 0000000000000000 20 4 30 10 -1`;
const TCP6 = `  sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 00000000000000000000000000000000:1F91 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 444 1
   1: 00000000000000000000000001000000:1F92 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 555 1
   2: 0000000000000000FFFF00000100007F:1F93 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 666 1`;

describe('the kernel’s tables', () => {
  test.each([
    [TCP, '127.24.1.1', 5432, [{ uid: 1000, inode: '111' }]],
    [TCP, '127.24.1.2', 5432, []],
    [TCP, '127.24.1.2', 8080, [{ uid: 0, inode: '222' }]],
    [TCP, '127.24.1.1', 5433, []],
    [TCP6, '127.24.1.1', 8081, [{ uid: 1000, inode: '444' }]],
    [TCP6, '127.0.0.1', 8082, []],
    [TCP6, '::1', 8082, [{ uid: 1000, inode: '555' }]],
    [TCP6, '127.0.0.1', 8083, [{ uid: 1000, inode: '666' }]],
    ['', '127.0.0.1', 80, []],
  ])('tell who listens (%#)', (table, host, port, held) => {
    expect(heldIn(table, { host, port }, 'tcp')).toEqual(held);
  });

  test('have another mark for UDP', () => {
    const udp = '  12: 0100007F:0035 00000000:0000 07 00000000:00000000 00:00000000 00000000   101        0 777 2';
    expect(heldIn(udp, { host: '127.0.0.1', port: 53 }, 'udp')).toEqual([{ uid: 101, inode: '777' }]);
    expect(heldIn(udp, { host: '127.0.0.1', port: 53 }, 'tcp')).toEqual([]);
  });
});

describe('lsof', () => {
  const output = 'p501\ncpostgres\nf7\nn127.0.0.1:5432\nf8\nn[::1]:5432\np777\ncnginx: master\nf3\nn*:8080\n';

  test.each([
    ['127.0.0.1', 5432, { pid: 501, program: 'postgres' }],
    ['::1', 5432, { pid: 501, program: 'postgres' }],
    ['127.24.1.1', 5432, undefined],
    ['127.24.1.1', 8080, { pid: 777, program: 'nginx: master' }],
  ])('names who holds %s:%i', (host, port, holder) => {
    expect(holderInLsof(output, { host, port })).toEqual(holder);
  });

  test.each([
    ['Google\\x20Chrome\\x20Helper', 'Google Chrome Helper'],
    ['Caf\\xc3\\xa9', 'Café'],
    ['Café', 'Café'],
  ])('writes %s for the program %s', (written, program) => {
    const said = holderInLsof(`p9\nc${written}\nn*:80\n`, { host: '127.0.0.1', port: 80 });
    expect(said).toEqual({ pid: 9, program });
  });

  test('that finds nothing prints nothing', () => {
    expect(holderInLsof('', { host: '127.0.0.1', port: 1 })).toBeUndefined();
  });
});

describe('netstat', () => {
  const output = [
    '',
    'Aktive Verbindungen',
    '',
    '  Proto  Lokale Adresse         Remoteadresse          Status           PID',
    '  TCP    127.24.1.1:5432        0.0.0.0:0              ABHÖREN          4711',
    '  TCP    127.24.1.1:5433        127.24.1.1:50000       HERGESTELLT      99',
    '  TCP    [::]:8080              [::]:0                 ABHÖREN          12',
    '  UDP    0.0.0.0:5353           *:*                                     1300',
    '',
  ].join('\r\n');

  test.each([
    ['127.24.1.1', 5432, 'tcp', 4711],
    ['127.24.1.2', 5432, 'tcp', undefined],
    ['127.24.1.1', 5433, 'tcp', undefined],
    ['127.24.1.1', 8080, 'tcp', 12],
    ['127.24.1.1', 5353, 'udp', 1300],
    ['127.24.1.1', 5353, 'tcp', undefined],
  ] as const)('in another language tells who holds %s:%i (%s)', (host, port, transport, pid) => {
    expect(pidInNetstat(output, { host, port }, transport)).toBe(pid);
  });

  test('is completed by the name from tasklist, which says in prose that there is none', () => {
    expect(programInTasklist('"postgres.exe","4711","Services","0","12.345 K"\r\n')).toBe('postgres.exe');
    expect(programInTasklist('INFORMATION: Es werden keine Aufgaben ausgeführt.\r\n')).toBeUndefined();
  });
});
