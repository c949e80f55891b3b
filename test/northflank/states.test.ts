import { expect, test } from 'vitest';
import { addonState, serviceState } from '../../electron/northflank/states.ts';

test.each([
  ['preDeployment', 'starting'],
  ['triggerAllocation', 'starting'],
  ['allocating', 'starting'],
  ['postDeployment', 'starting'],
  ['running', 'running'],
  ['paused', 'paused'],
  ['scaling', 'running'],
  ['upgrading', 'starting'],
  ['resetting', 'starting'],
  ['backup', 'running'],
  ['restore', 'starting'],
  ['failed', 'failed'],
  ['error', 'failed'],
  ['errorAllocating', 'failed'],
  ['deleting', 'deleting'],
  ['deleted', 'deleting'],
  ['levitating', 'unknown'],
  ['constructor', 'unknown'],
])('an addon that is %s is %s', (status, state) => {
  expect(addonState(status)).toEqual({ state, detail: status });
});

const status = (build: string | undefined, deployment: string | undefined) => ({
  build: build === undefined ? undefined : { status: build },
  deployment: deployment === undefined ? undefined : { status: deployment },
});

test.each([
  ['deployment', status(undefined, 'PENDING'), {}, 'starting', 'PENDING'],
  ['deployment', status(undefined, 'IN_PROGRESS'), {}, 'starting', 'IN_PROGRESS'],
  ['deployment', status(undefined, 'COMPLETED'), { instances: 1 }, 'running', 'COMPLETED'],
  ['combined', status('FAILURE', 'COMPLETED'), { instances: 1 }, 'running', 'COMPLETED'],
  ['deployment', status(undefined, 'COMPLETED'), { instances: 0 }, 'stopped', 'COMPLETED'],
  ['deployment', undefined, { instances: 0 }, 'stopped', 'no instances'],
  ['deployment', status(undefined, 'FAILED'), {}, 'failed', 'FAILED'],
  ['deployment', status(undefined, 'COMPLETED'), { paused: true, instances: 1 }, 'paused', 'paused'],
  ['deployment', status(undefined, 'toString'), {}, 'unknown', 'toString'],
  ['deployment', undefined, {}, 'unknown', 'no status'],
  ['build', status('BUILDING', undefined), {}, 'starting', 'BUILDING'],
  ['build', status('SUCCESS', undefined), {}, 'stopped', 'SUCCESS'],
  ['build', status('CRASHED', undefined), {}, 'failed', 'CRASHED'],
  ['build', undefined, {}, 'unknown', 'no status'],
] as const)('a %s service of %j %j is %s', (type, said, more, state, detail) => {
  expect(serviceState(type, said, more)).toEqual({ state, detail });
});
