const LOOK_MS = 500;

/**
 * Calls `end` when the npm that runs this script is gone. npm hands a SIGTERM to the shell it started, and that shell
 * dies without telling us: we would live on as nobody's child. Without npm this does nothing, so that a script that is
 * started by hand may outlive its terminal.
 */
export function endWithNpm(end: () => void): void {
  if (process.env['npm_lifecycle_event'] === undefined || process.platform === 'win32') return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    end();
  }, LOOK_MS);
  timer.unref();
}
