import type { Activity } from '../contract/activity.ts';
import type { Budget } from '../contract/budget.ts';
import type {
  Account,
  AccountId,
  Instances,
  Project,
  ProjectKey,
  Resource,
  ResourceKey,
  ResourceKind,
} from '../contract/catalog.ts';
import type { Control, ControlEntry } from '../contract/control.ts';
import type { Doctor, Report } from '../contract/doctor.ts';
import type { Forward, ForwardId, LocalChoice, Traffic, TunnelId } from '../contract/forward.ts';
import type { Desktop } from '../contract/desktop.ts';
import type { Groups } from '../contract/groups.ts';
import type { Guard } from '../contract/guard.ts';
import type { Hostnames } from '../contract/hostnames.ts';
import type { Inspected, Inspector } from '../contract/inspector.ts';
import type { KitStatus } from '../contract/kit.ts';
import type { KitOpener } from '../contract/kit-formats.ts';
import type { Problem } from '../contract/problem.ts';
import type { Mark } from '../contract/production.ts';
import type { Choice, Profile, ProfileId } from '../contract/profile.ts';
import type { Restore } from '../contract/restore-policies.ts';
import type { KeyStore } from '../contract/key-store.ts';
import type { CliLogins, SignIn } from '../contract/sign-in.ts';
import type { Settings } from '../contract/settings.ts';
import type { SavedCatalog } from './saved-catalog.ts';
import type { Saved } from './saved.ts';

/** What could be read of one project; the same shape as `northflank/catalog.ts` gives. */
export type ProjectPart = {
  readonly accountId: AccountId;
  readonly project: Project;
  /** As lists say: what only a resource's own answer says is not in them, and stays as it was. */
  readonly resources: readonly Resource[];
  /** Known to exist, and nothing else: one that was known stays as it was. */
  readonly named: readonly Resource[];
  /** Kinds of which all are there: what this part does not name is gone. */
  readonly whole: readonly ResourceKind[];
};

