import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { createHumanOutput, createJsonOutput, type Output, type Subject } from '../../electron/cli/output.ts';
import { problem } from '../../electron/contract/problem.ts';

const port = {
  type: 'service',
  projectId: 'shop',
  id: 'web',
  portName: 'http',
  protocol: 'HTTP',
  address: '127.24.1.1',
  port: 8080,
  portRemote: 80,
  hostnames: ['web.ns.svc.cluster.local'],
  instance: 'web-1',
  notice: 'Moved.',
} as const satisfies Omit<Subject, 'hostnames'> & { hostnames: readonly string[] };
const subject: Subject & { address: string; port: number } = { ...port, hostnames: [...port.hostnames] };

function record(make: (streams: { stdout: PassThrough; stderr: PassThrough }) => Output) {
  const streams = { stdout: new PassThrough(), stderr: new PassThrough() };
  const output = make(streams);
  output.start('Forwarding');
  output.open(subject);
  output.retrying(subject, problem('endpoint-gone'));
  output.failed({ type: 'addon', projectId: 'shop', id: 'db' }, problem('no-ports', { name: 'db' }));
  output.closed(subject);
  output.ready({ open: 1, failed: 1, retrying: 2 });
  output.warn('A sentence.');
  const text = (stream: PassThrough) => String(stream.read() ?? '');
  return { stdout: text(streams.stdout), stderr: text(streams.stderr) };
}

const trouble = [
  'web:80 (http): The instance was restarted or removed. Portside is looking for its successor; new connections wait for it.',
  'db has no port to forward. Add a port at Northflank, then try again.',
  'A sentence.',
];

test('for programs: one object per line, and what is wrong on stderr too', () => {
  const { stdout, stderr } = record((streams) => createJsonOutput({ ...streams, env: {} }));
  const lines = stdout.split('\n').slice(0, -1);
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
    { event: 'open', ...port },
    { event: 'retrying', ...port, code: 'endpoint-gone', message: trouble[0]?.split(': ')[1] },
    { event: 'failed', type: 'addon', projectId: 'shop', id: 'db', code: 'no-ports', message: trouble[1] },
    { event: 'closed', ...port },
    { event: 'ready', open: 1, failed: 1, retrying: 2 },
  ]);
  expect(stderr.split('\n')).toEqual([...trouble, '']);
});

test('for people: addresses on stdout, trouble on stderr', () => {
  const options = { quiet: false, withNames: true };
  const { stdout, stderr } = record((streams) => createHumanOutput({ ...streams, env: {} }, options));
  expect(stdout).toBe(
    [
      'Forwarding',
      '  127.24.1.1:8080       web http web-1 (HTTP)',
      '                        http://web.ns.svc.cluster.local:8080',
      '1 port open, 2 waiting, 1 failed. Ctrl-C ends it.',
      '',
    ].join('\n'),
  );
  expect(stderr.split('\n')).toEqual(['Moved.', ...trouble, '']);
});

test('names that lead nowhere are not shown, and quiet leaves only trouble', () => {
  const withoutNames = { quiet: false, withNames: false };
  expect(record((streams) => createHumanOutput({ ...streams, env: {} }, withoutNames)).stdout).not.toContain('cluster');
  const quiet = { quiet: true, withNames: true };
  const { stdout, stderr } = record((streams) => createHumanOutput({ ...streams, env: {} }, quiet));
  expect(stdout).toBe('');
  expect(stderr.split('\n')).toEqual(['Moved.', ...trouble, '']);
});

test.each([
  ['a terminal', true, {}, true],
  ['a file', false, {}, false],
  ['a terminal with NO_COLOR', true, { NO_COLOR: '1' }, false],
  ['a terminal that cannot', true, { TERM: 'dumb' }, false],
])('%s: colours', (_, isTTY, env, isColoured) => {
  const { stdout, stderr } = record((streams) => {
    for (const stream of Object.values(streams)) Object.assign(stream, { isTTY });
    return createHumanOutput({ ...streams, env }, { quiet: false, withNames: true });
  });
  expect([stdout, stderr].map((text) => text.includes('\u001b['))).toEqual([isColoured, isColoured]);
});
