/** What is measured, how it is told, and what the engine in Electron's main process is to reach. */
export type Figure = {
  readonly id: string;
  readonly title: string;
  readonly unit: string;
  readonly digits: number;
  /** Ratio to the official client in the same run; `atMost` where less is better. `absolute` compares the figure itself. */
  readonly goal?: { readonly atLeast?: number; readonly atMost?: number; readonly isAbsolute?: boolean };
  /** Least ratio to `ssh -L` in the same run. */
  readonly overSsh?: number;
};

export type Readings = Readonly<Record<string, number>>;

export const FIGURES: readonly Figure[] = [
  { id: 'down-1', title: 'download, 1 connection', unit: 'MB/s', digits: 0, goal: { atLeast: 1.7 }, overSsh: 1.2 },
  { id: 'down-8', title: 'download, 8 connections', unit: 'MB/s', digits: 0, goal: { atLeast: 1.7 }, overSsh: 1.2 },
  { id: 'up-1', title: 'upload, 1 connection', unit: 'MB/s', digits: 0, goal: { atLeast: 3 }, overSsh: 1.2 },
  { id: 'up-8', title: 'upload, 8 connections', unit: 'MB/s', digits: 0, goal: { atLeast: 3 }, overSsh: 1.2 },
  { id: 'cpu-down-1', title: 'CPU for download, 1 connection', unit: 's/GB', digits: 2, goal: { atMost: 0.5 } },
  { id: 'cpu-down-8', title: 'CPU for download, 8 connections', unit: 's/GB', digits: 2, goal: { atMost: 0.5 } },
  { id: 'cpu-up-1', title: 'CPU for upload, 1 connection', unit: 's/GB', digits: 2, goal: { atMost: 0.25 } },
  { id: 'cpu-up-8', title: 'CPU for upload, 8 connections', unit: 's/GB', digits: 2, goal: { atMost: 0.25 } },
  {
    id: 'loop-down',
    title: 'event-loop delay p99, download, 8 connections',
    unit: 'ms',
    digits: 1,
    goal: { atMost: 20, isAbsolute: true },
  },
  {
    id: 'loop-up',
    title: 'event-loop delay p99, upload, 8 connections',
    unit: 'ms',
    digits: 1,
    goal: { atMost: 20, isAbsolute: true },
  },
  { id: 'connect-near', title: 'connect to first byte, loopback, p50', unit: 'ms', digits: 2, goal: { atMost: 0.35 } },
  {
    id: 'connect-far',
    title: 'connect to first byte, 50 ms round trip, p50',
    unit: 'ms',
    digits: 0,
    goal: { atMost: 0.6 },
  },
  { id: 'rate', title: 'short connections, one after another', unit: '1/s', digits: 0, goal: { atLeast: 1.7 } },
  { id: 'ping-1', title: 'ping-pong 1 byte, p50', unit: 'µs', digits: 0, goal: { atMost: 1.1 } },
  { id: 'ping-1-p99', title: 'ping-pong 1 byte, p99', unit: 'µs', digits: 0 },
  { id: 'ping-1k', title: 'ping-pong 1 KB, p50', unit: 'µs', digits: 0, goal: { atMost: 0.95 } },
  { id: 'ping-1k-p99', title: 'ping-pong 1 KB, p99', unit: 'µs', digits: 0 },
  { id: 'ping-bulk', title: 'ping-pong 1 byte beside a download, p50', unit: 'ms', digits: 2 },
  {
    id: 'ping-bulk-p99',
    title: 'ping-pong 1 byte beside a download, p99',
    unit: 'ms',
    digits: 1,
    goal: { atMost: 0.6 },
  },
  {
    id: 'many',
    title: 'until 100 forwards listen, API answers in 30 ms',
    unit: 'ms',
    digits: 0,
    goal: { atMost: 0.2 },
  },
  {
    id: 'launch',
    title: 'until 100 forwards of the last run take connections',
    unit: 'ms',
    digits: 0,
    goal: { atMost: 0.2 },
  },
  { id: 'launch-answered', title: 'until 100 connections made at once have a byte back', unit: 'ms', digits: 0 },
  { id: 'many-proved', title: 'until 100 forwards are proved by a handshake', unit: 'ms', digits: 0 },
  { id: 'idle', title: 'memory per idle connection, of 1,000', unit: 'KB', digits: 0, goal: { atMost: 0.5 } },
  { id: 'stalled-down', title: 'memory growth, download of 1 GiB that nobody reads', unit: 'MB', digits: 1 },
  { id: 'stalled-up', title: 'memory growth, upload of 1 GiB that the far end does not read', unit: 'MB', digits: 1 },
];

export const SUBJECTS = {
  direct: 'direct, no tunnel',
  official: 'official client, Node',
  naive: 'naive ws, Node',
  ssh: 'ssh -L',
  'engine-node': 'engine, Node',
  'engine-electron': 'engine, Electron main',
  'engine-worker': 'engine, worker of main',
} as const;
export type Subject = keyof typeof SUBJECTS;
/** Measured where nothing else is asked for; the others only by name. */
export const USUAL: readonly Subject[] = ['direct', 'official', 'naive', 'ssh', 'engine-node', 'engine-electron'];

/** All readings of a run: by figure, by subject, one for each round. */
export type Results = Map<string, Map<Subject, number[]>>;

export function add(results: Results, subject: Subject, readings: Readings): void {
  for (const [id, value] of Object.entries(readings)) {
    const bySubject = results.get(id) ?? new Map<Subject, number[]>();
    results.set(id, bySubject);
    bySubject.set(subject, [...(bySubject.get(subject) ?? []), value]);
  }
}
