import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import dbus from 'dbus-next';

/** What polkit shows to the user. */
export type Prompt = { readonly action: string; readonly message: string };
/** The password that the user types, or undefined for a prompt that is closed. */
export type Typed = (prompt: Prompt) => string | undefined;

const AUTHORITY = 'org.freedesktop.PolicyKit1';
const PATH = '/test/agent';
const HELPER = '/usr/lib/polkit-1/polkit-agent-helper-1';

const { Interface } = dbus.interface;

/** Has polkit's own program check a password of root; polkit hears the result from it. */
async function check(password: string, cookie: string): Promise<boolean> {
  const helper = spawn(HELPER, ['root'], { stdio: ['pipe', 'pipe', 'ignore'] });
  let said = '';
  helper.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString();
    if (chunk.includes('PAM_PROMPT_ECHO_OFF')) helper.stdin.write(`${password}\n`);
  });
  helper.stdin.write(`${cookie}\n`);
  await once(helper, 'exit');
  return said.includes('SUCCESS');
}

class Agent extends Interface {
  readonly #typed: Typed;

  constructor(typed: Typed) {
    super('org.freedesktop.PolicyKit1.AuthenticationAgent');
    this.#typed = typed;
  }

  async BeginAuthentication(action: string, message: string, _icon: string, _details: unknown, cookie: string) {
    const password = this.#typed({ action, message });
    const dismissed = `${AUTHORITY}.Error.Cancelled`;
    if (password === undefined) throw new dbus.DBusError(dismissed, 'closed');
    if (!(await check(password, cookie))) throw new dbus.DBusError(`${AUTHORITY}.Error.Failed`, 'wrong');
  }

  CancelAuthentication(): void {}
}

Agent.configureMembers({
  methods: {
    BeginAuthentication: { inSignature: 'sssa{ss}sa(sa{sv})', outSignature: '' },
    CancelAuthentication: { inSignature: 's', outSignature: '' },
  },
});

/**
 * Answers the prompts of one process and of the shells that it starts: polkit asks the agent of pkexec's parent. Returns how
 * to end it.
 */
export async function answerPrompts(pid: number, uid: number, typed: Typed): Promise<() => void> {
  const bus = dbus.systemBus();
  bus.export(PATH, new Agent(typed));
  const known = new Set<number>();
  const register = async (process: number): Promise<void> => {
    known.add(process);
    const start = readFileSync(`/proc/${process}/stat`, 'utf8').split(') ')[1]?.split(' ')[19] ?? '0';
    const { Variant } = dbus;
    const subject = [
      'unix-process',
      { pid: new Variant('u', process), 'start-time': new Variant('t', BigInt(start)), uid: new Variant('i', uid) },
    ];
    await bus.call(
      new dbus.Message({
        destination: AUTHORITY,
        path: `/org/freedesktop/PolicyKit1/Authority`,
        interface: `${AUTHORITY}.Authority`,
        member: 'RegisterAuthenticationAgent',
        signature: '(sa{sv})ss',
        body: [subject, 'C.UTF-8', PATH],
      }),
    );
  };
  await register(pid);
  // A shell is gone before it could be registered now and then; pkexec then asks nobody, and the test tries again.
  const timer = setInterval(() => {
    for (const child of childrenOf(pid)) if (!known.has(child)) register(child).catch(() => {});
  }, 1);
  return () => {
    clearInterval(timer);
    bus.disconnect();
  };
}

/** All that it started, and what those started. */
function childrenOf(pid: number): number[] {
  try {
    const own = readdirSync(`/proc/${pid}/task`)
      .flatMap((task) => readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' '))
      .filter((text) => text !== '')
      .map(Number);
    return own.flatMap((child) => [child, ...childrenOf(child)]);
  } catch {
    return [];
  }
}
