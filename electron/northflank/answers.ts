/**
 * The fields that are read from Northflank's answers, and no others. Names and shapes are from the API documentation; the
 * forwarding information is undocumented and as `@northflank/js-client` 0.9.5 reads it. Required is only what nothing works
 * without: an optional field of a wrong type counts as absent, an unknown enum value is carried as text.
 */
import { z } from 'zod';
import { isPlainLine, plainLine } from '../contract/plain-line.ts';
import { malformed } from './faults.ts';

const MAX_TEXT = 1000;
const MAX_TAGS = 100;

/** Shown in lists and menus, and copied to be pasted: whoever may name a service must not write lines of their own there. */
const text = z.string().transform((value) => plainLine(value.slice(0, MAX_TEXT)));
const maybe = <T>(schema: z.ZodType<T>) => schema.optional().catch(undefined);

/** An id becomes part of paths and of our own keys, so it can be no path of its own. */
const id = z
  .string()
  .min(1)
  .max(200)
  .refine((value) => !value.includes('/') && value !== '.' && value !== '..' && value !== '-' && isPlainLine(value));
const portNumber = z.int().min(1).max(65_535);

export const Pagination = z.object({ hasNextPage: maybe(z.boolean()), cursor: maybe(z.string().min(1)) });

const granted = z.array(text).catch([]);

export const Token = z.object({
  entityType: z.enum(['team', 'org']).catch('team'),
  entityId: maybe(text),
  entityUid: maybe(text),
  name: maybe(text),
  expiresAt: maybe(z.iso.datetime({ offset: true })),
  role: maybe(z.object({ name: maybe(text) })),
  permissions: maybe(z.object({ orgScope: granted, teamScope: granted, projectScope: granted })),
});
export type Token = z.infer<typeof Token>;

export const Team = z.object({ id, name: maybe(text) });
export type Team = z.infer<typeof Team>;

export const ProjectItem = z.object({ id, name: maybe(text), description: maybe(text) });
export type ProjectItem = z.infer<typeof ProjectItem>;

/** Besides its own, a project names all that is in it, without state and tags. */
export const ProjectDetail = z.object({
  name: maybe(text),
  description: maybe(text),
  deployment: maybe(z.object({ region: maybe(text) })),
  cluster: maybe(z.object({ namespace: maybe(text) })),
  services: maybe(z.array(z.unknown())),
  addons: maybe(z.array(z.unknown())),
});
export type ProjectDetail = z.infer<typeof ProjectDetail>;

const tags = z
  .array(text)
  .catch([])
  .transform((value) => value.slice(0, MAX_TAGS));
const resource = { id, name: maybe(text), description: maybe(text), tags };
const deploymentStatus = z.object({ status: maybe(text) });

export const ServiceItem = z.object({
  ...resource,
  serviceType: text.catch('unknown'),
  status: maybe(z.object({ build: maybe(deploymentStatus), deployment: maybe(deploymentStatus) })),
});
export type ServiceItem = z.infer<typeof ServiceItem>;

export const Port = z.object({ internalPort: portNumber, name: maybe(text), protocol: text.catch('TCP') });
export type Port = z.infer<typeof Port>;

export const ServiceDetail = ServiceItem.extend({
  servicePaused: z.boolean().catch(false),
  deployment: maybe(z.object({ instances: maybe(z.int().min(0)) })),
  ports: maybe(z.array(z.unknown())),
});
export type ServiceDetail = z.infer<typeof ServiceDetail>;

export const AddonItem = z.object({
  ...resource,
  status: text.catch('unknown'),
  spec: z.object({ type: text.catch('unknown') }).catch({ type: 'unknown' }),
});
export type AddonItem = z.infer<typeof AddonItem>;

/** The configuration of custom and bucket addons has none of these fields. */
const addonConfig = z.object({
  versionTag: maybe(text),
  deployment: maybe(z.object({ replicas: maybe(z.int().min(0)) })),
  networking: maybe(z.object({ tlsEnabled: maybe(z.boolean()) })),
});
export const AddonDetail = AddonItem.extend({
  spec: z.object({ type: text.catch('unknown'), config: maybe(addonConfig) }).catch({ type: 'unknown' }),
});
export type AddonDetail = z.infer<typeof AddonDetail>;

const podName = z
  .string()
  .min(1)
  .max(253)
  .refine((value) => value !== '.' && value !== '..' && isPlainLine(value));

/** Times are Unix seconds. */
export const Container = z.object({
  name: podName,
  status: text.catch('unknown'),
  createdAt: maybe(z.number().positive()),
});
export type Container = z.infer<typeof Container>;

/** Bare JSON, without the `data` of all other answers. */
export const ServiceInfo = z.object({
  targetDomain: z.string(),
  namespace: maybe(text),
  instances: z.array(z.unknown()).catch([]),
  ports: z.array(z.unknown()).catch([]),
});
export const ServiceInstance = z.object({ podName });
export const AddonInfo = z.object({ targetDomain: z.string(), instances: z.array(z.unknown()).catch([]) });
export const AddonInstance = z.object({
  podName,
  internalHostname: maybe(text),
  ports: z.array(z.unknown()).catch([]),
});

/** The answer read with this schema; a `Failure` api-malformed where something is missing that nothing works without. */
export function read<T>(schema: z.ZodType<T>, value: unknown, host: string): T {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw malformed(host, parsed.error);
  return parsed.data;
}

/** Every answer but the forwarding information stands in `data`. */
export function readData<T>(schema: z.ZodType<T>, body: unknown, host: string): T {
  return read(z.object({ data: schema }), body, host).data;
}

/** The items that can be read; `onSkip` hears of each that cannot. */
export function readItems<T>(schema: z.ZodType<T>, items: readonly unknown[], onSkip: () => void = () => {}): T[] {
  return items.flatMap((item) => {
    const parsed = schema.safeParse(item);
    if (parsed.success) return [parsed.data];
    onSkip();
    return [];
  });
}
