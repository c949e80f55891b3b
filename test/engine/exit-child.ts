import { listenTcp } from '../../electron/engine/listener.ts';

/** How the process is to end: as by a second Ctrl-C, or by a fault that nobody caught. */
export type Ending = 'exit' | 'fault';

/** One port whose connections get part of an answer; the process ends as it is told. */
const local = await listenTcp({ host: '127.0.0.1', port: 0, onSocket: (socket) => socket.write('one part') });
process.once('message', (ending: Ending) => {
  if (ending === 'exit') process.exit(1);
  setImmediate(() => {
    throw new Error('a fault');
  });
});
process.send?.(local.port);
