import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { _electron, expect, test as base, type ElectronApplication, type Page } from 'playwright/test';
import { electronArgs, findElectron } from '../../build/electron-runtime.ts';
import { startPlatform, type Platform } from '../platform/start.ts';

const root = path.resolve(import.meta.dirname, '../..');

export type RunningApp = {
  readonly electron: ElectronApplication;
  readonly page: Page;
  /** Quits as a user does and waits for the end. */
  readonly quit: () => Promise<void>;
  /** Ends it as a crash or the system does: no chance to clean up. */
  readonly kill: () => Promise<void>;
};

type Fixtures = {
  readonly platform: Platform;
  /** A new user's folder; two launches in one test share it. */
  readonly userData: string;
  /** What is started: Electron itself, or a program that starts it with what it is given. */
  readonly executable: string;
  /** What the app finds in its environment besides that of the tests. */
  readonly environment: Readonly<Record<string, string>>;
  readonly launch: (...args: string[]) => Promise<RunningApp>;
  /** Signs in to the platform and waits for its projects. */
  readonly signIn: (page: Page) => Promise<void>;
  /** The app, started and signed in to the platform. */
  readonly signedIn: RunningApp;
};

/**
 * V8 may clear away the promise by which Playwright waits for an answer of main ("Resulting promise was garbage collected"),
 * mostly while main loads its last step. What was asked had been done by then, and is asked once more for its answer.
 */
function askAgain(electron: ElectronApplication): void {
  const evaluate = electron.evaluate.bind(electron) as (...given: unknown[]) => Promise<unknown>;
  const patient = (...given: unknown[]) =>
    evaluate(...given).catch((error: unknown) => {
      if (!String(error).includes('garbage collected')) throw error;
      return evaluate(...given);
    });
  Object.assign(electron, { evaluate: patient });
}

export const test = base.extend<Fixtures>({
  // oxlint-disable-next-line no-empty-pattern -- the runner reads the names of fixtures from the pattern
  platform: async ({}, give) => {
    const platform = await startPlatform();
    await give(platform);
    await platform.close();
  },

  // oxlint-disable-next-line no-empty-pattern -- as above
  userData: async ({}, give) => {
    const folder = await mkdtemp(path.join(tmpdir(), 'portside-e2e-'));
    await give(folder);
    // Chromium's last processes may still write there for a moment.
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  },

  // oxlint-disable-next-line no-empty-pattern -- as above
  executable: async ({}, give) => {
    await give((await findElectron(() => {})).path);
  },

  // oxlint-disable-next-line no-empty-pattern -- as above
  environment: async ({}, give) => {
    await give({});
  },

  launch: async ({ userData, executable, environment }, give) => {
    const running: RunningApp[] = [];
    await give(async (...given) => {
      const electron = await _electron.launch({
        executablePath: executable,
        args: ['.', ...electronArgs(() => {}), `--user-data-dir=${userData}`, '--force-color-profile=srgb', ...given],
        cwd: root,
        env: { ...(process.env as Record<string, string>), ...environment },
      });
      askAgain(electron);
      const page = await electron.firstWindow();
      // The outline is there long before the app is.
      await page.locator('#root > :not([aria-busy])').first().waitFor({ state: 'attached' });
      const child = electron.process();
      const gone = new Promise<void>((resolve) => {
        child.once('exit', () => resolve());
      });
      const app: RunningApp = {
        electron,
        page,
        quit: async () => {
          if (child.exitCode === null && child.signalCode === null) await electron.close();
          await gone;
        },
        kill: async () => {
          if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
          await gone;
        },
      };
      running.push(app);
      return app;
    });
    for (const app of running) await app.kill();
  },

  signIn: async ({ platform: { url, ca, tokens } }, give) => {
    await give(async (page) => {
      await fillSignIn(page, { host: url, token: tokens.team, ca });
      await expect(page.getByRole('button', { name: 'storefront' })).toBeVisible();
    });
  },

  signedIn: async ({ launch, signIn }, give) => {
    const app = await launch();
    await signIn(app.page);
    await give(app);
  },
});

export { expect };

type Login = { readonly host: string; readonly token: string; readonly ca: string };

/** Fills the fields for a platform of one's own, which stand behind a button. */
export async function fillAdvanced(page: Page, { host, ca }: Pick<Login, 'host' | 'ca'>): Promise<void> {
  const hostField = page.getByLabel('API host');
  if (!(await hostField.isVisible())) await page.getByRole('button', { name: /^Advanced/ }).click();
  await hostField.fill(host);
  await page.getByLabel('CA certificate').fill(ca);
}

/** Fills the sign-in form as a person would and presses the button; does not wait for what comes of it. */
export async function fillSignIn(page: Page, { token, ...login }: Login): Promise<void> {
  await page.getByLabel('API token').fill(token);
  await fillAdvanced(page, login);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

type Asked = { asked?: string[] };

/** In the place of the user: boxes of the system are answered by this button, and what they say is only noted. */
export const answerBoxes = (electron: ElectronApplication, button: number): Promise<void> =>
  electron.evaluate(({ dialog }, response) => {
    const asked: string[] = ((globalThis as Asked).asked ??= []);
    const answer = async (...given: unknown[]) => {
      const { message, detail } = given.at(-1) as { message: string; detail?: string };
      asked.push(`${message}\n${detail ?? ''}`);
      return { response, checkboxChecked: false };
    };
    Object.assign(dialog, { showMessageBox: answer });
  }, button);

/** What was said in them. */
export const boxes = (electron: ElectronApplication): Promise<string[]> =>
  electron.evaluate(() => (globalThis as Asked).asked ?? []);
