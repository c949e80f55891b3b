import { spawn } from 'node:child_process';
import { once } from 'node:events';

const PROGRAM = `
const [host, port, kind] = process.argv.slice(1);
if (kind === 'udp') {
  const socket = require('node:dgram').createSocket('udp4');
  socket.bind(Number(port), host, () => console.log(socket.address().port));
} else {
  const server = require('node:net').createServer((socket) => socket.destroy());
  server.listen(Number(port), host, () => console.log(server.address().port));
}`;

export type BusyPort = { readonly pid: number; readonly port: number; readonly close: () => Promise<void> };

/** Another process that holds a port; 0 takes a free one. */
export async function holdPort(host: string, port = 0, kind: 'tcp' | 'udp' = 'tcp'): Promise<BusyPort> {
  const child = spawn(process.execPath, ['-e', PROGRAM, host, String(port), kind], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [said] = (await once(child.stdout, 'data')) as [Buffer];
  const ended = once(child, 'exit');
  return {
    pid: child.pid ?? 0,
    port: Number(said.toString()),
    close: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
