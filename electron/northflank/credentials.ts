import { z } from 'zod';
import type { Target } from '../contract/catalog.ts';
import { Failure } from '../contract/failure.ts';
import { readData } from './answers.ts';
import type { Api } from './api.ts';
import { listAll } from './paging.ts';
import { projectPath, resourcePath } from './paths.ts';

/** Names and values in the platform's order. Secrets: they are handed on in memory and stand nowhere else. */
export type Credentials = {
  readonly values: ReadonlyMap<string, string>;
  /** What the token may not read is missing. */
  readonly isPartial: boolean;
};

type Bag = Readonly<Record<string, unknown>>;

/** More than any workload has. */
const MAX_VALUES = 5000;
const MAX_GROUPS = 200;

const bag = z.record(z.string(), z.unknown()).catch({});
const AddonCredentials = z.object({ secrets: bag, envs: bag });
const RuntimeEnvironment = z.object({ runtimeEnvironment: z.record(z.string(), z.unknown()) });
const Group = z.object({
  id: z.string().min(1).max(200),
  secretType: z.string().catch(''),
  priority: z.number().catch(0),
  restrictions: z
    .object({
      restricted: z.boolean().catch(false),
      nfObjects: z.array(z.object({ id: z.string(), type: z.string() })).catch([]),
      tags: z.array(z.string()).catch([]),
      tagMatchCondition: z.string().catch('or'),
    })
    .catch({ restricted: false, nfObjects: [], tags: [], tagMatchCondition: 'or' }),
});
type Group = z.infer<typeof Group>;
const GroupValues = z.object({ secrets: z.object({ variables: bag }) });

/** Texts, numbers and yes or no; anything else is no variable. Nor is what holds a null, which ends every environment. */
function plain(...bags: readonly Bag[]): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const [key, value] of bags.flatMap((each) => Object.entries(each))) {
    if (values.size >= MAX_VALUES) break;
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') continue;
    if (!`${key}${value}`.includes('\0')) values.set(key, String(value));
  }
  return values;
}

async function addonCredentials(api: Api, target: Target, signal: AbortSignal): Promise<Credentials> {
  const { body } = await api.get(`${resourcePath(target)}/credentials`, {
    signal,
    name: target.resourceId,
    permission: 'Project > Addons > General > Read',
  });
  const { secrets, envs } = readData(AddonCredentials, body, api.host);
  return { values: plain(secrets, envs), isPartial: false };
}

function isFor({ secretType, restrictions }: Group, service: string, tags: readonly string[]): boolean {
  if (!secretType.includes('environment')) return false;
  const { restricted, nfObjects, tags: wanted, tagMatchCondition } = restrictions;
  if (!restricted) return true;
  if (nfObjects.some(({ id, type }) => id === service && type === 'service')) return true;
  if (wanted.length === 0) return false;
  return tagMatchCondition === 'and'
    ? wanted.every((tag) => tags.includes(tag))
    : wanted.some((tag) => tags.includes(tag));
}

/** What the project's secret groups give to the service; those of higher priority stand over the others. */
async function groupValues(
  api: Api,
  target: Target,
  tags: readonly string[],
  signal: AbortSignal,
): Promise<Credentials> {
  const path = `${projectPath(target.teamId, target.projectId)}/secrets`;
  const permission = 'Project > Secrets > General > Read';
  const groups = await listAll(api, path, { key: 'secrets', item: Group, onSkip: () => {}, signal, permission });
  const used = groups
    .filter((group) => isFor(group, target.resourceId, tags))
    .sort((a, b) => a.priority - b.priority)
    .slice(-MAX_GROUPS);
  const bags: Bag[] = [];
  for (const { id } of used) {
    const options = { signal, permission, query: { show: 'all' } };
    const { body } = await api.get(`${path}/${encodeURIComponent(id)}`, options);
    bags.push(readData(GroupValues, body, api.host).secrets.variables);
  }
  return { values: plain(...bags), isPartial: true };
}

async function serviceEnvironment(
  api: Api,
  target: Target,
  tags: readonly string[],
  signal: AbortSignal,
): Promise<Credentials> {
  try {
    const { body } = await api.get(`${resourcePath(target)}/runtime-environment`, {
      signal,
      name: target.resourceId,
      permission: 'Project > Secrets > Services > Read',
      query: { show: 'all', replaceTemplatedValues: 'true' },
    });
    return { values: plain(readData(RuntimeEnvironment, body, api.host).runtimeEnvironment), isPartial: false };
  } catch (error) {
    if (!(error instanceof Failure) || error.problem.code !== 'token-too-narrow') throw error;
    // Who may not read groups either is told of the permission that would have sufficed.
    return groupValues(api, target, tags, signal).catch((other: unknown) => {
      signal.throwIfAborted();
      throw other instanceof Failure && other.problem.code === 'token-too-narrow' ? error : other;
    });
  }
}

/** An addon's login and addresses, or a service's environment. Rejects with a `Failure`. */
export async function readCredentials(
  api: Api,
  target: Target,
  { tags = [], signal }: { readonly tags?: readonly string[]; readonly signal: AbortSignal },
): Promise<Credentials> {
  return target.kind === 'addon'
    ? addonCredentials(api, target, signal)
    : serviceEnvironment(api, target, tags, signal);
}
