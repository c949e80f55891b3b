import { Message, MessageType, sessionBus, type MessageBus } from 'dbus-next';

export type Call = {
  destination: string;
  path: string;
  interface: string;
  member: string;
  signature?: string;
  body?: unknown[];
};

export type Bus = {
  /** Calls a method and returns what it answers; a refusal is thrown. */
  call(call: Call): Promise<unknown[]>;
  /** Calls `listener` on each message that is no answer to a call of ours; returns the way out. */
  listen(listener: (message: Message) => void): () => void;
  /** Answers method calls; `undefined` leaves a call to the default, which refuses it. */
  serve(answer: (call: Message) => Answer | undefined): void;
  signal(path: string, interfaceName: string, member: string, ...values: (string | boolean | number)[]): void;
  /** The same for values of any kind. */
  emit(signal: { path: string; interface: string; member: string; signature: string; body: unknown[] }): void;
  /** Becomes the owner of a name; throws if another process has it. */
  own(name: string): Promise<void>;
  close(): void;
};

export type Answer = { signature: string; body: unknown[] };

const DO_NOT_QUEUE = 4;
const PRIMARY_OWNER = 1;

/** A connection to the session bus without proxies: tray items describe themselves badly, so each call is spelled out. */
export async function openBus(busAddress: string): Promise<Bus> {
  const bus = sessionBus({ busAddress });
  await new Promise<void>((resolve, reject) => {
    bus.on('connect', resolve);
    bus.on('error', reject);
  });
  return {
    call: async (call) => await callOn(bus, call),
    listen: (listener) => {
      bus.on('message', listener);
      return () => bus.off('message', listener);
    },
    serve: (answer) => {
      bus.addMethodHandler((message: Message) => {
        const given = answer(message);
        if (given === undefined) return false;
        bus.send(Message.newMethodReturn(message, given.signature, given.body));
        return true;
      });
    },
    signal: (path, interfaceName, member, ...values) => {
      const signature = values
        .map((value) => ({ boolean: 'b', number: 'u', string: 's' })[typeof value as 'string'])
        .join('');
      bus.send(Message.newSignal(path, interfaceName, member, signature, values));
    },
    emit: (signal) => {
      bus.send(Message.newSignal(signal.path, signal.interface, signal.member, signal.signature, signal.body));
    },
    own: async (name) => {
      if ((await bus.requestName(name, DO_NOT_QUEUE)) !== PRIMARY_OWNER) throw new Error(`${name} is taken.`);
    },
    close: () => bus.disconnect(),
  };
}

async function callOn(bus: MessageBus, call: Call): Promise<unknown[]> {
  const answer = await bus.call(new Message({ type: MessageType.METHOD_CALL, ...call }));
  return answer?.body ?? [];
}

/** Asks the bus to deliver signals that match the rule. */
export async function watch(bus: Bus, rule: string): Promise<void> {
  await bus.call({
    destination: 'org.freedesktop.DBus',
    path: '/org/freedesktop/DBus',
    interface: 'org.freedesktop.DBus',
    member: 'AddMatch',
    signature: 's',
    body: [rule],
  });
}
