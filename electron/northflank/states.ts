import type { Instance, ResourceState } from '../contract/catalog.ts';
import type { ServiceItem } from './answers.ts';

/** What Northflank says of a resource: one of our words, and its own. */
export type Said = { readonly state: ResourceState; readonly detail: string };

const DEPLOYMENT: Readonly<Record<string, ResourceState>> = {
  PENDING: 'starting',
  IN_PROGRESS: 'starting',
  COMPLETED: 'running',
  FAILED: 'failed',
};

const BUILD: Readonly<Record<string, ResourceState>> = {
  QUEUED: 'starting',
  PENDING: 'starting',
  UNSCHEDULABLE: 'starting',
  STARTING: 'starting',
  CLONING: 'starting',
  BUILDING: 'starting',
  UPLOADING: 'starting',
  IN_PROGRESS: 'starting',
  SUCCESS: 'stopped',
  ABORTED: 'stopped',
  FAILURE: 'failed',
  SUBMISSION_FAILURE: 'failed',
  CRASHED: 'failed',
};

/** While a backup is taken or copies are added, the addon answers. */
const ADDON: Readonly<Record<string, ResourceState>> = {
  preDeployment: 'starting',
  triggerAllocation: 'starting',
  allocating: 'starting',
  postDeployment: 'starting',
  running: 'running',
  paused: 'paused',
  scaling: 'running',
  upgrading: 'starting',
  resetting: 'starting',
  backup: 'running',
  restore: 'starting',
  failed: 'failed',
  error: 'failed',
  errorAllocating: 'failed',
  deleting: 'deleting',
  deleted: 'deleting',
};

const TASK: Readonly<Record<string, Instance['state']>> = {
  TASK_RUNNING: 'running',
  TASK_STARTING: 'starting',
  TASK_STAGING: 'starting',
  TASK_KILLING: 'stopping',
  TASK_KILLED: 'ended',
  TASK_FAILED: 'failed',
  TASK_FINISHED: 'ended',
};

const lookUp = <T extends string>(table: Readonly<Record<string, T>>, word: string): T | 'unknown' =>
  Object.hasOwn(table, word) ? (table[word] ?? 'unknown') : 'unknown';

export const instanceState = (status: string): Instance['state'] => lookUp(TASK, status);

export function addonState(status: string): Said {
  return { state: lookUp(ADDON, status), detail: status };
}

/** Only the single service says whether it is paused; the list keeps the status of before the pause. */
export function serviceState(
  serviceType: string,
  status: ServiceItem['status'],
  { paused = false, instances }: { readonly paused?: boolean; readonly instances?: number | undefined } = {},
): Said {
  if (paused) return { state: 'paused', detail: 'paused' };
  const word = serviceType === 'build' ? status?.build?.status : status?.deployment?.status;
  if (serviceType !== 'build' && instances === 0) return { state: 'stopped', detail: word ?? 'no instances' };
  if (word === undefined) return { state: 'unknown', detail: 'no status' };
  return { state: lookUp(serviceType === 'build' ? BUILD : DEPLOYMENT, word), detail: word };
}
