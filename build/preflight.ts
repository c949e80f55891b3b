import { missingLibraries, packagesOf } from './preflight/libraries.ts';
import { thisMachine, type Machine } from './preflight/machine.ts';

/** What is about to happen; each needs other things of the machine. */
export type Purpose = 'start' | 'demo' | 'test' | 'package';

/** Something the machine lacks, said in a sentence that names the remedy. */
class PreflightError extends Error {
  override name = 'PreflightError';
}

type Need = { package: string; optional?: string; isMet(machine: Machine): boolean };

const DISPLAY: Need[] = [
  { package: 'xvfb', isMet: (machine) => machine.hasTool('Xvfb') },
  { package: 'dbus', isMet: (machine) => machine.hasTool('dbus-daemon') },
];
const TEST: Need[] = [
  ...DISPLAY,
  { package: 'gnome-keyring', isMet: (machine) => machine.hasTool('gnome-keyring-daemon') },
  { package: 'libsecret-1-0', isMet: (machine) => machine.hasLibrary('libsecret-1.so.0') },
  { package: 'libnotify4', isMet: (machine) => machine.hasLibrary('libnotify.so.4') },
  {
    package: 'redis-server',
    optional: 'the tests against a real Redis are skipped',
    isMet: (machine) => machine.hasTool('redis-server'),
  },
  {
    package: 'mariadb-server',
    optional: 'the tests against a real MySQL are skipped',
    isMet: (machine) => machine.hasTool('mariadbd'),
  },
  {
    package: 'pkexec',
    optional: "the tests with the system's permission prompt are skipped",
    isMet: (machine) => machine.hasTool('pkexec'),
  },
];

/** Throws unless this Node can run the project's tools. */
export function checkNode(machine: Pick<Machine, 'nodeVersion'> = thisMachine): void {
  const [major = 0, minor = 0] = machine.nodeVersion.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  throw new PreflightError(`Portside is built with Node 20.19 or newer; this is Node ${machine.nodeVersion}.`);
}

/**
 * Makes sure that the machine has what the purpose needs. Only Linux lacks anything: as root the missing Debian
 * packages are installed, otherwise a `PreflightError` names the one command to run. `executable` is Electron's.
 */
export async function preflight(purpose: Purpose, executable?: string, machine: Machine = thisMachine): Promise<void> {
  checkNode(machine);
  if (machine.platform !== 'linux') return;
  const missing = findMissing(purpose, executable, machine);
  const wanted = [...missing.required, ...missing.optional.map((need) => need.package)];
  const installs = wanted.length > 0 && machine.isRoot && machine.hasTool('apt-get');
  if (installs) await install(wanted, machine);
  const still = installs ? findMissing(purpose, executable, machine) : missing;
  if (still.required.length > 0 || still.unknown.length > 0) throw new PreflightError(describe(still, machine));
  for (const need of still.optional) console.error(`Without ${need.package} ${need.optional}.`);
}

type Missing = { required: string[]; unknown: string[]; optional: Need[] };

function findMissing(purpose: Purpose, executable: string | undefined, machine: Machine): Missing {
  const libraries = executable === undefined ? [] : missingLibraries(machine.linkage(executable));
  const { packages, unknown } = packagesOf(libraries);
  const needs = needsOf(purpose, machine).filter((need) => !need.isMet(machine));
  const tools = needs.filter((need) => need.optional === undefined).map((need) => need.package);
  return {
    required: [...packages, ...tools],
    unknown,
    optional: needs.filter((need) => need.optional !== undefined),
  };
}

function needsOf(purpose: Purpose, machine: Machine): Need[] {
  if (purpose === 'test') return TEST;
  return purpose === 'package' || machine.hasDisplay ? [] : DISPLAY;
}

function describe(missing: Missing, machine: Machine): string {
  const unknown = missing.unknown.length === 0 ? '' : ` No package is known for ${missing.unknown.join(', ')}.`;
  if (missing.required.length === 0) return `Electron lacks shared libraries.${unknown}`;
  const packages = missing.required.join(' ');
  if (!machine.hasTool('apt-get')) return `Missing here, by the names of Debian's packages: ${packages}.${unknown}`;
  return `Something is missing on this machine. Run: sudo apt-get install --no-install-recommends ${packages}${unknown}`;
}

async function install(packages: string[], machine: Machine): Promise<void> {
  console.error(`Installing what is missing with apt-get: ${packages.join(' ')} …`);
  const attempt = async (): Promise<number> =>
    await machine.aptGet(['install', '-y', '--no-install-recommends', ...currentNames(packages, machine)]);
  const lift = machine.forbidServices();
  try {
    const updated = !machine.hasPackageLists();
    if (updated) await machine.aptGet(['update']);
    if ((await attempt()) === 0 || updated) return;
    await machine.aptGet(['update']); // lists that are out of date name files that are gone
    await attempt();
  } finally {
    lift();
  }
}

/** Newer Debian and Ubuntu renamed libraries to …t64 when their time type grew. */
function currentNames(packages: string[], machine: Machine): string[] {
  return packages.map((name) => (machine.packageExists(`${name}t64`) ? `${name}t64` : name));
}
