import { Message, sessionBus } from 'dbus-next';

const DAEMON = {
  destination: 'org.freedesktop.DBus',
  path: '/org/freedesktop/DBus',
  interface: 'org.freedesktop.DBus',
};

/** Resolves when a service has taken its name on the bus; rejects with the signal's reason if that comes first. */
export async function waitForBusName(busAddress: string, name: string, signal: AbortSignal): Promise<void> {
  const bus = sessionBus({ busAddress });
  try {
    await new Promise<void>((resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
      bus.on('error', reject);
      bus.on('message', (message) => {
        if (message.member === 'NameOwnerChanged' && message.body[0] === name && message.body[2] !== '') resolve();
      });
      const ask = async (): Promise<void> => {
        const rule = `type='signal',sender='${DAEMON.destination}',member='NameOwnerChanged',arg0='${name}'`;
        await bus.call(new Message({ ...DAEMON, member: 'AddMatch', signature: 's', body: [rule] }));
        const answer = await bus.call(new Message({ ...DAEMON, member: 'NameHasOwner', signature: 's', body: [name] }));
        if (answer?.body[0] === true) resolve();
      };
      ask().catch(reject);
    });
  } finally {
    bus.disconnect();
  }
}
