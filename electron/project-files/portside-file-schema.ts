import { z } from 'zod';
import { DECEIVING } from '../contract/plain-line.ts';
import { MAX_ENTRIES, MAX_PROFILE_NAME } from '../contract/profile.ts';
import { RESTORES } from '../contract/restore-policies.ts';

const id = (description: string) =>
  z
    .string()
    .regex(new RegExp(`^[^\\s/${DECEIVING}]{1,200}$`, 'u'), 'is no id')
    .describe(description);

/** `.portside.yaml`, version 1. `assets/portside.schema.json` is made from it, and a test holds them together. */
export const PortsideFile = z
  .strictObject({
    version: z.literal(1).describe('Version of this format.'),
    name: z
      .string()
      .trim()
      .min(1)
      .max(MAX_PROFILE_NAME)
      .regex(new RegExp(`^[^${DECEIVING}]*$`, 'u'), 'has control characters')
      .exactOptional()
      .describe('Name of the profile, for example "backend work".'),
    forwards: z
      .array(
        z.strictObject({
          team: id('Id of the team, where an organisation token sees several.').exactOptional(),
          project: id('Id of the project at Northflank.'),
          service: id('Id of the service. Either this or addon.').exactOptional(),
          addon: id('Id of the addon. Either this or service.').exactOptional(),
          ports: z
            .array(z.int().min(1).max(65_535))
            .min(1)
            .max(100)
            .exactOptional()
            .describe('Ports of the workload to forward. All of them where this is absent.'),
          local: z
            .record(z.string().regex(/^[1-9]\d{0,4}$/, 'is no port'), z.int().min(1).max(65_535))
            .exactOptional()
            .describe('Ports on this computer, by port of the workload, where they are to differ: { "5432": 15432 }.'),
          instance: id('Name of the one instance to reach. Any healthy one where this is absent.').exactOptional(),
          restore: z
            .enum(RESTORES)
            .exactOptional()
            .describe('At launch of Portside, if the forward was on: open it again, ask, or leave it off.'),
        }),
      )
      .min(1)
      .max(MAX_ENTRIES)
      .describe('What is forwarded while the profile is on.'),
  })
  .describe('Forwards that a repository needs, for Portside. Holds no secrets.');

export type PortsideFile = z.infer<typeof PortsideFile>;
export type FileForward = PortsideFile['forwards'][number];

/** As editors read it. What zod cannot say in it, that a forward is either a service or an addon, is added. */
export function portsideJsonSchema(): Record<string, unknown> {
  const schema = structuredClone(z.toJSONSchema(PortsideFile)) as Record<string, unknown>;
  const { forwards } = schema['properties'] as { readonly forwards: { readonly items: Record<string, unknown> } };
  forwards.items['oneOf'] = [{ required: ['service'] }, { required: ['addon'] }];
  return { ...schema, title: 'Portside profile' };
}
