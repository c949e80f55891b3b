import { expect, test, vi } from 'vitest';
import { describe as say } from '../../electron/contract/problem.ts';
import type { TunnelStatus } from '../../electron/contract/forward.ts';
import { namePortHolders } from '../../electron/system/port-holders.ts';
import type { PortOwner } from '../../electron/system/port-owner.ts';
import { makeTunnel, openStatus, tunnelsOf } from '../support/builders.ts';

const id = 'acc/-/shop/service/web';
const address = '127.24.1.1:80';
const failed: TunnelStatus = { kind: 'failed', problem: { code: 'port-in-use', args: { address } } };
const observed = (status: TunnelStatus) => ({ id, tunnels: tunnelsOf(makeTunnel(`${id}:80`, { status })) });

/** Who is asked answers when the test says so. */
function room() {
  const told: ReturnType<typeof observed>[] = [];
  const asked: string[] = [];
  const answers: ((owner?: PortOwner) => void)[] = [];
  const holders = namePortHolders({
    tell: (each: ReturnType<typeof observed>) => told.push(each),
    ownerOf: ({ host, port }, transport) => {
      asked.push(`${host}:${port} ${transport}`);
      return new Promise((resolve) => answers.push(resolve));
    },
  });
  const said = () => {
    const [tunnel] = Object.values(told.at(-1)?.tunnels ?? {});
    const status = tunnel?.status;
    const problem = status?.kind === 'failed' ? status.problem : status?.kind === 'open' ? status.notice : undefined;
    return problem && say(problem).text;
  };
  return { ...holders, told, asked, answers, said };
}

test('that a port is taken is told at once, and by whom as soon as that is known', async () => {
  const { tell, told, asked, answers, said } = room();
  tell(observed(failed));
  expect(said()).toMatch(/^127.24.1.1:80 is taken by another program\./);
  answers[0]?.({ pid: 77, program: 'nginx' });
  await vi.waitFor(() => expect(told).toHaveLength(2));
  expect(said()).toMatch(/^127.24.1.1:80 is taken by nginx \(process 77\)\./);
  tell(observed(failed));
  expect([said(), asked]).toEqual([expect.stringContaining('nginx'), ['127.24.1.1:80 tcp']]);
});

test('a port that had to move is told with who holds it', async () => {
  const { tell, told, answers, said } = room();
  tell(observed({ ...openStatus, notice: { code: 'port-in-use', args: { address, moved: '127.24.1.1:8080' } } }));
  answers[0]?.({ pid: 77 });
  await vi.waitFor(() => expect(told).toHaveLength(2));
  expect(said()).toContain('is taken by a program (process 77), so this port is served at 127.24.1.1:8080');
});

test('a name that comes after the port is free is not told, and the next trouble is looked into anew', async () => {
  const { tell, told, asked, answers } = room();
  tell(observed(failed));
  tell(observed(openStatus));
  answers[0]?.({ pid: 77 });
  await new Promise((resolve) => setImmediate(resolve));
  expect(told).toHaveLength(2);
  tell(observed(failed));
  expect(asked).toHaveLength(2);
});