/** Everything that may change the state: facts, told after they happened. Times are Unix milliseconds. */
export type Action =
  /** A known account keeps its catalogue. */
  | { readonly type: 'account-added'; readonly account: Account }
  /** Where `state` is given, `problem` is replaced with it: a state without a problem heals. */
  | {
      readonly type: 'account-changed';
      readonly id: AccountId;
      readonly change: Partial<Pick<Account, 'state' | 'problem'>>;
    }
  | { readonly type: 'account-removed'; readonly id: AccountId }
  | { readonly type: 'sign-in'; readonly signIn: SignIn }
  | { readonly type: 'cli-logins'; readonly logins: CliLogins }
  | { readonly type: 'key-store'; readonly keyStore: KeyStore }
  | { readonly type: 'catalog-loading'; readonly accountId: AccountId }
  /** The projects' names, before what is in them. Takes nothing away. */
  | { readonly type: 'projects-listed'; readonly accountId: AccountId; readonly projects: readonly Project[] }
  | ({ readonly type: 'project-read' } & ProjectPart)
  /** All that the platform says of one resource. */
  | { readonly type: 'resource-read'; readonly resource: Resource }
  /** It was asked for and did not come: what was known stays. */
  | { readonly type: 'resource-unread'; readonly key: ResourceKey; readonly problem: Problem }
  /** Where there is a problem, the copies that were known stay. */
  | { readonly type: 'instances-read'; readonly key: ResourceKey; readonly instances: Instances }
  | { readonly type: 'budget-read'; readonly accountId: AccountId; readonly budget: Budget }
  /** All projects of the account, and all that is in them where it is given: what is not named is gone. */
  | {
      readonly type: 'catalog-loaded';
      readonly accountId: AccountId;
      readonly readAt: number;
      readonly projects: readonly Project[];
      readonly resources?: readonly Resource[];
    }
  /** Without a problem it was put off, and nobody needs to know. */
  | { readonly type: 'catalog-failed'; readonly accountId: AccountId; readonly problem?: Problem }
  /** Ports and instance that are not named stay as they were wished before. */
  | {
      readonly type: 'wished';
      readonly id: ForwardId;
      readonly on: boolean;
      readonly ports?: readonly number[];
      readonly instance?: string;
    }
  /** Many at once, so that the engine, the window and the file hear of it once. */
  | { readonly type: 'all-wished'; readonly ids: readonly ForwardId[]; readonly on: boolean }
  /** All that is on goes off, and is remembered. */
  | { readonly type: 'paused' }
  | {
      readonly type: 'observed';
      readonly id: ForwardId;
      readonly status: Forward['status'];
      readonly tunnels: Forward['tunnels'];
      readonly instances?: readonly string[];
    }
  | { readonly type: 'traffic'; readonly samples: Readonly<Record<TunnelId, Traffic | undefined>> }
  | { readonly type: 'placed'; readonly key: string; readonly host: string }
  | { readonly type: 'guard-chosen'; readonly id: ForwardId; readonly guard: Guard }
  /** What is absent in these three is automatic again. */
  | { readonly type: 'ports-chosen'; readonly id: ForwardId; readonly ports?: readonly number[] }
  | { readonly type: 'instance-chosen'; readonly id: ForwardId; readonly instance?: string }
  | { readonly type: 'place-chosen'; readonly id: ForwardId; readonly port: number; readonly choice: LocalChoice }
  | { readonly type: 'favourite-set'; readonly id: ResourceKey; readonly on: boolean; readonly at: number }
  /** Switched on just now. */
  | { readonly type: 'used'; readonly ids: readonly ForwardId[]; readonly at: number }
  | { readonly type: 'profile-saved'; readonly profile: Profile }
  | { readonly type: 'profile-deleted'; readonly id: ProfileId }
  /** Without a mark the name decides again. */
  | { readonly type: 'project-marked'; readonly key: ProjectKey; readonly mark?: Mark }
  /** All on, each with this choice. */
  | { readonly type: 'choices-wished'; readonly choices: Readonly<Record<ForwardId, Choice>> }
  | { readonly type: 'restore-chosen'; readonly id: ForwardId; readonly restore?: Restore }
  | { readonly type: 'stop-after-chosen'; readonly id: ForwardId; readonly minutes?: number }
  | { readonly type: 'stop-planned'; readonly id: ForwardId; readonly at: number }
  | { readonly type: 'restorable-dropped' }
  | { readonly type: 'confirmation'; readonly confirmation: Groups['confirmation'] }
  | { readonly type: 'proposed'; readonly proposal: Groups['proposal'] }
  /** Where `state` is given, `how` and `problem` are replaced with it: a state without a problem heals. */
  | { readonly type: 'hostnames-changed'; readonly change: Partial<Hostnames> }
  | { readonly type: 'settings-changed'; readonly change: { readonly [K in keyof Settings]?: Settings[K] | undefined } }
  | { readonly type: 'desktop-changed'; readonly change: { readonly [K in keyof Desktop]?: Desktop[K] | undefined } }
  | { readonly type: 'problem-raised'; readonly key: string; readonly problem: Problem }
  | { readonly type: 'problem-healed'; readonly key: string }
  | { readonly type: 'online'; readonly online: boolean }
  /** Entries of the diary: new ones with ids that count up, for which the oldest make room; known ones as they are now. */
  | { readonly type: 'happened'; readonly entries: readonly Activity[] }
  /** Without a status the credentials were read, and nothing of them is told. */
  | { readonly type: 'kit-read'; readonly id: ForwardId; readonly status?: KitStatus }
  | { readonly type: 'openers-found'; readonly openers: readonly KitOpener[] }
  /** What is undefined goes; `requests` are all that there are. */
  | {
      readonly type: 'inspected';
      readonly change: { readonly [K in keyof Inspector]?: Inspector[K] | undefined };
      readonly requests: Readonly<Record<string, Inspected>>;
    }
  | { readonly type: 'control-changed'; readonly change: Partial<Control> }
  | { readonly type: 'control-noted'; readonly entry: ControlEntry }
  | { readonly type: 'doctor-changed'; readonly doctor: Doctor }
  | { readonly type: 'report-changed'; readonly report: Report }
  /** Only ever the first action: what the last run left. */
  | { readonly type: 'restored'; readonly saved: Saved; readonly catalog?: SavedCatalog };

export type ActionOf<T extends Action['type']> = Extract<Action, { type: T }>;
export type Dispatch = (action: Action) => void;
