import type { Authority } from './certificates.ts';
import type { Rules } from './faults/rules.ts';
import type { Front } from './front.ts';
import type { RateLimit } from './api/rate-limit.ts';
import type { Logins } from './api/login.ts';
import type { Gateway } from './gateway/upgrade.ts';
import type { WorkloadName } from './spec.ts';
import type { Workloads } from './workloads/registry.ts';
import type { Journal } from './world/journal.ts';
import type { Tokens } from './world/tokens.ts';
import type { World } from './world/world.ts';

/** The running platform, inside its process. */
export type Parts = {
  readonly world: World;
  readonly tokens: Tokens;
  readonly journal: Journal;
  readonly rules: Rules;
  readonly rateLimit: RateLimit;
  readonly authority: Authority;
  readonly workloads: Workloads;
  readonly logins: Logins;
  readonly gateway: Gateway;
  readonly front: Front;
  /** Workloads that this machine lacks the programs for. */
  readonly missing: readonly WorkloadName[];
  /** `localhost:<port>` */
  readonly authorityName: string;
};
