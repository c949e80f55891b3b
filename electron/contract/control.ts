/** What a program on this computer may do through the app. `secrets` hands out passwords and connection strings. */
export type Scope = 'read' | 'toggle' | 'secrets';
export const SCOPES: readonly Scope[] = ['read', 'toggle', 'secrets'];

/** A program that the user has let in. Its token's hash is kept elsewhere. Times are Unix milliseconds. */
export type ControlClient = {
  readonly id: string;
  /** As it called itself; anybody can call himself anything. */
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly since: number;
  readonly lastAt?: number;
};

/** A program that waits for the user's answer. */
export type ControlRequest = {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly at: number;
};

/** One thing that a program did or was refused. */
export type ControlEntry = {
  /** Counts up within a run. */
  readonly id: number;
  readonly at: number;
  readonly name: string;
  /** The method and what it was about, without values. */
  readonly what: string;
  readonly ok: boolean;
};

export type Control = {
  readonly clients: Readonly<Record<string, ControlClient>>;
  readonly requests: Readonly<Record<string, ControlRequest>>;
  /** The newest last, bounded. */
  readonly entries: readonly ControlEntry[];
};

export const noControl: Control = { clients: {}, requests: {}, entries: [] };
