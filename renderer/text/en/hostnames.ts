import type { Guard } from '../../../electron/contract/guard.ts';
import { plural } from '../format.ts';

const names = (count: number) => plural(count, { one: 'name', other: 'names' });
const conflicts = (count: number) => plural(count, { one: 'conflict', other: 'conflicts' });

/** Part of `text`: cluster names on this computer, and who guards a forwarded page. */
export const hostnamesText = {
  title: 'Hostnames',
  close: 'Close hostnames',

  /** In the sidebar's foot two short lines, of which the status bar shows the first. */
  foot: {
    off: ['Hostnames off', 'Addresses only'],
    waiting: ['Hostnames waiting', 'Need your permission'],
    asking: ['Hostnames asking', 'Answer the prompt'],
    dismissed: ['Hostnames off', 'Permission not given'],
    unavailable: ['Hostnames off', 'Permission unavailable'],
    failed: ['Hostnames failed', 'Addresses only'],
    kept: 'Hostnames on',
    keptNames: (count: number) => (count === 0 ? 'No names needed yet' : `${names(count)} in hosts file`),
    keptConflicts: (count: number, lost: number) => `${names(count)} · ${conflicts(lost)}`,
    leftovers: 'Old lines in hosts file',
  },

  switch: 'Cluster names on this computer',
  state: {
    off: 'Off. Forwards work by address.',
    armed: 'Read what happens, then go on below.',
    waiting: 'Your permission is needed once in this run.',
    asking: 'Answer your system’s prompt to go on.',
    dismissed: 'Not permitted. Forwards work by address.',
    unavailable: 'Not possible now. Forwards work by address.',
    failed: 'Not in the hosts file. Forwards work by address.',
    kept: (count: number) =>
      count === 0
        ? 'On. Names are added as soon as a forward is live.'
        : `On. ${plural(count, { one: 'name leads', other: 'names lead' })} to this computer.`,
  },
  how: {
    direct: 'Portside may write the hosts file itself, so no permission is needed.',
    helper: 'A small helper keeps the names until Portside quits. It does not ask again in this run.',
  },

  lead: 'Programs on this computer then reach a forward under the name it has in the cluster, so that connection strings and certificates fit unchanged.',
  facts: {
    permission: [
      'Your system asks once',
      'One permission for each run, for a small helper. The app itself never runs as administrator.',
    ],
    block: [
      'Only our own lines change',
      'They stand in one marked block of the hosts file. Every other line stays as it is.',
    ],
    removal: ['Nothing stays behind', 'The block is taken out again when Portside quits, even after a crash.'],
  },
  allow: 'Allow hostnames…',
  allowing: 'Waiting for the prompt…',
  notNow: 'Not now',

  conflicts: 'Names that lead elsewhere',
  owner: {
    forward: (resource: string, project: string) => `${resource} in ${project}`,
    hostsFile: (address: string | undefined) =>
      address === undefined ? 'A line of your hosts file' : `A line of your hosts file: ${address}`,
    portside: (address: string | undefined) =>
      address === undefined ? 'Another Portside on this computer' : `Another Portside on this computer: ${address}`,
  },
  hostsFileHint: 'Take that line out of the hosts file to use the name here.',
  portsideHint: 'It leads here as soon as that one gives it back: switch it off there, or end it.',
  reservedHint: 'Portside leaves names alone that could be public ones or mean this computer.',
  addressHint: 'Portside leads names only to addresses of its own, 127.24.x.y, and to 127.0.0.1.',
  hereInstead: 'Use it here',
  has: 'has the name',
  lacks: 'goes without it',

  leftovers: 'Lines left behind',
  leftoversOf: {
    portside: (count: number) => `${names(count)} of a run of Portside that was cut off.`,
    official: (count: number) => `${names(count)} of the Northflank CLI. End it first if it is still forwarding.`,
  },
  repair: 'Repair',
  repairHint: 'Only these lines are taken out. Your system may ask for permission.',

  manual: 'Add the lines by hand',
  manualKept: 'Lines in the hosts file',
  manualText: 'Paste them into your hosts file. You take them out again yourself.',
  manualLines: 'Lines for the hosts file',
  manualNone: 'They stand here as soon as a forward with cluster names is live.',
  manualCopy: 'Copy lines',

  /** What a name in the details is marked with. */
  mark: {
    leads: 'Leads here',
    off: 'Does not lead here yet',
    taken: 'Leads elsewhere',
  },
  takenBy: (owner: string) => `Leads to ${owner}.`,
  takenByHosts: (address: string | undefined) =>
    address === undefined
      ? 'A line of your hosts file has this name.'
      : `A line of your hosts file leads to ${address}.`,
  takenByPortside: (address: string | undefined) =>
    address === undefined
      ? 'Another Portside on this computer has this name.'
      : `Another Portside on this computer leads it to ${address}.`,
  takenReserved: 'Portside never takes this name.',
  takenAddress: (address: string | undefined) =>
    `Portside leads no name to ${address ?? 'this address'}, only to 127.24.x.y and 127.0.0.1.`,
  chosenAddress: 'You chose an address for this port; names lead only to the forward’s own one.',
  byName: (place: string, address: string) => `${place}, at ${address}`,
  byAddress: 'By address: cluster names do not lead here.',

  /** The button in the details that opens the dialog. */
  note: {
    off: 'Cluster names do not lead here yet',
    waiting: 'Cluster names need your permission',
    asking: 'Answer the prompt for cluster names',
    dismissed: 'Cluster names do not lead here',
    unavailable: 'Cluster names do not lead here',
    failed: 'Cluster names do not lead here',
  },
} as const;

export const guardText: {
  readonly label: string;
  readonly of: Readonly<Record<Guard, { readonly label: string; readonly note: string }>>;
} = {
  label: 'Web guard',
  of: {
    off: { label: 'Off', note: 'Every request passes.' },
    host: {
      label: 'This host only',
      note: 'Refuses requests sent under a host name that is not this forward’s, and WebSockets of other sites.',
    },
    strict: { label: 'Strict', note: 'Also refuses all else that pages of other sites send from your browser.' },
  },
};
