import { z } from 'zod';
import { Guard } from '../guard.ts';
import { confirmed, instanceName, key, loopbackHost, portNumber } from './shapes.ts';

export const forwardCommands = [
  z.strictObject({ type: z.literal('forward.set'), id: key, on: z.boolean(), confirmed }),
  z.strictObject({ type: z.literal('forwards.set'), ids: z.array(key).max(10_000), on: z.boolean(), confirmed }),
  z.strictObject({ type: z.literal('forward.retry'), id: key }),
  z.strictObject({ type: z.literal('forwards.stop-all') }),
  /** As stopping all, and `wish.paused` says which they were. Whoever resumes sets those. */
  z.strictObject({ type: z.literal('forwards.pause') }),
  z.strictObject({ type: z.literal('forward.guard'), id: key, guard: Guard }),
  /** Only these remote ports; all without `ports`. */
  z.strictObject({
    type: z.literal('forward.ports'),
    id: key,
    ports: z
      .array(portNumber)
      .min(1)
      .max(1000)
      .refine((ports) => new Set(ports).size === ports.length)
      .exactOptional(),
  }),
  /** Only this instance; any healthy one without `instance`. */
  z.strictObject({ type: z.literal('forward.instance'), id: key, instance: instanceName.exactOptional() }),
  /** Where the remote port `port` is served on this computer; automatic again without `host` and `localPort`. */
  z.strictObject({
    type: z.literal('forward.place'),
    id: key,
    port: portNumber,
    host: loopbackHost.exactOptional(),
    localPort: portNumber.exactOptional(),
  }),
] as const;
